import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { NomineeEntry } from '../import/document.ts'
import { initialsOf } from '../import/initials.ts'
import { type Face, type NomineeDraft, readNomineeTable } from '../import/nominee-table.ts'
import { inOrder } from '../import/order.ts'
import { choosePhotos } from '../import/photo-names.ts'
import { inFile, type Problem, quoted } from '../import/problem.ts'
import { SETTINGS_FILE, type SettingsReading } from '../import/settings-file.ts'
import { namesIn } from './folder-notices.ts'
import { eachOf, type Progress } from './folder-steps.ts'
import { readTableFile } from './folder-table.ts'
import { type Photo, readPhoto } from './photos.ts'

/** The nominees of a folder with their pictures. */
export interface NomineesReading {
  /** Name of the table. */
  readonly file: string
  readonly nominees: readonly NomineeEntry[]
  readonly photos: ReadonlyMap<string, Photo>
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/** Folder of the pictures. */
export const PHOTOS = 'photos'

interface Circumstances {
  readonly reading: SettingsReading
  readonly tell: Progress
}

/** Reads the table, finds everybody's picture and makes the one that the site keeps. */
export async function readNominees(folder: string, { reading, tell }: Circumstances): Promise<NomineesReading> {
  const table = await readTableFile(folder, reading.table)
  if (!table.ok) {
    // A campaign.json that cannot be read may well name a table that we cannot know of.
    const hidden = !reading.legible && table.problem.file === SETTINGS_FILE
    return { file: SETTINGS_FILE, nominees: [], photos: new Map(), problems: hidden ? [] : [table.problem], warnings: [] }
  }
  const { file, grid } = table
  const { nominees: drafts, faces, problems } = readNomineeTable(grid, { file, settings: reading.ballot })
  const there = await namesIn(join(folder, PHOTOS))
  const choice = choosePhotos(faces, { there, table: file })
  const pictures = await readPhotos(folder, { faces, files: choice.files, tell })
  const entries = drafts.map(draft => entryOf(draft, pictures.byRow))
  return {
    file,
    nominees: inOrder(entries, reading.settings?.order ?? 'number'),
    photos: new Map([...pictures.byRow.values()].map(photo => [photo.hash, photo])),
    problems: [...problems, ...choice.problems, ...pictures.problems],
    warnings: [...table.warnings, ...choice.warnings, ...withoutPhoto(faces, { files: choice.files, file })],
  }
}

const entryOf = ({ row, kind, entry }: NomineeDraft, photos: ReadonlyMap<number, Photo>): NomineeEntry => ({
  ...entry,
  initials: initialsOf(entry.name, kind),
  photo: photos.get(row)?.hash ?? null,
})

interface Pictures {
  readonly byRow: ReadonlyMap<number, Photo>
  readonly problems: readonly Problem[]
}

async function readPhotos(
  folder: string,
  { faces, files, tell }: { faces: readonly Face[]; files: ReadonlyMap<number, string>; tell: Progress },
): Promise<Pictures> {
  const byRow = new Map<number, Photo>()
  const problems: Problem[] = []
  const wanted = faces.flatMap(({ row, name: of }) => {
    const name = files.get(row)
    return name === undefined ? [] : [{ row, name, of }]
  })
  const readings = await eachOf(wanted, async ({ name }) => readPhoto(await readFile(join(folder, PHOTOS, name))), {
    what: '检查照片',
    atOnce: 2,
    tell,
  })
  readings.forEach((reading, i) => {
    const one = wanted[i]
    if (one && reading.ok) byRow.set(one.row, reading.photo)
    else if (one && !reading.ok)
      problems.push(inFile(`${PHOTOS}/${one.name}`, `名单第 ${one.row} 行${quoted(one.of)}的照片${reading.text}`))
  })
  return { byRow, problems }
}

/** Only those whom the table names no picture for: a picture that is named and missing is a problem already. */
function withoutPhoto(
  faces: readonly Face[],
  { files, file }: { files: ReadonlyMap<number, string>; file: string },
): readonly Problem[] {
  const rows = faces.filter(({ row, photo }) => photo === null && !files.has(row)).map(({ row }) => row)
  if (rows.length === 0) return []
  const which = `第 ${rows.slice(0, 10).join('、')} 行${rows.length > 10 ? '等' : ''}`
  return [inFile(file, `${rows.length} 个候选对象没有照片（${which}），页面上用姓名代替`)]
}
