interface Waiting<In, Out> {
  readonly item: In
  readonly resolve: (out: Out) => void
  readonly reject: (error: unknown) => void
}

/** While items come in crowds, the next are waited for this long, in milliseconds: fewer and fuller commits. */
const GATHER = 3
/** From how many items in one commit on they come in crowds. */
const CROWD = 4

/**
 * Gathers what arrives in the same turn of the event loop, commits it in one go and answers each only afterwards: one
 * disk flush for many ballots, and the same promise to every one of them. If the batch throws, its members are tried
 * one by one, so that one bad item cannot fail its neighbours.
 */
export class GroupCommit<In, Out> {
  readonly #commit: (batch: readonly In[]) => readonly Out[]
  #waiting: Waiting<In, Out>[] = []
  #wait = 0

  /** `commit` runs synchronously and is all or nothing: it returns one answer per item, or throws having changed nothing. */
  constructor(commit: (batch: readonly In[]) => readonly Out[]) {
    this.#commit = commit
  }

  get waiting(): number {
    return this.#waiting.length
  }

  submit(item: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      if (this.#waiting.length === 1) setTimeout(() => this.flush(), this.#wait)
    })
  }

  /** Commits what has come so far. */
  flush(): void {
    const batch = this.#waiting
    if (batch.length === 0) return
    this.#waiting = []
    this.#wait = batch.length >= CROWD ? GATHER : 0
    try {
      const answers = this.#commit(batch.map(({ item }) => item))
      batch.forEach(({ resolve }, i) => {
        resolve(answers[i] as Out)
      })
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error)
      else for (const one of batch) this.#alone(one)
    }
  }

  #alone({ item, resolve, reject }: Waiting<In, Out>): void {
    try {
      resolve(this.#commit([item])[0] as Out)
    } catch (error) {
      reject(error)
    }
  }
}
