import { type Control, inFile, swap } from './control.ts'

const layering = inFile('rules', 'test/layering.test.ts')
const publicity = inFile('rules', 'test/rules/publicity.test.ts')
const publicityOfWorker = inFile('worker', 'test/worker/publicity.test.ts')

/** A public notice runs its days, ends when nothing is open; and what only plays is not deployed. */
export const NOTICES: readonly Control[] = [
  {
    threat: 'N3',
    name: 'five-days',
    says: 'a public notice may be as short as it likes',
    edits: [
      swap(
        'worker/rules/notice.ts',
        "return through >= earliest.value ? { verdict: 'lawful' }",
        "return through >= posted ? { verdict: 'lawful' }",
      ),
    ],
    seenBy: [publicity('a period that is too short is refused with its length and the first day that would do')],
  },
  {
    threat: 'N4',
    name: 'open-objection',
    says: 'a public notice is concluded while an objection is open',
    edits: [
      swap(
        'db/publicity.ts',
        '        sql`not exists (select 1 from objections where notice_id = ${notice} and state not in (${DONE_STATES}))`,\n',
        '',
      ),
    ],
    seenBy: [
      publicityOfWorker('an objection filed at the moment of the conclusion stops it or is refused: fifty races, never both'),
    ],
  },
  {
    threat: 'O6',
    name: 'no-demo',
    says: 'the demo and its movable clock are in the Worker that is deployed',
    edits: [
      swap(
        'worker/index.ts',
        "import { instant } from './rules/time.ts'\n",
        "import { instant } from './rules/time.ts'\nimport './local.ts'\n",
      ),
    ],
    seenBy: [layering('nothing that runs in the Worker imports the demo or the one-machine home')],
  },
]
