import { headWithRoot, rootIn } from '../../../worker/rules/recount/printed.ts'
import type { Report } from '../../../worker/rules/recount/recount.ts'
import { bookText, PRINTED, printedText } from '../../text/verify.ts'
import { marked } from './show.ts'

/** Says whether the root that was typed is one of the bundle's. */
export function comparePrinted(report: Report | null): void {
  const usable = report !== null && report.verdict !== 'unusable'
  marked('compare').hidden = !usable
  const typed = marked<HTMLInputElement>('printed').value
  const said = marked('compared')
  said.hidden = !usable || typed.trim() === ''
  if (!usable || said.hidden) return
  const root = rootIn(typed)
  const head = root && headWithRoot(report, root)
  said.className = head ? 'verdict ok' : 'verdict fail'
  if (!head) said.textContent = root ? PRINTED.differs : PRINTED.unreadable
  else {
    const final = report.bundle.logs[head.log]?.size === head.size
    said.textContent = printedText({ book: bookText(head.log, head.size), final })
  }
}
