import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { campaign } from '../../worker/host/campaign.ts'
import { CHAIN_START, type LinkedFacts, linkHash, linkText } from '../../worker/rules/audit-chain.ts'
import { instant } from '../../worker/rules/time.ts'

let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'mingping-log-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** A log as the console exports it. */
function aLog(lines: number): string[] {
  let previous = CHAIN_START
  return Array.from({ length: lines }, (_, i) => {
    const facts: LinkedFacts = {
      seq: i + 1,
      at: instant(i),
      actor: 'operator',
      role: 'operator',
      kind: 'signed-in',
      detail: { i },
    }
    const text = linkText(previous, facts)
    previous = linkHash(previous, facts)
    return `${text.slice(0, -1)},"hash":"${previous}"}`
  })
}

async function check(lines: readonly string[]) {
  writeFileSync(join(home, 'log.jsonl'), `${lines.join('\n')}\n`)
  const said: string[] = []
  const tell = (line: string) => void said.push(line)
  return [await campaign(['check-log', 'log.jsonl'], { env: {}, folder: home, say: tell, note: tell }), said] as const
}

test('an exported log is checked without the site: whole, or which line is wrong', async () => {
  const log = aLog(5)
  const last = /"hash":"([0-9a-f]{64})"/.exec(log[4] as string)?.[1]
  expect(await check(log)).toEqual([0, ['记录完整：5 条', `第 5 条的校验值 ${last}`]])
  const edited = log.map((line, i) => (i === 2 ? line.replace('"i":2', '"i":9') : line))
  expect(await check(edited)).toEqual([
    1,
    ['第 3 条与校验值不符：这一条写入之后被改动过，或者是后来插进去的。', '现有 5 条，核对出 1 处问题'],
  ])
  expect(await check(log.filter((_, i) => i !== 1))).toEqual([
    1,
    ['第 1 条之后缺少 1 条，被删除了。', '现有 4 条，核对出 1 处问题'],
  ])
  expect((await check(['序号,日期']))[0]).toBe(1)
})
