import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { CampaignDraft } from '../../worker/rules/draft.ts'
import { DAY } from '../../worker/rules/time.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { formOf } from '../support/settings-form.ts'
import { hidden } from '../support/staff-people.ts'
import { aStaffMember } from '../support/staff-visitor.ts'
import { openCampaign, operate, setClock, told, type Visitor } from '../support/visitor.ts'

// Who of the staff may look at running figures is a setting; whoever reads the log alone must see every change of it (T1).

let organizer: Visitor
beforeAll(async () => {
  await setClock(OPENS - DAY)
  organizer = await aStaffMember('organizer')
})

const put = (slug: string, settings: Parameters<typeof aDocument>[0], replace = false) =>
  operate(`campaigns/${slug}${replace ? '?replace=1' : ''}`, { method: 'PUT', body: aDocument({ slug, ...settings }) })

/** What the settings page sends when only this box is ticked or unticked. */
async function tick(slug: string, allowed: boolean): Promise<Response> {
  const page = await (await organizer.send(`/staff/campaigns/${slug}/settings`)).text()
  const was = JSON.parse(hidden(page, 'was')) as CampaignDraft
  const form = formOf({ ...was, organizerSeesRunning: allowed })
  for (const name of ['revision', 'was']) form.set(name, hidden(page, name))
  return organizer.form(`/staff/campaigns/${slug}/settings`, [...form])
}

async function lines(slug: string): Promise<readonly unknown[]> {
  const found = await env.DB.prepare(
    `select audit_events.kind, audit_events.role, detail ->> 'allowed' as allowed from audit_events
     join campaigns on campaigns.id = detail ->> 'campaign'
     where slug = ? and kind in ('running-access-changed', 'campaign-edited') order by seq`,
  )
    .bind(slug)
    .all()
  return found.results
}

test('a change of who sees running figures leaves a line of its own, on the screens and from a folder; any other change none', async () => {
  await put('access', {})
  await tick('access', true)
  expect(await lines('access')).toEqual([])
  await tick('access', false)
  await put('access', { organizerSeesRunning: true }, true)
  await put('access', { organizerSeesRunning: true, summary: '更正。' }, true)
  expect(await lines('access')).toEqual([
    { kind: 'campaign-edited', role: 'organizer', allowed: null },
    { kind: 'running-access-changed', role: 'organizer', allowed: 0 },
    { kind: 'running-access-changed', role: 'operator', allowed: 1 },
  ])
})

test('once the poll is open nobody changes who sees its figures, when, or how much of them: not on the screens, not from a folder', async () => {
  await openCampaign(aDocument({ slug: 'access-open', organizerSeesRunning: false }))
  const changes = [{ organizerSeesRunning: true }, { visibility: 'live' }, { batchHour: 9 }] as const
  for (const change of changes)
    expect([change, (await told(await put('access-open', { organizerSeesRunning: false, ...change }, true)))[1]]).toEqual([
      change,
      expect.objectContaining({ code: 'spec-frozen' }),
    ])
  await tick('access-open', true)
  expect(await lines('access-open')).toEqual([])
  const row = await env.DB.prepare(
    "select visibility, batch_hour as hour, organizer_sees_running as sees from campaigns where slug = 'access-open'",
  )
  expect(await row.first()).toEqual({ visibility: 'hidden', hour: 18, sees: 0 })
})
