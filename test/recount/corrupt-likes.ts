import { parse, renumbered, withEntry, write } from './corrupt-ballots.ts'
import { type Corruption, DEPTHS, type Depth, edited, flip, forgedBy, type Place, replaced, type Step } from './forger.ts'
import { likeFiles, smallLikes } from './likes.ts'
import type { Data } from './tree.ts'

// Bundles of likes that are not what they say: by somebody who changes rows and makes what stands above them again, as far as he
// can; and logs that are signed by everybody and say what they may not say.

type Rewrite = (entries: readonly Data[]) => readonly Data[]

export const forgedLikes = (rewrite: Rewrite, depth: Depth): Map<string, Uint8Array> =>
  forgedBy(likeFiles, smallLikes(), { rewrite, depth })
const forged = (rewrite: Rewrite, depth: Depth) => () => forgedLikes(rewrite, depth)

const at = (index: number): Place => ({ log: 0, index })
const file = (name: string): Place => ({ log: 0, file: name })
const HEAD = file('s0/checkpoint')
const SHORT = file('s0/tile/entries/000.p/17')

/** For another nominee, with a nonce of his own. */
const changed = withEntry(4, { s: '[2]', n: 'c0'.repeat(16) })
const closedWith =
  (likes: number): Rewrite =>
  entries =>
    entries.map(entry => (parse(entry).k === 'c' ? write({ ...parse(entry), ballots: likes }) : entry))
const removed: Rewrite = entries => closedWith(10)(renumbered(entries.filter((_, i) => i !== 4)))
const inserted: Rewrite = entries =>
  closedWith(12)(renumbered([...entries.slice(0, 5), write({ ...parse(entries[4]), n: 'd0'.repeat(16) }), ...entries.slice(5)]))

/** What is found, the further he goes: the entry, the root, the signature, the witnesses, the older heads, the figures. */
const ENDS: Readonly<Record<Depth, readonly [Step, Place]>> = {
  entries: ['V2', at(4)],
  leaves: ['V4', HEAD],
  tiles: ['V4', HEAD],
  head: ['V5', HEAD],
  stranger: ['V5', HEAD],
  log: ['V6', HEAD],
  witnessed: ['V7', file('s0/checkpoints/6')],
  all: ['V13', at(16)],
}
const OTHER_SIZE = { ...ENDS, entries: ['V1', SHORT], leaves: ['V1', SHORT] } as const

const FORGED: readonly Corruption[] = (
  [
    ['a like for another nominee', changed, ENDS],
    ['a like removed', removed, { ...OTHER_SIZE, all: ['V13', at(15)] }],
    ['a like put in', inserted, { ...OTHER_SIZE, all: ['V13', at(17)] }],
  ] as const
).flatMap(([name, rewrite, ends]) =>
  DEPTHS.map((depth): Corruption => {
    const [step, place] = ends[depth]
    return { name: `${name}: ${depth}`, step, place, make: forged(rewrite, depth) }
  }),
)

const whole = (name: string, step: Step, place: Place, rewrite: Rewrite): Corruption => ({
  name: `likes: ${name}`,
  step,
  place,
  make: forged(rewrite, 'all'),
})
const said = (name: string, step: Step, index: number, change: Record<string, string | number>): Corruption =>
  whole(name, step, at(index), withEntry(index, change))

const SAID: readonly Corruption[] = [
  said('a manifest of votes', 'V1', 0, { profile: 'sealed' }),
  said('a manifest of another campaign', 'V1', 0, { campaign: 'cmp0003' }),
  said('a manifest of another log', 'V1', 0, { origin: 'vote.example.cn/c/cmp0002/s0' }),
  said('a manifest of another version', 'V1', 0, { v: 2 }),
  said('nominees that are no ranges', 'V1', 0, { nominees: '1-3,2' }),
  said('nominees beyond the highest number', 'V1', 0, { nominees: '1-1000000' }),
  said('an end before the beginning', 'V1', 0, { until: 1 }),
  said('terms of another campaign on the way', 'V8', 8, { campaign: 'cmp0003' }),
  said('terms with another key on the way', 'V8', 8, { key: 'A'.repeat(43).concat('=') }),
  said('terms with another level on the way', 'V8', 8, { level: 'openid' }),
  said('terms without an order on the way', 'V8', 8, { nominees: '3,1' }),
  said('terms that end before they begin', 'V8', 8, { until: 1_790_000_000_123 }),
  said('terms that are of votes', 'V8', 8, { profile: 'sealed' }),
  whole('terms that do not name who was liked', 'V11', at(9), withEntry(8, { nominees: '1-6' })),
  said('a like for nobody', 'V11', 4, { s: '[]' }),
  said('a like for two', 'V11', 4, { s: '[1,2]' }),
  said('a like for somebody who came later', 'V11', 4, { s: '[7]' }),
  said('a like for somebody between two', 'V11', 4, { s: '[4]' }),
  said('a like written with a zero before it', 'V11', 4, { s: '[01]' }),
  said('a like for number 0', 'V11', 4, { s: '[0]' }),
  said('a like with a short nonce', 'V8', 4, { n: 'ab' }),
  said('a like with a nonce in capitals', 'V8', 4, { n: 'AB'.repeat(16) }),
  said('a like for a number that is no text', 'V8', 4, { s: 1 }),
  said('a like with the mark of a device', 'V8', 4, { d: 'ab'.repeat(16) }),
  said('a like that says it is another one', 'V8', 4, { i: 5 }),
  said('a like from before the one before it', 'V8', 7, { q: 2_983_333 }),
  said('a like ten minutes before the window', 'V8', 1, { q: 2_983_332 }),
  said('a like ten minutes after the window', 'V8', 12, { q: 2_983_352 }),
  said('a like from after the end that was then', 'V8', 7, { q: 2_983_346 }),
  said('a close that counts one more', 'V8', 13, { ballots: 12 }),
  said('a close that counts entries', 'V8', 13, { ballots: 13 }),
  whole('a sealed ballot among them', 'V8', at(4), entries =>
    entries.map((entry, i) => {
      const { q = 0 } = parse(entries[4])
      return i === 4 ? write({ d: 'ab'.repeat(16), h: 'cd'.repeat(32), i: 4, k: 'b', l: 'device', q }) : entry
    }),
  ),
  whole('a like after the end', 'V8', at(14), entries =>
    entries.map((entry, i) => (i === 14 ? write({ ...parse(entries[4]), i: 14, q: parse(entry).q as number }) : entry)),
  ),
  whole('no end', 'V8', at(12), entries => entries.slice(0, 13)),
  whole('no figures', 'V8', at(15), entries => entries.slice(0, 16)),
  whole('opened again and not closed', 'V8', at(17), entries => [...entries, write({ ...parse(entries[8]), i: 17 })]),
  said('held by nobody', 'V12', 14, { by: '' }),
  said('held by one who is not the limits', 'V12', 14, { by: 'organizer' }),
  said('held without a reason', 'V12', 14, { why: '' }),
  said('void', 'V12', 14, { to: 'void' }),
  said('held twice', 'V12', 15, { ranges: '5' }),
  said('a held like that is not there', 'V12', 14, { ranges: '12' }),
  whole('another like held', 'V13', at(16), withEntry(14, { ranges: '4' })),
  said('figures that count a held like', 'V13', 16, { counted: 10, held: 1 }),
  said('figures with one like more', 'V13', 16, { votes: '1:4/1/0,2:1/1/0,3:2/0/0,5:1/0/0,6:1/0/0,7:1/0/0' }),
  said('figures that are not in order', 'V13', 16, { votes: '2:1/1/0,1:3/1/0,3:2/0/0,5:1/0/0,6:1/0/0,7:1/0/0' }),
  said('figures without votes', 'V13', 16, { votes: '' }),
]

const files = (name: string, step: Step, place: Place, make: Corruption['make']): Corruption => ({
  ...{ name: `likes: ${name}`, step, place, make },
})
const BUNDLE: Place = { file: 'bundle.json' }
const RESULT: Place = { file: 'result.json' }
const result = (name: string, from: string | RegExp, to: string): Corruption =>
  files(name, 'V13', RESULT, edited('likes', 'result.json', replaced(from, to)))
const bundle = (name: string, place: Place, from: string | RegExp, to: string): Corruption =>
  files(name, 'V1', place, edited('likes', 'bundle.json', replaced(from, to)))

const FILES: readonly Corruption[] = [
  bundle('said to be votes', { file: 'rules.json' }, '"profile":"open"', '"profile":"sealed"'),
  bundle('without a profile', { file: 'rules.json' }, '"profile":"open",', ''),
  bundle('said to be of another campaign', at(0), 'cmp0002', 'cmp0003'),
  bundle('of another box', BUNDLE, '"shard":0', '"shard":1'),
  bundle('two logs', BUNDLE, /"logs":\[(.*)\]/, '"logs":[$1,$1]'),
  bundle('a key that is none', BUNDLE, /"key":"[^"]+"/, '"key":"x"'),
  files('votes said to be likes', 'V1', BUNDLE, edited('small', 'bundle.json', replaced('"v":1', '"v":1,"profile":"open"'))),
  files(
    'no entries',
    'V1',
    SHORT,
    edited('likes', 's0/tile/entries/000.p/17', () => null),
  ),
  files('a bit in the last entry', 'V2', at(16), edited('likes', 's0/tile/entries/000.p/17', flip(-5))),
  files('a bit in a hash', 'V2', at(2), edited('likes', 's0/tile/0/000.p/17', flip(64, 128))),
  files(
    'no head',
    'V4',
    HEAD,
    edited('likes', 's0/checkpoint', () => null),
  ),
  files(
    'no policy',
    'V6',
    { file: 'policy.txt' },
    edited('likes', 'policy.txt', () => null),
  ),
  files(
    'no result',
    'V13',
    RESULT,
    edited('likes', 'result.json', () => null),
  ),
  result('one like more in the result', '"1":[3,1,0]', '"1":[4,1,0]'),
  result('a held like counted in the result', '"counted":9,"held":2', '"counted":10,"held":1'),
  result('a nominee left out of the result', ',"7":[1,0,0]', ''),
  result('a like more received', '"raw":11', '"raw":12'),
]

export const LIKE_CORRUPTIONS: readonly Corruption[] = [...FORGED, ...SAID, ...FILES]
