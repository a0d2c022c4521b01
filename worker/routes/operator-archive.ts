import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import * as v from 'valibot'
import { peopleOf } from '../../db/archive.ts'
import { auditAlone } from '../../db/audit.ts'
import { restoreAt } from '../../db/restores.ts'
import { beginRestoring, finishRestore, stagePage } from '../actions/restore-campaign.ts'
import { boxesOf, filesOf, partsOf, rowsOf } from '../campaign-archive.ts'
import { type AppContext, type AppTypes, Refused, readBody, readJson, refusalJson } from '../http.ts'
import { operatorOnly } from '../operator-door.ts'
import { freshCampaignAt } from '../reads.ts'
import { type Incoming, isObjectName, MOST_SHARDS, OBJECT_BYTES, PAGE_BYTES, pageName, readPageName } from '../rules/archive.ts'
import { type CampaignId, campaignId, restoreId, type Slug, type StaffId, slug, staffId } from '../rules/ids.ts'
import type { Verdict } from '../rules/verdict.ts'

/**
 * A whole campaign out of a site and into one (O4), page by page: the archive itself is put together and taken apart by the
 * operator's command, because a million ballots are more than a Worker may hold.
 */
export const operatorArchiveRoutes = new Hono<AppTypes>()
operatorArchiveRoutes.use('/operator/*', operatorOnly)

const wholeIn = (c: AppContext): boolean => c.req.query('whole') === '1'

/** Begins an archive: leaves a line in the log and says of what it will consist. */
operatorArchiveRoutes.post('/operator/campaigns/:slug/archive', async c => {
  const { deps } = c.var
  const campaign = await freshCampaignAt(deps, c.req.param('slug'))
  const whole = wholeIn(c)
  const event = { kind: 'campaign-archived', campaign: campaign.id, whole } as const
  await auditAlone(deps.db, { role: 'operator' }, { at: deps.now(), event })
  return c.json({
    campaign: campaign.id,
    slug: campaign.slug,
    title: campaign.title,
    shards: boxesOf(campaign),
    parts: partsOf(campaign, whole),
    objects: await filesOf(deps, campaign.id, whole),
  })
})

/** One page of rows, one JSON object a line; nothing behind the last page. */
operatorArchiveRoutes.get('/operator/campaigns/:slug/archive/rows/*', async c => {
  const campaign = await freshCampaignAt(c.var.deps, c.req.param('slug') as string)
  const page = readPageName(c.req.path.slice(c.req.path.indexOf('/archive/rows/') + '/archive/rows/'.length))
  const rows = page && (await rowsOf(c.var.deps, campaign.id, { ...page, whole: wholeIn(c) }))
  if (!rows) throw new Refused({ code: 'not-found' })
  return new Response(rows.map(row => `${row}\n`).join(''), {
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  })
})

const PeopleBody = v.strictObject({ ids: v.pipe(v.array(v.string()), v.maxLength(5000)) })

/** Names and roles of those whom rows mention. */
operatorArchiveRoutes.post('/operator/people', async c => {
  const parsed = v.safeParse(PeopleBody, await readJson(c.req.raw, PAGE_BYTES))
  const ids = parsed.success ? parsed.output.ids.map(staffId) : [null]
  if (ids.includes(null)) throw new Refused({ code: 'body-malformed', where: 'ids' })
  return c.json({ people: await peopleOf(c.var.deps.env.DB, ids as StaffId[]) })
})

/** A stored picture or file of any kind an archive may hold. */
operatorArchiveRoutes.get('/operator/objects/*', async c => {
  const object = await c.var.deps.env.FILES.get(objectIn(c))
  if (!object) throw new Refused({ code: 'not-found' })
  return new Response(object.body, { headers: { 'content-type': 'application/octet-stream' } })
})

/** Puts a picture or file away, unless there is one of this name: names are hashes, and nothing is ever overwritten. */
operatorArchiveRoutes.put('/operator/objects/*', async c => {
  const name = objectIn(c)
  const bytes = await readBody(c.req.raw, OBJECT_BYTES)
  const hash = createHash('sha256').update(bytes).digest('hex')
  // The small one of a photo goes by the hash of the large one, and a sealed file by chance.
  if (!/^sealed\/|-s$/.test(name) && !name.includes(hash)) throw new Refused({ code: 'body-malformed', where: 'hash' })
  const { FILES } = c.var.deps.env
  const stored = (await FILES.head(name)) === null
  if (stored) await FILES.put(name, bytes)
  return c.json({ stored })
})

function objectIn(c: AppContext): string {
  const name = c.req.path.slice('/operator/objects/'.length)
  if (!isObjectName(name)) throw new Refused({ code: 'not-found' })
  return name
}

const IncomingBody = v.strictObject({
  campaign: v.string(),
  slug: v.string(),
  whole: v.boolean(),
  shards: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_SHARDS)),
  counts: v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(0))),
})

async function incomingIn(c: AppContext): Promise<Incoming> {
  const parsed = v.safeParse(IncomingBody, await readJson(c.req.raw, PAGE_BYTES))
  const body = parsed.success ? parsed.output : null
  const [campaign, address] = [body && campaignId(body.campaign), body && slug(body.slug)]
  const strange = Object.keys(body?.counts ?? {}).find(part => readPageName(`${part}/000001.ndjson`) === null)
  if (!body || !campaign || !address || strange) throw new Refused({ code: 'body-malformed', where: strange ?? 'manifest' })
  return { ...body, campaign: campaign as CampaignId, slug: address as Slug }
}

const answer = <T extends object | null>(c: AppContext, verdict: Verdict<T>): Response =>
  verdict.ok ? c.json(verdict.value) : refusalJson(c, verdict.refusal)

/** Begins to take a campaign in. */
operatorArchiveRoutes.post('/operator/restores', async c => answer(c, await beginRestoring(c.var.deps, await incomingIn(c))))

/** Takes one page of rows. Repeating it changes nothing. */
operatorArchiveRoutes.put('/operator/restores/:id/rows/*', async c => {
  const { deps } = c.var
  const restore = await restoreIn(c)
  const page = readPageName(c.req.path.slice(c.req.path.indexOf('/rows/') + '/rows/'.length))
  if (!page) throw new Refused({ code: 'not-found' })
  const rows = linesOf(await readBody(c.req.raw, PAGE_BYTES), pageName(page))
  return answer(c, await stagePage(deps, restore, page, rows))
})

/** Makes it live, whole or not at all. */
operatorArchiveRoutes.post('/operator/restores/:id/finish', async c =>
  answer(c, await finishRestore(c.var.deps, await restoreIn(c), await incomingIn(c))),
)

async function restoreIn(c: AppContext) {
  const id = restoreId(c.req.param('id') ?? '')
  const restore = id && (await restoreAt(c.var.deps.db, id))
  if (!restore) throw new Refused({ code: 'not-found' })
  return restore
}

/** Lines that are each one JSON object; refuses the page otherwise. */
function linesOf(bytes: Uint8Array, where: string): readonly string[] {
  const lines = new TextDecoder().decode(bytes).split('\n')
  if (lines.pop() !== '') throw new Refused({ code: 'body-malformed', where })
  for (const line of lines)
    try {
      if (!line.startsWith('{') || typeof JSON.parse(line) !== 'object') throw new Error(line)
    } catch {
      throw new Refused({ code: 'body-malformed', where })
    }
  return lines
}
