import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { staff } from '../db/schema/staff.ts'
import { createApp } from './app.ts'
import { type AppTypes, readJson } from './http.ts'
import { Agenda as RealAgenda } from './objects/agenda.ts'
import { BallotBox as RealBox } from './objects/ballot-box.ts'
import { Examiner as RealExaminer } from './objects/examiner.ts'
import { Gate as RealGate } from './objects/gate.ts'
import { LikeBoard as RealLikes } from './objects/like-board.ts'
import { boxOf } from './objects/names.ts'
import { Notary as RealNotary } from './objects/notary.ts'
import { TallyBoard as RealTally } from './objects/tally-board.ts'
import { WechatSignIn as RealWechat } from './objects/wechat-sign-in.ts'
import { WechatTicket as RealTicket } from './objects/wechat-ticket.ts'
import { operatorOnly } from './operator-door.ts'
import { anyCampaignAt } from './reads.ts'
import { byBox } from './rules/ballot-places.ts'
import type { ReasonCode } from './rules/reason.ts'
import { readReceiptCode } from './rules/receipt.ts'
import { type Instant, instant } from './rules/time.ts'

export { ViewCounter } from './objects/view-counter.ts'

// The site with a clock that can be moved, for the demo and for tests. The production build is made from index.ts and
// contains nothing of this file.

/** Milliseconds by which this process's clock differs from the machine's. Worker and objects share one isolate here. */
let skew = 0
const shifted = (): Instant => instant(Date.now() + skew)

/** The object with the clock of this file. */
function withClock<C extends { readonly prototype: object }>(Real: C): C {
  Object.defineProperty(Real.prototype, 'now', { value: shifted })
  return Real
}

export const BallotBox = withClock(RealBox)
export const TallyBoard = withClock(RealTally)
export const LikeBoard = withClock(RealLikes)
export const Gate = withClock(RealGate)
export const Agenda = withClock(RealAgenda)
export const Notary = withClock(RealNotary)
export const Examiner = withClock(RealExaminer)
export const WechatSignIn = withClock(RealWechat)
export const WechatTicket = withClock(RealTicket)

const localRoutes = new Hono<AppTypes>()

localRoutes.post('/operator/clock/:skew{-?[0-9]{1,14}}', operatorOnly, c => {
  skew = Number(c.req.param('skew'))
  return c.json({ now: shifted() })
})

/** Lets an account of the demo or of a test sign in with its password alone. */
localRoutes.post('/operator/staff/waive/:login', operatorOnly, async c => {
  const rows = await c.var.deps.db
    .update(staff)
    .set({ factorWaived: true })
    .where(eq(staff.login, c.req.param('login')))
    .returning({ id: staff.id })
  return c.json({ waived: rows.length > 0 })
})

/** Holds ballots by their receipts, as the scorer would: for the demo and for tests, which cannot wait for a farm. */
localRoutes.post('/operator/hold/:slug', operatorOnly, async c => {
  const campaign = await anyCampaignAt(c.var.deps, c.req.param('slug'))
  const { receipts, reasons } = (await readJson(c.req.raw)) as { receipts: string[]; reasons: ReasonCode[] }
  const places = receipts.flatMap(code => readReceiptCode(code)?.place ?? [])
  let held = 0
  for (const [shard, seqs] of byBox(places)) {
    const order = {
      id: `hold/${crypto.randomUUID()}`,
      kind: 'hold',
      by: ['local'],
      roles: ['mingping-local'],
      settles: false,
    } as const
    held += await boxOf(c.env, campaign.id, shard).change({ ...order, ballots: seqs.map(seq => ({ seq, reasons })) })
  }
  return c.json({ held })
})

const { fetch } = createApp(shifted, { routes: [localRoutes], waivers: true })
export default { fetch }
