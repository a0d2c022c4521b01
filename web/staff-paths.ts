import type { Slug } from '../worker/rules/ids.ts'

/** Every address of the console has a name here, as those of the public site have in paths.ts. */
export const staffPaths = {
  home: () => '/staff',
  signOut: () => '/staff/sign-out',
  log: () => '/staff/log',
  me: () => '/staff/me',
  people: () => '/staff/people',
  secondStep: () => '/staff/sign-in/second',
  passkeySignIn: () => '/staff/sign-in/passkey',
  join: (token: string) => `/staff/sign-in/join/${token}`,
  enrol: () => '/staff/sign-in/enrol',
  enrolTotp: () => '/staff/sign-in/enrol/totp',
  enrolPasskey: () => '/staff/sign-in/enrol/passkey',
  prove: (next?: string) => (next === undefined ? '/staff/prove' : `/staff/prove?next=${encodeURIComponent(next)}`),
  proveData: () => '/staff/prove.json',
  tally: (slug: Slug) => `/staff/campaigns/${slug}/tally`,
  tallyData: (slug: Slug) => `/staff/campaigns/${slug}/tally.json`,
  tallyCsv: (slug: Slug) => `/staff/campaigns/${slug}/tally.csv`,
} as const
