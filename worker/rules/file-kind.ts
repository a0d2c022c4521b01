import { zipKind } from './zip.ts'

/** What a file is by its bytes. Its name and what the browser calls it prove nothing. */
export type FileKind = 'pdf' | 'docx' | 'xlsx' | 'jpeg' | 'png' | 'webp'

export const MEDIA_TYPE: Readonly<Record<FileKind, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
}

/** The endings under which a kind may travel: name and bytes must agree. */
export const EXTENSIONS: Readonly<Record<FileKind, readonly string[]>> = {
  pdf: ['pdf'],
  docx: ['docx'],
  xlsx: ['xlsx'],
  jpeg: ['jpg', 'jpeg'],
  png: ['png'],
  webp: ['webp'],
}

/**
 * The kind of a file, or null when it is none of ours (T20): the beginning and the frame of the format are read, a zip
 * by its directory. A file that is two things at once is neither: whoever opens it must see what was checked.
 */
export function kindOfFile(bytes: Uint8Array): FileKind | null {
  const zip = zipKind(bytes)
  if (zip !== 'no-zip') return zip
  const found = isPdf(bytes) ? 'pdf' : isJpeg(bytes) ? 'jpeg' : isPng(bytes) ? 'png' : isWebp(bytes) ? 'webp' : null
  return found !== null && looksLikeMarkup(bytes) ? null : found
}

const startsWith = (bytes: Uint8Array, sign: readonly number[], at = 0): boolean =>
  sign.every((byte, i) => bytes[at + i] === byte)

const latin = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

/** How far browsers that guess look into a file (MIME Sniffing 5.1: 1445 bytes), and then some. */
const SNIFFED = 4096
const MARKUP = /<(!doctype|html|head|body|script|svg|iframe|object|embed|img|link|meta|style|form)[\s>/]/i
const looksLikeMarkup = (bytes: Uint8Array): boolean => MARKUP.test(latin(bytes.subarray(0, SNIFFED)))

/** ISO 32000-1 annex H lets readers look for the head in the first KiB; here it stands at the very beginning. */
function isPdf(bytes: Uint8Array): boolean {
  return /^%PDF-[12]\.\d/.test(latin(bytes.subarray(0, 8))) && latin(bytes.subarray(-1024)).includes('%%EOF')
}

/** Segments from SOI on, each within the file, with a frame (SOFn) before the scan. */
function isJpeg(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, [0xff, 0xd8, 0xff])) return false
  let frame = false
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return false
    const marker = bytes[at + 1] as number
    if (marker === 0xff) {
      at += 1
      continue
    }
    const length = (((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number)) as number
    if (marker === 0xda) return frame
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd9) || length < 2 || at + 2 + length > bytes.length) return false
    // C4, C8 and CC share the range of the frames and are none.
    if (marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) frame = true
    at += 2 + length
  }
  return false
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const

/** IHDR first, chunks within the file, IEND reached. */
function isPng(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, PNG) || latin(bytes.subarray(12, 16)) !== 'IHDR') return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = PNG.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at)
    const name = latin(bytes.subarray(at + 4, at + 8))
    if (!/^[A-Za-z]{4}$/.test(name) || at + 12 + length > bytes.length) return false
    if (name === 'IEND') return length === 0
    at += 12 + length
  }
  return false
}

function isWebp(bytes: Uint8Array): boolean {
  if (bytes.length < 20 || latin(bytes.subarray(0, 4)) !== 'RIFF' || latin(bytes.subarray(8, 12)) !== 'WEBP') return false
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true)
  return size + 8 <= bytes.length + 1 && /^VP8[ LX]$/.test(latin(bytes.subarray(12, 16)))
}
