/** What can be found; web/text/recount.ts has a sentence for each. */
export type Finding =
  | 'missing'
  | 'malformed'
  | 'too-short'
  | 'rules-hash'
  | 'manifest-differs'
  | 'shards-differ'
  | 'bad-key'
  | 'wrong-count'
  | 'wrong-length'
  | 'entry-hash'
  | 'node-hash'
  | 'origin-differs'
  | 'size-differs'
  | 'root-differs'
  | 'not-signed'
  | 'log-not-listed'
  | 'no-quorum'
  | 'beyond-the-end'
  | 'bad-entry'
  | 'wrong-index'
  | 'time-goes-back'
  | 'outside-window'
  | 'out-of-place'
  | 'wrong-ballots'
  | 'no-close'
  | 'no-result'
  | 'voted-twice'
  | 'bad-line'
  | 'not-sorted'
  | 'bad-ballot'
  | 'bad-ranges'
  | 'not-allowed'
  | 'bad-reason'
  | 'bad-receipt'
  | 'wrong-result'
  | 'wrong-sum'
  | 'wrong-opening'
  | 'missing-opening'
  | 'openings-differ'

/** Why a step was left out. */
export type Omission = 'not-in-this-version' | 'open-profile' | 'no-quorum-asked' | 'no-openings' | 'needs-what-failed'

/** Where: an entry of a log, a file, or nothing in particular. */
export interface Flaw {
  readonly log: number | null
  readonly index: number | null
  readonly file: string | null
  readonly why: Finding
}

/** At an entry of a log. */
export const atEntry = (log: number, index: number, why: Finding): Flaw => ({ log, index, file: null, why })

/** At a file: the log is in its name, when it belongs to one. */
export function atFile(file: string, why: Finding): Flaw {
  const shard = /^(?:s(\d+)\/|openings\/s(\d+)\.txt$)/.exec(file)
  return { log: shard ? Number(shard[1] ?? shard[2]) : null, index: null, file, why }
}

export const STEPS = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7', 'V8', 'V9', 'V10', 'V11', 'V12', 'V13', 'V14'] as const
export type StepName = (typeof STEPS)[number]

export type Step =
  | { readonly step: StepName; readonly result: 'ok' }
  | ({ readonly step: StepName; readonly result: 'fail' } & Flaw)
  | { readonly step: StepName; readonly result: 'skip'; readonly why: Omission }

/** Where a bundle is read from: a folder, a ZIP, a site. */
export interface Files {
  /** Null when there is no such file. */
  readonly read: (name: string) => Uint8Array | null
  /** The names of all files that begin like this. */
  readonly list: (prefix: string) => readonly string[]
}
