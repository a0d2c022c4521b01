import { join } from 'node:path'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

const ROOT = join(import.meta.dirname, '..')

/** Rules run in plain Node within milliseconds; the Worker's tests run inside workerd with real D1, R2 and objects. */
export default defineConfig(async () => {
  const migrations = await readD1Migrations(join(ROOT, 'db/migrations'))
  return {
    root: ROOT,
    test: {
      // Every file of tests has a runtime, a site or a browser of its own; two of them keep two cores busy.
      maxWorkers: 2,
      projects: [
        {
          test: {
            name: 'rules',
            root: ROOT,
            include: ['test/rules/**/*.test.ts', 'test/attack/**/*.test.ts', 'test/*.test.ts'],
            environment: 'node',
            // Only against a test that never ends: some properties take seconds, and a busy machine is no fault of theirs.
            testTimeout: 60_000,
          },
        },
        {
          test: {
            name: 'host',
            root: ROOT,
            include: ['test/host/**/*.test.ts', 'test/faults/**/*.test.ts'],
            environment: 'node',
            // A site that is started twice needs a minute of a machine that is busy otherwise.
            testTimeout: 180_000,
            hookTimeout: 120_000,
          },
        },
        {
          plugins: [
            cloudflareTest({
              main: join(ROOT, 'worker/local.ts'),
              wrangler: { configPath: join(ROOT, 'wrangler.toml') },
              miniflare: {
                cf: false,
                bindings: {
                  HOME: 'machine',
                  SITE_KEY: 'a test key of at least thirty-two signs',
                  OPERATOR_KEY: 'an operator key of thirty-two signs!',
                  SITE_NAME: '明评',
                  PUBLIC_ORIGIN: 'https://vote.example.cn',
                  PROXY_HEADER: 'x-real-ip',
                  MEMO_MS: '0',
                  MIGRATIONS: migrations as never,
                },
                // Nothing may leave the test.
                outboundService: () => new Response('blocked', { status: 599 }) as never,
              },
            }),
          ],
          oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } as const },
          test: {
            name: 'worker',
            root: ROOT,
            include: ['test/worker/**/*.test.ts', 'test/db/**/*.test.ts'],
            setupFiles: ['test/support/migrate.ts'],
            // As with the rules: on a machine that is busy otherwise two thousand ballots at once take a minute.
            testTimeout: 120_000,
            hookTimeout: 60_000,
          },
        },
        {
          test: {
            name: 'browser',
            root: ROOT,
            include: ['test/browser/**/*.test.ts'],
            globalSetup: ['test/support/loaded-demo.ts'],
            environment: 'node',
            testTimeout: 120_000,
            hookTimeout: 180_000,
            // What a press brings comes when it comes: it is asked for until it is there, on a busy machine too.
            expect: { poll: { timeout: 20_000, interval: 50 } },
          },
        },
      ],
    },
  }
})
