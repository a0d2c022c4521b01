import { expect, test } from 'vitest'
import { isStorageAway } from '../../worker/storage-away.ts'

const failed = (cause: string) => new Error('Failed query: insert into "staff" …', { cause: new Error(cause) })

test('F5: a database that is full or away is told from a statement that is wrong', () => {
  const away = ['D1_ERROR: the database is down', 'internal error; reference = jg784q2a', 'D1_ERROR: disk is full: SQLITE_FULL']
  const ours = ['D1_ERROR: UNIQUE constraint failed: staff.login: SQLITE_CONSTRAINT', 'D1_ERROR: no such column: x: SQLITE_ERROR']
  expect([...away, ...ours].map(cause => isStorageAway(failed(cause)))).toEqual([true, true, true, false, false])
  expect([isStorageAway(new Error('x is not a function')), isStorageAway('text'), isStorageAway(null)]).toEqual([
    false,
    false,
    false,
  ])
})
