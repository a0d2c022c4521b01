import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DemoAccount } from '../../db/demo/load.ts'

/** What a site on this machine keeps beside its data: its keys, and what the commands must know. Never committed. */
export interface SiteSettings {
  readonly origin: string
  readonly siteKey: string
  readonly operatorKey: string
  readonly siteName: string
  readonly siteOwner: string
  readonly build: 'local' | 'worker'
  /** Null for a site without the demo; otherwise whether it has been loaded whole. */
  readonly demo: { readonly loaded: boolean; readonly accounts: readonly DemoAccount[] } | null
}

/** A sentence for the person at the terminal; nothing else is printed. */
export class Plainly extends Error {}

export const SETTINGS_FILE = 'site.json'

/** The settings in a state folder; null where there are none yet. Says plainly when the folder cannot be used. */
export function readSettings(state: string): SiteSettings | null {
  const path = join(state, SETTINGS_FILE)
  if (!existsSync(path)) return null
  try {
    const settings = JSON.parse(readFileSync(path, 'utf8')) as SiteSettings
    if (typeof settings.siteKey !== 'string' || typeof settings.operatorKey !== 'string') throw new Error('keys')
    return settings
  } catch {
    throw new Plainly(
      `数据文件夹 ${state} 里的 ${SETTINGS_FILE} 已损坏，不能使用。可以用 --state 指定别的文件夹，或用 --reset 清空重来。`,
    )
  }
}

export function writeSettings(state: string, settings: SiteSettings): void {
  mkdirSync(state, { recursive: true })
  const path = join(state, SETTINGS_FILE)
  writeFileSync(`${path}.new`, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

/** Settings of a new site. Keys and demo passwords are random, so no two sites share one. */
export function newSettings(demo: boolean): SiteSettings {
  const secret = () => randomBytes(32).toString('base64url')
  const password = () => `demo-${randomBytes(6).toString('hex')}`
  const accounts: DemoAccount[] = [
    { login: 'zuzhi', name: '演示组织者', role: 'organizer', password: password() },
    { login: 'pingshen', name: '演示评审', role: 'reviewer', password: password() },
    { login: 'shenji', name: '演示审计', role: 'auditor', password: password() },
    { login: 'guanli', name: '演示管理员', role: 'administrator', password: password() },
  ]
  return {
    origin: '',
    siteKey: secret(),
    operatorKey: secret(),
    siteName: '明评',
    siteOwner: demo ? '明评演示站（人物、单位均为虚构）' : '',
    build: demo ? 'local' : 'worker',
    demo: demo ? { loaded: false, accounts } : null,
  }
}
