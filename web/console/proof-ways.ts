/** A passkey that is asked for: what the browser needs, and the seal that comes back with its answer. */
export interface PasskeyQuestion {
  readonly sealed: string
  readonly options: object
}

/** How one person can prove again who they are. */
export interface ProofWays {
  readonly password: boolean
  /** A code of the app, or one of the recovery codes, goes with the password. */
  readonly code: boolean
  readonly passkey: PasskeyQuestion | null
  /** Where Cloudflare Access asks, when it keeps the sessions; then there is no other way. */
  readonly elsewhere: string | null
}
