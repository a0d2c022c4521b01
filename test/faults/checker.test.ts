import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { check, type Findings, HISTORY, type Remains } from './checker.ts'
import { runFault, type Verdict } from './harness.ts'
import type { Attempt } from './history.ts'
import type { Published } from './poll.ts'
import { violationsIn } from './violations.ts'

// Who checks the checker: what a true run left behind is spoiled in every way, and each must be found out, by its name.

const root = mkdtempSync(join(tmpdir(), 'mingping-checker-'))
const kept = join(root, 'kept')
let verdict: Verdict
let published: Published

beforeAll(async () => {
  verdict = await runFault({ kills: 4, acks: 800, shards: 1, seed: 20_261_121, keep: kept })
  published = recount()
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

/** The true figures, counted here a third time, straight from the file. */
function recount(): Published {
  const votes: Record<string, number> = {}
  const box = openBox(kept)
  const rows = box.prepare('select choices from ballot').all() as { choices: string }[]
  box.close()
  for (const { choices } of rows) for (const number of JSON.parse(choices) as number[]) votes[number] = (votes[number] ?? 0) + 1
  return { ballots: rows.length, votes }
}

function openBox(folder: string): DatabaseSync {
  const boxes = join(folder, 'state/do/mingping-BallotBox')
  const name = readdirSync(boxes).find(one => one.endsWith('.sqlite') && one !== 'metadata.sqlite')
  return new DatabaseSync(join(boxes, name ?? ''))
}

interface Spoiled {
  /** Statements that change the box behind the site's back. */
  readonly box?: readonly string[]
  readonly history?: (attempts: Attempt[]) => Attempt[]
  /** What else is told than the truth. */
  readonly remains?: (told: Published) => Partial<Remains>
}

async function findingsOf({ box = [], history, remains }: Spoiled): Promise<Findings> {
  const folder = mkdtempSync(join(root, 'spoiled-'))
  cpSync(kept, folder, { recursive: true })
  if (box.length > 0) {
    const file = openBox(folder)
    for (const statement of box) file.exec(statement)
    file.close()
  }
  if (history) {
    const path = join(folder, HISTORY)
    const attempts = readFileSync(path, 'utf8').trimEnd().split('\n')
    const changed = history(attempts.map(line => JSON.parse(line) as Attempt))
    writeFileSync(path, changed.map(attempt => `${JSON.stringify(attempt)}\n`).join(''))
  }
  return check({ folder, published, faults: [], ...remains?.(published) })
}

const answered = ({ outcome }: Attempt, status: number): boolean => 'status' in outcome && outcome.status === status
const first = (attempts: readonly Attempt[], status: number): Attempt =>
  attempts.find(attempt => answered(attempt, status)) as Attempt

test('an honest run passes, has traffic of every kind, and gives the same findings when it is read again', async () => {
  const { violations, ...again } = await findingsOf({})
  expect(violationsIn(violations)).toEqual([])
  expect(verdict).toMatchObject({ passed: true, ...again })
  const { repeats200, conflicts409, tampered422, ambiguous } = verdict
  expect([repeats200, conflicts409, tampered422, ambiguous].every(count => count > 0)).toBe(true)
})

const LAST = '(select max(seq) from ballot)'
const SOME = '(select seq from ballot order by seq limit 1 offset 100)'

const WAYS: Readonly<Record<string, Spoiled & { readonly found: readonly string[]; readonly tally: boolean }>> = {
  'a recorded ballot that vanishes is lost, and leaves a gap': {
    box: [`delete from ballot where seq = ${SOME}`],
    found: ['lost', 'gaps'],
    tally: false,
  },
  'a ballot that vanishes from the end is lost without a gap': {
    box: [`delete from ballot where seq = ${LAST}`],
    found: ['lost'],
    tally: false,
  },
  'a ballot that is given to somebody else is nobody’s, and its receipt is worth nothing': {
    box: [`update ballot set dk = randomblob(16) where seq = ${SOME}`],
    found: ['lost', 'invented', 'altered'],
    tally: true,
  },
  'a ballot that nobody sent is invented': {
    box: [
      `insert into ballot select seq + 1, randomblob(16), 'made-up', at, choices, level, unit, status, reason, checked, nonce, leaf, class, signals, voter, settled from ballot where seq = ${LAST}`,
    ],
    found: ['invented', 'altered'],
    tally: false,
  },
  'choices that were changed afterwards do not hash to their leaf, and nobody sent them': {
    box: [`update ballot set choices = '[1,2,3,13,14]' where seq = ${SOME}`],
    found: ['lost', 'invented', 'altered'],
    tally: false,
  },
  'one figure of the tally that is off by one is found': {
    remains: ({ ballots, votes }) => ({ published: { votes, ballots: ballots + 1 } }),
    found: [],
    tally: false,
  },
  'a fault in the log of the site is a violation': {
    remains: () => ({ faults: ['{"event":"fault"}'] }),
    found: ['faults'],
    tally: true,
  },
  'a request that got two receipts contradicts itself': {
    history: attempts => {
      const attempt = first(attempts, 200)
      const other = attempts.find(one => answered(one, 200) && one.key !== attempt.key) as Attempt
      return [...attempts, { ...attempt, attempt: 2, outcome: other.outcome }]
    },
    found: ['contradicted'],
    tally: true,
  },
  'a refused second ballot that was recorded all the same took effect': {
    history: attempts => {
      const attempt = first(attempts, 200)
      const refusal = first(attempts, 409).outcome
      return attempts.map(one => (one.key === attempt.key ? { ...one, outcome: { ...refusal, ...receiptOf(attempt) } } : one))
    },
    found: ['effective'],
    tally: true,
  },
  'a request that was never answered is unsettled': {
    history: attempts => {
      const { key } = first(attempts, 200)
      return attempts.map(one => (one.key === key ? { ...one, outcome: { broken: 'ECONNRESET' } } : one))
    },
    found: ['unsettled'],
    tally: true,
  },
  'an answer that this traffic must not get is unexpected': {
    history: attempts => {
      const { key } = first(attempts, 409)
      return attempts.map(one => (one.key === key ? { ...one, outcome: { status: 404, code: 'not-found' } } : one))
    },
    found: ['unexpected'],
    tally: true,
  },
  'a receipt that names another place is as good as a lost ballot': {
    history: attempts => {
      const attempt = first(attempts, 200)
      const outcome = { ...attempt.outcome, receipt: '0000-0000-0000-0000' }
      return attempts.map(one => (one.key === attempt.key && answered(one, 200) ? { ...one, outcome } : one))
    },
    found: ['lost'],
    tally: true,
  },
}

const receiptOf = ({ outcome }: Attempt) => ('receipt' in outcome && outcome.receipt ? { receipt: outcome.receipt } : {})

for (const [sentence, { found, tally, ...spoiled }] of Object.entries(WAYS))
  test(sentence, async () => {
    const { violations, tallyEqualsRecount } = await findingsOf(spoiled)
    expect({ found: violationsIn(violations), tally: tallyEqualsRecount }).toEqual({ found, tally })
  })
