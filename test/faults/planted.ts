import { setTimeout as pause } from 'node:timers/promises'
import { KEYS } from './poll.ts'
import { buildVariant, type Variant } from './variant.ts'

/** The Worker with doors for faults (test/faults/planted). */
export const buildPlanted = (): Promise<Variant> => buildVariant('planted/index.ts')

/** Opens one of those doors; asks again while the site is starting. */
export async function planted(port: number, what: string, signal?: AbortSignal): Promise<void> {
  for (;;) {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/operator/planted/${what}`, {
        method: 'POST',
        ...(signal && { signal }),
        headers: { authorization: `Bearer ${KEYS.OPERATOR_KEY}`, connection: 'close' },
      })
      if (answer.ok) return
      throw new Error(`this Worker has no door ${what}: ${answer.status}`)
    } catch (error) {
      if (signal?.aborted) return
      if (!(error instanceof TypeError)) throw error
      await pause(5)
      if (signal?.aborted) return
    }
  }
}

/** Builds the Worker with doors, and takes it away afterwards. */
export async function withPlanted<T>(act: (build: Variant['build']) => Promise<T>): Promise<T> {
  const variant = await buildPlanted()
  try {
    return await act(variant.build)
  } finally {
    variant.remove()
  }
}
