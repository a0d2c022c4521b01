import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT, type Site, startSite } from '../../worker/host/runtime.ts'
import { newSettings } from '../../worker/host/settings.ts'
import { SNAPSHOT_ACCOUNT, STUB_ACCOUNTS } from '../../worker/host/wechat-stub.ts'
import { POINTS } from '../faults/planted/points.ts'

// What is deployed has no demo and no clock that can be moved: not switched off, but not there.

const OPERATOR_KEY = 'an operator key for tests, 32 or more'
const state = mkdtempSync(join(tmpdir(), 'mingping-production-'))
let site: Site

beforeAll(async () => {
  const vars = { SITE_KEY: 'a site key for tests of 32 signs or more', OPERATOR_KEY }
  site = await startSite({ state, host: '127.0.0.1', port: 0, build: 'worker', vars })
})
afterAll(async () => {
  await site.stop()
  rmSync(state, { recursive: true, force: true })
})

const strings = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder))
    .filter(name => name.endsWith('.ts'))
    .flatMap(name => [...readFileSync(join(ROOT, folder, name), 'utf8').matchAll(/'([^'\n]*[\u4e00-\u9fff]{4,}[^'\n]*)'/g)])
    .map(([, text = '']) => text)

test('no text of the demo and no demo account is in the build that is deployed', () => {
  const built = readFileSync(join(ROOT, 'dist/worker/index.js'), 'utf8')
  const demo = strings('db/demo').filter(text => text.length >= 8)
  expect(demo.length).toBeGreaterThan(100)
  expect(demo.filter(text => built.includes(text))).toEqual([])
  const { demo: settings } = newSettings(true)
  expect(settings?.accounts.filter(({ login, name }) => built.includes(name) || built.includes(`'${login}'`))).toEqual([])
})

test('nothing of the demo’s WeChat is in the build that is deployed, and its accounts cannot be', () => {
  const built = readFileSync(join(ROOT, 'dist/worker/index.js'), 'utf8')
  const stub = strings('worker/host').filter(text => /微信/.test(text))
  expect([...STUB_ACCOUNTS, SNAPSHOT_ACCOUNT, ...stub].filter(text => built.includes(text))).toEqual([])
  expect(stub.length).toBeGreaterThan(2)
})

test('no hook of a fault is in the build that is deployed: neither the points at which it could be killed nor the doors', async () => {
  const built = readFileSync(join(ROOT, 'dist/worker/index.js'), 'utf8')
  const names = [...POINTS, 'planted', 'planted-alarm', '/operator/planted'].flatMap(name => [`'${name}`, `"${name}`])
  expect(names.filter(name => built.includes(name))).toEqual([])
  const doors = ['planted/database/down', 'planted/alarms/gone/1', 'planted/point/first-row/1']
  const answers = await Promise.all(
    doors.map(door =>
      fetch(`${site.origin}/operator/${door}`, { method: 'POST', headers: { authorization: `Bearer ${OPERATOR_KEY}` } }),
    ),
  )
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
})

test('the build that is deployed has no address that waives a second factor, and takes no notice of a waiver', async () => {
  const operate = (path: string, body: object) =>
    fetch(`${site.origin}/operator/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const account = { login: 'waived', name: '免', role: 'organizer', unit: null, password: '三月的风吹过城墙 2026' }
  const made = await operate('staff', account)
  const refusals = [await operate('staff/waive/waived', {}), await operate('staff', { ...account, login: 'other', waived: true })]
  expect([made.status, ...refusals.map(({ status }) => status)]).toEqual([200, 404, 400])
  const db = await site.runtime.getD1Database('DB')
  await db.prepare('update staff set factor_waived = 1').run()
  const answer = await fetch(`${site.origin}/staff/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: site.origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ login: account.login, password: account.password }),
  })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/staff/sign-in/enrol'])
})

test('the clock of the build that is deployed cannot be moved, not even by the operator', async () => {
  const moved = await fetch(`${site.origin}/operator/clock/86400000`, {
    method: 'POST',
    headers: { authorization: `Bearer ${OPERATOR_KEY}` },
  })
  expect(moved.status).toBe(404)
  const { now } = (await (await fetch(`${site.origin}/api/time`)).json()) as { now: number }
  expect(Math.abs(now - Date.now())).toBeLessThan(60_000)
})
