import { type Control, inFile, swap } from './control.ts'

const dependencies = inFile('rules', 'test/dependencies.test.ts')
const words = inFile('rules', 'test/words.test.ts')

/** What comes from others, and what is said of what nobody prevents. */
export const SUPPLIES: readonly Control[] = [
  {
    threat: 'T17',
    name: 'stuffing-said',
    says: 'the page on proof does not say that the site itself could add ballots',
    edits: [
      swap(
        'web/text/proof.ts',
        "  '不能证明网站没有自己添票。添进去的票会留在记录里，也算进收到的总数，但只看记录册，分不出投票人是真是假。',\n",
        '',
      ),
    ],
    seenBy: [words('T17: that the site itself could add ballots is prevented by nothing here, and the page on proof says so')],
  },
  {
    threat: 'T33',
    name: 'pinned',
    says: 'a package is asked for in any version',
    edits: [swap('package.json', '"hono": "4.13.19"', '"hono": "^4.13.19"')],
    seenBy: [dependencies('T33: every package that is asked for is asked for in one version, and the lock holds just that')],
  },
  {
    threat: 'T33',
    name: 'install-scripts',
    says: 'packages run what they like by being installed',
    edits: [swap('.npmrc', 'ignore-scripts=true', 'ignore-scripts=false')],
    seenBy: [dependencies('T33: no package runs anything by being installed')],
  },
]
