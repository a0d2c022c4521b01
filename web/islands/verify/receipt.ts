import {
  isInLog,
  keysOfLog,
  otherNames,
  readReceipt,
  signedByLog,
  type VoterReceipt,
} from '../../../worker/rules/recount/receipt.ts'
import type { Report } from '../../../worker/rules/recount/recount.ts'
import { toBase64 } from '../../../worker/rules/tlog/base64.ts'
import { type NoteKey, readKey } from '../../../worker/rules/tlog/note.ts'
import { bucketText, RECEIPT, RECEIPT_FACTS, STANDING } from '../../text/verify.ts'
import { make, marked } from './show.ts'

type Counted = Extract<Report, { verdict: 'ok' | 'fail' }>

/** The keys that were typed or came with the link, and those that the bundle which was counted before has for this log. */
function keysFor(report: Report | null, origin: string): readonly NoteKey[] {
  const typed = marked<HTMLTextAreaElement>('keys').value.split(/\s+/).map(readKey)
  return [...typed.filter((key): key is NoteKey => key !== null), ...(report ? keysOfLog(report, origin) : [])]
}

/** Shows what a receipt says and whether it holds, also against the bundle that was counted before, if one was. */
export function showReceipt(source: string, report: Report | null): void {
  const result = marked('receipt-result')
  const receipt = readReceipt(source)
  if (receipt === null || receipt === 'broken')
    result.replaceChildren(make('p', 'verdict fail', receipt === null ? RECEIPT.none : RECEIPT.broken))
  else result.replaceChildren(...shown(receipt, report))
  result.focus()
}

function shown(receipt: VoterReceipt, report: Report | null): readonly HTMLElement[] {
  const signed = signedByLog(receipt, keysFor(report, receipt.origin))
  const place = report && report.verdict !== 'unusable' ? placeIn(receipt, report) : null
  const look = signed === 'no' || place?.there === false ? 'fail' : signed === 'yes' ? 'ok' : ''
  const said = signed === 'yes' ? RECEIPT.signed : signed === 'no' ? RECEIPT.unsigned : RECEIPT.unknown
  return [
    make(
      'div',
      `verdict ${look}`,
      make('h3', '', signed === 'no' ? RECEIPT.unsigned : RECEIPT[receipt.kind]),
      ...(signed === 'no' ? [] : [make('p', 'small', said)]),
      ...(place ? [make('p', 'small', place.there ? RECEIPT.inBundle : RECEIPT.notInBundle)] : []),
      make('p', 'small', RECEIPT.noChoice),
    ),
    make('dl', 'facts', ...factsOf(receipt, place?.status ?? null)),
  ]
}

/** Shown sign by sign, to be compared. */
const LONG: ReadonlySet<string> = new Set([RECEIPT_FACTS.log, RECEIPT_FACTS.root])

interface Place {
  readonly there: boolean
  readonly status: string | null
}

/** Null when the bundle is of another campaign. */
function placeIn(receipt: VoterReceipt, { bundle, logs }: Counted): Place | null {
  const shard = bundle.logs.findIndex(({ key }) => readKey(key)?.name === receipt.origin)
  const log = logs[shard]
  if (!log) return null
  const there = isInLog(receipt, log)
  return { there, status: there ? STANDING[log.book.standings.of(receipt.index)] : null }
}

function factsOf(receipt: VoterReceipt, status: string | null): readonly HTMLElement[] {
  const { origin, index, head, ballot } = receipt
  const facts: readonly (readonly [string, string | null])[] = [
    [RECEIPT_FACTS.log, origin],
    [RECEIPT_FACTS.index, String(index)],
    [RECEIPT_FACTS.time, ballot && bucketText(ballot.q)],
    [RECEIPT_FACTS.standing, status],
    [RECEIPT_FACTS.head, head && `${head.size} 条`],
    [RECEIPT_FACTS.root, head && toBase64(head.root)],
    [RECEIPT_FACTS.witnesses, otherNames(receipt).join('、') || null],
  ]
  return facts.flatMap(([name, value]) =>
    value === null ? [] : [make('dt', '', name), make('dd', LONG.has(name) ? 'print' : '', value)],
  )
}
