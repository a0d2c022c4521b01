import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { PollSpec } from '../ballot.ts'
import { toBase64 } from '../tlog/base64.ts'
import { ED25519, type NoteKey, readKey } from '../tlog/note.ts'
import type { BundleFile } from './bundle-file.ts'
import { atEntry, atFile, type Files, type Finding, type Flaw } from './flaw.ts'
import { type ManifestEntry, readEntry, readOpenEntry } from './log-entry.ts'
import { LogFiles } from './log-files.ts'
import { areTerms } from './open-book.ts'
import { readRulesFile } from './rules-file.ts'

/** The key of a log as bundle.json names it; null when it is none that may sign a log. */
export function logKey(text: string): NoteKey | null {
  const key = readKey(text)
  return key?.kind === ED25519 ? key : null
}

export interface RulesRead {
  readonly rules: PollSpec | null
  /** SHA-256 of the file in hexadecimal. */
  readonly hash: string
}

/** rules.json, and by what it is named in every manifest. */
export function readRules(files: Files): RulesRead {
  const bytes = files.read('rules.json')
  return bytes ? { rules: readRulesFile(bytes), hash: bytesToHex(sha256(bytes)) } : { rules: null, hash: '' }
}

/** V1: which poll this is, the same in rules.json, in bundle.json and in the first entry of every log. */
export function checkManifests(files: Files, bundle: BundleFile, { rules, hash }: RulesRead): Flaw | null {
  if (!rules) return atFile('rules.json', files.read('rules.json') ? 'malformed' : 'missing')
  const wrong = wrongBundle(bundle, rules)
  if (wrong) return atFile('bundle.json', wrong)
  for (const log of bundle.logs) {
    const flaw = checkManifest(new LogFiles(files, log), logKey(log.key) as NoteKey, { rules, hash })
    if (flaw) return flaw
  }
  return null
}

function wrongBundle({ campaign, logs }: BundleFile, rules: PollSpec): Finding | null {
  if (logs.some(({ shard }, i) => shard !== i)) return 'shards-differ'
  if (logs.some(({ key }) => logKey(key) === null)) return 'bad-key'
  if (campaign !== rules.campaign) return 'manifest-differs'
  return logs.length === rules.shards ? null : 'shards-differ'
}

interface Named {
  readonly rules: PollSpec
  readonly hash: string
}

function checkManifest(log: LogFiles, key: NoteKey, { rules, hash }: Named): Flaw | null {
  const bytes = log.bundleBytes(0)
  const first = bytes && firstEntry(bytes)
  if (!first) return atFile(log.nameOf('entries', 0), bytes ? 'too-short' : 'missing')
  const entry = readEntry(first)
  if (entry?.k !== 'm') return atEntry(log.shard, 0, 'bad-entry')
  if (entry.rules !== hash) return atEntry(log.shard, 0, 'rules-hash')
  const wanted: Omit<ManifestEntry, 'k' | 'i' | 'rules'> = {
    ...{ campaign: rules.campaign, from: rules.window.from, until: rules.window.until },
    ...{ key: toBase64(key.key), origin: key.name, level: rules.identity, scorer: rules.scorer },
    ...{ shard: log.shard, shards: rules.shards },
  }
  const same = (Object.keys(wanted) as (keyof typeof wanted)[]).every(name => entry[name] === wanted[name])
  return same && entry.i === 0 ? null : atEntry(log.shard, 0, 'manifest-differs')
}

/** V1 for likes: one log, whose first entry says what bundle.json says, and whom likes may be for. */
export function checkOpenManifest(files: Files, { campaign, logs }: BundleFile): Flaw | null {
  const [line, ...more] = logs
  if (line?.shard !== 0 || more.length > 0) return atFile('bundle.json', 'shards-differ')
  const key = logKey(line.key)
  if (!key) return atFile('bundle.json', 'bad-key')
  const log = new LogFiles(files, line)
  const bytes = log.bundleBytes(0)
  const first = bytes && firstEntry(bytes)
  if (!first) return atFile(log.nameOf('entries', 0), bytes ? 'too-short' : 'missing')
  const entry = readOpenEntry(first)
  if (entry?.k !== 'm') return atEntry(0, 0, 'bad-entry')
  const same = entry.i === 0 && entry.campaign === campaign && entry.origin === key.name && entry.key === toBase64(key.key)
  return same && areTerms(entry) ? null : atEntry(0, 0, 'manifest-differs')
}

/** The first entry of a bundle, whatever follows it; null when it is cut off. */
function firstEntry(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length < 2) return null
  const until = 2 + (((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0))
  return until <= bytes.length ? bytes.subarray(2, until) : null
}
