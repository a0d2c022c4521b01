import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { type ZipEntry, zip } from '../support/zip.ts'
import type { Files } from './files.ts'

export function writeFolder(folder: string, files: Files): void {
  for (const [name, data] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), data)
  }
}

/** Every other file is deflated, so that both ways are read. */
export const zipEntries = (files: Files): readonly ZipEntry[] =>
  [...files].map(([name, data], n) =>
    n % 2 === 0 ? { name, data } : { name, data: deflateRawSync(data), method: 8, size: data.length, crc: crc32(data) },
  )

export const writeZip = (path: string, files: Files): void => writeFileSync(path, zip(zipEntries(files)))
