import { type Control, inFile, swap } from './control.ts'

const config = inFile('rules', 'test/config.test.ts')
const crawl = inFile('worker', 'test/worker/crawl.test.ts')
const edge = inFile('worker', 'test/worker/edge.test.ts')
const enrol = inFile('worker', 'test/worker/enrol.test.ts')
const staff = inFile('worker', 'test/worker/staff.test.ts')
const stepUp = inFile('worker', 'test/worker/step-up.test.ts')

/** Staff are who they say, for as long as they say so, and nobody finds out by trying. */
export const SIGN_IN: readonly Control[] = [
  {
    threat: 'T26',
    name: 'rest',
    says: 'an account never rests',
    edits: [
      swap(
        'db/attempts.ts',
        'setWhere: sql`${signInFailures.failures} < ${tries} or',
        'setWhere: sql`${signInFailures.failures} < ${tries * 1000} or',
      ),
    ],
    seenBy: [
      enrol('T26: eight wrong codes rest the account, however often the right password is typed between them'),
      enrol('T26: forty wrong codes at the same moment are judged eight times, not forty'),
    ],
  },
  {
    threat: 'T26',
    name: 'give-back',
    says: 'a right password clears the wrong codes before it',
    edits: [swap('db/attempts.ts', 'sql`max(0, ${signInFailures.failures} - 1)`', 'sql`0 * ${signInFailures.failures}`')],
    seenBy: [enrol('T26: eight wrong codes rest the account, however often the right password is typed between them')],
  },
  {
    threat: 'ASVS 6.5',
    name: 'code-once',
    says: 'a code of the app opens as often as it is typed',
    edits: [
      swap(
        'worker/actions/prove.ts',
        '(await useTotpStep(db, id, step)).length > 0',
        '(await useTotpStep(db, id, step)).length >= 0',
      ),
    ],
    seenBy: [enrol('each code of the app opens once, also for two who come together, and an older one not at all')],
  },
  {
    threat: 'ASVS 6.3',
    name: 'waiver',
    says: 'a waiver that came with a copied database counts in production',
    edits: [
      swap('worker/actions/sign-in.ts', 'if (account.factorWaived && deps.waivers) return', 'if (account.factorWaived) return'),
    ],
    seenBy: [enrol('a waiver counts in the local build alone: the same account leads to a second factor in production')],
  },
  {
    threat: 'ASVS 6.3',
    name: 'unknown-login',
    says: 'an account that is not there is answered otherwise than a wrong password',
    edits: [
      swap(
        'worker/actions/sign-in.ts',
        '  if (!(await passwordMatches(password, account?.passwordHash ?? null)) || !account)',
        "  if (!account) return refuse({ code: 'proof-refused' })\n  if (!(await passwordMatches(password, account?.passwordHash ?? null)) || !account)",
      ),
    ],
    seenBy: [staff('a wrong password and an unknown account get the same answer, and no session')],
  },
  {
    threat: 'ASVS 7.2',
    name: 'new-session',
    says: 'signing in leaves the session that was there before',
    edits: [swap('worker/actions/sign-in.ts', 'const ended = earlier === undefined ? []', 'const ended = earlier !== null ? []')],
    seenBy: [staff('signing in begins a new session whatever cookie was there, and ends the one that this browser had')],
  },
  {
    threat: 'ASVS 7.3',
    name: 'idle',
    says: 'a session lives however long nobody uses it',
    edits: [
      swap(
        'db/staff-sessions.ts',
        'gt(staffSessions.seenAt, (now - idle) as Instant)',
        'gt(staffSessions.seenAt, (now - idle * 1000) as Instant)',
      ),
    ],
    seenBy: [staff('a session ends after half an hour without a sign of life, after twelve hours, and when its holder leaves')],
  },
  {
    threat: 'ASVS 7.4',
    name: 'disabled',
    says: 'an account that was disabled stays in until its session ends',
    edits: [swap('db/staff-sessions.ts', 'living({ now, idle }), isNull(staff.disabledAt))', 'living({ now, idle }))')],
    seenBy: [staff('a disabled account is out at once, in the middle of its session')],
  },
  {
    threat: 'ASVS 7.4',
    name: 'sign-out',
    says: 'signing out leaves the session to whoever has its cookie',
    edits: [
      swap(
        'worker/actions/sign-in.ts',
        '    deleteSession(deps.db, tokenHash(token)),\n    auditLine(deps.db, staff, ',
        '    deleteSession(deps.db, tokenHash(`${token}x`)),\n    auditLine(deps.db, staff, ',
      ),
    ],
    seenBy: [staff('a session ends after half an hour without a sign of life, after twelve hours, and when its holder leaves')],
  },
  {
    threat: 'ASVS 7.5',
    name: 'step-up',
    says: 'nothing asks again who is there',
    edits: [
      swap(
        'worker/rules/roles.ts',
        'STEP_UP.includes(verb) && now - provedAt >= PROOF_LIFE',
        'STEP_UP.includes(verb) && now - provedAt >= PROOF_LIFE * 1000',
      ),
    ],
    seenBy: [stepUp('every verb that is marked asks again after ten minutes, and no other does')],
  },
  {
    threat: 'ASVS 3.3',
    name: 'cookie-script',
    says: 'scripts can read the cookies',
    edits: [
      swap('worker/session.ts', "path: '/', httpOnly: true", "path: '/', httpOnly: false"),
      swap('worker/staff-cookies.ts', "path: '/', httpOnly: true", "path: '/', httpOnly: false"),
    ],
    seenBy: [
      crawl('every cookie of every address is host-only, secure, out of reach of scripts, lax and for the whole site (ASVS 3.3)'),
      staff('who signs in gets a session cookie that scripts cannot read, and the console'),
    ],
  },
  {
    threat: 'ASVS 3.3',
    name: 'cookie-site',
    says: 'cookies travel with what other sites send',
    edits: [
      swap('worker/session.ts', "sameSite: 'Lax'", "sameSite: 'None'"),
      swap('worker/staff-cookies.ts', "sameSite: 'Lax'", "sameSite: 'None'"),
    ],
    seenBy: [edge('cookies are host-only, secure, out of reach of scripts, and lax')],
  },
  {
    threat: 'ASVS 9.2',
    name: 'token-purpose',
    says: 'a token made for one thing is one for every other',
    edits: [
      swap(
        'worker/tokens.ts',
        "hkdfSync('sha256', siteKey, 'mingping/v1', purpose, 32)",
        "hkdfSync('sha256', siteKey, 'mingping/v1', purpose && '', 32)",
      ),
    ],
    seenBy: [config('a token made for one purpose, by one site, unaltered, is the only one that opens')],
  },
]
