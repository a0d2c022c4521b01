/**
 * What a zip says of itself, read by hand from its directory (APPNOTE 4.3): nothing is unpacked, every number is held
 * against the file, and whatever two readers could read in two ways is refused.
 */

interface Entry {
  readonly name: string
  readonly packed: number
  readonly size: number
  /** Where its local header stands. */
  readonly at: number
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
/** The end record, and the longest comment that may follow it. */
const END_SIZE = 22
const COMMENT = 0xffff

/** More than any Word or Excel file of an office holds, unpacked. */
const MOST_ENTRIES = 5000
const MOST_BYTES = 200 * 1024 * 1024
/** Deflate reaches 1032 to 1 on nothing but zeros; office XML stays below some dozens. Small files may be odd. */
const MOST_RATIO = 150
const SMALL = 4 * 1024 * 1024

/** 'no-zip' when there is no zip in the file at all; null when there is one that is not wanted. */
export function zipKind(bytes: Uint8Array): 'docx' | 'xlsx' | 'no-zip' | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const begins = bytes.length >= 4 && view.getUint32(0, true) === LOCAL
  const end = endRecord(view)
  // A directory at the end of something that does not begin as a zip: a picture or PDF that is an archive, too.
  if (!begins) return end === null ? 'no-zip' : null
  const entries = end === null ? null : entriesOf(bytes, view, end)
  return entries && kindBy(entries)
}

/** Where the end record stands; it must end the file. */
function endRecord(view: DataView): number | null {
  for (let at = view.byteLength - END_SIZE; at >= Math.max(0, view.byteLength - END_SIZE - COMMENT); at--)
    if (view.getUint32(at, true) === END && at + END_SIZE + view.getUint16(at + 20, true) <= view.byteLength) return at
  return null
}

function entriesOf(bytes: Uint8Array, view: DataView, end: number): readonly Entry[] | null {
  const count = view.getUint16(end + 10, true)
  const size = view.getUint32(end + 12, true)
  const from = view.getUint32(end + 16, true)
  const oneDisk = view.getUint32(end + 4, true) === 0 && view.getUint16(end + 8, true) === count
  const endsTheFile = end + END_SIZE + view.getUint16(end + 20, true) === view.byteLength
  if (!oneDisk || !endsTheFile || count === 0 || count > MOST_ENTRIES || from + size !== end) return null
  const entries: Entry[] = []
  let at = from
  for (let i = 0; i < count; i++) {
    const entry = entryAt(bytes, view, { at, end })
    if (entry === null) return null
    entries.push(entry)
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return at === end && fitTogether(view, entries, from) ? entries : null
}

/** One line of the directory, if its local header says the same. */
function entryAt(bytes: Uint8Array, view: DataView, { at, end }: { at: number; end: number }): Entry | null {
  if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) return null
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)]
  const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)]
  const nameLength = view.getUint16(at + 28, true)
  const local = view.getUint32(at + 42, true)
  // Bits 0, 6 and 13: encrypted. Stored or deflated; 0xffffffff would be zip64.
  if ((flags & 0x2041) !== 0 || (method !== 0 && method !== 8) || (method === 0 && packed !== size)) return null
  if (at + 46 + nameLength > end || local + 30 + nameLength > end || view.getUint32(local, true) !== LOCAL) return null
  const name = textAt(bytes, at + 46, nameLength)
  const same =
    view.getUint16(local + 26, true) === nameLength &&
    view.getUint16(local + 8, true) === method &&
    (view.getUint16(local + 6, true) & 0x2041) === 0 &&
    textAt(bytes, local + 30, nameLength) === name
  return same ? { name, packed, size, at: local } : null
}

/** Whether the entries lie one after the other from the first byte on: overlapping ones are how small bombs are built. */
function fitTogether(view: DataView, entries: readonly Entry[], directory: number): boolean {
  const inOrder = [...entries].sort((a, b) => a.at - b.at)
  return inOrder.every(({ at, packed }, i) => {
    const data = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
    return (i > 0 || at === 0) && data + packed <= (inOrder[i + 1]?.at ?? directory)
  })
}

const textAt = (bytes: Uint8Array, at: number, length: number): string => {
  let text = ''
  for (const byte of bytes.subarray(at, at + length)) text += String.fromCharCode(byte)
  return text
}

/** Macros, ActiveX, embedded programs; every binary part but a printer's settings and thumbnails, and anything that runs. */
const ACTIVE =
  /vba|macrosheets|activex|\.(exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|html?|xht(ml)?|docm|xlsm)$/i
const BINARY = /\.bin$/i
const HARMLESS_BINARY = /^xl\/printerSettings\/printerSettings\d+\.bin$/

const isBadName = (name: string): boolean =>
  name === '' ||
  name.length > 300 ||
  /[\\:\p{Cc}]|^\/|(^|\/)\.{1,2}(\/|$)/u.test(name) ||
  ACTIVE.test(name) ||
  (BINARY.test(name) && !HARMLESS_BINARY.test(name))

function kindBy(entries: readonly Entry[]): 'docx' | 'xlsx' | null {
  const names = new Set(entries.map(({ name }) => name.toLowerCase()))
  if (names.size !== entries.length || entries.some(({ name }) => isBadName(name))) return null
  const [packed, size] = [sum(entries, 'packed'), sum(entries, 'size')]
  if (size > MOST_BYTES || (size > SMALL && size > packed * MOST_RATIO)) return null
  if (!names.has('[content_types].xml')) return null
  const [word, excel] = [names.has('word/document.xml'), names.has('xl/workbook.xml')]
  return word === excel ? null : word ? 'docx' : 'xlsx'
}

const sum = (entries: readonly Entry[], field: 'packed' | 'size'): number =>
  entries.reduce((total, entry) => total + entry[field], 0)
