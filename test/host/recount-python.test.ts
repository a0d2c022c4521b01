import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../worker/host/runtime.ts'
import { smallParts } from '../recount/bases.ts'
import { withEntry } from '../recount/corrupt-ballots.ts'
import { CORRUPTIONS, SLOW_CORRUPTIONS } from '../recount/corruptions.ts'
import { BASES, forged } from '../recount/forger.ts'
import type { Answer } from '../recount/gist.ts'
import { needPython } from '../recount/python.ts'
import { writeFolder, writeZip } from '../recount/write.ts'

// The verifier in Python as an auditor runs it. That it says what the other one says is the suite `recount`.

const FOLDER = join(ROOT, 'test/recount')
const home = mkdtempSync(join(tmpdir(), 'mingping-python-'))
beforeAll(needPython)
afterAll(() => rmSync(home, { recursive: true, force: true }))

function run(...args: readonly string[]) {
  const { status, stdout } = spawnSync('python3', [join(FOLDER, 'verify.py'), ...args], { cwd: home, encoding: 'utf8' })
  return { status, lines: stdout.trimEnd().split('\n') }
}

const forgedAt = (index: number) => forged(smallParts(), withEntry(index, { h: 'c0'.repeat(32) }), 'tiles')

test('it ends with 0 for a sound bundle, 1 for one that is not, 2 for what is none, and says which step and which entry', () => {
  writeFolder(join(home, 'sound'), BASES.small())
  const sound = run('sound')
  expect([sound.status, sound.lines.length, sound.lines.at(-1)]).toEqual([0, 15, '结论：每一步都成立。'])
  expect(sound.lines.map(line => line.slice(0, 8).trim().split(/ +/)[1])).toEqual([
    ...Array.from({ length: 9 }, () => '通过'),
    '不适用',
    ...Array.from({ length: 4 }, () => '通过'),
    undefined,
  ])
  const files = BASES.small()
  const entries = files.get('s0/tile/entries/000.p/21') as Uint8Array
  writeZip(join(home, 'wrong.zip'), files.set('s0/tile/entries/000.p/21', entries.with(-5, 0)))
  const wrong = run('wrong.zip')
  expect([wrong.status, wrong.lines[1]]).toEqual([1, 'V2  未通过  票箱 0 记录 20 第 20 条记录与它的哈希不符：记录或哈希被改动过'])
  writeFileSync(join(home, 'letter.txt'), 'dear')
  expect([run('letter.txt').status, run('nothing').status]).toEqual([2, 2])
  const { verdict, steps } = JSON.parse(run('wrong.zip', '--json').lines.join('')) as Answer
  expect([verdict, steps.length, steps[1]]).toEqual([
    'fail',
    14,
    { step: 'V2', result: 'fail', log: 0, index: 20, file: null, note: '第 20 条记录与它的哈希不符：记录或哈希被改动过' },
  ])
})

test('where only the root is wrong, the older heads that were signed tell between which entries', () => {
  const notes = [2, 6, 20].map(index => {
    writeZip(join(home, 'forged.zip'), forgedAt(index))
    return run('forged.zip').lines[3]?.split('；')[1]
  })
  expect(notes).toEqual(['第 0 到 4 条之间有改动', '第 5 到 12 条之间有改动', '第 13 到 20 条之间有改动'])
})

test('it stands on the standard library alone, and leaves nothing in its folder', () => {
  const files = readdirSync(FOLDER).filter(name => name.endsWith('.py'))
  const own = files.map(name => name.replace('.py', ''))
  const imported = files.flatMap(name =>
    [...readFileSync(join(FOLDER, name), 'utf8').matchAll(/^(?:import|from) (\w+)/gm)].map(([, module = '']) => module),
  )
  const foreign = [...new Set(imported)].filter(name => !own.includes(name)).sort()
  const known = `import sys; print(*[name for name in ${JSON.stringify(foreign)} if name not in sys.stdlib_module_names])`
  expect(spawnSync('python3', ['-c', known], { encoding: 'utf8' }).stdout.trim()).toBe('')
  expect(readdirSync(FOLDER).includes('__pycache__')).toBe(false)
})

test('there are more than four hundred corruptions, no two of one name, and together they reach every step', () => {
  const all = [...CORRUPTIONS, ...SLOW_CORRUPTIONS]
  expect([all.length > 400, new Set(all.map(({ name }) => name)).size]).toEqual([true, all.length])
  expect([...new Set(all.map(({ step }) => step))].sort()).toEqual(
    ['V1', 'V11', 'V12', 'V13', 'V14', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7', 'V8', 'V9', 'unusable'].sort(),
  )
})
