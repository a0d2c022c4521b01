import { expect, test } from 'vitest'
import { MAY, STAFF_ROLES, type Verb } from '../worker/rules/roles.ts'
import { importsOf, sourcesIn, textOf } from './support/sources.ts'

/** Layer of a file: the longest of these beginnings that its path has. */
const LAYERS = [
  'worker/rules',
  'worker/import',
  'worker/adapters',
  'worker/objects',
  'worker/actions',
  'worker/routes',
  'worker/host',
  'worker',
  'db/demo',
  'db',
  'web/text',
  'web/parts',
  'web/pages',
  'web/islands',
  'web/console',
  'web',
  'dist',
] as const
type Layer = (typeof LAYERS)[number]

/** The arrows there may be. Every list ends, step by step, at worker/rules, which imports nothing of ours. */
const MAY_IMPORT: Readonly<Record<Exclude<Layer, 'dist'>, readonly Layer[]>> = {
  'worker/rules': [],
  'worker/import': ['worker/rules', 'web/text'],
  'worker/adapters': ['worker/rules', 'worker'],
  // The object that settles a sign-in is the one that asks WeChat: the question must be asked once.
  'worker/objects': ['worker/rules', 'worker/adapters', 'worker'],
  'worker/actions': ['worker/rules', 'worker/import', 'worker/adapters', 'worker/objects', 'db', 'worker'],
  'worker/routes': [
    'worker/rules',
    'worker/import',
    'worker/adapters',
    'worker/objects',
    'worker/actions',
    'db',
    'web',
    'web/pages',
    'web/parts',
    'web/text',
    'web/console',
    'worker',
  ],
  // The door of staff asks Cloudflare Access who is there.
  worker: [
    'worker/rules',
    'worker/adapters',
    'worker/objects',
    'worker/routes',
    'db',
    'web',
    'web/pages',
    'web/parts',
    'web/text',
    'web/console',
  ],
  'worker/host': ['worker/rules', 'worker/import', 'worker', 'db/demo', 'db', 'web', 'web/text'],
  db: ['worker/rules', 'worker/import'],
  'db/demo': ['worker/rules', 'worker/import', 'worker/adapters', 'worker', 'db'],
  'web/text': ['worker/rules'],
  'web/parts': ['worker/rules', 'web/text', 'web'],
  'web/pages': ['worker/rules', 'web/parts', 'web/text', 'web'],
  'web/islands': ['worker/rules', 'web/text'],
  'web/console': ['worker/rules', 'worker/import', 'web/parts', 'web/islands', 'web/text', 'web'],
  web: ['worker/rules', 'dist'],
}

const layerOf = (path: string): Layer | undefined => LAYERS.find(layer => path === layer || path.startsWith(`${layer}/`))
const OURS = [...sourcesIn('worker'), ...sourcesIn('db'), ...sourcesIn('web')]

test('an import line follows an arrow of the table, or stays within its layer', () => {
  const strangers = OURS.flatMap(path => {
    const from = layerOf(path) as Exclude<Layer, 'dist'>
    return importsOf(path)
      .filter(name => name.includes('/') && layerOf(name) !== undefined && layerOf(name) !== from)
      .filter(name => !MAY_IMPORT[from].includes(layerOf(name) as Layer))
      .map(name => `${path} → ${name}`)
  })
  expect(strangers).toEqual([])
})

test('no arrow goes in a circle between layers above the shared files of the Worker', () => {
  for (const [from, allowed] of Object.entries(MAY_IMPORT))
    for (const to of allowed)
      if (to !== 'worker' && to !== 'dist' && from !== 'worker')
        expect([from, to, MAY_IMPORT[to as 'db'].includes(from as Layer)]).toEqual([from, to, false])
})

test('rules import nothing but rules, the pure parts of Node and pure hashes, and ask no clock', () => {
  for (const path of sourcesIn('worker/rules')) {
    expect([
      path,
      importsOf(path).filter(name => !/^(worker\/rules\/|node:(buffer|crypto)$|@noble\/(hashes\/|ed25519$))/.test(name)),
    ]).toEqual([path, []])
    expect([path, /Date\.now|new Date\(\)|Math\.random|process\.env|\bfetch\(/.test(textOf(path))]).toEqual([path, false])
  }
})

/** Everything that is loaded when this is. */
function reachable(start: string): ReadonlySet<string> {
  const seen = new Set<string>()
  const walk = (path: string) => {
    if (seen.has(path) || !OURS.includes(path)) return
    seen.add(path)
    for (const name of importsOf(path, { types: false })) walk(name)
  }
  walk(start)
  return seen
}

/** Whoever of these two sets is loaded knows figures of likes, or figures of votes; the files are found by their names. */
const LIKES = OURS.filter(
  path => /(^|[/-])likes?([.-]|$)/.test(path.slice(path.lastIndexOf('/'))) && !/^(db|web\/islands)/.test(path),
)
const TALLIES = OURS.filter(path =>
  /(^|[/-])(tally|tallies|board|board-data|bars|day-columns|split-cards|integrity|results|ballot-box|ballot-table|ballot-row|ballot-messages|standing-table|voter-book|disclosure|robustness|advisory|dossier|band)([.-]|$)/.test(
    path.slice(path.lastIndexOf('/')),
  ),
).filter(path => !path.includes('like-board') && !path.startsWith('web/islands'))

test('the two sets of the next test are what is meant', () => {
  expect(LIKES).toEqual([
    'worker/actions/like-nominee.ts',
    'worker/like-log.ts',
    'worker/like-pass.ts',
    'worker/likes-csv.ts',
    'worker/likes.ts',
    'worker/objects/like-board.ts',
    'worker/objects/like-log.ts',
    'worker/objects/like-name.ts',
    'worker/objects/like-table.ts',
    'worker/objects/logged-likes.ts',
    'worker/routes/api-likes.ts',
    'worker/routes/console-likes.tsx',
    'worker/routes/like-log.ts',
    'worker/routes/likes.tsx',
    'worker/rules/like-result.ts',
    'worker/rules/like.ts',
    'web/console/likes.tsx',
    'web/pages/like.tsx',
    'web/pages/likes.tsx',
    'web/parts/likes.tsx',
    'web/text/likes.ts',
  ])
  for (const path of [
    'worker/tallies.ts',
    'worker/rules/tally.ts',
    'worker/routes/console-tally.tsx',
    'web/pages/results.tsx',
    'web/pages/integrity.tsx',
  ])
    expect([path, TALLIES.includes(path)]).toEqual([path, true])
})

/** What puts the public pages of a campaign together may show both side by side, each with what it is for. */
test('likes and tallies do not know each other: neither leads to the other by any chain of imports', () => {
  for (const start of TALLIES) {
    const led = [...reachable(start)].filter(path => LIKES.includes(path))
    expect([start, led]).toEqual([start, []])
  }
  for (const start of LIKES) {
    const led = [...reachable(start)].filter(path => TALLIES.includes(path))
    expect([start, led]).toEqual([start, []])
  }
})

/** Everything by which a decision is written, released, amended, shown and announced; the decisions on cases are others. */
const DECISIONS = OURS.filter(
  path =>
    /(^|[/-])(decisions?|amendments?|draft-result)([.-]|$)/.test(path.slice(path.lastIndexOf('/'))) &&
    !path.includes('case-decision'),
)

/** Law 2: a tally selects nobody. Whoever decides reads it elsewhere; no field of a decision can be filled from it. */
test('decisions and tallies do not know each other: neither leads to the other by any chain of imports', () => {
  expect(DECISIONS).toEqual(
    expect.arrayContaining([
      'db/decision-writes.ts',
      'web/console/decision-form.tsx',
      'worker/actions/draft-result.ts',
      'worker/actions/save-decision.ts',
      'worker/routes/console-amendments.tsx',
      'worker/routes/console-decision.tsx',
      'worker/rules/decision.ts',
    ]),
  )
  for (const start of DECISIONS) {
    const led = [...reachable(start)].filter(path => TALLIES.includes(path) || LIKES.includes(path))
    expect([start, led]).toEqual([start, []])
  }
  for (const start of TALLIES)
    expect([start, [...reachable(start)].filter(path => DECISIONS.includes(path))]).toEqual([start, []])
})

test('no page or route that a reviewer may open leads to the likes, and no role that reviews may read them', () => {
  const doors = sourcesIn('worker/routes').filter(path =>
    [...textOf(path).matchAll(/staffOnly\('([a-z-]+)'\)/g)].some(([, verb]) => MAY.reviewer.includes(verb as Verb)),
  )
  expect(doors).toEqual(expect.arrayContaining(['worker/routes/console-tally.tsx', 'worker/routes/console.tsx']))
  for (const start of doors) expect([start, [...reachable(start)].filter(path => LIKES.includes(path))]).toEqual([start, []])
  expect(STAFF_ROLES.filter(role => MAY[role].includes('read-likes'))).toEqual(['organizer', 'auditor'])
})

/** What reviewers read and write (law 2): found by their names, as the two sets above. */
const REVIEWING = OURS.filter(
  path =>
    /(^|[/-])(advisory|dossier|review|panel|panels|sheet|sheets|compare|summary)([.-]|$)/.test(
      path.slice(path.lastIndexOf('/')),
    ) && !/^web\/(islands|pages)|intake/.test(path),
)

/** What is private to the public and was put in for reviewers: the papers of nominees. */
const FOR_REVIEWERS = 'db/private/dossier-papers.ts'

test('law 2: nothing that reviewers read or write leads to likes, asks their object, or reads what is private but papers', () => {
  expect(REVIEWING).toEqual(
    expect.arrayContaining([
      'db/dossier.ts',
      'worker/advisory.ts',
      'worker/routes/console-review.tsx',
      'worker/rules/panel.ts',
      'web/console/dossier-page.tsx',
    ]),
  )
  for (const start of REVIEWING) {
    const led = [...reachable(start)]
    expect([start, led.filter(path => LIKES.includes(path) || (/^db\/private\//.test(path) && path !== FOR_REVIEWERS))]).toEqual([
      start,
      [],
    ])
    expect([start, /likesOf|env\.LIKE|disclosedTally\([^)]*'staff'/.test(textOf(start))]).toEqual([start, false])
  }
})

test('law 2: votes come to reviewers through one module, which no tally for publicity passes', () => {
  const asking = REVIEWING.filter(path => importsOf(path).includes('worker/tallies.ts'))
  expect(asking).toEqual(['worker/advisory.ts'])
})

test('only one module asks the tally object for what it knows', () => {
  const asking = OURS.filter(path => importsOf(path).includes('worker/objects/names.ts')).filter(path =>
    /tallyOf\([^)]*\)\s*\.(state|fetch)/.test(textOf(path)),
  )
  expect(asking).toEqual(['worker/tallies.ts'])
})

/** Who may look at single ballots with what was noticed of them: the scorer, the case desk, and an appeal at its own one. */
const BALLOT_READERS = ['worker/actions/file-appeal.ts', 'worker/actions/open-cases.ts', 'worker/objects/examination.ts']

test('only the examiner, the case desk and an appeal read ballots one by one', () => {
  const reading = OURS.filter(path => /\.seenAfter\(/.test(textOf(path)))
  expect(reading.filter(path => !/^worker\/objects\/(ballot-box|box-records)\.ts$/.test(path))).toEqual(BALLOT_READERS)
})

/**
 * Who may open what is private (law 9): the actions that seal it, answer it, show it with a reason or to those for whom it was
 * put in, and delete it; and the archive, which knows the tables by name and packs sealed rows as they are, for whoever holds
 * the operator's key.
 */
const PRIVATE_READERS = [
  'worker/actions/file-appeal.ts',
  'worker/actions/keep-papers.ts',
  'worker/actions/objection-papers.ts',
  'worker/actions/open-paper.ts',
  'worker/actions/reveal-appeal.ts',
  'worker/actions/reveal-objection.ts',
  'worker/actions/track-objection.ts',
  'worker/campaign-archive.ts',
  'worker/delete-due.ts',
  'worker/dossier-papers.ts',
  'worker/purge-appeals.ts',
  'worker/purge-objections.ts',
  'worker/purge-papers.ts',
  'worker/retention.ts',
]

/** Who may ask the list of voters: whoever lets a voter in, whoever takes the list in, and the count of its people. */
const ROSTER_READERS = ['worker/actions/enter-roster.ts', 'worker/actions/import-roster.ts', 'worker/roster-use.ts']
/** The list holds nobody's name, only keyed hashes; it is kept apart all the same. */
const ROSTER = /^db\/private\/roster/

const importing = (wanted: (name: string) => boolean) =>
  OURS.filter(path => !path.startsWith('db/private/') && importsOf(path).some(wanted))

test('only those who let voters in, take the list in or count it import the list of voters', () => {
  expect(importing(name => ROSTER.test(name))).toEqual(ROSTER_READERS)
  expect(sourcesIn('worker/routes').filter(path => importsOf(path).some(name => ROSTER_READERS.includes(name)))).toEqual([
    'worker/routes/api-entrance.ts',
    'worker/routes/console-roster.tsx',
    'worker/routes/entrance.tsx',
  ])
})

test('only the actions of objections, appeals and papers import the private columns, and only their routes lead to them', () => {
  expect(importing(name => name.startsWith('db/private/') && !ROSTER.test(name))).toEqual(PRIVATE_READERS)
  const leading = sourcesIn('worker/routes').filter(path =>
    importsOf(path, { types: false }).some(name => name.startsWith('worker/actions/') && leadsToPrivate(name)),
  )
  expect(leading).toEqual([
    'worker/routes/appeals.tsx',
    'worker/routes/console-appeals.tsx',
    'worker/routes/console-objections.tsx',
    'worker/routes/console-papers.tsx',
    'worker/routes/objections.tsx',
    'worker/routes/operator-archive.ts',
  ])
})

const leadsToPrivate = (start: string): boolean =>
  [...reachable(start)].some(path => path.startsWith('db/private/') && !ROSTER.test(path))

test('public pages, feeds, exports and the log lead to nothing private by any chain of imports', () => {
  for (const start of [
    'worker/routes/public.tsx',
    'worker/routes/files.ts',
    'worker/routes/api.ts',
    'worker/routes/console.tsx',
    'db/objections.ts',
  ])
    expect([start, leadsToPrivate(start)]).toEqual([start, false])
  for (const start of ['worker/routes/public.tsx', 'worker/routes/files.ts', 'worker/routes/console.tsx', 'worker/tallies.ts'])
    expect([start, [...reachable(start)].filter(path => ROSTER.test(path))]).toEqual([start, []])
})

test('nothing that runs in the Worker imports the demo or the one-machine home', () => {
  const worker = reachable('worker/index.ts')
  expect(
    [...worker].filter(path => path.startsWith('db/demo/') || path.startsWith('worker/host/') || path === 'worker/local.ts'),
  ).toEqual([])
})
