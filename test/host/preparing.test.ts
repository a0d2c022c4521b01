import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { ROOT, startSite } from '../../worker/host/runtime.ts'
import { freePort } from '../faults/runtime.ts'

// A new release over an old database: what it needs is still being made while the port is open already.

const home = mkdtempSync(join(tmpdir(), 'mingping-preparing-'))
const at = (...path: string[]): string => join(home, ...path)
const KEYS = { SITE_KEY: 'a site key for tests of 32 signs or more', OPERATOR_KEY: 'an operator key for tests, 32 or more' }
/** Takes a second or two, as the tables of a great site do. */
const SLOW = `create table slow (n integer);
insert into slow with recursive c(n) as (select 1 union all select n + 1 from c where n < 4000000) select n from c where n % 1000 = 0;
drop table slow;
`

afterAll(() => rmSync(home, { recursive: true, force: true }))

test('until the database has what a release needs everybody is told to wait, and nobody meets a fault', async () => {
  const names = readdirSync(join(ROOT, 'db/migrations'))
    .filter(name => name.endsWith('.sql'))
    .sort()
  const [old, slow] = [names.slice(0, 8), `${names[7]?.slice(0, 4)}z_slow.sql`]
  for (const name of old) cpSync(join(ROOT, 'db/migrations', name), at('old', name))
  cpSync(join(ROOT, 'db/migrations'), at('new'), { recursive: true })
  writeFileSync(at('new', slow), SLOW)
  const port = await freePort()
  const options = { state: at('state'), host: '127.0.0.1', port, build: 'worker', vars: KEYS } as const
  const before = await startSite({ ...options, migrations: at('old') })
  await before.stop()

  const asked: Promise<string>[] = []
  const ask = async (): Promise<string> => {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/c/none`)
      return `${answer.status} ${answer.headers.get('retry-after')} ${(await answer.text()).slice(0, 8)}`
    } catch {
      return 'refused'
    }
  }
  const starting = startSite({ ...options, migrations: at('new') })
  for (let done = false; !done; await pause(20)) {
    asked.push(ask())
    done = await Promise.race([starting.then(() => true), pause(0, false)])
  }
  const said = new Set(await Promise.all(asked))
  const now = await ask()
  await (await starting).stop()
  expect(now).toMatch(/^404 null/)
  said.delete('refused')
  said.delete(now)
  expect([...said]).toEqual(['503 3 站点正在准备数据'])
})
