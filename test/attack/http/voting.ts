import type { LabelledLine } from '../traffic.ts'
import { type Answer, Browser, type Target } from './browser.ts'
import { type AddressBook, refererOf, userAgentOf } from './disguise.ts'

/** How the way of one ballot to the site ended. */
export interface Ending {
  readonly entry: LabelledLine
  readonly target: Target
  readonly key: string
  /** Null when there is a receipt, else the code of the refusal that was the last word. */
  readonly refusal: string | null
  /** Requests beyond those that a ballot needs: it was asked to come back. */
  readonly putOff: number
  /** Hashes done for the challenge, where they were really done. */
  readonly hashes: number | null
}

/** Something one voter does, and when, in the time of the world. */
export interface Step {
  readonly at: number
  readonly do: () => Promise<readonly Step[]>
}

/** How often anybody comes back after being told to. */
const PATIENCE = { honest: 20, bought: 3 }

export interface Voting {
  readonly target: Target
  readonly book: AddressBook
  /** A code in the poll that asks for one. */
  readonly code: string | null
  /** Whether the work of the challenge is really done. */
  readonly works: boolean
  /** The time of the site for a moment of the world. */
  readonly siteTime: (at: number) => number
  /** Before, the page cannot be opened. */
  readonly opens: number
  readonly onEnd: (ending: Ending) => void
}

/** What the voter of this ballot does: opens the page, gets a challenge, sends the ballot, and comes back when told to. */
export function stepsOf(entry: LabelledLine, { target, book, code, works, siteTime, opens, onEnd }: Voting): readonly Step[] {
  const { line } = entry
  const browser = new Browser(target, { address: book.addressOf(line), agent: userAgentOf(line) })
  const patience = entry.regime === null ? PATIENCE.honest : PATIENCE.bought
  let putOff = 0
  let hashes: number | null = null
  const end = (refusal: string | null): readonly Step[] => {
    onEnd({ entry, target, key: browser.key, refusal, putOff, hashes })
    return []
  }
  /** Goes on, comes back, or gives up. */
  const after = (
    answer: Answer,
    { at, again, onward }: { at: number; again: () => Promise<readonly Step[]>; onward: () => readonly Step[] },
  ) => {
    if (answer.refusal === null) return onward()
    if (answer.retryAfter === 0 || putOff >= patience) return end(answer.refusal)
    putOff += 1
    return [{ at: at + answer.retryAfter * 1000 + 50, do: again }]
  }
  const opened = line.dwellMs === null ? null : Math.max(line.at - line.dwellMs, opens)
  const asked = Math.max(opened ?? 0, line.at - (line.challengeMs ?? 900))
  const askAt = (at: number) => async (): Promise<readonly Step[]> => {
    const answer = await browser.getChallenge()
    return after(answer, {
      at,
      again: askAt(at + answer.retryAfter * 1000 + 50),
      onward: () => [{ at: Math.max(at, line.at), do: castAt(Math.max(at, line.at)) }],
    })
  }
  const castAt = (at: number) => async (): Promise<readonly Step[]> => {
    if (browser.proof === null && works) hashes = browser.solve()
    else if (browser.proof === null) await browser.solveCheaply(siteTime(at))
    const answer = await browser.cast(line.choices)
    return after(answer, { at, again: castAt(at + answer.retryAfter * 1000 + 50), onward: () => end(null) })
  }
  const ask: Step = { at: asked, do: askAt(asked) }
  if (opened === null) return [ask]
  const open = async (): Promise<readonly Step[]> => {
    if (code !== null) {
      const entered = await browser.enterCode(code)
      if (entered.status !== 303) return end(entered.refusal ?? 'code')
    }
    for (let views = Math.max(1, Math.min(line.views ?? 1, 4)); views > 0; views--) await browser.openBallot(refererOf(line))
    return [ask]
  }
  return [{ at: opened, do: open }]
}
