import { randomBytes } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { listProblems } from '../import/problem.ts'
import { campaignSchema } from '../import/schema.ts'
import { VOTER_CLASSES } from '../rules/campaign.ts'
import { csvText } from '../rules/csv.ts'
import { STAFF_ROLES } from '../rules/roles.ts'
import { archiveCommand, restoreCommand } from './archive-commands.ts'
import { type Call, clientFor, done, failed, type Outcome } from './command-call.ts'
import { cosignCommand } from './cosign-command.ts'
import { type CampaignFolder, readFolder } from './folder.ts'
import { exportFolder } from './folder-export.ts'
import { importFolder } from './folder-import.ts'
import { checkLog } from './log-check.ts'
import type { Answer } from './operator-client.ts'
import { turnKeyCommand } from './turn-key-command.ts'

/** The folder, with its warnings told; the problems when there are any. */
async function soundFolder({ words: [written = ''], at, path, tell }: Call): Promise<Answer<CampaignFolder>> {
  const folder = await readFolder(path(written), tell)
  for (const line of listProblems(folder.warnings)) at.note(`提醒：${line}`)
  if (folder.document !== null) return { ok: true, value: folder }
  return failed(...listProblems(folder.problems), `共 ${folder.problems.length} 处错误，改好后再运行；网站没有任何改动`)
}

const countOf = ({ document, photos }: CampaignFolder): string =>
  `${document?.nominees.length} 个候选对象、${photos.size} 张照片、${document?.notices.length} 篇公告`

async function validate(call: Call): Promise<Outcome> {
  const folder = await soundFolder(call)
  return folder.ok ? done(`没有错误：${countOf(folder.value)}`) : folder
}

async function importCommand(call: Call): Promise<Outcome> {
  const folder = await soundFolder(call)
  if (!folder.ok) return folder
  const client = await clientFor(call)
  if (!client.ok) return client
  const imported = await importFolder(folder.value, {
    client: client.value,
    tell: call.tell,
    replace: call.values.replace ?? false,
  })
  if (!imported.ok) return failed(...imported.problems, '没有导入，网站上的活动保持原样')
  return done(
    imported.value.changed ? `已导入：${countOf(folder.value)}` : `没有变化：网站上已经是这份内容（${countOf(folder.value)}）`,
  )
}

async function exportCommand(call: Call): Promise<Outcome> {
  const [slug = '', written = ''] = call.words
  const folder = call.path(written)
  const client = await clientFor(call)
  if (!client.ok) return client
  const exported = await exportFolder(slug, folder, { client: client.value, tell: call.tell })
  if (!exported.ok) return exported
  const again = await readFolder(folder, () => undefined)
  const same = JSON.stringify(again.document) === JSON.stringify(exported.value)
  if (!same) call.at.note('注意：网站上的内容有表格写不出来的地方，重新导入这个文件夹会有改动')
  return done(`已导出到 ${folder}：${countOf({ ...again, document: exported.value })}`)
}

async function openCommand(call: Call): Promise<Outcome> {
  const client = await clientFor(call)
  if (!client.ok) return client
  const opened = await client.value.open(call.words[0] ?? '')
  if (!opened.ok) return opened
  const { hash } = opened.value
  return done(
    hash === null ? '已开放点赞；这个活动没有投票环节' : `规则和名单已冻结，到时间自动开放投票（摘要 ${hash.slice(0, 16)}）`,
  )
}

/** The file is made before the codes are: codes that cannot be written down would be lost. */
async function codes(call: Call): Promise<Outcome> {
  const { unit = '', count = '', out, class: voterClass = null } = call.values
  if (unit.trim() === '' || !/^[1-9]\d*$/.test(count)) return failed('codes 需要 --unit 单位 和 --count 张数')
  if (voterClass !== null && !VOTER_CLASSES.some(one => one === voterClass))
    return failed(`--class 应为 ${VOTER_CLASSES.join('、')} 之一，现在是“${voterClass}”`)
  const client = await clientFor(call)
  if (!client.ok) return client
  const file = out === undefined ? null : await open(call.path(out), 'wx', 0o600).catch(() => undefined)
  if (file === undefined) return failed(`${out} 已经存在或不能写，没有发放投票码；请换一个文件名`)
  const order = { unit: unit.trim(), voterClass, count: Number(count) }
  const issued = await client.value.issueCodes(call.words[0] ?? '', order)
  if (issued.ok) await file?.writeFile(codesCsv(issued.value))
  await file?.close()
  if (!issued.ok && out !== undefined) await rm(call.path(out))
  if (!issued.ok) return issued
  return file
    ? done(`已发放 ${issued.value.codes.length} 个投票码，写在 ${out}；网站不保存投票码，请妥善保管`)
    : done(...issued.value.codes)
}

const codesCsv = ({ unit, codes: list, links }: { unit: string; codes: readonly string[]; links: readonly string[] }): string =>
  csvText([['序号', '单位', '投票码', '链接'], ...list.map((code, i) => [i + 1, unit, code, links[i] ?? ''])])

/** A site seen from its own machine by number is reached by name there, which is what passkeys hang on. */
const byName = (url: string): string => url.replace('//127.0.0.1:', '//localhost:')

async function recover(call: Call, login: string): Promise<Outcome> {
  const client = await clientFor(call)
  if (!client.ok) return client
  const sent = await client.value.recoverStaff(login)
  if (!sent.ok) return failed(`没有账号 ${login}，或者它已停用`)
  return done(`账号 ${login} 的重新设置链接（24 小时内有效，只能用一次，请只交给本人）：`, byName(sent.value.url))
}

async function firstAdmin(call: Call): Promise<Outcome> {
  const client = await clientFor(call)
  if (!client.ok) return client
  const made = await client.value.firstAdministrator()
  if (!made.ok) return made
  if (made.value.url === null) return failed('已经有系统管理员账号；要重新设置它的登录方式，用 staff --recover 登录名')
  return done('建立第一个系统管理员账号，请在浏览器中打开（24 小时内有效，只能用一次）：', byName(made.value.url))
}

async function staff(call: Call): Promise<Outcome> {
  const { login = '', name = '', role = '', unit = null, email = null, recover: lost } = call.values
  if (lost !== undefined) return recover(call, lost)
  if (login === '' || name === '') return failed('staff 需要 --login 登录名、--name 姓名 和 --role 角色')
  if (!STAFF_ROLES.some(one => one === role)) return failed(`--role 应为 ${STAFF_ROLES.join('、')} 之一，现在是“${role}”`)
  if ((role === 'clerk') !== (unit !== null)) return failed('--unit 只用于 clerk（推荐单位经办人），而且必须写明')
  const client = await clientFor(call)
  if (!client.ok) return client
  const password = randomBytes(15).toString('base64url')
  const added = await client.value.addStaff({ login, name, role, unit, password, email })
  if (!added.ok) return added
  if (added.value.created === false) return failed(`登录名 ${login} 已经有账号，没有改动`)
  return done(
    `已建立账号 ${login}（${role}）`,
    `初始密码：${password}`,
    '密码只显示这一次，请当面或用电话告知本人；第一次登录时设置动态码或通行密钥',
  )
}

/** Every command with the number of words it takes. */
export const COMMANDS: ReadonlyMap<string, { readonly words: number; readonly run: (call: Call) => Promise<Outcome> }> = new Map([
  ['validate', { words: 1, run: validate }],
  ['import', { words: 1, run: importCommand }],
  ['export', { words: 2, run: exportCommand }],
  ['archive', { words: 2, run: archiveCommand }],
  ['restore', { words: 1, run: restoreCommand }],
  ['open', { words: 1, run: openCommand }],
  ['codes', { words: 1, run: codes }],
  ['cosign', { words: 1, run: cosignCommand }],
  ['turn-key', { words: 1, run: turnKeyCommand }],
  ['staff', { words: 0, run: staff }],
  ['first-admin', { words: 0, run: firstAdmin }],
  ['check-log', { words: 1, run: ({ words: [file = ''], path }) => checkLog(path(file)) }],
  ['schema', { words: 0, run: async () => done(JSON.stringify(campaignSchema(), null, 2)) }],
])
