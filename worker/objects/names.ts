import type { Env } from '../env.ts'
import { networkOf } from '../rules/address.ts'
import type { CampaignId } from '../rules/ids.ts'
import type { Agenda } from './agenda.ts'
import type { BallotBox } from './ballot-box.ts'
import type { Examiner } from './examiner.ts'
import type { Gate } from './gate.ts'
import type { Notary } from './notary.ts'
import type { TallyBoard } from './tally-board.ts'
import type { ViewCounter } from './view-counter.ts'
import type { WechatSignIn } from './wechat-sign-in.ts'
import type { WechatTicket } from './wechat-ticket.ts'

// How objects are found. A stub that threw is broken, so every call takes a new one. The hint counts only when an object
// is first met, which is when its poll is opened: its voters are in Asia, wherever the first of them comes from.

export const ASIA = { locationHint: 'apac' } as const

// An id is made from its name by a hash; the path of a ballot has no time for that.
const boxIds = new Map<string, DurableObjectId>()
const MOST_IDS = 2048

export function boxOf(env: Env, campaign: CampaignId, shard: number): DurableObjectStub<BallotBox> {
  const name = `${campaign}/${shard}`
  const id = boxIds.get(name) ?? env.BOX.idFromName(name)
  if (boxIds.size >= MOST_IDS) boxIds.clear()
  boxIds.set(name, id)
  return env.BOX.get(id, ASIA)
}

export const tallyOf = (env: Env, campaign: CampaignId): DurableObjectStub<TallyBoard> =>
  env.TALLY.get(env.TALLY.idFromName(campaign), ASIA)

/** One for every poll. */
export const examinerOf = (env: Env, campaign: CampaignId): DurableObjectStub<Examiner> =>
  env.EXAMINER.get(env.EXAMINER.idFromName(campaign), ASIA)

/** One for all logs of a poll. */
export const notaryOf = (env: Env, campaign: CampaignId): DurableObjectStub<Notary> =>
  env.NOTARY.get(env.NOTARY.idFromName(campaign), ASIA)

export const viewsOf = (env: Env): DurableObjectStub<ViewCounter> => env.VIEWS.get(env.VIEWS.idFromName('views'), ASIA)

/** One for the whole site: it knows nothing but the next moment at which something is due. */
export const agendaOf = (env: Env): DurableObjectStub<Agenda> => env.AGENDA.get(env.AGENDA.idFromName('agenda'), ASIA)

/**
 * Where a sign-in ends: always the same object for one state, by its hash. Many, because each may have only a few calls to
 * WeChat open at once and every voter of a morning comes this way.
 */
export const signInOf = (env: Env, stateHash: string): DurableObjectStub<WechatSignIn> =>
  env.WECHAT.get(env.WECHAT.idFromName(stateHash.slice(0, 2)), ASIA)

export const ticketOf = (env: Env): DurableObjectStub<WechatTicket> => env.TICKET.get(env.TICKET.idFromName('ticket'), ASIA)

const GATES = 16

/** One network always meets the same gate, so that its limits are exact. */
export function gateFor(env: Env, address: string | null): DurableObjectStub<Gate> {
  let hash = 0
  for (const sign of address === null ? '' : networkOf(address)) hash = (Math.imul(hash, 31) + sign.charCodeAt(0)) >>> 0
  return gateOf(env, String(hash % GATES))
}

export const gateOf = (env: Env, name: string): DurableObjectStub<Gate> => env.GATE.get(env.GATE.idFromName(name), ASIA)
