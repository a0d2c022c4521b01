/** What a verifier says of a bundle; both say it in the same shape. */
export interface Answer {
  readonly verdict: 'ok' | 'fail' | 'unusable'
  readonly steps: readonly ({ readonly step: string; readonly result: 'ok' | 'fail' | 'skip'; readonly note: string } & Where)[]
}

interface Where {
  readonly log?: number | null
  readonly index?: number | null
  readonly file?: string | null
}

export const placeText = ({ log, index, file }: Where): string => `log ${log ?? '-'} entry ${index ?? '-'} file ${file ?? '-'}`

/** What two answers are compared by: the verdict, or the first step that failed and where. The sentences are their own. */
export function gist({ verdict, steps }: Answer): string {
  const first = steps.find(({ result }) => result === 'fail')
  return first ? `${first.step} ${placeText(first)}` : verdict
}
