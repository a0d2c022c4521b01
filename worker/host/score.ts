import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import type { ScoreVerdict } from '../rules/score/line.ts'
import { Scoring } from '../rules/score/score.ts'
import { SCORER } from '../rules/score/thresholds.ts'
import { LineError, readLine } from './score-line.ts'

/** `npm run score`: the scorer of the site on a file, so that anybody can judge it on ballots of his own. */

const HELP = `用法：npm run score -- --in 选票.ndjson --out 结论.ndjson
  每行一张选票，每行一个结论，次序相同；- 表示标准输入、标准输出。
  有一行读不懂就整个不写，并说明是第几行。`

/** Runs the scorer and answers its exit code: 0 done, 1 a line or a file is not as it should be, 2 not understood. */
export async function runScore(args: readonly string[], folder: string): Promise<0 | 1 | 2> {
  const call = callOf(args)
  if (call === null) {
    console.error(HELP)
    return 2
  }
  try {
    const scoring = await readAll(call.in === '-' ? process.stdin : createReadStream(resolve(folder, call.in)))
    await writeAll(scoring.verdicts(), call.out === '-' ? null : resolve(folder, call.out))
    console.error(`评分程序 ${SCORER}，共 ${scoring.size} 张选票`)
    return 0
  } catch (error) {
    if (!(error instanceof LineError) && (error as NodeJS.ErrnoException).code === undefined) throw error
    console.error((error as Error).message)
    return 1
  }
}

function callOf(args: readonly string[]): { readonly in: string; readonly out: string } | null {
  try {
    const { values } = parseArgs({ args: [...args], options: { in: { type: 'string' }, out: { type: 'string' } } })
    return values.in && values.out ? { in: values.in, out: values.out } : null
  } catch {
    return null
  }
}

async function readAll(input: Readable): Promise<Scoring> {
  const scoring = new Scoring()
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  // readline passes on no error of the stream it reads.
  const failed = new Promise<never>((_, reject) => input.once('error', reject))
  const read = async () => {
    let number = 0
    for await (const text of lines) {
      number += 1
      if (text.trim() !== '') scoring.add(readLine(number === 1 ? text.replace(/^\uFEFF/, '') : text, number))
    }
  }
  await Promise.race([read(), failed])
  return scoring
}

/** A file appears whole or not at all. */
async function writeAll(verdicts: Iterable<ScoreVerdict>, path: string | null): Promise<void> {
  const pieces = Readable.from(inPieces(verdicts))
  if (path === null) return pipeline(pieces, process.stdout as Writable, { end: false })
  const unfinished = `${path}.${process.pid}.part`
  try {
    await pipeline(pieces, createWriteStream(unfinished))
    renameSync(unfinished, path)
  } finally {
    rmSync(unfinished, { force: true })
  }
}

function* inPieces(verdicts: Iterable<ScoreVerdict>): Generator<string> {
  let piece = ''
  for (const verdict of verdicts) {
    piece += `${JSON.stringify(verdict)}\n`
    if (piece.length < 65_536) continue
    yield piece
    piece = ''
  }
  yield piece
}

if (process.argv[1] === import.meta.filename)
  // npm runs scripts in the project's folder and says here where the person stood.
  process.exitCode = await runScore(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd())
