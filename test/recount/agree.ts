import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asJson, verifyBundle } from '../../worker/host/verify.ts'
import { CORRUPTIONS, SLOW_CORRUPTIONS } from './corruptions.ts'
import type { Corruption, Place } from './forger.ts'
import { generate } from './generate.ts'
import { type Answer, inPython, needPython } from './python.ts'
import { writeFolder, writeZip } from './write.ts'

/** What may be compared of two answers: the verdict, the first step that failed, and where. */
const gist = ({ verdict, steps }: Answer): string => {
  const first = steps.find(({ result }) => result === 'fail')
  return first ? `${first.step} ${place(first)}` : verdict
}
const place = ({ log, index, file }: { [name in keyof Place]?: Place[name] | null }): string =>
  `log ${log ?? '-'} index ${index ?? '-'} file ${file ?? '-'}`
const wanted = ({ step, place: at }: Corruption): string => (step === 'unusable' ? step : `${step} ${place(at)}`)

export interface Agreement {
  readonly sound: number
  readonly corrupted: number
  /** One line for every bundle about which not everybody says what should be said. */
  readonly differences: readonly string[]
}

export interface Case {
  readonly name: string
  readonly path: string
  readonly wanted: string
}

/** Writes sound bundles, every other one as a folder, and every corruption; says what is to be found in each. */
export function writeCases(folder: string, { bundles, seed, slow }: AgreeWishes): readonly Case[] {
  const sound = Array.from({ length: bundles }, (_, n): Case => {
    const path = join(folder, `sound-${seed + n}${n % 2 === 0 ? '' : '.zip'}`)
    const files = generate(seed + n, slow && n % 500 === 499 ? { ballots: [66_000, 3] } : {})
    if (n % 2 === 0) writeFolder(path, files)
    else writeZip(path, files)
    return { name: `bundle of seed ${seed + n}`, path, wanted: 'ok' }
  })
  const corrupted = [...CORRUPTIONS, ...(slow ? SLOW_CORRUPTIONS : [])].map((corruption, n): Case => {
    const path = join(folder, `corrupted-${n}.zip`)
    const made = corruption.make()
    if (made instanceof Uint8Array) writeFileSync(path, made)
    else writeZip(path, made)
    return { name: corruption.name, path, wanted: wanted(corruption) }
  })
  return [...sound, ...corrupted]
}

export interface AgreeWishes {
  readonly bundles: number
  readonly seed: number
  /** With logs of more than 65,536 entries. */
  readonly slow: boolean
}

/** Lets both verifiers look at sound and corrupted bundles. */
export async function agree(wishes: AgreeWishes): Promise<Agreement> {
  needPython()
  const folder = mkdtempSync(join(tmpdir(), 'mingping-recount-'))
  try {
    const cases = writeCases(folder, wishes)
    const answers = await inPython(
      cases.map(({ path }) => path),
      folder,
    )
    const differences = cases.flatMap(({ name, path, wanted }, n) => {
      const [python, ours] = [gist(answers[n] as Answer), gist(asJson(verifyBundle(path)) as Answer)]
      const agreed = python === wanted && ours === wanted
      return agreed ? [] : [`${name}: ${wanted} wanted; Python says ${python}; TypeScript says ${ours}`]
    })
    return { sound: wishes.bundles, corrupted: cases.length - wishes.bundles, differences }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
