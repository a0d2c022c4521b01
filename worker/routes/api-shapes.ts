import * as v from 'valibot'
import { IDENTITY_LEVELS, STEPS, VOTER_CLASSES } from '../rules/campaign.ts'
import { FAMILIES } from '../rules/reason.ts'

// What the JSON API takes and gives. Bodies are strict: a field that is not named here is refused (T23).

const instant = v.pipe(v.number(), v.integer())
const number = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(999_999))
const counts = v.strictObject({ counted: v.number(), held: v.number(), void: v.number() })
const milestone = v.strictObject({ step: v.picklist(STEPS), title: v.string(), from: instant, until: instant })
const identity = v.picklist(IDENTITY_LEVELS)
const theme = v.picklist(['red', 'green'])

export const Time = v.strictObject({ now: instant })

export const Campaigns = v.strictObject({
  campaigns: v.array(
    v.strictObject({
      slug: v.string(),
      title: v.string(),
      theme,
      identity,
      milestones: v.array(milestone),
      nomineeCount: v.number(),
    }),
  ),
})

export const Campaign = v.strictObject({
  slug: v.string(),
  title: v.string(),
  organizers: v.array(v.string()),
  theme,
  summary: v.string(),
  identity,
  use: v.picklist(['advisory', 'publicity']),
  visibility: v.picklist(['hidden', 'daily', 'live']),
  period: v.picklist(['once', 'daily']),
  totalMin: v.nullable(v.number()),
  totalMax: v.nullable(v.number()),
  milestones: v.array(milestone),
  categories: v.array(
    v.strictObject({
      key: v.string(),
      name: v.string(),
      kind: v.picklist(['person', 'organization', 'post']),
      honours: v.number(),
      min: v.number(),
      max: v.number(),
    }),
  ),
  nominees: v.array(v.strictObject({ number, category: v.string(), name: v.string(), unit: v.string(), initials: v.string() })),
})

export const Nominee = v.strictObject({
  number,
  category: v.string(),
  name: v.string(),
  unit: v.string(),
  post: v.string(),
  brief: v.string(),
  deeds: v.string(),
  honours: v.string(),
  initials: v.string(),
  hasPhoto: v.boolean(),
  outcome: v.nullable(v.picklist(['honoured', 'named', 'alternate', 'not-chosen'])),
  withdrawn: v.nullable(v.string()),
})

export const ChallengeQuery = v.strictObject({ for: v.picklist(['vote', 'like', 'comment']) })

const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{2,256}$/))
const powParameters = v.pipe(
  v.strictObject({
    algorithm: v.literal('SHA-256'),
    nonce: hex,
    salt: hex,
    cost: v.pipe(v.number(), v.integer()),
    keyLength: v.pipe(v.number(), v.integer()),
    keyPrefix: hex,
    keySignature: hex,
    data: v.strictObject({ until: instant, for: v.pipe(v.string(), v.maxLength(100)) }),
  }),
)
const powChallenge = v.strictObject({ parameters: powParameters, signature: hex })

export const Challenge = v.strictObject({
  kind: v.picklist(['pow', 'turnstile']),
  pow: powChallenge,
  turnstile: v.optional(v.strictObject({ siteKey: v.string(), action: v.string(), cdata: v.string() })),
})

/** What shows that a person is there, of one kind or another. */
export const Proof = v.variant('kind', [
  v.strictObject({
    kind: v.literal('pow'),
    challenge: powChallenge,
    solution: v.strictObject({ counter: v.pipe(v.number(), v.integer()), derivedKey: hex }),
  }),
  v.strictObject({ kind: v.literal('turnstile'), token: v.pipe(v.string(), v.minLength(1), v.maxLength(2048)) }),
  v.strictObject({
    kind: v.literal('question'),
    token: v.pipe(v.string(), v.maxLength(256)),
    answer: v.pipe(v.string(), v.maxLength(8)),
  }),
])

export const CodeBody = v.strictObject({ code: v.pipe(v.string(), v.maxLength(64)) })
export const RosterBody = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(100)),
  number: v.pipe(v.string(), v.maxLength(100)),
  code: v.pipe(v.string(), v.maxLength(64)),
})
export const RosterAccepted = v.strictObject({ unit: v.string(), voterClass: v.picklist(VOTER_CLASSES) })
export const CodeAccepted = v.strictObject({ unit: v.string() })
export const BallotBody = v.strictObject({ choices: v.pipe(v.array(number), v.maxLength(1000)), check: Proof })
export const Recorded = v.strictObject({ receipt: v.string(), at: instant, url: v.string() })
export const Mine = v.strictObject({
  ballot: v.nullable(v.strictObject({ receipt: v.string(), at: instant, next: v.nullable(instant), url: v.string() })),
})
export const Receipt = v.strictObject({ receipt: v.string(), at: instant })
const day = v.pipe(v.string(), v.isoDate())
export const LikeBody = v.strictObject({ number, sent: v.optional(day), check: v.optional(Proof) })
export const Liked = v.strictObject({ number, day, next: instant })
export const Likes = v.strictObject({
  use: v.string(),
  snapshot: v.number(),
  asOf: instant,
  final: v.boolean(),
  held: v.number(),
  likes: v.record(v.string(), v.number()),
})
export const MyLikes = v.strictObject({ day, liked: v.array(number) })

const use = v.picklist(['advisory', 'publicity'])
const next = v.nullable(instant)
export const Results = v.variant('shows', [
  v.strictObject({ use, identity, shows: v.literal('nothing'), next }),
  v.strictObject({ use, identity, shows: v.literal('participation'), ballots: v.number(), asOf: instant, next }),
  v.strictObject({
    use,
    identity,
    shows: v.literal('received'),
    ballots: v.number(),
    votes: v.record(v.string(), v.number()),
    asOf: instant,
    next,
  }),
  v.strictObject({
    use,
    identity,
    shows: v.literal('everything'),
    final: v.boolean(),
    next,
    asOf: instant,
    ballots: counts,
    votes: v.record(v.string(), counts),
  }),
])

export const SignatureQuery = v.strictObject({ url: v.pipe(v.string(), v.maxLength(2048)) })
export const Signature = v.strictObject({
  appId: v.string(),
  timestamp: v.pipe(v.number(), v.integer()),
  nonceStr: v.string(),
  signature: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
})
const means = { use, identity, proves: v.string(), scorer: v.nullable(v.string()) }
export const Integrity = v.variant('shows', [
  v.strictObject({ ...means, shows: v.literal('nothing'), next }),
  v.strictObject({
    ...means,
    shows: v.literal('received'),
    asOf: instant,
    next,
    ballots: v.number(),
    days: v.array(v.strictObject({ day, ballots: v.number() })),
    levels: v.array(v.strictObject({ level: identity, ballots: v.number() })),
  }),
  v.strictObject({
    ...means,
    shows: v.literal('everything'),
    asOf: instant,
    ballots: counts,
    days: v.array(v.strictObject({ day, counts })),
    levels: v.array(v.strictObject({ level: identity, counts })),
    classes: v.array(v.strictObject({ voterClass: v.nullable(v.picklist(VOTER_CLASSES)), counts })),
    families: v.array(v.strictObject({ family: v.picklist(FAMILIES), held: v.number(), void: v.number() })),
  }),
])

export const Refusal = v.looseObject({ code: v.string(), message: v.string(), retryAfter: v.optional(v.number()) })
