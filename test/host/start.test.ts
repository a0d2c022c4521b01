import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../worker/host/runtime.ts'
import { lockState } from '../../worker/host/state.ts'

// `npm start` as somebody at a terminal meets it: what it says when it works, and the one sentence when it does not.

const root = mkdtempSync(join(tmpdir(), 'mingping-start-'))
const blocker = createServer()
let takenPort: string

beforeAll(async () => {
  await new Promise<void>(resolve => blocker.listen(0, '127.0.0.1', resolve))
  const address = blocker.address()
  takenPort = String(typeof address === 'object' ? address?.port : '')
})
afterAll(() => {
  blocker.close()
  rmSync(root, { recursive: true, force: true })
})

interface Ended {
  readonly status: number | null
  readonly said: string
  readonly complained: string
}

const ENDING = '按 Ctrl+C 停止'

/** Runs the start script until it ends; `until` sends it the signal of Ctrl+C once it has said this. */
function start(args: readonly string[], until?: string): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, 'worker/host/start.ts'), '--host', '127.0.0.1', '--empty', ...args], {
    cwd: root,
  })
  let [said, complained] = ['', '']
  child.stdout.on('data', data => {
    said += data
    if (until && said.includes(until)) child.kill('SIGINT')
  })
  child.stderr.on('data', data => {
    complained += data
  })
  return new Promise(resolve => child.once('close', status => resolve({ status, said, complained })))
}

const state = (name: string, files: Readonly<Record<string, string>> = {}): string => {
  const folder = join(root, name)
  mkdirSync(folder, { recursive: true })
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content)
  return folder
}

test('an empty site starts, names its addresses, stops at Ctrl+C, and starts again with the keys it had', async () => {
  const folder = join(root, 'fresh')
  const first = await start(['--state', folder, '--port', '0'], ENDING)
  expect(first).toMatchObject({ status: 130, complained: '' })
  expect(first.said).toMatch(/公开网站 +http:\/\/localhost:\d+\//)
  expect(first.said).toContain('npm run campaign -- import')
  expect(first.said).not.toContain('演示')
  expect(first.said).toMatch(/还没有系统管理员[\s\S]*http:\/\/localhost:\d+\/staff\/sign-in\/join\/[A-Za-z0-9_-]{43}\n/)
  const keys = readFileSync(join(folder, 'site.json'), 'utf8')
  const again = await start(['--state', folder, '--port', '0'], ENDING)
  expect(again).toMatchObject({ status: 130, complained: '' })
  const { origin: _, ...kept } = JSON.parse(readFileSync(join(folder, 'site.json'), 'utf8'))
  expect(JSON.parse(keys)).toMatchObject(kept)
})

test('a port that is taken is one sentence that says what to do', async () => {
  const { status, complained } = await start(['--state', join(root, 'taken'), '--port', takenPort])
  expect({ status, complained }).toEqual({
    status: 1,
    complained: `端口 ${takenPort} 已被占用。请关掉占用它的程序，或用 --port 换一个端口。\n`,
  })
  // And at another port the same folder starts.
  expect(await start(['--state', join(root, 'taken'), '--port', '0'], ENDING)).toMatchObject({ status: 130, complained: '' })
})

test('a port that is none is one sentence', async () => {
  const { status, complained } = await start(['--port', '80a'])
  expect({ status, complained }).toEqual({ status: 1, complained: '端口应为 0 到 65535 的整数，现为“80a”。\n' })
})

test('an option that does not exist is answered with those that do', async () => {
  const { status, complained } = await start(['--prot', '80'])
  expect(status).toBe(1)
  expect(complained).toContain('没有看懂这些选项：')
  expect(complained).toContain('--port 端口')
  // A sentence, not the place in a program.
  expect(complained).not.toMatch(/^\s*at /m)
})

test('an empty site has no demo of WeChat: its voters would be made up', async () => {
  const { status, complained } = await start(['--state', join(root, 'no-demo'), '--port', '0', '--wechat'])
  expect({ status, complained }).toEqual({
    status: 1,
    complained: '--wechat 用的是演示“微信”，只能用于演示站点，不能与空站点一起用。\n',
  })
})

test('settings that cannot be read are one sentence, and are left as they are', async () => {
  const folder = state('torn', { 'site.json': '{"siteKey":' })
  const { status, complained } = await start(['--state', folder, '--port', '0'])
  expect({ status, complained }).toEqual({
    status: 1,
    complained: `数据文件夹 ${folder} 里的 site.json 已损坏，不能使用。可以用 --state 指定别的文件夹，或用 --reset 清空重来。\n`,
  })
  expect(readFileSync(join(folder, 'site.json'), 'utf8')).toBe('{"siteKey":')
})

const inUse = (folder: string): string =>
  `数据文件夹 ${folder} 正被另一个进程使用（正在运行的明评，或上次没有正常退出的 workerd）。请先结束它，或用 --state 指定别的文件夹。\n`

test('a folder that another site is using is one sentence, and --reset does not take it away', async () => {
  const folder = join(root, 'fresh')
  const unlock = lockState(folder)
  for (const args of [[], ['--reset']])
    expect(await start(['--state', folder, '--port', '0', ...args])).toMatchObject({ status: 1, complained: inUse(folder) })
  unlock()
})

test('a folder that a runtime still has open, whose own process was killed, is in use as well', async () => {
  const folder = join(root, 'fresh')
  const store = new DatabaseSync(join(folder, 'do/mingping-BallotBox/metadata.sqlite'))
  store.exec('select count(*) from sqlite_master')
  expect(await start(['--state', folder, '--port', '0'])).toMatchObject({ status: 1, complained: inUse(folder) })
  store.close()
})

test('a database that is none is one sentence', async () => {
  const folder = join(root, 'fresh')
  const store = 'd1/miniflare-D1DatabaseObject/metadata.sqlite'
  writeFileSync(join(folder, store), 'this is no database, and never was one')
  const { status, complained } = await start(['--state', folder, '--port', '0'])
  expect({ status, complained }).toEqual({
    status: 1,
    complained: `数据文件夹 ${folder} 里的数据库 ${store} 已损坏，不能使用。可以用 --state 指定别的文件夹，或用 --reset 清空重来。\n`,
  })
})

test('data without its keys is one sentence', async () => {
  const folder = state('keyless')
  mkdirSync(join(folder, 'do'))
  const { status, complained } = await start(['--state', folder, '--port', '0'])
  expect({ status, complained }).toEqual({
    status: 1,
    complained: `数据文件夹 ${folder} 里缺少 site.json，不能使用。可以用 --state 指定别的文件夹，或用 --reset 清空重来。\n`,
  })
})

test('--reset empties the folder of a site, and no other folder', async () => {
  const folder = state('letters', { 'letter.txt': 'dear' })
  const refused = await start(['--state', folder, '--reset', '--port', '0'])
  expect(refused).toMatchObject({
    status: 1,
    complained: `文件夹 ${folder} 里没有明评的数据，不会清空它。请检查 --state 写得对不对。\n`,
  })
  expect(readFileSync(join(folder, 'letter.txt'), 'utf8')).toBe('dear')
  const torn = join(root, 'torn')
  expect(await start(['--state', torn, '--reset', '--port', '0'], ENDING)).toMatchObject({ status: 130, complained: '' })
})
