import { Hono } from 'hono'
import * as v from 'valibot'
import { latestKey } from '../../db/log-keys.ts'
import { type KeyTurn, turnLogKey } from '../actions/turn-log-key.ts'
import type { Deps } from '../deps.ts'
import { type AppTypes, Refused, readBody, readJson, refusalJson } from '../http.ts'
import { logsOf, presentKeyOf, vkeyOf } from '../logs.ts'
import { LIKES_LOG } from '../objects/logged-likes.ts'
import { notaryOf } from '../objects/names.ts'
import { operatorOnly } from '../operator-door.ts'
import { anyCampaignAt, freshCampaignAt } from '../reads.ts'
import type { CampaignFile } from '../rules/campaign.ts'

/** What an operator does about the logs of a campaign: brings what witnesses signed, and changes the key that signs. */
export const operatorLogsRoutes = new Hono<AppTypes>()
operatorLogsRoutes.use('/operator/*', operatorOnly)

const COSIGNATURES_LIMIT = 16 * 1024

/**
 * Takes what a witness has signed beneath a head: `log` is the number of a box or the likes, `size` names the head, the body
 * holds the lines. Repeating it changes nothing.
 */
operatorLogsRoutes.post('/operator/logs/:slug/:log{[0-9]{1,3}|likes}/:size{[1-9][0-9]{0,9}}/cosignatures', async c => {
  const campaign = await anyCampaignAt(c.var.deps, c.req.param('slug'))
  const lines = new TextDecoder().decode(await readBody(c.req.raw, COSIGNATURES_LIMIT))
  const { log, size } = c.req.param()
  const shard = log === 'likes' ? LIKES_LOG : Number(log)
  const added = await notaryOf(c.env, campaign.id).cosign(shard, Number(size), lines)
  if (!added) throw new Refused({ code: 'body-malformed', where: 'cosignature' })
  return c.json({ added: true })
})

/** The key that signs each log now, and how far the last order has come. */
const keysAnswer = async (deps: Deps, campaign: CampaignFile, turn: KeyTurn) => {
  const logs = await logsOf(deps, campaign)
  return { ...turn, keys: logs.map(log => vkeyOf(presentKeyOf(log))) }
}

operatorLogsRoutes.get('/operator/logs/:slug/key', async c => {
  const { deps } = c.var
  const campaign = await freshCampaignAt(deps, c.req.param('slug'))
  return c.json(await keysAnswer(deps, campaign, await latestKey(deps.db, campaign.id)))
})

const TurnBody = v.strictObject({ number: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)) })

/** Another key in place of this one, in every log of the campaign. Said twice it is one change. */
operatorLogsRoutes.post('/operator/logs/:slug/key', async c => {
  const { deps } = c.var
  const parsed = v.safeParse(TurnBody, await readJson(c.req.raw))
  if (!parsed.success) throw new Refused({ code: 'body-malformed', where: v.getDotPath(parsed.issues[0]) ?? 'body' })
  const campaign = await freshCampaignAt(deps, c.req.param('slug'))
  const verdict = await turnLogKey(deps, { role: 'operator' }, { campaign, number: parsed.output.number })
  return verdict.ok ? c.json(await keysAnswer(deps, campaign, verdict.value)) : refusalJson(c, verdict.refusal)
})
