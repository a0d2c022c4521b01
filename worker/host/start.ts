import { existsSync, readdirSync, statSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { renderUnicodeCompact } from 'uqr'
import { loadDemo } from '../../db/demo/load.ts'
import { ROLE } from '../../web/text/terms.ts'
import { OperatorClient } from './operator-client.ts'
import { ROOT, type Site, startSite } from './runtime.ts'
import { newSettings, Plainly, readSettings, SETTINGS_FILE, type SiteSettings, writeSettings } from './settings.ts'
import { brokenStore, clearState, holdsStores } from './state.ts'
import { introduceWechat, startDemoWechat } from './wechat-demo.ts'

/** `npm start`: a living site from a fresh clone, and the same site again the next time. */

const HELP = `用法：npm start -- [选项]
  --port 端口     默认 8787
  --host 地址     默认 0.0.0.0（同一网络的手机可以访问）；只给本机用：127.0.0.1
  --state 文件夹  数据存放处，默认 .state
  --empty         不装演示数据，建一个空站点
  --reset         清空数据，从头开始
  --wechat        另开一个演示“微信”，可以试按微信号投票`

interface Wishes {
  readonly help: boolean
  readonly port: number
  readonly host: string
  readonly state: string
  readonly demo: boolean
  readonly reset: boolean
  readonly wechat: boolean
}

/** Null for an option that does not exist, or one without its value. */
function parsed() {
  const options = {
    port: { type: 'string', default: '8787' },
    host: { type: 'string', default: '0.0.0.0' },
    state: { type: 'string', default: join(ROOT, '.state') },
    empty: { type: 'boolean', default: false },
    reset: { type: 'boolean', default: false },
    wechat: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const
  try {
    return parseArgs({ options }).values
  } catch {
    return null
  }
}

function wishes(): Wishes {
  const values = parsed()
  if (!values) throw new Plainly(`没有看懂这些选项：${process.argv.slice(2).join(' ')}\n\n${HELP}`)
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Plainly(`端口应为 0 到 65535 的整数，现为“${values.port}”。`)
  const { help, host, state, empty, reset, wechat } = values
  return { help, port, host, state, demo: !empty, reset, wechat }
}

const step = (text: string): void => console.log(`· ${text}`)

async function main(): Promise<void> {
  const { help, port, host, state, demo, reset, wechat } = wishes()
  if (help) return console.log(HELP)
  if (reset) clearState(state)
  const settings = settingsOf(state) ?? newSettings(demo)
  // Before anything else is there: a first start that is cut short must not leave data without its keys.
  writeSettings(state, settings)
  if (isStale()) {
    step('正在构建……')
    await (await import('../../web/build.ts')).buildAll()
  }
  step('正在启动运行环境，准备数据库……')
  const stub = wechat ? await startDemoWechat(settings.demo !== null, { host, port }) : null
  const site = await started(settings, { port, host, state, more: stub?.vars(reachableAt(host)) ?? {} })
  const running = { ...settings, origin: site.origin.replace('0.0.0.0', '127.0.0.1') }
  writeSettings(state, running)
  if (running.demo && !running.demo.loaded) {
    step('正在装入演示数据（只在第一次进行，约半分钟）……')
    await loadDemo({ ...running, say: step }, running.demo.accounts)
    writeSettings(state, { ...running, demo: { ...running.demo, loaded: true } })
  }
  if (stub) await introduceWechat(running, { local: running.origin.replace('127.0.0.1', 'localhost'), stub })
  // Ctrl+C ends the runtime with this process; what was acknowledged is on disk.
  announce(running, { port: Number(new URL(site.origin).port), host, state, first: await firstAdministrator(running) })
}

const OTHERWISE = '可以用 --state 指定别的文件夹，或用 --reset 清空重来。'

/** The settings of the site in a folder, or null for a new one; says what is wrong with a folder that cannot be used. */
function settingsOf(state: string): SiteSettings | null {
  const settings = readSettings(state)
  if (!settings && holdsStores(state)) throw new Plainly(`数据文件夹 ${state} 里缺少 ${SETTINGS_FILE}，不能使用。${OTHERWISE}`)
  const broken = brokenStore(state)
  if (broken) throw new Plainly(`数据文件夹 ${state} 里的数据库 ${broken} 已损坏，不能使用。${OTHERWISE}`)
  return settings
}

interface Start extends Pick<Wishes, 'port' | 'host' | 'state'> {
  /** Settings of this run alone. */
  readonly more: Readonly<Record<string, string>>
}

async function started(settings: SiteSettings, { port, host, state, more }: Start): Promise<Site> {
  const { siteKey, operatorKey, siteName, siteOwner, build } = settings
  const vars = { SITE_KEY: siteKey, OPERATOR_KEY: operatorKey, SITE_NAME: siteName, SITE_OWNER: siteOwner, ...chosen(), ...more }
  try {
    return await startSite({ state, host, port, build, vars, onLog: (line, level) => logged(line, level) })
  } catch (error) {
    const text = String(error)
    if (/address (already )?in use|EADDRINUSE/i.test(text))
      throw new Plainly(`端口 ${port} 已被占用。请关掉占用它的程序，或用 --port 换一个端口。`)
    throw error
  }
}

/** What the Worker logs; the runtime's own remarks about itself help nobody at this terminal. */
function logged(line: string, level: string): void {
  if (!line.includes('NOSENTRY')) console.log(`[${level}] ${line}`)
}

/** What an operator may set in the environment, for a site behind a proxy or with Turnstile. */
function chosen(): Record<string, string> {
  const names = [
    'PUBLIC_ORIGIN',
    'PROXY_HEADER',
    'STAFF_SIGN_IN',
    'ACCESS_TEAM',
    'ACCESS_AUD',
    'ACCESS_CERTS_URL',
    'TURNSTILE_SITE_KEY',
    'TURNSTILE_SECRET',
    'TURNSTILE_VERIFY_URL',
    'WECHAT_APP_ID',
    'WECHAT_APP_SECRET',
    'WECHAT_API_URL',
    'WECHAT_OPEN_URL',
    'WECHAT_TICKET_URL',
    'WECHAT_TICKET_KEY',
    'WECHAT_VERIFY',
    'SITE_NAME',
    'SITE_OWNER',
  ]
  return Object.fromEntries(names.flatMap(name => (process.env[name] ? [[name, process.env[name]]] : [])))
}

/** Whether anything that is built is newer than what was built. */
function isStale(): boolean {
  const built = join(ROOT, 'dist/local/index.js')
  if (!existsSync(built) || !existsSync(join(ROOT, 'dist/worker/index.js'))) return true
  const since = statSync(built).mtimeMs
  const newer = (folder: string): boolean =>
    readdirSync(folder, { withFileTypes: true }).some(entry =>
      entry.isDirectory() ? newer(join(folder, entry.name)) : statSync(join(folder, entry.name)).mtimeMs > since,
    )
  return ['worker', 'web', 'db'].some(folder => newer(join(ROOT, folder)))
}

/** The link of the first administrator while there is none, so that a new site can be begun in the browser. */
async function firstAdministrator({ origin, operatorKey, demo }: SiteSettings): Promise<string | null> {
  if (demo) return null
  const made = await new OperatorClient({ origin, key: operatorKey }).firstAdministrator()
  return made.ok && made.value.url !== null ? made.value.url.replace('//127.0.0.1:', '//localhost:') : null
}

interface Running {
  readonly port: number
  readonly host: string
  readonly state: string
  readonly first: string | null
}

function announce(settings: SiteSettings, { port, host, state, first }: Running): void {
  const local = `http://localhost:${port}`
  const lan = host === '0.0.0.0' ? lanAddresses().map(address => `http://${address}:${port}`) : []
  console.log(`\n明评已经启动。\n\n  公开网站    ${local}/`)
  for (const address of lan) console.log(`  同网手机    ${address}/`)
  console.log(`  工作人员    ${local}/staff/sign-in`)
  for (const { login, role, password } of settings.demo?.accounts ?? [])
    console.log(`    ${ROLE[role].padEnd(5, '　')}  账号 ${login.padEnd(9)} 密码 ${password}`)
  console.log(`  接口说明    ${local}/api/openapi.json\n  数据文件夹  ${relative(process.cwd(), state) || state}`)
  if (first)
    console.log(`\n还没有系统管理员。请在浏览器中打开这个链接，建立第一个账号（24 小时内有效，只能用一次）：\n\n  ${first}`)
  if (!settings.demo) console.log('\n空站点：登录后在工作台里邀请同事；也可以用“npm run campaign -- import 文件夹”导入活动。')
  if (lan[0]) console.log(`\n手机扫一扫（须在同一网络）：\n${renderUnicodeCompact(`${lan[0]}/`, { border: 1 })}`)
  console.log('按 Ctrl+C 停止；数据会保留，下次启动接着用。')
}

/** How a phone on the same network reaches this machine. */
const reachableAt = (host: string): string => (host === '0.0.0.0' ? (lanAddresses()[0] ?? 'localhost') : host)

const lanAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flat()
    .flatMap(one => (one && one.family === 'IPv4' && !one.internal ? [one.address] : []))

main().catch((error: unknown) => {
  console.error(error instanceof Plainly ? error.message : error)
  process.exit(1)
})
