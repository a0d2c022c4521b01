import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { OBJECTS, ROOT, type SiteOptions } from '../../worker/host/runtime.ts'
import { CannotPlay } from './fault.ts'

/** A release of before, built anew from the history of this repository. */
export interface Release {
  readonly build: Exclude<SiteOptions['build'], string>
  readonly migrations: string
  remove(): void
}

/** Builds what was deployed at this commit, with the packages of today. Throws `CannotPlay` where there is no history. */
export function buildRelease(commit: string): Release {
  const folder = mkdtempSync(join(tmpdir(), 'mingping-release-'))
  const tree = join(folder, 'tree')
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, stdio: 'pipe' })
  const remove = () => {
    rmSync(join(tree, 'node_modules'), { force: true })
    try {
      git('worktree', 'remove', '--force', tree)
    } catch {}
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    git('worktree', 'add', '--detach', tree, commit)
  } catch (error) {
    remove()
    throw new CannotPlay(`the history of this repository is needed, with ${commit}: ${String(error).split('\n')[0]}`)
  }
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'))
    // Not by its own first step, which would put other packages in the place of ours.
    execFileSync(process.execPath, ['web/build.ts'], { cwd: tree, stdio: 'pipe' })
    return { build: { script: withAllObjects(join(tree, 'dist/worker')) }, migrations: join(tree, 'db/migrations'), remove }
  } catch (error) {
    remove()
    throw error
  }
}

/** The host of today binds objects that the release did not have: they are there, and do nothing. */
function withAllObjects(dist: string): string {
  if (!existsSync(join(dist, 'index.js'))) throw new Error('the release has no dist/worker/index.js')
  const built = readFileSync(join(dist, 'index.js'), 'utf8')
  const exported = /export \{([^}]*)\}/.exec(built.slice(built.lastIndexOf('export {')))?.[1] ?? ''
  const missing = Object.values(OBJECTS).filter(name => !new RegExp(`\\b${name}\\b`).test(exported))
  const script = join(dist, 'release.js')
  const absent = missing.map(name => `class Absent${name} extends Absent {}\nexport { Absent${name} as ${name} }`)
  writeFileSync(script, ["import { DurableObject as Absent } from 'cloudflare:workers'", built, ...absent, ''].join('\n'))
  return script
}
