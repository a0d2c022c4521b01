import { createHash } from 'node:crypto'
import { RULES, smallParts } from './bases.ts'
import { parse, whole, withEntry, write } from './corrupt-ballots.ts'
import { filesOf } from './files.ts'
import { type Corruption, edited, type Place, replaced } from './forger.ts'
import { logOf } from './parts.ts'

// The frozen rules, and the first entry of a log, which names them.

const RULES_FILE = { file: 'rules.json' }
const MANIFEST = { log: 0, index: 0 }
const rules = (name: string, from: string | RegExp, to: string, place: Place = MANIFEST): Corruption => ({
  name,
  step: 'V1',
  place,
  make: edited('small', 'rules.json', replaced(from, to)),
})
/** The rules were always spelled so: every log names this text. */
const frozen = (name: string, change: (text: string) => string): Corruption => ({
  name,
  step: 'V1',
  place: RULES_FILE,
  make: () => {
    const parts = smallParts()
    const text = change(parts.rules)
    if (text === parts.rules) throw new Error(`${name} changes nothing`)
    const rulesHash = createHash('sha256').update(text).digest('hex')
    const logs = parts.poll.boxes.map((box, shard) =>
      logOf(parts.poll, box, { shard, rulesHash, seed: new Uint8Array(32).fill(shard + 1) }),
    )
    return filesOf({ ...parts, rules: text, logs })
  },
})

const FROZEN: readonly Corruption[] = [
  { name: 'no rules', step: 'V1', place: RULES_FILE, make: edited('small', 'rules.json', () => null) },
  rules('another title', '优秀', '先进'),
  rules('a longer window', /"until":\d+/, '"until":1790009999999'),
  rules('another limit', '"max":2', '"max":3'),
  rules('another nominee', '{"number":7,"category":"person"}', '{"number":7,"category":"team"}'),
  rules('another scorer', 'mingping-7', 'mingping-8'),
  rules('a blank in the rules', '{', '{ '),
  rules('rules of another campaign', 'cmp0001', 'cmp0002', { file: 'bundle.json' }),
  rules('rules for four boxes', '"shards":2', '"shards":4', { file: 'bundle.json' }),
  rules('rules that are cut off', /\}$/, '', RULES_FILE),
  frozen('rules with a name twice', text => text.replace('"totalMax":2', '"totalMax":2,"totalMax":1')),
  frozen('rules with a byte order mark', text => `\ufeff${text}`),
  frozen('rules with an exponent', text => text.replace('"totalMax":2', '"totalMax":2e0')),
  frozen('rules with a number beyond 2^53', text => text.replace('"totalMax":2', '"totalMax":9007199254740993')),
  frozen('rules with half a sign', text => text.replace('先进集体', '\\ud83d')),
  frozen('rules without a scorer', text => text.replace(/,"scorer":"[^"]*"/, '')),
  frozen('rules with a window that ends before it begins', text => text.replace(/"until":\d+/, '"until":5')),
  frozen('rules as a list', text => `[${text}]`),
  frozen('rules with a third period', text => text.replace('"once"', '"weekly"')),
  frozen('rules with a remark', text => `${text}//`),
]

const manifest = (name: string, change: Record<string, string | number>): Corruption =>
  whole(name, 'V1', MANIFEST, withEntry(0, change))
const MANIFESTS: readonly Corruption[] = [
  manifest('a manifest of another campaign', { campaign: 'cmp0002' }),
  manifest('a manifest of another origin', { origin: 'vote.example.cn/c/cmp0001/s1' }),
  manifest('a manifest of another box', { shard: 1 }),
  manifest('a manifest of four boxes', { shards: 4 }),
  manifest('a manifest with another key', { key: Buffer.alloc(32, 7).toString('base64') }),
  manifest('a manifest of another level', { level: 'device' }),
  manifest('a manifest with a later end', { until: RULES.window.until + 600_000 }),
  manifest('a manifest with an earlier beginning', { from: RULES.window.from - 1 }),
  manifest('a manifest with another scorer', { scorer: 'mingping-8-0a1b2c3d4e5f' }),
  manifest('a manifest of the open profile', { profile: 'open' }),
  manifest('a manifest of version 2', { v: 2 }),
  manifest('a manifest with a name more', { note: 'x' }),
  manifest('a manifest that is a ballot', { k: 'b' }),
  manifest('a manifest with other rules', { rules: '0'.repeat(64) }),
  whole('a manifest with a name less', 'V1', MANIFEST, entries =>
    entries.map((one, i) =>
      i === 0 ? write(Object.fromEntries(Object.entries(parse(one)).filter(([name]) => name !== 'v'))) : one,
    ),
  ),
  whole('a manifest with a blank', 'V1', MANIFEST, entries => entries.map((one, i) => (i === 0 ? `${one as string} ` : one))),
]

export const RULE_CORRUPTIONS: readonly Corruption[] = [...FROZEN, ...MANIFESTS]
