import { type Control, inFile, swap } from './control.ts'

const config = inFile('rules', 'test/config.test.ts')
const cases = inFile('rules', 'test/rules/cases.test.ts')
const decision = inFile('rules', 'test/rules/decision.test.ts')
const casesOfWorker = inFile('worker', 'test/worker/cases.test.ts')
const decisionOfWorker = inFile('worker', 'test/worker/decision.test.ts')
const edge = inFile('worker', 'test/worker/edge.test.ts')
const matrix = inFile('worker', 'test/worker/matrix.test.ts')
const nominees = inFile('worker', 'test/worker/nominees.test.ts')
const notices = inFile('worker', 'test/worker/notices.test.ts')
const staff = inFile('worker', 'test/worker/staff.test.ts')

/** Who may do what: nothing for pages of other sites, only what the table of roles says, and what weighs most only by two. */
export const ROLES: readonly Control[] = [
  {
    threat: 'T21',
    name: 'own-request',
    says: 'a page of another site may change things here',
    edits: [
      swap(
        'worker/app.ts',
        '(await shed(c as AppContext)) ?? fromElsewhere(c as AppContext)',
        '(await shed(c as AppContext)) ?? (fromElsewhere(c as AppContext) && null)',
      ),
    ],
    seenBy: [edge('T21: no unsafe address listens to another site, in any of six disguises')],
  },
  {
    threat: 'T21',
    name: 'same-origin',
    says: 'a form of a site next door passes for ours',
    edits: [
      swap(
        'worker/origin.ts',
        "if (site !== null && site !== 'same-origin' && site !== 'none') return false",
        "if (site === 'cross-site') return false",
      ),
      swap(
        'worker/origin.ts',
        'return origin === originOf(request, config)',
        'return origin !== originOf(request, config) || true',
      ),
    ],
    seenBy: [
      edge('T21: no unsafe address listens to another site, in any of six disguises'),
      config('a request is our own when the browser says so, in either of its two ways, and never when it says neither'),
    ],
  },
  {
    threat: 'T22',
    name: 'role-table',
    says: 'whoever is signed in may do everything',
    edits: [swap('worker/staff-door.ts', 'if (!may(staff, verb)) throw', 'if (!may(staff, verb) && !staff) throw')],
    seenBy: [matrix('T22: every role reads at every address, in every phase, what the role table says and nothing else')],
  },
  {
    threat: 'T22',
    name: 'one-campaign-case',
    says: 'a case is found under every campaign',
    edits: [
      swap(
        'db/cases.ts',
        '.where(and(eq(cases.id, id), eq(cases.campaignId, campaign)))\n    .get()\n  if (!row) return null\n  const { campaign: whose',
        '.where(eq(cases.id, id))\n    .get()\n  if (!row || !campaign) return null\n  const { campaign: whose',
      ),
    ],
    seenBy: [matrix('T22: what belongs to one campaign has no address under another, for whoever may do it there')],
  },
  {
    threat: 'T23',
    name: 'strict-bodies',
    says: 'what the desk of nominees sends may hold fields that nobody asked for',
    edits: [
      swap(
        'worker/routes/nominee-shapes.ts',
        'export const RemoveBody = rowsOf(v.strictObject(',
        'export const RemoveBody = rowsOf(v.object(',
      ),
    ],
    seenBy: [nominees('T23: a field that nobody asked for is refused at every door, and nothing changes')],
  },
  {
    threat: 'issue 2',
    name: 'operator-key',
    says: 'any key is that of the operator',
    edits: [swap('worker/operator-door.ts', '|| !sameSecret(given, operatorKey))', '|| !sameSecret(given, given))')],
    seenBy: [staff('without the operator key the operator addresses do not exist')],
  },
  {
    threat: 'law 4',
    name: 'two-people-case',
    says: 'the database lets one person be both who propose and who confirm a case',
    edits: [
      swap(
        'db/migrations/0014_cases.sql',
        'check (decided_by is null or (decided_by <> proposed_by and decided_role <> proposed_role)),',
        'check (decided_by is null or decided_role is not null),',
      ),
    ],
    seenBy: [casesOfWorker('the database itself refuses one person as both, one role as both, and a decision nobody proposed')],
  },
  {
    threat: 'law 4',
    name: 'two-people-case-rule',
    says: 'the rule lets one person be both who propose and who confirm a case',
    edits: [
      swap(
        'worker/rules/case-decision.ts',
        'id !== proposal.by && role !== proposal.role && isJudge(role)',
        'id !== proposal.role && isJudge(role)',
      ),
    ],
    seenBy: [cases('a proposal is confirmed by another person of the other role, and by nobody else')],
  },
  {
    threat: 'T18',
    name: 'two-people-decision',
    says: 'the database lets one person hand in and release a decision',
    edits: [
      swap(
        'db/migrations/0018_decisions.sql',
        'check (released_by is null or (released_by <> handed_by and released_by <> edited_by and released_role <> handed_role)),',
        'check (released_by is null or released_role is not null),',
      ),
    ],
    seenBy: [
      decisionOfWorker(
        'T18: the database itself refuses one person as both, one role as both, the writer as second, and any change afterwards',
      ),
    ],
  },
  {
    threat: 'T18',
    name: 'two-people-decision-rule',
    says: 'the rule lets who wrote a decision release it',
    edits: [
      swap(
        'worker/rules/decision.ts',
        "role === 'auditor' && role !== handed.role && id !== handed.by && id !== handed.writtenBy",
        "role === 'auditor' && id !== handed.role",
      ),
    ],
    seenBy: [decision('only an auditor who neither wrote nor handed it in may release')],
  },
  {
    threat: 'T18',
    name: 'decision-stands',
    says: 'a released decision can be rewritten',
    edits: [
      swap(
        'db/migrations/0018_decisions.sql',
        "on decisions when old.state = 'released' begin select raise(abort, 'a released decision stands",
        "on decisions when old.state = 'nothing' begin select raise(abort, 'a released decision stands",
      ),
    ],
    seenBy: [
      decisionOfWorker(
        'T18: the database itself refuses one person as both, one role as both, the writer as second, and any change afterwards',
      ),
    ],
  },
  {
    threat: 'N1',
    name: 'four-eyes',
    says: 'who wrote a notice may approve it',
    edits: [
      swap(
        'worker/actions/publish-notice.ts',
        'if (!mayApprove(notice, actor.id)) return',
        'if (!mayApprove(notice, actor.id) && !actor) return',
      ),
    ],
    seenBy: [notices('four eyes: who wrote it cannot approve it, a second person can, any edit takes the approval away')],
  },
]
