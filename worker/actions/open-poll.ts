import { type AuditActor, auditAlone, auditLine } from '../../db/audit.ts'
import { lastEdit } from '../../db/campaign-edits.ts'
import { campaignSalt, markOpened, openedSpec } from '../../db/campaigns.ts'
import type { Deps } from '../deps.ts'
import { likeLogName, logKeyOf, logName } from '../log-key.ts'
import { likesOf } from '../objects/like-name.ts'
import { LIKES_LOG } from '../objects/logged-likes.ts'
import { agendaOf, boxOf, examinerOf, tallyOf } from '../objects/names.ts'
import { specFlaws } from '../rules/ballot.ts'
import { type CampaignFile, milestoneFor } from '../rules/campaign.ts'
import { after } from '../rules/time.ts'
import { toBase64 } from '../rules/tlog/base64.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'
import { SIGNALS_KEPT } from '../signals-kept.ts'
import { frozenSpec, specHash, specOf } from '../spec.ts'
import { campaignKey } from '../tokens.ts'

/**
 * Freezes the poll of a campaign in all its boxes and opens its likes. From here on rules and list cannot change; the
 * boxes themselves open and close by their own clock. May be repeated: a half-opened poll is opened the rest of the
 * way, and nothing happens to one that is open. Touching every box now also settles where it lives (Asia).
 *
 * The database is fixed first, and only if the campaign still is what was read: a save that comes at the same moment
 * is either in the spec or refused, so no box ever holds rules that the pages do not show.
 */
export async function openPoll(deps: Deps, actor: AuditActor, campaign: CampaignFile): Promise<Verdict<{ hash: string | null }>> {
  const vote = milestoneFor(campaign, 'vote')
  if (!vote) {
    await openLikes(deps, actor, campaign)
    return accept({ hash: null })
  }
  const before = await openedSpec(deps.db, campaign.id)
  // Opened by an earlier release: opened again as it was.
  const spec = (before && frozenSpec(campaign, before)) || specOf(campaign)
  const flaws = specFlaws(spec)
  if (flaws.length > 0) return refuse({ code: 'import-refused', problems: flaws })
  const salt = await campaignSalt(deps.db, campaign.id)
  if (!salt) return refuse({ code: 'poll-not-ready' })
  const hash = specHash(spec)
  const { id, revision } = campaign
  const at = deps.now()
  await deps.db.batch([
    markOpened(deps.db, { spec, revision, at, specHash: hash }),
    auditLine(deps.db, actor, { at, event: { kind: 'poll-opened', campaign: id, spec: hash } }),
  ])
  const fixed = await openedSpec(deps.db, id)
  if (fixed === null) return refuse({ code: 'edited-by-other', ...((await lastEdit(deps.db, id)) ?? { by: '运维命令', at }) })
  if (fixed !== hash) return refuse({ code: 'spec-frozen' })
  const order = { spec, hash, campaignKey: campaignKey(deps.config.siteKey, salt) }
  for (let shard = 0; shard < spec.shards; shard++) {
    const { publicKey } = await logKeyOf(deps.config.siteKey, { campaign: id, shard, number: 1 })
    const log = { origin: logName(deps.config, campaign.slug, shard), key: toBase64(publicKey) }
    const opened = await boxOf(deps.env, id, shard).open({ ...order, shard, log })
    if (!opened.ok) return opened
  }
  await tallyOf(deps.env, id).open({ campaign: id, shards: spec.shards, batchHour: campaign.batchHour, window: spec.window })
  const { shards, window, scorer } = spec
  await examinerOf(deps.env, id).open({ campaign: id, shards, window, scorer })
  await openLikes(deps, actor, campaign)
  await agendaOf(deps.env).wake(after(window.until, SIGNALS_KEPT))
  return accept({ hash })
}

/** The board is told first and the log after it: a line may be missing after a crash, and repeating writes none twice. */
async function openLikes(deps: Deps, actor: AuditActor, campaign: CampaignFile): Promise<void> {
  const phase = milestoneFor(campaign, 'likes')
  if (!phase) return
  const nominees = campaign.nominees.map(({ number }) => number)
  const key = toBase64((await logKeyOf(deps.config.siteKey, { campaign: campaign.id, shard: LIKES_LOG, number: 1 })).publicKey)
  const log = { campaign: campaign.id, origin: likeLogName(deps.config, campaign.slug), key }
  const opened = await likesOf(deps.env, campaign.id).open({ window: { from: phase.from, until: phase.until }, nominees, log })
  const event = { kind: 'likes-opened', campaign: campaign.id, nominees: nominees.length } as const
  if (opened) await auditAlone(deps.db, actor, { at: deps.now(), event })
}
