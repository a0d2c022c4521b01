import { isObject, type JsonObject, readStrict } from './strict-json.ts'

/** One log, as bundle.json names it. */
export interface LogLine {
  readonly shard: number
  /** As it was written; whether it is a key is another question. */
  readonly key: string
  readonly size: number
}

/** Whether entries of ballots hide what was chosen, as those of votes do, or tell it: likes. */
export type Profile = 'sealed' | 'open'

export interface BundleFile {
  readonly profile: Profile
  readonly campaign: string
  readonly title: string
  readonly logs: readonly LogLine[]
}

const MOST_LOGS = 128

/** Null when this is no bundle of version 1: then there is nothing to verify. */
export function readBundleFile(bytes: Uint8Array): BundleFile | null {
  const file = readStrict(bytes)
  if (!isObject(file)) return null
  const { v, campaign, title, logs } = file
  const sound = v === 1 && typeof campaign === 'string' && typeof title === 'string' && Array.isArray(logs)
  if (!sound || logs.length < 1 || logs.length > MOST_LOGS || !logs.every(isLogLine)) return null
  return { profile: file.profile === 'open' ? 'open' : 'sealed', campaign, title, logs }
}

const isLogLine = (line: unknown): line is LogLine & JsonObject =>
  isObject(line) &&
  typeof line.shard === 'number' &&
  typeof line.key === 'string' &&
  typeof line.size === 'number' &&
  line.size >= 1
