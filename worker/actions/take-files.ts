import type { Deps } from '../deps.ts'
import { EXTENSIONS, type FileKind, kindOfFile, MEDIA_TYPE } from '../rules/file-kind.ts'
import { cleanPicture } from '../rules/picture.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

/** A file as it may be kept: known by its bytes, and a picture without anything but the picture. */
export interface TakenFile {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** What anybody may send; staff may be let send more. */
const MAY: readonly FileKind[] = ['pdf', 'jpeg', 'png', 'docx']
const SAID: Readonly<Record<FileKind, string>> = {
  ...{ pdf: 'PDF', jpeg: 'JPG', png: 'PNG', webp: 'WebP', docx: 'Word（.docx）', xlsx: 'Excel（.xlsx）' },
}

/** 'PDF、JPG、PNG 和 Word（.docx）'. */
const sayKinds = (kinds: readonly FileKind[]): string => {
  const said = kinds.map(kind => SAID[kind])
  return `${said.slice(0, -1).join('、')} 和 ${said.at(-1)}`
}

/**
 * Reads what a form sent, file by file, and keeps nothing of it. A file that cannot be taken refuses the whole, with its
 * name and what would do (T20). An empty field of a form is no file.
 */
export async function takeFiles(
  sent: readonly File[],
  { most, bytes: largest, kinds = MAY }: { most: number; bytes: number; kinds?: readonly FileKind[] },
): Promise<Verdict<readonly TakenFile[]>> {
  const files = sent.filter(({ size, name }) => size > 0 || name !== '')
  if (files.length > most) return refuse({ code: 'file-refused', name: nameOf(files[most] as File), why: `最多 ${most} 个文件` })
  const taken: TakenFile[] = []
  for (const file of files) {
    if (file.size > largest) return refuse({ code: 'file-refused', name: nameOf(file), why: `超过 ${largest / 1024 / 1024} MB` })
    const one = takeFile(nameOf(file), new Uint8Array(await file.arrayBuffer()), kinds)
    if ('why' in one) return refuse({ code: 'file-refused', name: nameOf(file), why: one.why })
    taken.push(one)
  }
  return accept(taken)
}

function takeFile(name: string, bytes: Uint8Array, kinds: readonly FileKind[]): TakenFile | { readonly why: string } {
  const kind = kindOfFile(bytes)
  if (kind === null || !kinds.includes(kind)) return { why: `只收 ${sayKinds(kinds)}文件` }
  if (kind !== 'jpeg' && kind !== 'png' && kind !== 'webp') return { name: named(name, kind), mediaType: MEDIA_TYPE[kind], bytes }
  const cleaned = cleanPicture(bytes)
  return cleaned.ok ? { name: named(name, kind), mediaType: MEDIA_TYPE[kind], bytes: cleaned.bytes } : { why: cleaned.why }
}

/** What a person called it, without paths and the signs no system takes in a name, short enough for a header. */
const nameOf = ({ name }: File): string =>
  [...name.replace(/^.*[/\\]/, '')]
    .filter(sign => sign >= ' ' && sign !== '\u007f' && !'"<>:|?*'.includes(sign))
    .slice(-80)
    .join('') || '附件'

/** Its own name, under the ending its bytes ask for. */
function named(name: string, kind: FileKind): string {
  const ending = /\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toLowerCase() ?? ''
  return EXTENSIONS[kind].includes(ending) ? name : `${name.replace(/\.[A-Za-z0-9]{1,5}$/, '')}.${EXTENSIONS[kind][0]}`
}

/** Puts files away under new names that nobody can guess. */
export async function putAway(
  { env }: Deps,
  files: readonly { readonly object: string; readonly bytes: Uint8Array }[],
): Promise<void> {
  for (const { object, bytes } of files) await env.FILES.put(object, bytes)
}
