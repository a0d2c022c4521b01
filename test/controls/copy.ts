import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Edit, edited } from './control.ts'

const ROOT = join(import.meta.dirname, '../..')
/** What belongs to whoever works in the checkout, or is linked instead of copied. */
const LEFT_OUT = new Set(['.git', '.state', '.wrangler', 'node_modules', 'test-results'])
/** Written to in place by the tools, so that a link would lead back into the checkout. */
const CACHES = ['.vite', '.vite-temp', '.vitest-cache', '.cache', '.mf']

/** Another checkout like this one, as it is now, committed or not. Whatever is done to it, this one stays as it is. */
export class Copy {
  readonly folder = mkdtempSync(join(tmpdir(), 'mingping-controls-'))

  constructor() {
    for (const name of readdirSync(ROOT))
      if (!LEFT_OUT.has(name)) cpSync(join(ROOT, name), join(this.folder, name), { recursive: true })
    execFileSync('cp', ['-al', join(ROOT, 'node_modules'), join(this.folder, 'node_modules')])
    for (const name of CACHES) rmSync(join(this.folder, 'node_modules', name), { recursive: true, force: true })
  }

  /** Does `work` with the edits made, and undoes them whatever comes of it. */
  async without<T>(edits: readonly Edit[], work: () => Promise<T>): Promise<T> {
    const before = new Map<string, string>()
    try {
      for (const edit of edits) {
        const path = join(this.folder, edit.file)
        const source = readFileSync(path, 'utf8')
        if (!before.has(path)) before.set(path, source)
        writeFileSync(path, edited(source, edit))
      }
      return await work()
    } finally {
      for (const [path, source] of before) writeFileSync(path, source)
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
