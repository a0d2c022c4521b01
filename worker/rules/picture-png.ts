import { byteAt, joined, type PictureParts, textAt, u32be } from './picture-bytes.ts'
import { orientationIn } from './picture-exif.ts'

// PNG (ISO/IEC 15948): a signature, then chunks of length, name, body and checksum; a capital first letter makes a chunk
// one without which the picture cannot be shown.

const SIGNATURE = 8
const CRITICAL = ['IHDR', 'PLTE', 'IDAT', 'IEND']
/** What changes how the picture looks. Texts, times, EXIF and the frames of an animation go. */
const KEPT = [...CRITICAL, 'tRNS', 'gAMA', 'sRGB', 'iCCP']
/** Bits a sample by kind of colour. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
}

/** Null when it is damaged or cut off. */
export function cleanPng(bytes: Uint8Array): PictureParts | null {
  const header = bytes.subarray(SIGNATURE + 8, SIGNATURE + 21)
  if (u32be(bytes, SIGNATURE) !== 13 || textAt(bytes, SIGNATURE + 4, 4) !== 'IHDR' || !isHeader(header)) return null
  const kept = [bytes.subarray(0, SIGNATURE)]
  let orientation = 1
  const names = new Map<string, number>()
  for (let at = SIGNATURE; !names.has('IEND'); ) {
    const [length, name] = [u32be(bytes, at), textAt(bytes, at + 4, 4)]
    const end = at + 12 + length
    if (end > bytes.length || !/^[A-Za-z]{4}$/.test(name)) return null
    if (/^[A-Z]/.test(name) && !CRITICAL.includes(name)) return null
    names.set(name, (names.get(name) ?? 0) + 1)
    if (name === 'eXIf') orientation = orientationIn(bytes.subarray(at + 8, end - 4))
    if (KEPT.includes(name)) kept.push(bytes.subarray(at, end))
    at = end
  }
  const coloured = header[9] !== 3 || names.has('PLTE')
  if (!names.has('IDAT') || names.get('IHDR') !== 1 || !coloured || kept[kept.length - 1]?.length !== 12) return null
  return { bytes: joined(kept), width: u32be(header, 0), height: u32be(header, 4), orientation }
}

function isHeader(header: Uint8Array): boolean {
  const [depth, colour, compression, filter, interlace] = [8, 9, 10, 11, 12].map(at => byteAt(header, at)) as [
    number,
    number,
    number,
    number,
    number,
  ]
  return DEPTHS[colour]?.includes(depth) === true && compression === 0 && filter === 0 && interlace <= 1
}
