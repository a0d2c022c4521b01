import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CampaignDocument, NoticeEntry } from '../../worker/import/document.ts'
import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { CampaignDraft } from '../../worker/rules/draft.ts'
import type { Slug } from '../../worker/rules/ids.ts'
import { TEMPLATES } from '../../worker/rules/templates.ts'
import { DAY, instant } from '../../worker/rules/time.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { formOf } from '../support/settings-form.ts'
import { aStaffMember } from '../support/staff-visitor.ts'
import { operate, setClock, told, Visitor } from '../support/visitor.ts'

let wang: Visitor
let li: Visitor

beforeAll(async () => {
  await setClock(OPENS - DAY)
  wang = await aStaffMember('wangfang', { name: '王芳' })
  li = await aStaffMember('liqiang', { name: '李强' })
})
beforeEach(() => setClock(OPENS - DAY))

const put = (document: CampaignDocument, query = '') =>
  operate(`campaigns/${document.settings.slug}${query}`, { method: 'PUT', body: document })
const lines = async (kind: string): Promise<number> =>
  (await env.DB.prepare('select count(*) as n from audit_events where kind = ?').bind(kind).first<number>('n')) ?? 0
const TOKEN = '0f0e0d0c-0b0a-4009-8807-060504030201'
const NEW = {
  title: '新活动',
  shortTitle: '清河新活动',
  organizers: '市委组织部',
  start: '2026-05-06',
  slug: '',
  template: 'shijia',
}

const create = (change: Partial<Record<keyof typeof NEW | 'token' | 'from', string>> = {}) =>
  wang.form('/staff/campaigns/new', Object.entries({ ...NEW, token: crypto.randomUUID(), ...change }))

/** The settings page of a campaign as its form: what it shows, and what it was when it was shown. */
async function formFrom(visitor: Visitor, slug: string) {
  const html = await (await visitor.send(`/staff/campaigns/${slug}/settings`)).text()
  const hidden = (name: string) => /value="([^"]*)"/.exec(html.slice(html.indexOf(`name="${name}"`)))?.[1] ?? ''
  const was = JSON.parse(
    hidden('was').replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&lt;', '<'),
  ) as CampaignDraft
  return { was, revision: hidden('revision') }
}

type Opened = Awaited<ReturnType<typeof formFrom>>
function fieldsOf({ was, revision }: Opened, change: Partial<CampaignDraft>): (readonly [string, string])[] {
  return [...formOf({ ...was, ...change }), ['was', JSON.stringify(was)], ['revision', revision]]
}
const save = (visitor: Visitor, slug: string, opened: Opened, change: Partial<CampaignDraft>) =>
  visitor.form(`/staff/campaigns/${slug}/settings`, fieldsOf(opened, change))
const autosave = (visitor: Visitor, slug: string, opened: Opened, change: Partial<CampaignDraft>) =>
  visitor.send(`/staff/campaigns/${slug}/settings`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams([...fieldsOf(opened, change), ['auto', '1']].map(([name, value]) => [name, value])).toString(),
  })
const titleOf = (slug: string) => env.DB.prepare('select title from campaigns where slug = ?').bind(slug).first<string>('title')

describe('a new campaign', () => {
  test('is made from each of the five templates, as a draft with one line in the log', async () => {
    for (const { key, steps, settings } of TEMPLATES) {
      const before = await lines('campaign-created')
      const answer = await create({ template: key, slug: `from-${key}` })
      expect([key, answer.status, answer.headers.get('location')]).toEqual([key, 303, `/staff/campaigns/from-${key}/settings`])
      const { was } = await formFrom(wang, `from-${key}`)
      expect(was.milestones.map(({ step }) => step).sort()).toEqual(steps.map(({ step }) => step).sort())
      expect([was.title, was.organizers, was.categories]).toEqual(['新活动', ['市委组织部'], settings.categories])
      expect(await lines('campaign-created')).toBe(before + 1)
    }
  })

  test('takes its address from the initials of its short title and the year, and the next one a number', async () => {
    const addresses = [await create(), await create()].map(answer => answer.headers.get('location'))
    expect(addresses).toEqual(['/staff/campaigns/qhxhd-2026/settings', '/staff/campaigns/qhxhd-2026-2/settings'])
  })

  test('is made once, however often and however simultaneously the same form is sent', async () => {
    const before = await lines('campaign-created')
    const answers = await Promise.all([1, 2, 3, 4].map(() => create({ token: TOKEN, slug: 'made-once' })))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303])
    // Also where the address was left to the site, which would give the second one another.
    const unnamed = await Promise.all([1, 2, 3].map(() => create({ token: TOKEN.replace('0f', '1f'), shortTitle: '一次' })))
    expect(unnamed.map(answer => answer.headers.get('location'))).toEqual(Array(3).fill('/staff/campaigns/yc-2026/settings'))
    expect(await lines('campaign-created')).toBe(before + 2)
  })

  test('at an address that is taken is refused beside the field, and keeps what was typed', async () => {
    await create({ slug: 'taken-once' })
    const answer = await create({ slug: 'taken-once', title: '另一个活动' })
    const html = await answer.text()
    expect([answer.status, html.includes('这个网址已经有活动在用'), html.includes('另一个活动')]).toEqual([422, true, true])
  })

  test('wants a title, an organizer, a day and a lawful address', async () => {
    for (const change of [{ title: '' }, { organizers: '' }, { start: '2026-02-30' }, { slug: 'new' }, { slug: 'Ä' }])
      expect([change, (await create(change)).status]).toEqual([change, 422])
    expect((await create({ template: 'nothing' })).status).toBe(400)
  })

  test('copied from an earlier one has its settings and a shifted timetable, and none of its people, papers or codes', async () => {
    const document = aDocument({ slug: 'last-year', identity: 'code' })
    await put(document)
    await operate('campaigns/last-year/codes', { body: { unit: '东城区', count: 3 } })
    const answer = await create({ from: 'last-year', template: '', slug: 'this-year', start: '2026-05-06' })
    expect(answer.status).toBe(303)
    const { was } = await formFrom(wang, 'this-year')
    expect([was.identity, was.contact, was.categories]).toEqual(['code', document.settings.contact, document.settings.categories])
    expect(was.milestones.map(({ step, from, until }) => [step, from, until])).toEqual([
      ['publicity', '2026-05-06', '2026-05-13'],
      ['vote', '2026-05-18 09:00', '2026-05-23'],
    ])
    const count = (table: string) =>
      env.DB.prepare(
        `select count(*) as n from ${table} where campaign_id = (select id from campaigns where slug = 'this-year')`,
      ).first('n')
    expect(await Promise.all(['nominees', 'notices', 'code_batches', 'voting_codes'].map(count))).toEqual([0, 0, 0, 0])
  })

  test('is nowhere in public: no page, no list, no API, no picture', async () => {
    await create({ slug: 'hidden-draft', title: '看不见的活动' })
    const visitor = new Visitor()
    const below = [
      '',
      '/nominees',
      '/nominees/1',
      '/ballot',
      '/my-ballot',
      '/results',
      '/receipts?code=0000-0000-0000-0000',
      '/photos/s/1',
    ]
    const api = ['', '/nominees/1', '/results', '/likes', '/challenge?for=vote']
    const paths = [...below.map(path => `/c/hidden-draft${path}`), ...api.map(path => `/api/campaigns/hidden-draft${path}`)]
    for (const path of paths) expect([path, (await visitor.send(path)).status]).toEqual([path, 404])
    for (const path of ['/', '/notices', '/api/campaigns', '/feed.xml', '/sitemap.xml', '/calendar.ics'])
      expect([path, /hidden-draft|看不见的活动/.test(await (await visitor.send(path)).text())]).toEqual([path, false])
    expect((await visitor.send('/staff/campaigns/hidden-draft/preview/page')).status).toBe(303)
  })
})

describe('the settings of a campaign', () => {
  test('are saved as a new revision, with one line in the log; what changed nothing is not written', async () => {
    await create({ slug: 'saved' })
    const opened = await formFrom(wang, 'saved')
    const before = await lines('campaign-edited')
    expect((await save(wang, 'saved', opened, { title: '改过的名称' })).headers.get('location')).toBe(
      '/staff/campaigns/saved/settings?saved=1',
    )
    expect((await save(wang, 'saved', opened, { title: '改过的名称' })).status).toBe(303)
    expect([await titleOf('saved'), await lines('campaign-edited'), (await formFrom(wang, 'saved')).revision]).toEqual([
      '改过的名称',
      before + 1,
      '2',
    ])
  })

  test('that somebody else has saved meanwhile are not overwritten: who, when and what is told, and what I typed comes back', async () => {
    await create({ slug: 'both' })
    const [mine, theirs] = [await formFrom(wang, 'both'), await formFrom(li, 'both')]
    await save(li, 'both', theirs, { title: '李强的名称', summary: '李强的简介。' })
    const refused = await save(wang, 'both', mine, { title: '王芳的名称', shortTitle: '王芳的简称' })
    const html = await refused.text()
    expect([refused.status, await titleOf('both')]).toEqual([409, '李强的名称'])
    expect(['李强于', '王芳的名称', '李强的名称', '李强的简介。'].map(text => html.includes(text))).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(html).toMatch(/<input[^>]*name="title"[^>]*value="王芳的名称"|value="王芳的名称"[^>]*name="title"/)
    // "Keep mine": the same page again, now with theirs as its beginning.
    const again = await formFrom(wang, 'both')
    expect((await save(wang, 'both', again, { title: '王芳的名称', shortTitle: '王芳的简称' })).status).toBe(303)
    const after = (await formFrom(wang, 'both')).was
    expect([after.title, after.shortTitle, after.summary]).toEqual(['王芳的名称', '王芳的简称', '李强的简介。'])
  })

  test('sent by twenty hands at once are saved once, and nineteen are told', async () => {
    await create({ slug: 'crowd' })
    const opened = await formFrom(wang, 'crowd')
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => autosave(i % 2 ? wang : li, 'crowd', opened, { summary: `第 ${i} 个人写的。` })),
    )
    const statuses = answers.map(({ status }) => status)
    expect([statuses.filter(one => one === 200).length, statuses.filter(one => one === 409).length]).toEqual([1, 19])
    expect((await formFrom(wang, 'crowd')).revision).toBe('2')
  })

  test('wait for nobody who only changed the list of nominees', async () => {
    await create({ slug: 'list-moved' })
    const opened = await formFrom(wang, 'list-moved')
    await env.DB.prepare("update campaigns set revision = revision + 1 where slug = 'list-moved'").run()
    expect((await save(wang, 'list-moved', opened, { title: '照样保存' })).status).toBe(303)
    expect(await titleOf('list-moved')).toBe('照样保存')
  })

  test('are told what is wrong beside the fields, for a page and for a script', async () => {
    await create({ slug: 'wrong' })
    const opened = await formFrom(wang, 'wrong')
    const page = await save(wang, 'wrong', opened, { title: '', summary: '还没写完' })
    const html = await page.text()
    expect([page.status, html.includes('id="title-flaw"'), html.includes('还没写完')]).toEqual([422, true, true])
    expect(await told(await autosave(wang, 'wrong', opened, { title: '' }))).toEqual([
      422,
      { code: 'form-refused', flaws: [{ field: 'title', says: '不能为空。' }], message: expect.any(String) },
    ])
    expect(await titleOf('wrong')).toBe('新活动')
  })

  test('keep a category that still has nominees', async () => {
    await put(aDocument({ slug: 'inhabited' }))
    const opened = await formFrom(wang, 'inhabited')
    const answer = await autosave(wang, 'inhabited', opened, { categories: opened.was.categories.slice(1) })
    expect((await told(answer))[1]).toMatchObject({
      flaws: [{ field: 'categories', says: '“十佳共产党员”还有 3 个候选对象，不能删除；请先把他们改到别的类别。' }],
    })
    // The database refuses it too, for a nominee who comes at the same moment.
    await expect(
      env.DB.prepare(
        "delete from categories where key = 'people' and campaign_id = (select id from campaigns where slug = 'inhabited')",
      ).run(),
    ).rejects.toThrow(/FOREIGN KEY/)
  })

  test('rearrange their categories without script and without saving', async () => {
    await create({ slug: 'rows' })
    const opened = await formFrom(wang, 'rows')
    const answer = await wang.form('/staff/campaigns/rows/settings', [...fieldsOf(opened, { title: '没保存' }), ['do', 'add']])
    const html = await answer.text()
    expect([answer.status, html.includes('name="categories.3.key"'), html.includes('没保存'), await titleOf('rows')]).toEqual([
      200,
      true,
      true,
      '新活动',
    ])
  })

  test('go back to any of the last twenty versions, which is a new version', async () => {
    await create({ slug: 'undone' })
    for (let i = 1; i <= 24; i++) await save(wang, 'undone', await formFrom(wang, 'undone'), { title: `第 ${i} 个名称` })
    const kept = await env.DB.prepare(
      "select min(revision) as first, max(revision) as last, count(*) as n from campaign_revisions where campaign_id = (select id from campaigns where slug = 'undone')",
    ).first()
    expect(kept).toEqual({ first: 6, last: 25, n: 20 })
    const answer = await wang.form('/staff/campaigns/undone/settings/history', [
      ['to', '6'],
      ['revision', '25'],
    ])
    expect([answer.status, await titleOf('undone'), (await formFrom(wang, 'undone')).revision]).toEqual([
      303,
      '第 5 个名称',
      '26',
    ])
    const late = await wang.form('/staff/campaigns/undone/settings/history', [
      ['to', '20'],
      ['revision', '25'],
    ])
    expect([late.status, await titleOf('undone')]).toEqual([409, '第 5 个名称'])
  })

  test('that saved themselves while somebody typed are one version in the history, and the one before stays', async () => {
    await create({ slug: 'typing' })
    for (const title of ['新', '新名', '新名称'])
      expect((await autosave(wang, 'typing', await formFrom(wang, 'typing'), { title })).status).toBe(200)
    const { results } = await env.DB.prepare(
      "select revision, settings ->> 'title' as title from campaign_revisions where campaign_id = (select id from campaigns where slug = 'typing') order by revision",
    ).all()
    expect(results).toEqual([
      { revision: 1, title: '新活动' },
      { revision: 4, title: '新名称' },
    ])
  })

  test('refuse rubbish in every hidden field without a fault', async () => {
    await create({ slug: 'rubbish' })
    const opened = await formFrom(wang, 'rubbish')
    const wrong = [
      ['was', ''],
      ['was', '{}'],
      ['was', 'null'],
      ['was', '[1'],
      ['revision', '-1'],
      ['revision', 'x'],
    ] as const
    for (const [name, value] of wrong) {
      const fields = fieldsOf(opened, { title: '不该保存' }).filter(([field]) => field !== name)
      const answer = await wang.form('/staff/campaigns/rubbish/settings', [...fields, [name, value]])
      expect([name, value, answer.status]).toEqual([name, value, 400])
    }
    expect(await titleOf('rubbish')).toBe('新活动')
  })
})

const publish = (slug: string) => wang.form(`/staff/campaigns/${slug}/publish`, [])
const open = (slug: string) => wang.form(`/staff/campaigns/${slug}/open`, [])

describe('publishing and opening', () => {
  test('a draft without a contact is not published, and the page says what is missing', async () => {
    await create({ slug: 'no-contact' })
    const answer = await publish('no-contact')
    expect([answer.status, (await answer.text()).includes('缺少联系方式')]).toEqual([409, true])
    expect((await new Visitor().send('/c/no-contact')).status).toBe(404)
  })

  test('a draft that has everything is published once, with one line in the log', async () => {
    await create({ slug: 'goes-public' })
    const opened = await formFrom(wang, 'goes-public')
    await save(wang, 'goes-public', opened, { contact: { office: '组织一科', phone: '0000-1', address: '', email: '' } })
    const before = await lines('campaign-published')
    const answers = await Promise.all([publish('goes-public'), publish('goes-public')])
    expect([answers.map(({ status }) => status), await lines('campaign-published')]).toEqual([[303, 303], before + 1])
    expect((await new Visitor().send('/c/goes-public')).status).toBe(200)
    const emptied = await formFrom(wang, 'goes-public')
    const answer = await autosave(wang, 'goes-public', emptied, { contact: { ...emptied.was.contact, phone: '' } })
    expect((await told(answer))[1]).toMatchObject({ flaws: [{ field: 'contact.phone', says: '活动已经公开，这一项不能空着。' }] })
  })

  test('a poll that is not ready is not opened; a ready one is frozen, and a form from before is refused what is frozen', async () => {
    await create({ slug: 'not-ready' })
    const refused = await open('not-ready')
    expect([refused.status, (await refused.text()).includes('还没有候选对象')]).toEqual([409, true])
    await put(aDocument({ slug: 'opens' }))
    const before = await formFrom(wang, 'opens')
    expect((await open('opens')).headers.get('location')).toBe('/staff/campaigns/opens')
    expect((await told(await autosave(wang, 'opens', before, { period: 'daily' })))[1]).toMatchObject({ code: 'spec-frozen' })
    expect((await told(await autosave(wang, 'opens', before, { visibility: 'live' })))[1]).toMatchObject({ code: 'spec-frozen' })
    expect((await autosave(wang, 'opens', before, { summary: '更正了简介。' })).status).toBe(200)
    const html = await (await wang.send('/staff/campaigns/opens/settings')).text()
    expect([html.includes('已固定'), html.includes('<select name="period"'), html.includes('name="summary"')]).toEqual([
      true,
      false,
      true,
    ])
    // What stands on the page as text is sent as it is, so the page can be saved again.
    const after = await formFrom(wang, 'opens')
    expect((await save(wang, 'opens', after, { summary: '再改一次。' })).status).toBe(303)
  })

  test('a save and an opening at the same moment: the boxes hold what the pages show', async () => {
    for (let i = 0; i < 6; i++) {
      const slug = `together-${i}`
      await put(aDocument({ slug }))
      const opened = await formFrom(wang, slug)
      const [saved, pollOpened] = await Promise.all([autosave(li, slug, opened, { title: '同时改的名称' }), open(slug)])
      if (pollOpened.status !== 303) expect((await open(slug)).status).toBe(303)
      const row = await env.DB.prepare('select id, title, spec_hash from campaigns where slug = ?').bind(slug).first()
      const { campaignBySlug } = await import('../../db/campaigns.ts')
      const { openDb } = await import('../../db/open.ts')
      const { specHash, specOf } = await import('../../worker/spec.ts')
      const held = await campaignBySlug(openDb(env.DB), slug as never)
      expect([slug, row?.spec_hash]).toEqual([slug, held && specHash(specOf(held))])
      expect([slug, row?.title === '同时改的名称']).toEqual([slug, saved.status === 200])
    }
  })

  test('a campaign whose list or settings moved while it was being opened is not opened as it was', async () => {
    const { campaignBySlug } = await import('../../db/campaigns.ts')
    const { liveDeps } = await import('../../worker/deps.ts')
    const { openPoll } = await import('../../worker/actions/open-poll.ts')
    const deps = liveDeps(env, { now: () => instant(OPENS - DAY), waivers: true })
    await put(aDocument({ slug: 'moving' }))
    const stale = (await campaignBySlug(deps.db, 'moving' as Slug)) as CampaignFile
    const opened = () => openPoll(deps, { role: 'operator' }, stale)
    await env.DB.prepare("update nominees set category_key = 'groups' where number = 3 and campaign_id = ?").bind(stale.id).run()
    expect(await opened()).toMatchObject({ ok: false, refusal: { code: 'edited-by-other' } })
    await env.DB.prepare("update nominees set category_key = 'people' where number = 3 and campaign_id = ?").bind(stale.id).run()
    await env.DB.prepare('update campaigns set revision = revision + 1 where id = ?').bind(stale.id).run()
    expect(await opened()).toMatchObject({ ok: false, refusal: { code: 'edited-by-other' } })
    await env.DB.prepare('update campaigns set revision = revision - 1 where id = ?').bind(stale.id).run()
    expect(await opened()).toMatchObject({ ok: true })
  })

  test('likes without a vote are opened with a line in the log, and again only when the list has grown', async () => {
    const milestones = [{ step: 'likes', title: '点赞', from: '2026-04-20', until: '2026-04-25' }] as const
    await put(aDocument({ slug: 'likes-only', milestones: [...milestones] }))
    const before = await lines('likes-opened')
    for (let i = 0; i < 2; i++) expect((await open('likes-only')).status).toBe(303)
    expect(await lines('likes-opened')).toBe(before + 1)
    expect(await (await wang.send('/staff/campaigns/likes-only')).text()).toContain('点赞已开放，名单上有 5 个候选对象')
  })
})

describe('the folder of a campaign that was edited on the screens', () => {
  const documentAt = async (slug: string) =>
    (await (await operate(`campaigns/${slug}`, { method: 'GET' })).json()) as CampaignDocument

  test('is exported as it is now, and importing that changes nothing', async () => {
    await put(aDocument({ slug: 'round' }))
    await save(wang, 'round', await formFrom(wang, 'round'), { title: '网页上改的', rules: ['一', '二'], expectedPeak: 777 })
    const exported = await documentAt('round')
    expect(exported).toEqual(aDocument({ slug: 'round', title: '网页上改的', rules: ['一', '二'], expectedPeak: 777 }))
    expect((await told(await put(exported)))[1]).toMatchObject({ changed: false })
  })

  test('does not undo the edits unless it is told to', async () => {
    await put(aDocument({ slug: 'edited' }))
    await save(wang, 'edited', await formFrom(wang, 'edited'), { title: '网页上改的' })
    const older = aDocument({ slug: 'edited', summary: '文件夹里改的。' })
    expect((await told(await put(older)))[1]).toMatchObject({
      code: 'import-refused',
      problems: [expect.stringContaining('--replace')],
    })
    expect(await titleOf('edited')).toBe('网页上改的')
    expect((await told(await put(older, '?replace=1')))[1]).toMatchObject({ changed: true })
    expect(await documentAt('edited')).toEqual(older)
    // And what it replaced can still be gone back to.
    expect(await (await wang.send('/staff/campaigns/edited/settings/history')).text()).toContain('网页上改的')
    // From here on the folder is what the site holds, so it is taken again without being asked.
    expect((await told(await put(aDocument({ slug: 'edited', summary: '再改。' }))))[1]).toMatchObject({ changed: true })
  })

  test('of one made on the screens is refused while its contact is missing, then comes and goes without change', async () => {
    await create({ slug: 'made-here' })
    expect((await told(await operate('campaigns/made-here', { method: 'GET' })))[1]).toMatchObject({
      code: 'not-ready',
      missing: ['settings.contact.office 不能为空', 'settings.contact.phone 不能为空'],
    })
    const opened = await formFrom(wang, 'made-here')
    await save(wang, 'made-here', opened, { contact: { office: '组织一科', phone: '0000-1', address: '', email: '' } })
    const exported = await documentAt('made-here')
    expect(exported.settings.slug).toBe('made-here')
    expect((await told(await put(exported)))[1]).toMatchObject({ changed: false })
    expect((await told(await put({ ...exported, settings: { ...exported.settings, summary: '别的。' } })))[1]).toMatchObject({
      code: 'import-refused',
    })
  })

  test('has notices that came from Word, cleaned again on their way in, and unchanged on their way round', async () => {
    const notice = (change: Partial<NoticeEntry>): NoticeEntry => ({
      ...{
        key: 'word',
        kind: 'news',
        title: '动态',
        source: '部',
        author: '科',
        publishAt: '2026-04-18 09:00',
        conclusion: null,
      },
      ...{ withdrawnAt: null, withdrawnReason: null, corrects: null, posted: null, through: null, attachments: [] },
      body: '<p>正文</p>',
      ...change,
    })
    const written = notice({ format: 'html', body: '<p>表格 <script>alert(1)</script><a href="javascript:x">链接</a></p>' })
    await put(aDocument({ slug: 'worded' }, { notices: [written] }))
    const exported = await documentAt('worded')
    expect(exported.notices.map(({ format, body }) => [format, /script|javascript/.test(body)])).toEqual([['html', false]])
    expect((await told(await put(exported)))[1]).toMatchObject({ changed: false })
    await put(aDocument({ slug: 'plain' }, { notices: [notice({ body: '第一行\r\n第二行\n' })] }))
    expect((await documentAt('plain')).notices[0]).toEqual(notice({ body: '第一行\n第二行' }))
    const long = notice({ body: '长'.repeat(60_001) })
    expect((await told(await put(aDocument({ slug: 'long' }, { notices: [long] }))))[1]).toMatchObject({
      problems: ['公告 word：正文最多 60000 个字'],
    })
  })

  test('keeps the rules in force: an open poll that would lose its vote is refused, not a fault', async () => {
    await put(aDocument({ slug: 'no-vote' }))
    await operate('campaigns/no-vote/open')
    const milestones = aDocument().settings.milestones.filter(({ step }) => step !== 'vote')
    expect((await told(await put(aDocument({ slug: 'no-vote', milestones }))))[1]).toMatchObject({ code: 'spec-frozen' })
  })
})

test('only the preview may hold a frame, only what is shown in it may be held, and no other page changes', async () => {
  await put(aDocument({ slug: 'framed' }))
  const policy = async (path: string) => {
    const { headers } = await wang.send(path)
    const rules = headers.get('content-security-policy') ?? ''
    return [/frame-src ([^;]+)/.exec(rules)?.[1], /frame-ancestors ([^;]+)/.exec(rules)?.[1], headers.get('x-frame-options')]
  }
  const base = '/staff/campaigns/framed/preview'
  expect(await policy(base)).toEqual(["'self'", "'none'", 'DENY'])
  for (const path of [
    `${base}/page`,
    `${base}/page/nominees`,
    `${base}/page/ballot`,
    `${base}/page/nominees/1`,
    `${base}/page/results`,
  ])
    expect([path, await policy(path)]).toEqual([path, ["'none'", "'self'", 'SAMEORIGIN']])
  for (const path of [
    '/',
    '/c/framed',
    '/c/framed/nominees',
    '/staff',
    '/staff/campaigns/framed',
    '/staff/campaigns/framed/settings',
    '/staff/campaigns/framed/open',
    '/nowhere/preview',
    '/c/framed/preview/page',
  ])
    expect([path, await policy(path)]).toEqual([path, ["'none'", "'none'", 'DENY']])
})

test('the preview leads nowhere else, sends nothing, and runs no script of the ballot', async () => {
  await put(aDocument({ slug: 'shown' }))
  const html = await (await wang.send('/staff/campaigns/shown/preview/page/ballot')).text()
  expect(
    // What machines are told of where the page will stand leads nobody anywhere.
    [...html.replaceAll(/<link rel="canonical"[^>]*>/g, '').matchAll(/(?:href|action)="([^"]+)"/g)]
      .map(([, to]) => to)
      .filter(to => !/^(#|\/staff\/campaigns\/shown\/preview\/page|\/assets\/)/.test(to ?? '')),
  ).toEqual([])
  expect([html.includes('/assets/ballot'), html.includes('预览 · 只有工作人员能看到')]).toEqual([false, true])
  const sent = await wang.form('/staff/campaigns/shown/preview/page/ballot/review', [['n', '1']])
  expect([sent.status, (await sent.text()).includes('没有提交任何内容')]).toEqual([200, true])
})
