import { randomInt, randomUUID } from 'node:crypto'
import { Browser, type Target } from './browser.ts'

/** Something tried at the door that must come to nothing. */
export interface Probe {
  readonly name: string
  readonly tries: number
  /** How often it worked. */
  readonly worked: number
}

const AGENT = 'python-requests/2.31.0'
const at = (i: number): string => `198.51.${100 + (i >> 8)}.${i & 255 || 1}`

/** Tries what a program would try first. The clock of the site must stand in the window of the poll. */
export async function probe(
  { open, coded, choices }: { open: Target; coded: Target; choices: readonly number[] },
  { wait, now }: { wait: (seconds: number) => Promise<void>; now: () => number },
): Promise<readonly Probe[]> {
  const browsers = Array.from({ length: 60 }, (_, i) => new Browser(open, { address: at(i), agent: AGENT }))
  for (const browser of browsers) {
    await browser.openBallot(null)
    await browser.getChallenge()
    await browser.solveCheaply(now())
  }
  const early = await tried('a ballot within three seconds of the first sight', browsers.slice(0, 20), b => b.cast(choices))
  await wait(10)
  const stolen = browsers[59]?.proof
  const none = await tried('a ballot without a proof', browsers.slice(0, 20), b => b.cast(choices, { proof: undefined }))
  const others = await tried('a ballot with the proof of another device', browsers.slice(0, 20), b =>
    b.cast(choices, { proof: stolen }),
  )
  const forged = await tried('a ballot with an answer that was guessed', browsers.slice(0, 20), b =>
    b.cast(choices, { proof: guessed(b) }),
  )
  // A9: what was taken once is answered, and not taken again.
  const voters = browsers.slice(20, 50)
  for (const voter of voters) await voter.cast(choices)
  const second = await tried('A9: a second ballot of the same device', voters, b => b.cast(choices, { key: randomUUID() }))
  const changed = await tried('A9: another ballot under the same key', voters, b => b.cast(choices.slice(0, 1).concat(-1)))
  return [early, none, others, forged, second, changed, await guessCodes(coded)]
}

async function tried(
  name: string,
  browsers: readonly Browser[],
  attempt: (browser: Browser) => Promise<{ readonly status: number }>,
): Promise<Probe> {
  let worked = 0
  for (const browser of browsers) if ((await attempt(browser)).status === 200) worked += 1
  return { name, tries: browsers.length, worked }
}

function guessed({ proof }: Browser): unknown {
  const held = proof as { challenge: unknown; solution: { counter: number } }
  return { ...held, solution: { counter: 1, derivedKey: '00'.repeat(32) } }
}

/** A8: codes made up, from many addresses. */
async function guessCodes(coded: Target): Promise<Probe> {
  const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  let worked = 0
  const tries = 400
  for (let i = 0; i < tries; i++) {
    const code = Array.from({ length: 16 }, () => signs[randomInt(32)]).join('')
    const answer = await new Browser(coded, { address: at(i % 100), agent: AGENT }).enterCode(code)
    if (answer.status === 303) worked += 1
  }
  return { name: 'A8: codes that were guessed', tries, worked }
}
