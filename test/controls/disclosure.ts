import { type Control, inFile, swap } from './control.ts'

const layering = inFile('rules', 'test/layering.test.ts')
const blind = inFile('rules', 'test/rules/blind.test.ts')
const cases = inFile('rules', 'test/rules/cases.test.ts')
const disclosure = inFile('rules', 'test/rules/disclosure.test.ts')
const disclosureOfWorker = inFile('worker', 'test/worker/disclosure.test.ts')
const dossier = inFile('worker', 'test/worker/dossier.test.ts')
const leak = inFile('worker', 'test/worker/leak.test.ts')
const tallyLive = inFile('worker', 'test/worker/tally-live.test.ts')

/** Figures reach those whom the campaign lets see them, when it lets them, and likes never reach who decides. */
export const DISCLOSURE: readonly Control[] = [
  {
    threat: 'T05',
    name: 'hidden',
    says: 'a hidden poll shows the votes of every nominee',
    edits: [
      swap(
        'worker/rules/disclosure.ts',
        "if (rules.visibility === 'hidden') return { shows: 'participation', ...received }\n",
        '',
      ),
    ],
    seenBy: [
      disclosure(
        'T05: before the close nothing the public sees depends on what became of a ballot, nor in a hidden poll on its choices',
      ),
      disclosure('while votes are hidden the public sees how many took part, as of the last batch, and no nominee'),
      leak(
        'T05: before the close of a hidden poll nobody is told anywhere for whom the votes are, neither in words nor by length, tag or effort',
      ),
    ],
  },
  {
    threat: 'T05',
    name: 'batch',
    says: 'where figures come once a day they are shown as they come in',
    edits: [
      swap(
        'worker/rules/disclosure.ts',
        "const shown = rules.visibility === 'live' ? state.live : state.batch",
        'const shown = rules.visibility ? state.live : state.batch',
      ),
    ],
    seenBy: [disclosure('T05: a daily poll shows what came in by the last batch, a live one by now; neither what became of it')],
  },
  {
    threat: 'T05',
    name: 'standing-untold',
    says: 'while people vote everybody is told what became of the ballots',
    edits: [
      swap(
        'worker/rules/disclosure.ts',
        "return { shows: 'received', votes: votesReceived(shown.tally), ...received }",
        "return { shows: 'everything', figures: shown, final: false, next }",
      ),
    ],
    seenBy: [
      disclosure(
        'T05: before the close nothing the public sees depends on what became of a ballot, nor in a hidden poll on its choices',
      ),
      disclosureOfWorker(
        'T05: before the close no public answer depends on which ballots count, are held or void, in a hidden or a live poll',
      ),
    ],
  },
  {
    threat: 'T05',
    name: 'setting',
    says: 'staff see running figures whatever the campaign says',
    edits: [
      swap('worker/rules/disclosure.ts', "if (audience === 'staff' && rules.organizerSeesRunning)", "if (audience === 'staff')"),
    ],
    seenBy: [disclosure('staff see running figures only where the campaign lets them')],
  },
  {
    threat: 'T05',
    name: 'audience',
    says: 'every member of the staff is let see running figures',
    edits: [
      swap(
        'worker/tallies.ts',
        "(may(staff, 'read-running-tally') ? 'staff' : 'public')",
        "(may(staff, 'open-console') ? 'staff' : 'public')",
      ),
    ],
    seenBy: [
      tallyLive(
        'T05: through a connection a reviewer is told what the public is told, an auditor what the setting allows, and others are not let in',
      ),
    ],
  },
  {
    threat: 'T05',
    name: 'last-box',
    says: 'the result is out before every box has told its last ballot',
    edits: [swap('worker/rules/disclosure.ts', 'if (state.final) return', 'if (state.live) return')],
    seenBy: [disclosure('after the close everybody sees everything, but not before every box has reported its last ballot')],
  },
  {
    threat: 'T05',
    name: 'one-door',
    says: 'a page asks the tally object itself',
    edits: [
      swap(
        'worker/board-data.ts',
        'const STAGE = { none:',
        "export const peek = (env: Parameters<typeof tallyOf>[0], id: CampaignFile['id']) => tallyOf(env, id).state()\n\nconst STAGE = { none:",
      ),
      swap(
        'worker/board-data.ts',
        "import { moment } from '../web/text/dates.ts'\n",
        "import { moment } from '../web/text/dates.ts'\nimport { tallyOf } from './objects/names.ts'\n",
      ),
    ],
    seenBy: [layering('only one module asks the tally object for what it knows')],
  },
  {
    threat: 'law 2',
    name: 'no-likes-to-reviewers',
    says: 'a reviewer may read the likes',
    edits: [
      swap(
        'worker/rules/roles.ts',
        "reviewer: [...STAFF, 'read-final-tally',",
        "reviewer: [...STAFF, 'read-likes', 'read-final-tally',",
      ),
    ],
    seenBy: [layering('no page or route that a reviewer may open leads to the likes, and no role that reviews may read them')],
  },
  {
    threat: 'law 2',
    name: 'likes-apart',
    says: 'the dossier knows the likes',
    edits: [
      swap(
        'worker/advisory.ts',
        "import type { Deps } from './deps.ts'\n",
        "import type { Deps } from './deps.ts'\nimport { likeLedger as _likes } from './likes.ts'\n",
      ),
    ],
    seenBy: [
      layering('law 2: nothing that reviewers read or write leads to likes, asks their object, or reads what is private'),
      layering('likes and tallies do not know each other: neither leads to the other by any chain of imports'),
    ],
  },
  {
    threat: 'law 2',
    name: 'publicity-tally',
    says: 'a tally that is publicity reaches the reviewers',
    edits: [swap('worker/advisory.ts', "if (campaign.use !== 'advisory') return", 'if (campaign.id === null) return')],
    seenBy: [dossier('law 2: a tally that is for publicity never reaches the reviewers, and no likes do')],
  },
  {
    threat: 'law 2',
    name: 'no-selection',
    says: 'a decision can be filled from a tally',
    edits: [
      swap(
        'worker/actions/save-decision.ts',
        "import type { Deps } from '../deps.ts'\n",
        "import type { Deps } from '../deps.ts'\nimport '../tallies.ts'\n",
      ),
    ],
    seenBy: [layering('decisions and tallies do not know each other: neither leads to the other by any chain of imports')],
  },
  {
    threat: 'issue 5',
    name: 'blind',
    says: 'a blind panel reads names',
    edits: [swap('worker/rules/blind.ts', 'name: numbered(nominee.number),', 'name: nominee.name,')],
    seenBy: [blind('a blind panel reads a number where there was a name, a unit or a photo, in the deeds too')],
  },
  {
    threat: 'issue 5',
    name: 'blind-cases',
    says: 'the sheet of a case tells of the choices',
    edits: [
      swap(
        'worker/rules/case-sheet.ts',
        'compared: others.length,\n',
        'compared: others.length,\n    ...{ choices: ballots[0]?.choices },\n',
      ),
    ],
    seenBy: [cases('two worlds that differ only in whom the ballots favour have the same sheets, byte for byte')],
  },
]
