import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { RESULT_WORDS, sayStep, stepTitle, UNUSABLE } from '../../web/text/recount.ts'
import { bookText, entryText } from '../../web/text/verify.ts'
import type { Files, Step } from '../rules/recount/flaw.ts'
import type { Walked } from '../rules/recount/log-walk.ts'
import { type Report, recount } from '../rules/recount/recount.ts'
import { toBase64 } from '../rules/tlog/base64.ts'
import { treeRoot } from '../rules/tlog/merkle.ts'
import { openBundle } from './bundle-files.ts'
import { fetchBundle, Unfetched } from './bundle-site.ts'

/** `npm run verify`: counts the bundle of a campaign again, on any machine and without asking the site anything. */

const HELP = `用法：npm run verify -- 核验包
  核验包是公布的 ZIP，或它解开后的文件夹；也可以是活动的网址，
  例如 https://vote.example.cn/c/qinghe，那时逐个下载公开的文件；
  点赞的网址是 https://vote.example.cn/c/qinghe/likes。
  --save 文件夹   下载时留一份
  --json   逐步写出 JSON
  结束代码：0 全部通过，1 有一步未通过，2 无法核对。`

/** Runs the verifier and answers its exit code: 0 nothing is wrong, 1 a step failed, 2 there is nothing that can be verified. */
export async function runVerify(args: readonly string[], folder: string): Promise<0 | 1 | 2> {
  const call = callOf(args)
  if (!call) {
    console.error(HELP)
    return 2
  }
  const report = await reportOn(call, folder)
  if (!report) return 2
  console.log(call.json ? JSON.stringify(asJson(report)) : asText(report))
  return report.verdict === 'ok' ? 0 : report.verdict === 'fail' ? 1 : 2
}

/** Null, with the reason said, when a site has nothing to give. */
async function reportOn({ bundle, save }: Call, folder: string): Promise<Report | null> {
  if (!/^https?:\/\//.test(bundle)) return verifyBundle(resolve(folder, bundle))
  const base = bundle.replace(/\/(?:proof|results)?$/, '')
  const tell = (done: number, all: number) => {
    if (done % 500 === 0 || done === all) console.error(`已下载 ${done}/${all}`)
  }
  try {
    return verifyFiles(await fetchBundle(base, save === undefined ? null : resolve(folder, save), tell))
  } catch (error) {
    if (!(error instanceof Unfetched)) throw error
    console.error(error.message)
    return null
  }
}

/** All steps over one bundle, whichever way it is packed. */
export function verifyBundle(path: string): Report {
  const files = openBundle(path)
  return files ? verifyFiles(files) : { verdict: 'unusable' }
}

function verifyFiles(files: Files): Report {
  const counting = recount(files)
  for (;;) {
    const step = counting.next()
    if (step.done) return step.value
  }
}

/** The shape that every verifier of such bundles writes, so that they can be compared. */
export function asJson(report: Report): object {
  if (report.verdict === 'unusable') return { verdict: report.verdict, note: UNUSABLE, steps: [] }
  return { verdict: report.verdict, steps: report.steps.map(step => ({ ...placeOf(step), note: sayStep(step) })) }
}

const placeOf = (step: Step) =>
  step.result === 'fail'
    ? { step: step.step, result: step.result, log: step.log, index: step.index, file: step.file }
    : { step: step.step, result: step.result, log: null, index: null, file: null }

function asText(report: Report): string {
  if (report.verdict === 'unusable') return UNUSABLE
  const { bundle, steps, ballots, logs } = report
  const size = bundle.logs.reduce((sum, log) => sum + log.size, 0)
  const lines = steps.map(step => {
    const said = sayStep(step)
    return `${step.step.padEnd(4)}${RESULT_WORDS[step.result]}  ${stepTitle(step.step, bundle.profile)}${said ? `\n      ${said}` : ''}`
  })
  const unit = bundle.profile === 'open' ? '次' : '张'
  const counted =
    ballots &&
    `收到 ${ballots.counted + ballots.held + ballots.void} ${unit}：计入 ${ballots.counted}，暂缓 ${ballots.held}，作废 ${ballots.void}。`
  return [
    `${bundle.title}（${bundle.logs.length} 册记录，${size} 条）`,
    ...lines,
    ...logs.flatMap(booksText),
    counted ?? '记录没有读全，张数不详。',
    report.verdict === 'ok' ? '全部通过。' : '有步骤未通过，见上。',
  ].join('\n')
}

/** What can be held against what was printed: the root of a log, and what was entered beside the votes. */
function booksText({ files, book, treed }: Walked): readonly string[] {
  if (!treed) return []
  return [
    `${bookText(files.shard, files.size)}，总指纹 ${toBase64(treeRoot(files.size, files.node))}`,
    ...book.notices.map(({ index, notice, hash }) => `  更正公告：${entryText(index, `${notice} ${hash}`)}`),
    ...book.keys.map(({ index }) => `  更换签名密钥：${entryText(index)}`),
  ]
}

interface Call {
  readonly bundle: string
  readonly json: boolean
  readonly save: string | undefined
}

function callOf(args: readonly string[]): Call | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, save: { type: 'string' } },
      allowPositionals: true,
    })
    const [bundle, ...more] = positionals
    return bundle && more.length === 0 ? { bundle, json: values.json ?? false, save: values.save } : null
  } catch {
    return null
  }
}

if (process.argv[1] === import.meta.filename)
  process.exitCode = await runVerify(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd())
