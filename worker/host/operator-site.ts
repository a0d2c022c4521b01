import type { Answer, SiteAddress } from './operator-client.ts'
import { Plainly, readSettings, type SiteSettings } from './settings.ts'

/** What the command line and the environment say of the site. */
export interface SiteWishes {
  readonly site: string | undefined
  readonly key: string | undefined
  /** State folder of the site on this machine, for when no site is named. */
  readonly state: string
}

const refuse = (text: string): { ok: false; problems: readonly string[] } => ({ ok: false, problems: [text] })

const NEEDS_KEY = '需要运维密钥：用 --key 写明，或放在环境变量 MINGPING_OPERATOR_KEY 里'

/** The site that was named, else the one on this machine if it is running. */
export async function findSite({ site, key, state }: SiteWishes): Promise<Answer<SiteAddress>> {
  const local = localSite(state)
  if (!local.ok) return site === undefined ? local : named(site, key)
  if (site !== undefined)
    return named(site, key ?? (local.value?.origin === originOf(site) ? local.value?.operatorKey : undefined))
  const { value } = local
  if (!value?.origin) return refuse('网站没有运行。请先在项目文件夹里运行 npm start，保持它开着，再运行这条命令')
  if (!(await answers(value.origin)))
    return refuse(`网站没有运行（${value.origin} 没有回答）。请先在项目文件夹里运行 npm start，保持它开着，再运行这条命令`)
  return { ok: true, value: { origin: value.origin, key: key ?? value.operatorKey } }
}

function named(site: string, key: string | undefined): Answer<SiteAddress> {
  const origin = originOf(site)
  if (origin === null) return refuse(`--site 应为网址，例如 https://vote.example.cn，现在是“${site}”`)
  return key ? { ok: true, value: { origin, key } } : refuse(NEEDS_KEY)
}

function originOf(site: string): string | null {
  const url = URL.parse(site)
  return url && /^https?:$/.test(url.protocol) ? url.origin : null
}

/** Whether the key would cross a network in the open. */
export function isInTheOpen(origin: string): boolean {
  const { protocol, hostname } = new URL(origin)
  return protocol === 'http:' && !/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}

function localSite(state: string): Answer<SiteSettings | null> {
  try {
    return { ok: true, value: readSettings(state) }
  } catch (error) {
    if (error instanceof Plainly) return refuse(error.message)
    throw error
  }
}

async function answers(origin: string): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/api/time`, { signal: AbortSignal.timeout(1000) })
    await response.body?.cancel()
    return response.ok
  } catch {
    return false
  }
}
