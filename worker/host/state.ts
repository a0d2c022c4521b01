import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Plainly, SETTINGS_FILE } from './settings.ts'

// The folder in which everything a site must keep lies on disk.

/** What the runtime keeps there. */
const STORES = ['d1', 'do', 'r2']
const LOCK = 'lock.sqlite'

export const holdsStores = (state: string): boolean => STORES.some(name => existsSync(join(state, name)))

/**
 * Takes the folder for this process until the returned function is called or the process ends, however it ends: the
 * lock is the kernel's. Two runtimes over the same files would each take the other's ballot boxes for their own.
 */
export function lockState(state: string): () => void {
  mkdirSync(state, { recursive: true })
  const lock = new DatabaseSync(join(state, LOCK))
  try {
    lock.exec('begin exclusive')
    for (const store of objectStores(state)) if (existsSync(store)) leaveUnlessFree(store)
    return () => lock.close()
  } catch {
    lock.close()
    throw new Plainly(
      `数据文件夹 ${state} 正被另一个进程使用（正在运行的明评，或上次没有正常退出的 workerd）。请先结束它，或用 --state 指定别的文件夹。`,
    )
  }
}

const objectStores = (state: string): readonly string[] =>
  existsSync(join(state, 'do')) ? readdirSync(join(state, 'do')).map(name => join(state, 'do', name, 'metadata.sqlite')) : []

/** A runtime that outlived the process it belonged to holds no lock of ours, but it still has its databases open. */
function leaveUnlessFree(path: string): void {
  const store = new DatabaseSync(path)
  try {
    store.exec('pragma locking_mode = exclusive; begin immediate; rollback')
  } finally {
    store.close()
  }
}

/** Empties a state folder. A folder that holds something else than a site is left alone: `--state` may be a slip of the hand. */
export function clearState(state: string): void {
  if (!existsSync(state) || readdirSync(state).length === 0) return
  if (!holdsStores(state) && !existsSync(join(state, SETTINGS_FILE)))
    throw new Plainly(`文件夹 ${state} 里没有明评的数据，不会清空它。请检查 --state 写得对不对。`)
  lockState(state)()
  rmSync(state, { recursive: true, force: true })
}

const SQLITE = Buffer.from('SQLite format 3\0', 'latin1')

/** A database file in the folder that is none, or null. The runtime would only say "internal error", or wait for ever. */
export function brokenStore(state: string): string | null {
  if (!existsSync(state)) return null
  const files = readdirSync(state, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.sqlite'))
  return files.find(name => !isDatabase(join(state, name))) ?? null
}

function isDatabase(path: string): boolean {
  if (statSync(path).size === 0) return true
  const head = Buffer.alloc(SQLITE.length)
  const file = openSync(path, 'r')
  readSync(file, head)
  closeSync(file)
  return head.equals(SQLITE)
}
