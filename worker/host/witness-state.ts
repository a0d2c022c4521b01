import { createHash } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCheckpoint } from '../rules/tlog/checkpoint.ts'
import { type Latest, NOTHING_SEEN } from '../rules/tlog/witness.ts'

/** How a log is named in files and addresses (c2sp.org/tlog-witness): nothing of its origin can be a path. */
export const originHash = (origin: string): string => createHash('sha256').update(origin).digest('hex')

/**
 * The heads a witness has signed, one file a log. Everything here is synchronous: in one process nothing can come between the look
 * at the last head and the new one on disk. A second process is kept out by a lock.
 */
export class WitnessState {
  readonly #folder: string

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true })
    this.#folder = folder
    const lock = join(folder, 'lock')
    const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0
    if (holder !== 0 && holder !== process.pid && isRunning(holder)) throw new Error(`进程 ${holder} 正在使用 ${folder}`)
    writeFileSync(lock, String(process.pid))
  }

  /** The note with our line that was answered last; null when none ever was. Hexadecimal names only. */
  noteOf(hash: string): string | null {
    const path = join(this.#folder, hash)
    return /^[0-9a-f]{64}$/.test(hash) && existsSync(path) ? readFileSync(path, 'utf8') : null
  }

  /** Throws when there is a record that cannot be read: that is not the same as having seen nothing. */
  latestOf(origin: string): Latest {
    const note = this.noteOf(originHash(origin))
    if (note === null) return NOTHING_SEEN
    const read = readCheckpoint(note)
    if (read?.checkpoint.origin !== origin) throw new Error(`${join(this.#folder, originHash(origin))} 已损坏`)
    return read.checkpoint
  }

  /** On disk when it returns, whole or not at all. */
  keep(origin: string, note: string): void {
    const path = join(this.#folder, originHash(origin))
    const file = openSync(`${path}.new`, 'w')
    writeFileSync(file, note)
    fsyncSync(file)
    closeSync(file)
    renameSync(`${path}.new`, path)
    const folder = openSync(this.#folder, 'r')
    fsyncSync(folder)
    closeSync(folder)
  }

  close(): void {
    rmSync(join(this.#folder, 'lock'), { force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
