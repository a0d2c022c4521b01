import { expect, test } from 'vitest'
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
  'worker/objects': ['worker/rules', 'worker'],
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
  worker: ['worker/rules', 'worker/objects', 'worker/routes', 'db', 'web', 'web/pages', 'web/parts', 'web/text', 'web/console'],
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
      importsOf(path).filter(name => !/^(worker\/rules\/|node:(buffer|crypto)$|@noble\/hashes\/)/.test(name)),
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

const LIKES = [
  'worker/rules/like.ts',
  'worker/objects/like-board.ts',
  'worker/likes.ts',
  'worker/actions/like-nominee.ts',
  'web/pages/like.tsx',
]

test('likes and tallies do not know each other: neither leads to the other by any chain of imports', () => {
  for (const start of [
    'worker/rules/tally.ts',
    'worker/rules/disclosure.ts',
    'worker/objects/tally-board.ts',
    'worker/board-data.ts',
    'worker/tally-csv.ts',
    'web/console/board.tsx',
  ]) {
    const led = [...reachable(start)].filter(path => LIKES.includes(path))
    expect([start, led]).toEqual([start, []])
  }
  for (const start of LIKES.slice(0, 3))
    expect([start, [...reachable(start)].filter(path => /tallies\.ts|board-data|tally-csv/.test(path))]).toEqual([start, []])
})

test('only one module asks the tally object for what it knows', () => {
  const asking = OURS.filter(path => importsOf(path).includes('worker/objects/names.ts')).filter(path =>
    /tallyOf\([^)]*\)\s*\.state/.test(textOf(path)),
  )
  expect(asking).toEqual(['worker/tallies.ts'])
})

test('no public code can import the private columns', () => {
  expect(OURS.filter(path => importsOf(path).some(name => name.startsWith('db/private/')))).toEqual([])
})

test('nothing that runs in the Worker imports the demo or the one-machine home', () => {
  const worker = reachable('worker/index.ts')
  expect(
    [...worker].filter(path => path.startsWith('db/demo/') || path.startsWith('worker/host/') || path === 'worker/local.ts'),
  ).toEqual([])
})
