import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { ROOT, type SiteOptions } from '../../worker/host/runtime.ts'

/** Another Worker than the one that is deployed: with a planted bug, or with hooks for faults. */
export interface Variant {
  readonly build: Exclude<SiteOptions['build'], string>
  /** Takes the build away. */
  remove(): void
}

const CONDITIONS = ['workerd', 'worker', 'module', 'import']

/** Builds the Worker that begins at `entry`, a path under test/faults, as web/build.ts builds the real one. */
export async function buildVariant(entry: string): Promise<Variant> {
  const outDir = mkdtempSync(join(tmpdir(), 'mingping-variant-'))
  await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    ssr: { noExternal: true, target: 'webworker', resolve: { conditions: CONDITIONS, externalConditions: CONDITIONS } },
    resolve: { conditions: CONDITIONS },
    build: {
      ssr: join(ROOT, 'test/faults', entry),
      target: 'es2022',
      outDir,
      emptyOutDir: true,
      minify: false,
      copyPublicDir: false,
      rollupOptions: { external: [/^cloudflare:/, /^node:/], output: { entryFileNames: 'index.js' } },
    },
  })
  return { build: { script: join(outDir, 'index.js') }, remove: () => rmSync(outDir, { recursive: true, force: true }) }
}

/** A Worker with the planted bug of this name (test/faults/mutants). */
export const buildMutant = (name: string): Promise<Variant> => buildVariant(`mutants/${name}.ts`)
