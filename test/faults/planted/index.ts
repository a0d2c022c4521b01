import { Hono } from 'hono'
import { createApp } from '../../../worker/app.ts'
import type { Env } from '../../../worker/env.ts'
import type { AppTypes } from '../../../worker/http.ts'
import { Agenda as RealAgenda } from '../../../worker/objects/agenda.ts'
import { instant } from '../../../worker/rules/time.ts'
import { setAlarms } from './alarms.ts'
import { setDatabase, through } from './database.ts'
import { arm } from './points.ts'

export { Examiner } from '../../../worker/objects/examiner.ts'
export { Gate } from '../../../worker/objects/gate.ts'
export { LikeBoard } from '../../../worker/objects/like-board.ts'
export { ViewCounter } from '../../../worker/objects/view-counter.ts'
export { WechatSignIn } from '../../../worker/objects/wechat-sign-in.ts'
export { WechatTicket } from '../../../worker/objects/wechat-ticket.ts'
export { BallotBox, TallyBoard } from './objects.ts'

// The real Worker with doors through which the faults come. It is built for a fault run and for nothing else.

export class Agenda extends RealAgenda {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, through(env))
  }
}

const doors = new Hono<AppTypes>()
doors.post('/operator/planted/database/:mode', c => {
  setDatabase(c.req.param('mode'))
  return c.body(null, 204)
})
doors.post('/operator/planted/alarms/:how/:times', c => {
  setAlarms(c.req.param('how'), Number(c.req.param('times')))
  return c.body(null, 204)
})
doors.post('/operator/planted/point/:point/:after', c => {
  arm(c.req.param('point'), Number(c.req.param('after')))
  return c.body(null, 204)
})

const { fetch } = createApp(() => instant(Date.now()), { routes: [doors] })
export default { fetch: (request: Request, env: Env, ctx: ExecutionContext) => fetch(request, through(env), ctx) }
