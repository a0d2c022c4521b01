import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import type { Files } from '../rules/recount/flaw.ts'
import { openZip } from '../rules/recount/zip-files.ts'

/** A bundle on this machine, a folder or a ZIP of one; null when there is none or the ZIP is damaged. */
export function openBundle(path: string): Files | null {
  if (!existsSync(path)) return null
  return statSync(path).isDirectory() ? folderFiles(path) : zipFiles(readFileSync(path))
}

function folderFiles(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(join(folder, sep).length).split(sep).join('/'))
  const known = new Set(names)
  return {
    read: name => (known.has(name) ? readFileSync(join(folder, name)) : null),
    list: prefix => names.filter(name => name.startsWith(prefix)),
  }
}

function zipFiles(zip: Uint8Array): Files | null {
  const opening = openZip(zip, unpack)
  for (;;) {
    const step = opening.next()
    if (step.done) return step.value
  }
}

/** Null for what does not unpack to exactly so many bytes. */
export function unpack(packed: Uint8Array, size: number): Uint8Array | null {
  try {
    // Of a file that unpacks to more, no more is made.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) })
  } catch {
    return null
  }
}
