import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import * as v from 'valibot'
import { auditLine } from '../../db/audit.ts'
import { allCampaigns, campaignBySlug } from '../../db/campaigns.ts'
import { batchesOf } from '../../db/codes.ts'
import { storedDocument } from '../../db/documents.ts'
import { insertStaff, staffByLogin } from '../../db/staff.ts'
import { paths } from '../../web/paths.ts'
import { staffPaths } from '../../web/staff-paths.ts'
import { importCampaign } from '../actions/import-campaign.ts'
import { issueCodes, MOST_CODES, newBatch } from '../actions/issue-codes.ts'
import { firstAdministratorLink, sendLink } from '../actions/make-link.ts'
import { openPoll } from '../actions/open-poll.ts'
import { type AppContext, type AppTypes, Refused, readBody, readJson, refusalJson } from '../http.ts'
import { CampaignDocument } from '../import/document.ts'
import { sayIssue } from '../import/issue.ts'
import { forgetAll } from '../memo.ts'
import { operatorOnly } from '../operator-door.ts'
import { originOf } from '../origin.ts'
import { hashPassword } from '../passwords.ts'
import { anyCampaignAt } from '../reads.ts'
import { VOTER_CLASSES } from '../rules/campaign.ts'
import { idFrom, type StaffId, slug } from '../rules/ids.ts'
import { LOGIN } from '../rules/invitation.ts'
import { STAFF_ROLES } from '../rules/roles.ts'
import { refuse } from '../rules/verdict.ts'

/**
 * What the operator's command uses (`npm run campaign`): a key in a header instead of a session. Without the key these
 * addresses do not exist.
 */
export const operatorRoutes = new Hono<AppTypes>()

const OPERATOR = { role: 'operator' } as const
const DOCUMENT_LIMIT = 24 * 1024 * 1024
const FILE_LIMIT = 20 * 1024 * 1024

operatorRoutes.use('/operator/*', operatorOnly)

/** Takes a picture, or the small one of a picture, under the hash of the large one. Repeating it changes nothing. */
operatorRoutes.put('/operator/photos/:hash{[0-9a-f]{64}}/:size{s|l}', async c => {
  const { hash, size } = c.req.param()
  const bytes = await readBody(c.req.raw, FILE_LIMIT)
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff) throw new Refused({ code: 'body-malformed', where: 'JPEG' })
  if (size === 'l' && hashOf(bytes) !== hash) throw new Refused({ code: 'body-malformed', where: 'hash' })
  // The large one comes last, so that where it is the small one is too.
  if (size === 'l' && !(await c.var.deps.env.FILES.head(`photos/${hash}-s`)))
    throw new Refused({ code: 'body-malformed', where: 'the small picture first' })
  await c.var.deps.env.FILES.put(`photos/${hash}-${size}`, bytes)
  return c.json({ stored: true })
})

/** Takes an attachment under its hash. Repeating it changes nothing. */
operatorRoutes.put('/operator/files/:hash{[0-9a-f]{64}}', async c => {
  const { hash } = c.req.param()
  const bytes = await readBody(c.req.raw, FILE_LIMIT)
  if (hashOf(bytes) !== hash) throw new Refused({ code: 'body-malformed', where: 'hash' })
  await c.var.deps.env.FILES.put(`files/${hash}`, bytes)
  return c.json({ stored: true })
})

operatorRoutes.get('/operator/:kind{photos|files}/:name{[0-9a-f]{64}(-[sl])?}', async c => {
  const { kind, name } = c.req.param()
  const object = await c.var.deps.env.FILES.get(`${kind}/${name}`)
  if (!object) throw new Refused({ code: 'not-found' })
  return new Response(object.body, { headers: { 'content-type': 'application/octet-stream' } })
})

/** Every campaign by its address, with what a command needs to know of it. */
operatorRoutes.get('/operator/campaigns', async c => {
  const lines = await allCampaigns(c.var.deps.db)
  return c.json({
    campaigns: lines.map(({ id, slug, title, openedAt, nomineeCount }) => ({ id, slug, title, openedAt, nomineeCount })),
  })
})

/** Imports a campaign whole or not at all; the same document again changes nothing. */
operatorRoutes.put('/operator/campaigns/:slug', async c => {
  const parsed = v.safeParse(CampaignDocument, await readJson(c.req.raw, DOCUMENT_LIMIT))
  if (!parsed.success)
    return refusalJson(c, {
      code: 'import-refused',
      problems: parsed.issues.slice(0, 50).map(issue => `${v.getDotPath(issue) ?? ''}：${issue.message}`),
    })
  if (parsed.output.settings.slug !== c.req.param('slug')) throw new Refused({ code: 'body-malformed', where: 'slug' })
  const replace = c.req.query('replace') === '1'
  const verdict = await importCampaign(c.var.deps, OPERATOR, { document: parsed.output, replace })
  return verdict.ok ? c.json(verdict.value) : refusalJson(c, verdict.refusal)
})

/**
 * A campaign as a document, made from what the site holds now, whoever wrote it; importing it again changes nothing. A
 * draft that no import would take is refused with what it still lacks.
 */
operatorRoutes.get('/operator/campaigns/:slug', async c => {
  const address = slug(c.req.param('slug'))
  const stored = address && (await storedDocument(c.var.deps.db, address))
  if (!stored) throw new Refused({ code: 'not-found' })
  const parsed = v.safeParse(CampaignDocument, stored.document)
  if (parsed.success) return c.json(stored.document)
  const missing = parsed.issues.map(issue => sayIssue(issue, CampaignDocument)).map(({ path, text }) => `${path} ${text}`)
  return refusalJson(c, { code: 'not-ready', missing })
})

/** Freezes and opens the poll. Repeating it changes nothing. */
operatorRoutes.post('/operator/campaigns/:slug/open', async c => {
  const address = slug(c.req.param('slug'))
  // Not what this isolate remembers: what is frozen must be what the database holds.
  const campaign = address && (await campaignBySlug(c.var.deps.db, address))
  if (!campaign) throw new Refused({ code: 'not-found' })
  const verdict = await openPoll(c.var.deps, OPERATOR, campaign)
  forgetAll()
  return verdict.ok ? c.json(verdict.value) : refusalJson(c, verdict.refusal)
})

const CodesBody = v.strictObject({
  unit: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60)),
  voterClass: v.optional(v.nullable(v.picklist(VOTER_CLASSES)), null),
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_CODES)),
})

/** Issues a batch of voting codes to a unit. Every call issues new ones: not to be repeated without need. */
operatorRoutes.post('/operator/campaigns/:slug/codes', async c => {
  const parsed = v.safeParse(CodesBody, await readJson(c.req.raw))
  if (!parsed.success) throw new Refused({ code: 'body-malformed', where: v.getDotPath(parsed.issues[0]) ?? 'body' })
  const campaign = await anyCampaignAt(c.var.deps, c.req.param('slug'))
  const verdict = await issueCodes(c.var.deps, OPERATOR, { campaign, batch: newBatch(), ...parsed.output })
  if (!verdict.ok) return refusalJson(c, verdict.refusal)
  const { codes, ...batch } = verdict.value
  const origin = originOf(c.req.raw, c.var.deps.config)
  return c.json({
    ...batch,
    codes: codes.map(({ code }) => code),
    links: codes.map(({ token }) => origin + paths.codeLink(campaign.slug, token)),
  })
})

operatorRoutes.get('/operator/campaigns/:slug/codes', async c => {
  const campaign = await anyCampaignAt(c.var.deps, c.req.param('slug'))
  const batches = await batchesOf(c.var.deps.db, campaign.id)
  return c.json({
    batches: batches.map(({ id, unit, voterClass, issued, createdAt, revokedAt }) => ({
      id,
      unit,
      voterClass,
      issued,
      createdAt,
      revokedAt,
    })),
  })
})

const StaffBody = v.strictObject({
  login: v.pipe(v.string(), v.regex(LOGIN)),
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40)),
  role: v.picklist(STAFF_ROLES),
  unit: v.nullable(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))),
  password: v.pipe(v.string(), v.minLength(12), v.maxLength(200)),
  /** Where Cloudflare Access knows people by their address. */
  email: v.optional(v.nullable(v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email(), v.maxLength(120))), null),
})

/** Creates a staff account; one that exists is left as it is, and the answer says so. */
operatorRoutes.post('/operator/staff', async c => {
  const { deps } = c.var
  const parsed = v.safeParse(StaffBody, await readJson(c.req.raw))
  if (!parsed.success) throw new Refused({ code: 'body-malformed', where: v.getDotPath(parsed.issues[0]) ?? 'body' })
  const { login, name, role, unit, password, email } = parsed.output
  if ((role === 'clerk') !== (unit !== null)) throw new Refused({ code: 'body-malformed', where: 'unit' })
  const at = deps.now()
  const id = idFrom('stf', crypto.getRandomValues(new Uint8Array(16))) as StaffId
  const row = { id, login, name, role, unit, email, passwordHash: await hashPassword(password), createdAt: at }
  const [inserted] = await deps.db.batch([
    insertStaff(deps.db, row),
    auditLine(deps.db, OPERATOR, { at, event: { kind: 'staff-created', login, role } }),
  ])
  return c.json({ login, role, created: inserted.length > 0 })
})

/** The link of the first administrator; null once there is one. Repeating it makes another, and the older one is dead. */
operatorRoutes.post('/operator/first-administrator', async c => {
  const token = await firstAdministratorLink(c.var.deps)
  return c.json({ url: token && linkTo(c, token) })
})

/** A link by which the holder of an account sets password and second factor anew. Repeating it makes another. */
operatorRoutes.post('/operator/staff/:login/link', async c => {
  const account = await staffByLogin(c.var.deps.db, c.req.param('login'))
  const verdict = account ? await sendLink(c.var.deps, OPERATOR, account) : refuse({ code: 'not-found' })
  return verdict.ok ? c.json({ url: linkTo(c, verdict.value.token) }) : refusalJson(c, verdict.refusal)
})

const linkTo = (c: AppContext, token: string): string => originOf(c.req.raw, c.var.deps.config) + staffPaths.join(token)

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
