// The final figures of likes, from the entry with which their log ends.

/** `result.json`: canonical, with [counted, held, void] for every nominee; a like is never void. Throws for what is no such entry. */
export function likeResultText(entry: string): string {
  const { counted, held, votes } = JSON.parse(entry) as { counted: number; held: number; votes: string }
  const lines = (votes === '' ? [] : votes.split(','))
    .map(line => line.split(':') as [string, string])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([number, figures]) => `"${number}":[${figures.replaceAll('/', ',')}]`)
  return `{"counted":${counted},"held":${held},"raw":${counted + held},"void":0,"votes":{${lines.join(',')}}}`
}
