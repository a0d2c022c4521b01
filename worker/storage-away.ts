/** What D1 and the platform say when the fault is theirs: unreachable, overloaded, out of space. */
const AWAY = /D1_ERROR|cloudflare-internal:d1-api|internal error; reference|SQLITE_(FULL|IOERR|BUSY)|Network connection lost/
/** What D1 says of a statement that is wrong or breaks a rule: that fault is ours, and must be seen as one. */
const OURS = /SQLITE_(CONSTRAINT|ERROR|MISMATCH|RANGE)|constraint failed|no such (table|column)|syntax error|datatype mismatch/

/** Whether this is the database being away (faults F5 and F8) and not a mistake of this code. */
export function isStorageAway(error: unknown): boolean {
  const told: string[] = []
  for (let one = error; one instanceof Error && told.length < 10; one = one.cause) told.push(one.message, one.stack ?? '')
  const text = told.join('\n')
  return AWAY.test(text) && !OURS.test(text)
}
