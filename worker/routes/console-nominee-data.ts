import { Hono } from 'hono'
import * as v from 'valibot'
import { deskRows } from '../../db/nominee-desk.ts'
import { addNominees, moveNumber, removeNominees, type Saved, saveNominees } from '../actions/edit-nominees.ts'
import { importNominees } from '../actions/import-nominees.ts'
import { assignPhotos, keepPhoto, keptPhotos } from '../actions/keep-photos.ts'
import { orderNominees, renumberNominees } from '../actions/order-nominees.ts'
import { type AppContext, type AppTypes, Refused, readBody, readJson, refusalJson } from '../http.ts'
import { LARGEST_TABLE } from '../import/matching.ts'
import { anyCampaignAt } from '../reads.ts'
import { LARGEST_PICTURE } from '../rules/picture.ts'
import type { Verdict } from '../rules/verdict.ts'
import { staffOnly } from '../staff-door.ts'
import { AddBody, AssignBody, ImportBody, KeptBody, NumberBody, OrderBody, RemoveBody, SaveBody } from './nominee-shapes.ts'

/** What the scripts of the nominee pages ask and send. The same things can be done by forms (console-nominees.tsx). */
export const consoleNomineeDataRoutes = new Hono<AppTypes>()

const AT = '/staff/campaigns/:slug/nominees'
const edit = staffOnly('edit-nominees')
/** Five hundred rows with long texts. */
const ROWS_LIMIT = 12 * 1024 * 1024

/** The body, or a refusal that names the place of the first thing in it that should not be. */
async function bodyOf<T extends v.GenericSchema>(c: AppContext, shape: T, limit?: number): Promise<v.InferOutput<T>> {
  const parsed = v.safeParse(shape, await readJson(c.req.raw, limit))
  if (!parsed.success) throw new Refused({ code: 'body-malformed', where: v.getDotPath(parsed.issues[0]) ?? 'body' })
  return parsed.output
}

const campaignOf = (c: AppContext) => anyCampaignAt(c.var.deps, c.req.param('slug') ?? '')

/** The rows as they are after a change, so that the script shows just what is stored. */
async function saved(c: AppContext, answer: Saved, numbers: readonly number[]): Promise<Response> {
  if (answer.ok) return c.json({ rows: await deskRows(c.var.deps.db, (await campaignOf(c)).id, { numbers }) })
  const refused = refusalJson(c, answer.refusal)
  return c.json({ ...((await refused.json()) as object), theirs: answer.theirs }, refused.status as 409)
}

const told = (c: AppContext, verdict: Verdict<unknown>): Response =>
  verdict.ok ? c.json(verdict.value ?? { done: true }) : refusalJson(c, verdict.refusal)

consoleNomineeDataRoutes.get('/staff/campaigns/:slug/nominees.json', edit, async c => {
  const campaign = await campaignOf(c)
  return c.json({ rows: await deskRows(c.var.deps.db, campaign.id) })
})

consoleNomineeDataRoutes.post(`${AT}/save`, edit, async c => {
  const { rows } = await bodyOf(c, SaveBody, ROWS_LIMIT)
  const changes = rows.map(({ set, ...seen }) => ({ ...seen, set: present(set) }))
  const answer = await saveNominees(c.var.deps, c.var.staff, { campaign: await campaignOf(c), changes })
  return saved(
    c,
    answer,
    rows.map(({ number }) => number),
  )
})

/** Without the keys that were not sent. */
const present = <T extends object>(set: T) =>
  Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

consoleNomineeDataRoutes.post(`${AT}/add`, edit, async c => {
  const { rows } = await bodyOf(c, AddBody, ROWS_LIMIT)
  const additions = rows.map(({ number, set }) => ({ number, set: present(set) }))
  const verdict = await addNominees(c.var.deps, c.var.staff, { campaign: await campaignOf(c), rows: additions })
  return verdict.ok
    ? saved(
        c,
        { ok: true },
        rows.map(({ number }) => number),
      )
    : refusalJson(c, verdict.refusal)
})

consoleNomineeDataRoutes.post(`${AT}/remove`, edit, async c => {
  const { rows } = await bodyOf(c, RemoveBody)
  return saved(c, await removeNominees(c.var.deps, c.var.staff, { campaign: await campaignOf(c), rows }), [])
})

consoleNomineeDataRoutes.post(`${AT}/number`, edit, async c => {
  const { to, ...seen } = await bodyOf(c, NumberBody)
  return saved(c, await moveNumber(c.var.deps, c.var.staff, { campaign: await campaignOf(c), seen, to }), [to])
})

consoleNomineeDataRoutes.post(`${AT}/order`, edit, async c => {
  const ordering = await bodyOf(c, OrderBody)
  const campaign = await campaignOf(c)
  const { deps, staff } = c.var
  return told(
    c,
    ordering.by === 'renumber'
      ? await renumberNominees(deps, staff, campaign)
      : await orderNominees(deps, staff, { campaign, ordering }),
  )
})

consoleNomineeDataRoutes.post(`${AT}/import`, edit, async c => {
  const { table, stamp } = await bodyOf(c, ImportBody, LARGEST_TABLE)
  return told(c, await importNominees(c.var.deps, c.var.staff, { campaign: await campaignOf(c), table, stamp }))
})

consoleNomineeDataRoutes.post(`${AT}/photos/kept`, edit, async c => {
  await campaignOf(c)
  const { hashes } = await bodyOf(c, KeptBody)
  return c.json({ hashes: await keptPhotos(c.var.deps, hashes) })
})

consoleNomineeDataRoutes.put(`${AT}/photos/:hash{[0-9a-f]{64}}/:size{s|l}`, edit, async c => {
  await campaignOf(c)
  const { hash, size } = c.req.param()
  const bytes = await readBody(c.req.raw, LARGEST_PICTURE)
  return told(c, await keepPhoto(c.var.deps, { hash, size: size as 's' | 'l', name: `${hash.slice(0, 8)}.jpg`, bytes }))
})

consoleNomineeDataRoutes.post(`${AT}/photos`, edit, async c => {
  const { rows } = await bodyOf(c, AssignBody)
  const answer = await assignPhotos(c.var.deps, c.var.staff, { campaign: await campaignOf(c), rows })
  return saved(
    c,
    answer,
    rows.map(({ number }) => number),
  )
})
