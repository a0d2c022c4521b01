import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ballotFor } from '../../db/demo/voters.ts'
import { buildAll } from '../../web/build.ts'
import { campaign } from '../../worker/host/campaign.ts'
import { ROOT, type Site, startSite } from '../../worker/host/runtime.ts'
import type { CampaignDocument } from '../../worker/import/document.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { aFolder, aJiaozuoFolder, ROWS, SETTINGS, sheet } from './folders.ts'

const KEY = 'an operator key of thirty-two signs!'
const SITE_KEY = 'a test key of at least thirty-two signs'
let site: Site
let home: string
const at = (...names: string[]) => join(home, ...names)

/** The command as it is typed, with all it printed. */
async function run(...args: readonly string[]): Promise<{ code: number; said: string[]; noted: string[] }> {
  const said: string[] = []
  const noted: string[] = []
  const code = await campaign([...args, '--state', at('state')], {
    env: {},
    folder: home,
    say: line => said.push(line),
    note: line => noted.push(line),
  })
  return { code, said, noted }
}

/** What was noted besides progress. */
const without = (noted: readonly string[]) => noted.filter(line => !/ \d+\/\d+$/.test(line))

const onSite = async (path: string): Promise<Response> =>
  fetch(`${site.origin}${path}`, { headers: { authorization: `Bearer ${KEY}` } })
const documentOf = async (slug: string) => (await (await onSite(`/operator/campaigns/${slug}`)).json()) as CampaignDocument

beforeAll(async () => {
  if (!existsSync(join(ROOT, 'dist/local/index.js'))) await buildAll()
  home = mkdtempSync(join(tmpdir(), 'mingping-folder-'))
  const vars = { SITE_KEY, OPERATOR_KEY: KEY, SITE_NAME: '明评', MEMO_MS: '0' }
  site = await startSite({ state: at('state'), host: '127.0.0.1', port: 0, build: 'local', vars })
  writeFileSync(at('state/site.json'), JSON.stringify({ origin: site.origin, operatorKey: KEY, siteKey: vars.SITE_KEY }))
})

afterAll(async () => {
  await site?.stop()
  rmSync(home, { recursive: true, force: true })
})

/** Sets the site's clock to a minute in Shanghai. */
async function clockAt(minute: string): Promise<number> {
  const now = Date.parse(`${minute}+08:00`)
  const headers = { authorization: `Bearer ${KEY}` }
  await fetch(`${site.origin}/operator/clock/${now - Date.now()}`, { method: 'POST', headers })
  return now
}

describe('campaign 002 as a folder', () => {
  const NUMBERS = '180 个候选对象、180 张照片、2 篇公告'

  test('is checked, imported with its pictures and notices, and imported again without any change', async () => {
    await aJiaozuoFolder(at('jiaozuo'))
    const first = await run('import', 'jiaozuo')
    expect([first.code, first.said, without(first.noted)]).toEqual([0, [`已导入：${NUMBERS}`], []])
    expect(first.noted).toContain('上传照片 180/180')
    expect(await run('import', 'jiaozuo')).toMatchObject({ code: 0, said: [`没有变化：网站上已经是这份内容（${NUMBERS}）`] })
    expect(await (await onSite('/c/shijia-baiyou/nominees/16')).text()).toContain('十佳共产党员')
    expect(await (await onSite('/notices')).text()).toContain('候选对象公示')
  })

  test('has every candidate in its category, by strokes, with initials and a picture that the site shows', async () => {
    const { nominees } = await documentOf('shijia-baiyou')
    const count = (category: string) => nominees.filter(one => one.category === category).length
    expect([count('groups'), count('best'), count('good')]).toEqual([15, 15, 150])
    const strokes = new Intl.Collator('zh-u-co-stroke')
    const sorted = [...nominees].sort((a, b) => strokes.compare(a.name, b.name) || a.number - b.number)
    expect(nominees.map(({ number }) => number)).toEqual(sorted.map(({ number }) => number))
    const one = nominees.find(({ number }) => number === 16)
    expect(one).toMatchObject({ name: '朱建国', initials: 'zjg', category: 'best', unit: '东山县机械厂', outcome: null })
    const large = new Uint8Array(await (await onSite(`/operator/photos/${one?.photo}-l`)).arrayBuffer())
    expect(createHash('sha256').update(large).digest('hex')).toBe(one?.photo)
    expect((await onSite(`/operator/photos/${one?.photo}-s`)).status).toBe(200)
  })

  test('is exported as a folder that, imported again, changes nothing', async () => {
    expect(await run('export', 'shijia-baiyou', 'exported')).toMatchObject({
      code: 0,
      said: [`已导出到 ${at('exported')}：${NUMBERS}`],
    })
    expect(readdirSync(at('exported')).sort()).toEqual(['campaign.json', 'notices', 'photos', '候选对象.xlsx'])
    expect(readdirSync(at('exported/photos')).length).toBe(180)
    const checked = await run('validate', 'exported')
    expect([checked.code, checked.said, without(checked.noted)]).toEqual([0, [`没有错误：${NUMBERS}`], []])
    expect(await run('import', 'exported')).toMatchObject({ code: 0, said: [`没有变化：网站上已经是这份内容（${NUMBERS}）`] })
  })

  test('is exported with a table that a clerk can go on working with', async () => {
    const [table] = (await readXlsx(readFileSync(at('exported/候选对象.xlsx')), { readStyles: true })).sheets
    expect(table?.rows[0]).toEqual(['编号', '类别', '姓名', '单位', '职务', '简要事迹', '主要事迹', '曾受表彰', '照片', '结果'])
    expect(table?.cells?.get('0,0')?.style?.font?.bold).toBe(true)
    const row = table?.rows.find(([number]) => number === 18)
    expect([row?.[1], row?.[7], row?.[8]]).toEqual([
      '十佳共产党员',
      '2019年7月，县委授予优秀党员\n2021年1月，市总工会授予先进工作者',
      '18.jpg',
    ])
  })

  test('once opened, takes new texts and refuses a different list', async () => {
    // Opened half a year after its end it would be a poll whose voters are no longer to be known.
    await clockAt('2026-04-01T08:00')
    expect(await run('open', 'shijia-baiyou')).toMatchObject({ code: 0, said: [expect.stringContaining('规则和名单已冻结')] })
    cpSync(at('exported'), at('changed'), { recursive: true })
    const before = await documentOf('shijia-baiyou')
    const settings = JSON.parse(readFileSync(at('changed/campaign.json'), 'utf8')) as typeof SETTINGS
    writeFileSync(at('changed/campaign.json'), JSON.stringify({ ...settings, totalMax: 100 }))
    const refused = await run('import', 'changed')
    expect([refused.code, without(refused.noted).at(-1)]).toEqual([1, '没有导入，网站上的活动保持原样'])
    expect(await documentOf('shijia-baiyou')).toEqual(before)
    writeFileSync(at('changed/campaign.json'), JSON.stringify({ ...settings, summary: '请踊跃参加。' }))
    expect(await run('import', 'changed')).toMatchObject({ code: 0, said: [`已导入：${NUMBERS}`] })
  })

  test('takes votes between its two instants and none before or after, and is closed afterwards', async () => {
    const vote = async (minute: string, choices: readonly number[]) => {
      const now = await clockAt(minute)
      const { cookie, key, body } = await ballotFor({ siteKey: SITE_KEY, campaign: await idOf('shijia-baiyou'), now }, choices)
      const answer = await fetch(`${site.origin}/api/campaigns/shijia-baiyou/ballots`, {
        method: 'POST',
        headers: { cookie, origin: site.origin, 'content-type': 'application/json', 'idempotency-key': key },
        body,
      })
      return [answer.status, ((await answer.json()) as { code?: string }).code]
    }
    const all = Array.from({ length: 10 }, (_, i) => i + 1)
    const good = Array.from({ length: 100 }, (_, i) => i + 31)
    expect(await vote('2026-04-16T07:59', [1])).toEqual([409, 'poll-not-open'])
    expect(await vote('2026-04-16T08:00', [...all, ...good])).toEqual([200, undefined])
    expect(await vote('2026-04-20T12:00', [16, 40])).toEqual([200, undefined])
    expect(await vote('2026-04-20T12:01', [...all, 11])).toEqual([422, 'too-many-choices'])
    expect(await vote('2026-04-25T23:59', [16])).toEqual([200, undefined])
    expect(await vote('2026-04-26T00:00', [16])).toEqual([409, 'poll-closed'])
    const page = await (await fetch(`${site.origin}/c/shijia-baiyou/ballot`)).text()
    expect(page).toContain('投票已于 2026年4月25日 24:00 结束')
  })
})

const idOf = async (slug: string): Promise<CampaignId> => {
  const db = await site.runtime.getD1Database('DB')
  return (await db.prepare('select id from campaigns where slug = ?').bind(slug).first<CampaignId>('id')) as CampaignId
}

describe('the command', () => {
  test('changes nothing on the site when anything is wrong, and tells everything that is', async () => {
    const rows = [...ROWS, ['A4', '劳模', '', '清河市公交公司']]
    const folder = await aFolder(at('wrong'), {
      'campaign.json': JSON.stringify({ ...SETTINGS, batchHour: 25 }, null, 2),
      '候选对象.xlsx': await sheet(rows),
      'notices/gongshi.md': '类别: 公示\n---\n文',
    })
    const { code, said, noted } = await run('import', folder)
    expect([code, said]).toEqual([1, []])
    expect(without(noted).filter(line => !line.startsWith('提醒'))).toEqual([
      expect.stringMatching(/^campaign\.json 第 \d+ 行“batchHour”：不大于 23；现在是 25$/),
      '候选对象.xlsx 第 5 行“编号”：“A4”不是正整数，应填 1 至 999999 的整数，例如 12',
      '候选对象.xlsx 第 5 行“类别”：没有“劳模”这个类别，应为 十佳共产党员、十佳基层党组织 之一',
      '候选对象.xlsx 第 5 行“姓名”：空着，请填写姓名；集体填写名称',
      'notices/gongshi.md“标题”：缺少这一行，请补上',
      'notices/gongshi.md“来源”：缺少这一行，请补上',
      'notices/gongshi.md“作者”：缺少这一行，请补上',
      '共 7 处错误，改好后再运行；网站没有任何改动',
    ])
    expect((await onSite(`/operator/campaigns/${SETTINGS.slug}`)).status).toBe(404)
  })

  test('says that the site is not running instead of failing in English', async () => {
    await aFolder(at('small'))
    const lines: string[] = []
    const alone = { env: {}, folder: home, say: () => undefined, note: (line: string) => void lines.push(line) }
    const stopped = join(home, 'stopped')
    expect(await campaign(['open', 'x', '--state', stopped], alone)).toBe(1)
    await aFolder(stopped, { 'site.json': JSON.stringify({ origin: 'http://127.0.0.1:9', operatorKey: KEY, siteKey: KEY }) })
    expect(await campaign(['import', 'small', '--state', stopped], alone)).toBe(1)
    expect(lines.filter(line => !line.startsWith('提醒'))).toEqual([
      '网站没有运行。请先在项目文件夹里运行 npm start，保持它开着，再运行这条命令',
      '网站没有运行（http://127.0.0.1:9 没有回答）。请先在项目文件夹里运行 npm start，保持它开着，再运行这条命令',
    ])
  })

  test('tells a wrong key from a campaign that is not there', async () => {
    const wrong = await run('open', 'shijia-baiyou', '--key', 'another key of thirty-two signs!!')
    expect(wrong).toEqual({ code: 1, said: [], noted: [`${site.origin} 不认这个运维密钥（或者没有设置密钥）`] })
    expect(await run('export', 'nowhere', 'nothing')).toEqual({
      code: 1,
      said: [],
      noted: ['网站上没有这个活动或文件，请核对活动代号'],
    })
    expect(existsSync(at('nothing'))).toBe(false)
  })

  test('reaches a site that is named with the key from the environment, and asks for the key where there is none', async () => {
    const lines: string[] = []
    const alone = { folder: home, say: (line: string) => void lines.push(line), note: (line: string) => void lines.push(line) }
    const named = ['staff', '--login', 'li.si', '--name', '李思', '--role', 'auditor', '--state', at('none')]
    expect(await campaign(named, { ...alone, env: { MINGPING_SITE: site.origin } })).toBe(1)
    expect(await campaign(named, { ...alone, env: { MINGPING_SITE: site.origin, MINGPING_OPERATOR_KEY: KEY } })).toBe(0)
    expect(lines).toEqual([
      '需要运维密钥：用 --key 写明，或放在环境变量 MINGPING_OPERATOR_KEY 里',
      '已建立账号 li.si（auditor）',
      expect.stringMatching(/^初始密码：[\w-]{20}$/),
      '密码只显示这一次，请当面或用电话告知本人；第一次登录时设置动态码或通行密钥',
    ])
  })

  test('gives the first administrator a link, and anybody who lost a factor another, and says plainly when there is none to give', async () => {
    const lines: string[] = []
    const alone = { folder: home, say: (line: string) => void lines.push(line), note: (line: string) => void lines.push(line) }
    const env = { MINGPING_SITE: site.origin, MINGPING_OPERATOR_KEY: KEY }
    const link = expect.stringMatching(/^http:\/\/localhost:\d+\/staff\/sign-in\/join\/[\w-]{43}$/)
    const staff = ['staff', '--login', 'root.wu', '--name', '吴管', '--role', 'administrator']
    const commands = [
      ['first-admin'],
      staff,
      ['first-admin'],
      ['staff', '--recover', 'root.wu'],
      ['staff', '--recover', 'nobody'],
    ]
    const codes = []
    for (const args of commands) codes.push(await campaign(args, { ...alone, env }))
    expect(codes).toEqual([0, 0, 1, 0, 1])
    expect(lines.filter(line => !line.includes('密码'))).toEqual([
      '建立第一个系统管理员账号，请在浏览器中打开（24 小时内有效，只能用一次）：',
      link,
      '已建立账号 root.wu（administrator）',
      '已经有系统管理员账号；要重新设置它的登录方式，用 staff --recover 登录名',
      '账号 root.wu 的重新设置链接（24 小时内有效，只能用一次，请只交给本人）：',
      link,
      '没有账号 nobody，或者它已停用',
    ])
  })

  test('never writes into a folder that has anything in it', async () => {
    await aFolder(at('full'))
    const before = readdirSync(at('full'))
    expect(await run('export', 'shijia-baiyou', 'full')).toEqual({
      code: 1,
      said: [],
      noted: [`${at('full')} 已经有内容，请换一个空文件夹或新文件夹`],
    })
    expect(readdirSync(at('full'))).toEqual(before)
  })

  test('writes codes into a file that only its owner reads, and never over another file', async () => {
    const order = ['codes', 'shijia-baiyou', '--unit', '清河市水务局', '--count', '3', '--out', 'codes.csv']
    expect(await run(...order)).toMatchObject({ code: 0, said: [expect.stringContaining('已发放 3 个投票码')] })
    const lines = readFileSync(at('codes.csv'), 'utf8').split('\r\n')
    expect(lines).toEqual([
      '\uFEFF"序号","单位","投票码","链接"',
      ...[1, 2, 3].map(n =>
        expect.stringMatching(`^${n},"清河市水务局","[0-9A-Z-]+","http://[0-9.:]+/c/shijia-baiyou/k/[0-9a-z]{26}"$`),
      ),
      '',
    ])
    expect(statSync(at('codes.csv')).mode & 0o777).toBe(0o600)
    expect(await run(...order)).toEqual({
      code: 1,
      said: [],
      noted: ['codes.csv 已经存在或不能写，没有发放投票码；请换一个文件名'],
    })
    const { batches } = (await (await onSite('/operator/campaigns/shijia-baiyou/codes')).json()) as { batches: unknown[] }
    expect(batches.length).toBe(1)
    expect(await run('codes', 'nowhere', ...order.slice(2, -1), 'lost.csv')).toMatchObject({ code: 1 })
    expect(existsSync(at('lost.csv'))).toBe(false)
  })

  test('explains itself when it is not understood', async () => {
    for (const args of [[], ['improt', 'x'], ['import'], ['import', 'x', '--force'], ['open', 'a', 'b']]) {
      const { code, noted } = await run(...args)
      expect([code, noted[0]?.slice(0, 22)]).toEqual([2, '用法：npm run campaign -- 命令'.slice(0, 22)])
    }
  })
})

describe('notices', () => {
  test('bring their attachments, which two notices may call by one name, and come back from the site as they were', async () => {
    const head = '类别: 动态\n来源: 市委组织部\n作者: 组织一科\n发布时间: 2026-04-02'
    await aFolder(at('attached'), {
      'notices/a.md': `标题: 甲\n${head}\n附件: 表.pdf、说明、补充.docx\n附件: 说明、补充.docx\n---\n甲文`,
      'notices/b.md': `标题: 乙\n${head}\n附件: 表.pdf\n附件: 说明、补充.docx\n更正: a\n---\n乙文`,
      'notices/files/表.pdf': '%PDF 甲',
      'notices/附件/b/表.pdf': '%PDF 乙',
      'notices/附件/说明、补充.docx': 'PK',
      'notices/附件/没人用.zip': 'PK',
      'notices/草稿.docx': 'PK',
    })
    const wrong = await run('import', 'attached')
    expect(without(wrong.noted)).toContain(
      'notices/a.md 第 6 行“附件”：“说明”不能作附件，只能是 pdf、docx、xlsx、doc、xls、jpg、jpeg、png、zip 文件',
    )
    await aFolder(at('attached'), { 'notices/a.md': `标题: 甲\n${head}\n附件: 表.pdf\n附件: 说明、补充.docx\n---\n甲文` })
    const imported = await run('import', 'attached')
    expect(imported).toMatchObject({ code: 0, said: ['已导入：3 个候选对象、0 张照片、2 篇公告'] })
    expect(without(imported.noted)).toEqual([
      '提醒：候选对象.xlsx：3 个候选对象没有照片（第 2、3、4 行），页面上用姓名代替',
      '提醒：notices/草稿.docx：不是 .md 文件，没有导入',
      '提醒：notices/附件/没人用.zip：没有公告用到这个附件',
    ])
    expect(await run('export', SETTINGS.slug, 'back')).toMatchObject({ code: 0 })
    expect(readFileSync(at('back/notices/附件/a/表.pdf'), 'utf8')).toBe('%PDF 甲')
    expect(readFileSync(at('back/notices/附件/b/表.pdf'), 'utf8')).toBe('%PDF 乙')
    expect(await run('import', 'back')).toMatchObject({ code: 0, said: [expect.stringContaining('没有变化')] })
  })
})
