import { nearest } from './nearest.ts'
import { quoted } from './problem.ts'

const MEDIA_TYPES: ReadonlyMap<string, string> = new Map([
  ['pdf', 'application/pdf'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['doc', 'application/msword'],
  ['xls', 'application/vnd.ms-excel'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['zip', 'application/zip'],
])

/** The media type by the extension; null when files of this kind are not published. */
export const mediaTypeOf = (name: string): string | null =>
  MEDIA_TYPES.get(/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '') ?? null

/** One file when a file is called like the whole line, else several divided by commas. */
export const attachmentsIn = (line: string, there: readonly string[]): readonly string[] =>
  there.includes(line)
    ? [line]
    : line
        .split(/[、,，;；]/)
        .map(name => name.trim())
        .filter(Boolean)

/** What is wrong with one attached file by its name; `there` are the files that could be meant. Null when nothing is. */
export function attachmentFlaw(name: string, there: readonly string[]): string | null {
  if (mediaTypeOf(name) === null) return `${quoted(name)}不能作附件，只能是 ${[...MEDIA_TYPES.keys()].join('、')} 文件`
  if (there.includes(name)) return null
  const meant = nearest(name, there)
  return `附件文件夹里没有${quoted(name)}${meant ? `，是不是“${meant}”` : ''}；请把它放进 notices/附件`
}
