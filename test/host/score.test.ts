import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ROOT } from '../../worker/host/runtime.ts'
import type { ScoreVerdict } from '../../worker/rules/score/line.ts'
import { score } from '../../worker/rules/score/score.ts'
import { SCORER } from '../../worker/rules/score/thresholds.ts'
import { aScript, people } from '../support/ballots.ts'

const folder = mkdtempSync(join(tmpdir(), 'score-'))
afterAll(() => rmSync(folder, { recursive: true }))

const run = (args: readonly string[], input = '') =>
  spawnSync(process.execPath, [join(ROOT, 'worker/host/score.ts'), ...args], { cwd: folder, input, encoding: 'utf8', env: {} })

const LINES = [...people(1, 900), ...aScript(1, 100)]
const TEXT = LINES.map(line => `${JSON.stringify(line)}\n`).join('')

test('npm run score writes the verdicts of the scorer in the order of the lines, twice the same bytes', () => {
  writeFileSync(join(folder, 'in.ndjson'), TEXT)
  const first = run(['--in', 'in.ndjson', '--out', 'out.ndjson'])
  expect([first.status, first.stdout, first.stderr]).toEqual([0, '', `评分程序 ${SCORER}，共 1000 张选票\n`])
  const written = readFileSync(join(folder, 'out.ndjson'), 'utf8')
  const verdicts = written
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as ScoreVerdict)
  expect(verdicts).toEqual(score(LINES))
  expect(verdicts.filter(({ status }) => status === 'held').length).toBeGreaterThan(90)
  const piped = run(['--in', '-', '--out', '-'], TEXT)
  expect([piped.status, piped.stdout]).toEqual([0, written])
})

test('one line that is none refuses the whole file, by its number, and nothing is written', () => {
  const bad = (line: string) => run(['--in', '-', '--out', 'none.ndjson'], `${JSON.stringify(LINES[0])}\n${line}\n`)
  const changed = (change: object) => JSON.stringify({ ...LINES[1], ...change })
  const said = [
    '{"id": ',
    '[]',
    changed({ at: 'noon' }),
    changed({ choices: null }),
    changed({ level: 'king' }),
    changed({ dwellMs: -1 }),
    changed({ voter: '' }),
  ].map(line => bad(line))
  expect(said.map(({ status }) => status)).toEqual([1, 1, 1, 1, 1, 1, 1])
  expect(said.map(({ stderr }) => stderr.trimEnd())).toEqual([
    '第 2 行：不是完整的 JSON',
    '第 2 行：应为一个 JSON 对象',
    '第 2 行：at 应为毫秒时间戳',
    '第 2 行：choices 应为编号的列表',
    '第 2 行：level 应为device、openid、code、roster 之一',
    '第 2 行：dwellMs 应为不小于 0 的数，或 null',
    '第 2 行：voter 应为非空字符串',
  ])
  expect(existsSync(join(folder, 'none.ndjson'))).toBe(false)
  expect(readdirSync(folder).filter(name => name.endsWith('.part'))).toEqual([])
})

test('without a file it says how it is used, and of a file that is not there it says so', () => {
  expect(run(['--in', 'in.ndjson']).status).toBe(2)
  expect(run(['--in', 'missing.ndjson', '--out', 'x']).status).toBe(1)
})
