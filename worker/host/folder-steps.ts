/** Told how far a long piece of work has come. */
export type Progress = (what: string, done: number, all: number) => void

/** Does one step for each of a list, a few at a time, and tells after each. The answers keep the order of the list. */
export async function eachOf<T, R>(
  list: readonly T[],
  step: (one: T) => Promise<R>,
  { what, atOnce = 4, tell }: { what: string; atOnce?: number; tell: Progress },
): Promise<R[]> {
  const answers: R[] = []
  let next = 0
  let done = 0
  const worker = async () => {
    while (next < list.length) {
      const at = next++
      answers[at] = await step(list[at] as T)
      tell(what, ++done, list.length)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, list.length) }, worker))
  return answers
}
