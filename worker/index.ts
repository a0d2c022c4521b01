import { createApp } from './app.ts'
import { instant } from './rules/time.ts'

export { Agenda } from './objects/agenda.ts'
export { BallotBox } from './objects/ballot-box.ts'
export { Examiner } from './objects/examiner.ts'
export { Gate } from './objects/gate.ts'
export { LikeBoard } from './objects/like-board.ts'
export { Notary } from './objects/notary.ts'
export { TallyBoard } from './objects/tally-board.ts'
export { ViewCounter } from './objects/view-counter.ts'
export { WechatSignIn } from './objects/wechat-sign-in.ts'
export { WechatTicket } from './objects/wechat-ticket.ts'

const { fetch } = createApp(() => instant(Date.now()))
export default { fetch }
