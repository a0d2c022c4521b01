import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { verifyEd25519 } from '../rules/tlog/ed25519.ts'
import { ED25519, formatNote, type NoteKey, readKey, readNote } from '../rules/tlog/note.ts'
import { judgeCheckpoint, readAddCheckpoint } from '../rules/tlog/witness.ts'
import { makeKeyFile, publicText, readKeyFile, type WitnessKey } from './witness-key.ts'
import { WitnessState } from './witness-state.ts'

/**
 * `npm run witness`: an auditor's machine signs heads of logs that continue what it signed before, and nothing else
 * (c2sp.org/tlog-witness). Whoever trusts it knows that nobody is shown another history.
 */

const HELP = `用法：npm run witness -- --new 名称 --key 密钥文件
        生成见证密钥，打印公钥；名称像 witness.example.cn/shenji，不含空格和加号
      npm run witness -- --key 密钥文件 --log 日志公钥 [--log …] --port 端口 --state 文件夹 [--host 地址]
        为这些日志作见证；文件夹里存着见证过的最新一页，请一直用同一个`

export interface WitnessOptions {
  readonly key: WitnessKey
  readonly logs: readonly NoteKey[]
  readonly state: WitnessState
  /** Seconds since 1970. */
  readonly now?: () => number
}

const MOST_BYTES = 64 * 1024

/** The witness as an HTTP server that does not listen yet. */
export function witnessServer(options: WitnessOptions): Server {
  return createServer((request, response) => {
    answer(options, request, response).catch(error => {
      console.error(error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
}

async function answer(options: WitnessOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body, type = 'text/plain; charset=utf-8' } = await said(options, request)
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

async function said(options: WitnessOptions, request: IncomingMessage): Promise<Said> {
  const path = new URL(request.url ?? '/', 'http://witness').pathname
  const head = /^\/([0-9a-f]{64})\/checkpoint$/.exec(path)?.[1]
  const note = head && request.method === 'GET' ? options.state.noteOf(head) : null
  if (note !== null) return { status: 200, body: note }
  if (path !== '/add-checkpoint') return { status: 404, body: '' }
  if (request.method !== 'POST') return { status: 405, body: '' }
  const body = await bodyOf(request)
  return body === null ? { status: 413, body: '' } : addCheckpoint(options, body)
}

interface Said {
  readonly status: number
  readonly body: string
  readonly type?: string
}

/** No step of this waits for anything: the look at the last head, the judgement and the new one on disk are one. */
function addCheckpoint({ key, logs, state, now = seconds }: WitnessOptions, body: string): Said {
  const request = readAddCheckpoint(body)
  if (!request) return { status: 400, body: '' }
  const judged = judgeCheckpoint(request, { logs, latestOf: origin => state.latestOf(origin), verify: verifyEd25519 })
  if (judged.status === 409) return { status: 409, body: `${judged.size}\n`, type: 'text/x.tlog.size' }
  if (judged.status !== 200) return { status: judged.status, body: '' }
  const line = key.cosign(judged.text, now())
  const { origin } = judged.checkpoint
  const own = readNote(request.note)?.signatures.filter(({ name }) => name === origin) ?? []
  state.keep(origin, formatNote({ text: judged.text, signatures: own }) + line)
  return { status: 200, body: line }
}

const seconds = (): number => Math.floor(Date.now() / 1000)

/** Null when it is longer than any request can be. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request) {
    length += (part as Buffer).length
    if (length > MOST_BYTES) return null
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts).toString('utf8')
}

const TEXT = { type: 'string' } as const
const OPTIONS = { key: TEXT, new: TEXT, port: TEXT, state: TEXT, host: TEXT, log: { ...TEXT, multiple: true } } as const

function run(args: readonly string[], folder: string): 0 | 1 | 2 {
  const { key, log = [], port, state, host = '127.0.0.1', new: name } = parseArgs({ args: [...args], options: OPTIONS }).values
  if (key && name && /^[^\s+]+$/u.test(name)) {
    console.log(publicText(makeKeyFile(resolve(folder, key), name)))
    return 0
  }
  if (!key || !state || !port || !/^\d{1,5}$/.test(port) || log.length === 0) return 2
  const own = readKeyFile(resolve(folder, key))
  const logs = log.map(readKey)
  if (!own || !logs.every((one): one is NoteKey => one?.kind === ED25519)) {
    console.error(own ? '--log 应为日志公钥，写法像 vote.example.cn/c/qinghe/s0+…+…' : `${key} 不是见证密钥`)
    return 1
  }
  const kept = new WitnessState(resolve(folder, state))
  const server = witnessServer({ key: own, logs, state: kept })
  server.listen(Number(port), host, () => console.log(`见证 ${publicText(own)} 在 http://${host}:${port}`))
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      server.close()
      kept.close()
    })
  return 0
}

if (process.argv[1] === import.meta.filename) {
  try {
    process.exitCode = run(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd())
    if (process.exitCode === 2) console.error(HELP)
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
