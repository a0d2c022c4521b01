import type { HeldBallot } from '../../worker/rules/cases.ts'
import type { ReasonCode } from '../../worker/rules/reason.ts'
import { NO_SIGNALS, type Signals } from '../../worker/rules/signals.ts'
import { type Instant, instant } from '../../worker/rules/time.ts'

export const EVENING = instant(Date.parse('2026-04-21T20:00:00+08:00'))

type Change = Partial<Omit<HeldBallot, 'signals'>> & { readonly signals?: Partial<Signals> }

/** A ballot that is held for two reasons, the boring way. */
export const aHeld = (seq: number, { signals = {}, ...change }: Change = {}): HeldBallot => ({
  shard: 0,
  seq,
  at: (EVENING + seq * 1000) as Instant,
  reasons: ['TIME.FAST', 'NAV.NO_VIEW'] as readonly ReasonCode[],
  level: 'device',
  voter: String(seq).padStart(32, '0'),
  choices: [1],
  signals: { ...NO_SIGNALS, ua: 'WeChat Android 8', referrer: 'wechat', dwellMs: 3000, identityAgeMs: 60_000, ...signals },
  ...change,
})

export const many = (count: number, make: (i: number) => HeldBallot): readonly HeldBallot[] =>
  Array.from({ length: count }, (_, i) => make(i + 1))
