import fc from 'fast-check'
import { expect, test } from 'vitest'
import { likeResultText } from '../../worker/rules/like-result.ts'
import { recount } from '../../worker/rules/recount/recount.ts'
import { readBundle } from '../../worker/rules/tlog/tile.ts'
import { forgedBy } from '../recount/forger.ts'
import { generateLikes, likeFiles, smallLikes } from '../recount/likes.ts'
import type { Data } from '../recount/tree.ts'
import { firstFailure, readable } from '../support/bundles.ts'

const LIKES = Array.from({ length: 11 }, (_, n) => (n < 7 ? n + 1 : n + 2))
const aLike = fc.constantFrom(...LIKES)
type Rewrite = (entries: readonly Data[]) => readonly Data[]

/** What is found when somebody rewrites the entries and can make no head anew: the tiles above them stay or are made again. */
const found = (rewrite: Rewrite, depth: 'leaves' | 'tiles') => firstFailure(forgedBy(likeFiles, smallLikes(), { rewrite, depth }))

test('a bundle of likes passes every step that applies, and its likes add up', () => {
  const counting = recount(readable(likeFiles(smallLikes())))
  for (;;) {
    const step = counting.next()
    if (!step.done) continue
    const report = step.value
    expect(report.verdict === 'unusable' ? [] : report.steps.map(({ result }) => result)).toEqual([
      ...['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'skip', 'skip', 'ok', 'ok', 'ok', 'skip'],
    ])
    expect(report).toMatchObject({ verdict: 'ok', ballots: { counted: 9, held: 2, void: 0 } })
    return
  }
})

test('T16: whichever like is changed, removed or put in, the verifier finds it', () => {
  const property = fc.property(aLike, aLike, fc.constantFrom('changed', 'removed', 'put in'), (at, other, how) => {
    const rewrite: Rewrite = entries => {
      if (how === 'removed') return entries.filter((_, i) => i !== at)
      if (how === 'put in') return entries.flatMap((entry, i) => (i === at ? [entry, entries[other] as Data] : [entry]))
      return entries.with(
        at,
        String(entries[at])
          .replace(/"s":"\[\d+\]"/, '"s":"[6]"')
          .replace(/"n":"../, '"n":"zz'),
      )
    }
    expect(found(rewrite, 'leaves')).toMatch(how === 'changed' ? /^V4 s0/ : /^V1 s0/)
    expect(found(rewrite, 'tiles')).toMatch(/^V4 s0 s0\/checkpoint/)
  })
  fc.assert(property, { numRuns: 20 })
})

test('bundles of likes of any shape are sound, and what the site writes as their result is what they add up to', () => {
  for (let seed = 0; seed < 12; seed++) {
    const files = generateLikes(seed)
    expect([seed, firstFailure(files)]).toEqual([seed, 'ok'])
    const bundles = [...files].filter(([name]) => name.startsWith('s0/tile/entries/')).sort(([a], [b]) => (a < b ? -1 : 1))
    const last = new TextDecoder().decode(readBundle(bundles.at(-1)?.[1] as Uint8Array)?.at(-1))
    expect([seed, JSON.parse(likeResultText(last))]).toEqual([
      seed,
      JSON.parse(new TextDecoder().decode(files.get('result.json'))),
    ])
  }
})
