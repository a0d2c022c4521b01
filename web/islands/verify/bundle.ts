import { inflateSync } from 'fflate'
import type { Profile } from '../../../worker/rules/recount/bundle-file.ts'
import type { Step } from '../../../worker/rules/recount/flaw.ts'
import type { Walked } from '../../../worker/rules/recount/log-walk.ts'
import { type Report, recount } from '../../../worker/rules/recount/recount.ts'
import { openZip } from '../../../worker/rules/recount/zip-files.ts'
import { toBase64 } from '../../../worker/rules/tlog/base64.ts'
import { treeRoot } from '../../../worker/rules/tlog/merkle.ts'
import { RESULT_WORDS, sayStep, stepTitle, UNUSABLE } from '../../text/recount.ts'
import {
  BUNDLE_FACTS,
  ballotsText,
  bookText,
  entryText,
  FAIL_MEANS,
  FAILED,
  PASS_MEANS,
  PASSED,
  progressText,
  unpackText,
} from '../../text/verify.ts'
import { bytesOf, drawn, inPieces, make, marked } from './show.ts'

/** Null when it does not unpack to exactly so many bytes. */
function unpack(packed: Uint8Array, size: number): Uint8Array | null {
  try {
    return inflateSync(packed, { out: new Uint8Array(size) })
  } catch {
    return null
  }
}

/** Counts a chosen bundle again and shows how it ended. */
export async function verifyFile(file: Blob): Promise<Report> {
  const [bar, said, result] = [marked<HTMLProgressElement>('bar'), marked('progress'), marked('result')]
  result.replaceChildren()
  bar.hidden = false
  bar.removeAttribute('value')
  said.textContent = unpackText(0)
  await drawn()
  const files = await inPieces(openZip(await bytesOf(file), unpack), done => {
    said.textContent = unpackText(done)
  })
  const report: Report = files
    ? await inPieces(recount(files), ({ done, size }) => {
        bar.max = size
        bar.value = done
        said.textContent = progressText(done, size)
      })
    : { verdict: 'unusable' }
  bar.hidden = true
  said.textContent = ''
  result.append(...shown(report))
  result.focus()
  return report
}

function shown(report: Report): readonly HTMLElement[] {
  if (report.verdict === 'unusable') return [make('p', 'verdict fail', UNUSABLE)]
  const passed = report.verdict === 'ok'
  const { title, profile } = report.bundle
  return [
    make(
      'div',
      `verdict ${report.verdict}`,
      make('h3', '', passed ? PASSED : FAILED),
      make('p', '', title),
      make('p', 'small', report.ballots ? ballotsText(report.ballots, profile) : ''),
      make('p', 'small', passed ? PASS_MEANS[profile] : FAIL_MEANS),
    ),
    make('ol', 'checks', ...report.steps.map(step => line(step, profile))),
    ...report.logs.filter(({ treed }) => treed).map(bookOf),
  ]
}

/** 'skip' is the way past the menus. */
const LOOKS = { ok: 'ok', fail: 'fail', skip: 'left-out' } as const

function line(step: Step, profile: Profile): HTMLElement {
  const said = sayStep(step)
  const words = make(
    'span',
    'grow',
    make('span', '', stepTitle(step.step, profile)),
    ...(said ? [make('span', 'why small', said)] : []),
  )
  return make(
    'li',
    LOOKS[step.result],
    make('b', 'small', step.step),
    words,
    make('span', 'mark small', RESULT_WORDS[step.result]),
  )
}

/** Shown sign by sign, to be compared. */
const LONG: ReadonlySet<string> = new Set([BUNDLE_FACTS.root, BUNDLE_FACTS.correction])

/** What can be held against the figures printed with the result. */
function bookOf({ files, book }: Walked): HTMLElement {
  const facts: readonly (readonly [string, string])[] = [
    [BUNDLE_FACTS.log, bookText(files.shard, files.size)],
    [BUNDLE_FACTS.root, toBase64(treeRoot(files.size, files.node))],
    ...book.notices.map(({ index, notice, hash }) => [BUNDLE_FACTS.correction, entryText(index, `${notice} ${hash}`)] as const),
    ...book.keys.map(({ index }) => [BUNDLE_FACTS.key, entryText(index)] as const),
  ]
  return make(
    'dl',
    'facts',
    ...facts.flatMap(([name, value]) => [make('dt', '', name), make('dd', LONG.has(name) ? 'print' : '', value)]),
  )
}
