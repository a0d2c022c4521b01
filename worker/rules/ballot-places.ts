import type { Place } from './receipt.ts'

/**
 * Places of ballots as one short text, '0:1-5,9;3:12': box, then runs of places. Five thousand ballots that lie nowhere
 * beside each other are still under 60,000 signs, far below what a row may hold.
 */
export function placesText(places: readonly Place[]): string {
  return [...byBox(places)].map(([shard, seqs]) => `${shard}:${runsOf(seqs)}`).join(';')
}

/** Ballots by their box, boxes and places in order. */
export function byBox(places: readonly Place[]): ReadonlyMap<number, readonly number[]> {
  const boxes = new Map<number, number[]>()
  for (const { shard, seq } of [...places].sort((a, b) => a.shard - b.shard || a.seq - b.seq)) {
    const seqs = boxes.get(shard) ?? []
    seqs.push(seq)
    boxes.set(shard, seqs)
  }
  return boxes
}

function runsOf(seqs: readonly number[]): string {
  const runs: string[] = []
  for (let i = 0; i < seqs.length; ) {
    const from = seqs[i] as number
    let to = from
    for (i++; seqs[i] === to + 1; i++) to++
    runs.push(from === to ? `${from}` : `${from}-${to}`)
  }
  return runs.join(',')
}

/** What `placesText` wrote. */
export function readPlaces(text: string): readonly Place[] {
  return text.split(';').flatMap(box => {
    const [shard = '', runs = ''] = box.split(':')
    return runs.split(',').flatMap(run => {
      const [from = 0, to = from] = run.split('-').map(Number)
      return Array.from({ length: to - from + 1 }, (_, i) => ({ shard: Number(shard), seq: from + i }))
    })
  })
}
