import { setTimeout as pause } from 'node:timers/promises'
import type { Scene } from './load.ts'

/** Milliseconds from a kill to the next answered ballot. */
export interface Restarts {
  readonly p50: number
  readonly max: number
  /** The median of those restarts that Miniflare made, as it does in production. */
  readonly byMiniflare: number
}

/** The first kills leave it to the site's own supervisor to start again. */
const BY_MINIFLARE = 3
/** One kill in so many is followed by another while the runtime is still starting and taking in its journals. */
const WHILE_STARTING = 20

/** Kills the runtime in the middle of the load, spread evenly over the ballots of the run but never in step with them. */
export class Killer {
  readonly #scene: Scene
  readonly #restarts = { miniflare: [] as number[], ours: [] as number[] }
  whileStarting = 0

  constructor(scene: Scene) {
    this.#scene = scene
  }

  async run({ kills, acks }: { kills: number; acks: number }): Promise<void> {
    const { crowd, chance, onProgress } = this.#scene
    let told = performance.now()
    for (let left = kills; left > 0; left--) {
      const share = Math.max(0, acks - crowd.acknowledged) / (left + 0.5)
      await this.#acknowledged(crowd.acknowledged + 1 + share * (0.5 + chance.next()))
      await this.#pause(chance.next() * 15)
      await this.#kill(kills - left)
      if (performance.now() - told < 10_000) continue
      told = performance.now()
      onProgress(`${kills - left + 1} of ${kills} kills, ${crowd.acknowledged} of ${acks} ballots acknowledged`)
    }
    await this.#acknowledged(acks)
  }

  restarts(): Restarts {
    const all = [...this.#restarts.miniflare, ...this.#restarts.ours]
    return { p50: middle(all), max: Math.round(Math.max(0, ...all)), byMiniflare: middle(this.#restarts.miniflare) }
  }

  async #kill(nth: number): Promise<void> {
    const { runtime, crowd, chance } = this.#scene
    const began = performance.now()
    const again = crowd.answeredAgain()
    if (nth === BY_MINIFLARE) await runtime.takeOver()
    else await runtime.crash()
    if (runtime.watchedByUs && chance.whole(1, WHILE_STARTING) === 1) {
      await this.#pause(chance.next() * 250)
      await runtime.crash()
      this.whileStarting += 1
    }
    await again
    this.#restarts[nth < BY_MINIFLARE ? 'miniflare' : 'ours'].push(performance.now() - began)
  }

  async #acknowledged(count: number): Promise<void> {
    while (this.#scene.crowd.acknowledged < count) await this.#pause(2)
  }

  #pause = (ms: number): Promise<void> => pause(ms, undefined, { signal: this.#scene.over })
}

const middle = (times: readonly number[]): number => Math.round([...times].sort((a, b) => a - b)[times.length >> 1] ?? 0)
