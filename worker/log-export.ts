import { everyLine } from '../db/audit-chain.ts'
import { matchingLines } from '../db/audit-log.ts'
import type { Db } from '../db/open.ts'
import { sayEvent, sayWho } from '../web/text/audit.ts'
import { clock } from '../web/text/dates.ts'
import { CHAIN_START, linkText } from './rules/audit-chain.ts'
import type { LogFilter } from './rules/audit-filter.ts'
import { csvText } from './rules/csv.ts'
import { dayOf, type Instant } from './rules/time.ts'

/** The lines that match as a table for people, oldest first. */
export async function* logCsv(db: Db, filter: LogFilter): AsyncGenerator<string> {
  yield csvText([['序号', '日期', '时间', '人员', '活动', '事项', '校验值']])
  for await (const lines of matchingLines(db, filter)) {
    const rows = lines.map(line => {
      const { seq, at, campaign, event, hash } = line
      return [seq, dayOf(at), clock(at), sayWho(line), campaign ?? '', sayEvent(event), hash]
    })
    // The mark at its beginning stands before the first line only.
    yield csvText(rows).slice(1)
  }
}

/**
 * The whole log, one JSON object a line with its hash: without `hash`, a line is the text that was hashed, so anybody can
 * do the sum again (`npm run campaign -- check-log`).
 */
export async function* logLines(db: Db): AsyncGenerator<string> {
  let previous = CHAIN_START
  for await (const lines of everyLine(db)) {
    let text = ''
    for (const line of lines) {
      text += `${linkText(previous, line).slice(0, -1)},"hash":"${line.hash}"}\n`
      previous = line.hash || CHAIN_START
    }
    yield text
  }
}

/** What a file of the log made now is called. */
export const logName = (at: Instant): string => `操作记录-${dayOf(at)}`

/** Sends what comes piece by piece, so that a log of years never stands in memory whole. */
export function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
  })
}
