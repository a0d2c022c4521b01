import { expect, test } from 'vitest'
import { importsOf, sourcesIn, textOf } from './support/sources.ts'

// T06: votes may be void; the nominee they name is not touched. There is no code path, so nobody can be framed into one.

const OURS = [...sourcesIn('worker'), ...sourcesIn('db'), ...sourcesIn('web')]

/** What judges ballots: the scorer, whatever runs it, and the desk of cases. */
const JUDGING = OURS.filter(
  path =>
    path.startsWith('worker/rules/score/') ||
    /(^|[/-])(examiner|case|cases|appeal|appeals|ballot-changes|standing)([.-]|$)/.test(path.slice(path.lastIndexOf('/') + 1)),
)

/** What writes nominees: withdraws, orders, edits, honours them. */
const WRITES_NOMINEES = ['worker/actions', 'db'].flatMap(folder =>
  sourcesIn(folder).filter(path => /nominee/.test(path.slice(path.lastIndexOf('/'))) && !path.startsWith('db/demo/')),
)

function reachable(start: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(start) || !OURS.includes(start)) return seen
  seen.add(start)
  for (const name of importsOf(start, { types: false })) reachable(name, seen)
  return seen
}

test('T06: the two sets of the next test are what is meant', () => {
  for (const path of [
    'worker/rules/score/judge.ts',
    'worker/rules/cases.ts',
    'worker/rules/case-sheet.ts',
    'worker/case-boxes.ts',
    'worker/actions/open-cases.ts',
    'worker/actions/decide-case.ts',
    'worker/actions/file-appeal.ts',
    'worker/objects/ballot-changes.ts',
    'db/cases.ts',
  ])
    expect([path, JUDGING.includes(path)]).toEqual([path, true])
  expect(WRITES_NOMINEES).toEqual(
    expect.arrayContaining(['worker/actions/withdraw-nominee.ts', 'worker/actions/edit-nominees.ts', 'db/nominee-edits.ts']),
  )
})

test('T06: nothing that judges ballots leads by any chain of imports to what withdraws, orders, edits or honours a nominee', () => {
  // The tables of the database and the read of a campaign name nominees and write none.
  const reads = ['db/nominees.ts', 'db/schema/nominees.ts', 'db/private/nominees.ts']
  for (const start of JUDGING.filter(path => !path.startsWith('worker/routes/'))) {
    const led = [...reachable(start)].filter(path => WRITES_NOMINEES.includes(path) && !reads.includes(path))
    expect([start, led]).toEqual([start, []])
  }
})

test('T06: nothing that judges ballots speaks of a withdrawal or an outcome, and none of its statements names the table of nominees', () => {
  for (const path of JUDGING) {
    const code = textOf(path)
      .split('\n')
      .filter(line => !/^\s*(\/\/|\*|\/\*)/.test(line))
      .join('\n')
    expect([
      path,
      /withdrawn|withdrawNominee|\boutcome\s*:|update\(nominees|delete\(nominees|update nominees/.test(code),
    ]).toEqual([path, false])
  }
})
