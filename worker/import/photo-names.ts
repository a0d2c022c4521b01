import { HEADERS } from './header.ts'
import { nearest } from './nearest.ts'
import type { Face } from './nominee-table.ts'
import { inFile, type Problem, quoted } from './problem.ts'

// More than the site takes: a picture in another format is to be refused as what it is, not overlooked.
const EXTENSION = /\.(?:jpe?g|png|webp|heic|heif|avif|gif|bmp|tiff?)$/i

/** Which file shows whom. */
export interface PhotoChoice {
  /** File in `photos/` by the row of its nominee. */
  readonly files: ReadonlyMap<number, string>
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
}

interface Circumstances {
  /** The files in `photos/`. */
  readonly there: readonly string[]
  /** Name of the table, for the sentences. */
  readonly table: string
}

/** Which picture shows whom: the one the table names, else the one called by the name, else by the number. */
export function choosePhotos(faces: readonly Face[], { there, table }: Circumstances): PhotoChoice {
  const shelf = new Map(there.map(file => [file.normalize('NFC').toLowerCase(), file]))
  // Read backwards so that the first of 张明.jpg and 张明.png stays; the other is warned of as unused.
  const stems = new Map([...there].reverse().flatMap(file => (EXTENSION.test(file) ? [[stemOf(file), file] as const] : [])))
  const files = new Map<number, string>()
  const problems: Problem[] = []
  const names = countBy(faces.filter(({ photo }) => photo === null).map(({ name }) => name))
  for (const { row, name, number, photo } of faces) {
    const byName = name === '' ? undefined : stems.get(stemOf(name))
    const byNumber = number === null ? undefined : stems.get(String(number))
    // Two people of one name: a picture called by that name could be either of them.
    const shared = photo === null && (names.get(name) ?? 0) > 1
    const file = photo !== null ? shelf.get(photo.normalize('NFC').toLowerCase()) : shared ? byNumber : (byName ?? byNumber)
    if (file !== undefined) files.set(row, file)
    else if (photo !== null) problems.push({ file: table, row, column: HEADERS.photo, text: missingText(photo, there) })
    else if (shared && byName !== undefined) problems.push(inFile(`photos/${byName}`, sharedName(row, name, number)))
  }
  return { files, problems, warnings: [...unusedOf(there, files), ...sharedOf(faces, files)] }
}

const sharedName = (row: number, name: string, number: number | null): string =>
  `名单第 ${row} 行和另一行都叫${quoted(name)}，分不清是谁的照片；请改用编号作文件名，例如 ${number ?? 12}.jpg`

const stemOf = (file: string): string => file.replace(EXTENSION, '').normalize('NFC').toLowerCase()

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

function missingText(photo: string, there: readonly string[]): string {
  const meant = there.find(file => stemOf(file) === stemOf(photo)) ?? nearest(photo, there)
  return `photos 文件夹里没有${quoted(photo)}${meant ? `，是不是“${meant}”` : ''}；请放入这张照片，或改正文件名`
}

function unusedOf(there: readonly string[], files: ReadonlyMap<number, string>): readonly Problem[] {
  const used = new Set(files.values())
  return there
    .filter(file => !used.has(file))
    .map(file => inFile(`photos/${file}`, '没有候选对象用到它；请核对文件名，应为姓名或编号，如 张明.jpg 或 12.jpg'))
}

function sharedOf(faces: readonly Face[], files: ReadonlyMap<number, string>): readonly Problem[] {
  const rowsOf = new Map<string, number[]>()
  for (const { row } of faces) {
    const file = files.get(row)
    if (file !== undefined) rowsOf.set(file, [...(rowsOf.get(file) ?? []), row])
  }
  return [...rowsOf]
    .filter(([, rows]) => rows.length > 1)
    .map(([file, rows]) => inFile(`photos/${file}`, `名单第 ${rows.join('、')} 行都用这一张照片，请核对`))
}
