import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type InlineConfig, type Plugin } from 'vite'

/**
 * Builds everything that runs: the islands and sheets (dist/client, dist/assets.json) and the Worker itself, as it is
 * deployed (dist/worker) and with the demo and the movable clock (dist/local), which production never contains.
 */

const ROOT = join(import.meta.dirname, '..')
const CLIENT = join(ROOT, 'dist/client')
const TARGET = ['es2020', 'chrome86', 'safari14']
const SHEETS = {
  base: 'style.css',
  notice: 'style-notice.css',
  ballot: 'style-ballot.css',
  publicity: 'style-publicity.css',
  editor: 'style-editor.css',
  console: 'style-console.css',
  poster: 'style-poster.css',
  desk: 'style-desk.css',
  integrity: 'style-integrity.css',
  verify: 'style-verify.css',
} as const
const ISLANDS = {
  site: 'islands/site.ts',
  ballot: 'islands/ballot.ts',
  like: 'islands/like.ts',
  objection: 'islands/objection.ts',
  period: 'console/period-island.tsx',
  tally: 'console/tally.tsx',
  poster: 'islands/poster.ts',
  copy: 'islands/copy.ts',
  prove: 'islands/prove-form.ts',
  wechatShare: 'islands/wechat-share.ts',
  moderate: 'console/moderate.ts',
  slips: 'console/slips/main.ts',
  account: 'console/account.ts',
  settings: 'console/settings.tsx',
  notice: 'console/notice.ts',
  desk: 'console/desk/main.tsx',
  intake: 'console/intake/main.tsx',
  photos: 'console/photos/main.tsx',
  roster: 'console/roster/main.tsx',
  decision: 'console/decision.ts',
  review: 'console/review.ts',
} as const
/** What the islands of a public page share, in one file: four small ones would be packed worse and asked for one by one. */
const SHARED = { name: 'shared', test: /web\/(islands\/(api|stored|toast)|text\/dates)\.ts$/ }
/** The combinations of sheets that pages put into their one style element; the security policy lists their hashes. */
const STYLES: readonly (readonly (keyof typeof SHEETS)[])[] = [
  ['base'],
  ['base', 'notice'],
  ['base', 'ballot'],
  ['base', 'console'],
  ['base', 'publicity', 'console'],
  ['base', 'notice', 'editor', 'console'],
  ['base', 'poster'],
  ['base', 'integrity'],
  ['base', 'verify'],
  ['base', 'desk', 'console'],
  ['base', 'integrity', 'console'],
]

/** Which face of a package the Worker gets: that for workers, never that for pages. */
const CONDITIONS = ['workerd', 'worker', 'module', 'import']

const quiet: InlineConfig = { configFile: false, logLevel: 'warn', root: join(ROOT, 'web') }
const jsx = { runtime: 'automatic', importSource: 'preact' } as const

/** Vite wraps every dynamic import in a loader of preloads, 900 bytes on the page of a ballot; there is nothing to preload. */
const PLAIN_IMPORTS: Plugin = {
  name: 'plain-imports',
  enforce: 'pre',
  load: id => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = load => load()' : null),
}

async function buildClient(): Promise<void> {
  rmSync(CLIENT, { recursive: true, force: true })
  const input = Object.fromEntries(
    [...Object.entries(ISLANDS), ...Object.entries(SHEETS).map(([name, file]) => [`sheet-${name}`, file])].map(
      ([name = '', file = '']) => [name, join(ROOT, 'web', file)],
    ),
  )
  await build({
    ...quiet,
    oxc: { jsx },
    plugins: [PLAIN_IMPORTS],
    publicDir: join(ROOT, 'web/public'),
    build: {
      target: TARGET,
      cssTarget: TARGET.slice(1),
      outDir: CLIENT,
      emptyOutDir: true,
      assetsDir: 'assets',
      manifest: true,
      modulePreload: false,
      reportCompressedSize: false,
      rollupOptions: { input, output: { codeSplitting: { groups: [SHARED] } } },
    },
  })
}

interface Chunk {
  readonly file: string
}

/** Moves the sheets out of the served files and writes what pages need to know into dist/assets.json. */
async function writeAssets(): Promise<void> {
  const manifest = JSON.parse(readFileSync(join(CLIENT, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>
  rmSync(join(CLIENT, '.vite'), { recursive: true })
  const fileOf = (source: string): string => manifest[source]?.file ?? fail(source)
  const css = Object.fromEntries(Object.entries(SHEETS).map(([name, source]) => [name, takeOut(fileOf(source))]))
  const js = Object.fromEntries(Object.entries(ISLANDS).map(([name, source]) => [name, `/${fileOf(source)}`]))
  const [boot, verify] = [await inlineScript('islands/boot.ts'), await inlineScript('islands/verify/main.ts')]
  const styleHashes = Object.fromEntries(STYLES.map(names => [names.join('+'), hash(names.map(name => css[name]).join(''))]))
  writeFileSync(
    join(ROOT, 'dist/assets.json'),
    JSON.stringify({ css, js, boot, styleHashes, bootHash: hash(boot), verify, verifyHash: hash(verify) }),
  )
}

function takeOut(file: string): string {
  const path = join(CLIENT, file)
  const text = readFileSync(path, 'utf8').trim()
  rmSync(path)
  return text
}

/** A script that stands in the page itself. */
async function inlineScript(source: string): Promise<string> {
  const built = await build({
    ...quiet,
    build: {
      target: TARGET,
      write: false,
      rollupOptions: { input: join(ROOT, 'web', source), output: { format: 'iife' } },
    },
  })
  const output = Array.isArray(built) ? built[0] : built
  if (!output || !('output' in output)) return fail(source)
  return output.output[0].code.trim()
}

async function buildWorker(entry: string, outDir: string): Promise<void> {
  await build({
    ...quiet,
    root: ROOT,
    oxc: { jsx },
    ssr: { noExternal: true, target: 'webworker', resolve: { conditions: CONDITIONS, externalConditions: CONDITIONS } },
    resolve: { conditions: CONDITIONS },
    build: {
      ssr: join(ROOT, entry),
      target: 'es2022',
      outDir: join(ROOT, outDir),
      emptyOutDir: true,
      minify: false,
      copyPublicDir: false,
      rollupOptions: { external: [/^cloudflare:/, /^node:/], output: { entryFileNames: 'index.js' } },
    },
  })
}

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

function fail(source: string): never {
  throw new Error(`the build made nothing of ${source}`)
}

export async function buildAll(): Promise<void> {
  mkdirSync(join(ROOT, 'dist'), { recursive: true })
  await buildClient()
  await writeAssets()
  await buildWorker('worker/index.ts', 'dist/worker')
  await buildWorker('worker/local.ts', 'dist/local')
}

if (process.argv[1] === import.meta.filename) {
  await buildAll()
  for (const name of readdirSync(join(CLIENT, 'assets'))) console.log(`dist/client/assets/${name}`)
}
