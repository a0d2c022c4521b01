import built from '../dist/assets.json' with { type: 'json' }

export type Sheet = 'base' | 'notice' | 'ballot' | 'editor' | 'console' | 'publicity' | 'poster' | 'desk' | 'integrity' | 'verify'
export type Script =
  | 'site'
  | 'ballot'
  | 'like'
  | 'objection'
  | 'poster'
  | 'copy'
  | 'prove'
  | 'wechatShare'
  | 'tally'
  | 'account'
  | 'settings'
  | 'period'
  | 'moderate'
  | 'slips'
  | 'notice'
  | 'desk'
  | 'intake'
  | 'photos'
  | 'roster'
  | 'decision'
  | 'review'

export interface Assets {
  /** Minified sheets, put into the page itself so that nothing blocks its first view. */
  readonly css: Readonly<Record<Sheet, string>>
  /** Addresses of the islands, with a hash in their name. */
  readonly js: Readonly<Record<Script, string>>
  /** The one inline script, which applies the reader's stored view before the first paint. */
  readonly boot: string
  /** For the Content-Security-Policy: 'sha256-…' of every inline style a page can have, and of the boot script. */
  readonly styleHashes: Readonly<Record<string, string>>
  readonly bootHash: string
  /** The script of the page that checks records of votes: inline, so that the page can be kept as one file. */
  readonly verify: string
  readonly verifyHash: string
}

/** What web/build.ts made of the sheets and islands. */
export const assets: Assets = built
