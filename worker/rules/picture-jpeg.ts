import { byteAt, joined, type PictureParts, textAt, u16be } from './picture-bytes.ts'
import { orientationIn, orientationOnly } from './picture-exif.ts'

// JPEG (ITU-T T.81): marker segments, then scans of packed data in which a marker can only begin where 0xff is not
// followed by 0 or by one of the eight restart marks.

const [SOI, EOI, SOS, DHT, DQT, DRI, APP0, APP1, APP2, APP14] = [0xd8, 0xd9, 0xda, 0xc4, 0xdb, 0xdd, 0xe0, 0xe1, 0xe2, 0xee]
/** Baseline, extended and progressive: the ones that browsers show. */
const FRAMES: readonly number[] = [0xc0, 0xc1, 0xc2]
const OTHER_FRAMES: readonly number[] = [0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf, 0xde]
const EXIF = 'Exif\0\0'
const ICC = 'ICC_PROFILE\0'

interface Frame {
  readonly width: number
  readonly height: number
}

/** Null when it is damaged or cut off. */
export function cleanJpeg(bytes: Uint8Array, profile: boolean): PictureParts | null {
  const kept: Uint8Array[] = []
  let frame: Frame | null = null
  let scans = 0
  let orientation = 1
  for (let at = 2; ; ) {
    if (bytes[at] !== 0xff) return null
    while (bytes[at + 1] === 0xff) at++
    const marker = byteAt(bytes, at + 1)
    if (at + 2 > bytes.length) return null
    if (marker === EOI) break
    // Only what has a length may stand here; a second beginning or a stray restart mark is damage.
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= SOI)) return null
    const end = at + 2 + u16be(bytes, at + 2)
    if (end < at + 4 || end > bytes.length) return null
    const body = bytes.subarray(at + 4, end)
    if (OTHER_FRAMES.includes(marker)) return null
    if (FRAMES.includes(marker)) {
      frame = frame === null ? frameIn(body) : null
      if (frame === null) return null
    }
    if (marker === APP1 && orientation === 1 && textAt(body, 0, EXIF.length) === EXIF)
      orientation = orientationIn(body.subarray(EXIF.length))
    const next = marker === SOS ? endOfScan(bytes, end) : end
    if (marker === SOS) {
      if (frame === null || next === null) return null
      scans += 1
    }
    if (marker !== APP2 || profile) kept.push(...keptOf(marker, bytes.subarray(at, next ?? end)))
    at = next ?? end
  }
  if (frame === null || scans === 0) return null
  const head = orientation === 1 ? [] : [segment(APP1, joined([latin(EXIF), orientationOnly(orientation)]))]
  const [jfif, rest] = kept[0]?.[1] === APP0 ? [kept.slice(0, 1), kept.slice(1)] : [[], kept]
  return {
    ...frame,
    orientation,
    bytes: joined([Uint8Array.of(0xff, SOI), ...jfif, ...head, ...rest, Uint8Array.of(0xff, EOI)]),
  }
}

/** Eight bits a colour, one, three or four colours, and a height that is known beforehand. */
function frameIn(body: Uint8Array): Frame | null {
  const [precision, colours] = [body[0], byteAt(body, 5)]
  if (precision !== 8 || ![1, 3, 4].includes(colours) || body.length !== 6 + 3 * colours) return null
  return { height: u16be(body, 1), width: u16be(body, 3) }
}

/** Where the packed data of a scan ends; null when the file does first. */
function endOfScan(bytes: Uint8Array, from: number): number | null {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = byteAt(bytes, at + 1)
    const packed = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7)
    if (!packed && at + 1 < bytes.length) return at
  }
  return null
}

/** What stays of one segment: tables, frame and scans whole, and of the rest only what changes how the picture looks. */
function keptOf(marker: number, whole: Uint8Array): readonly Uint8Array[] {
  const body = whole.subarray(4)
  if ([SOS, DHT, DQT, DRI, ...FRAMES].includes(marker)) return [whole]
  // Its density, without the thumbnail that may follow: that one shows the picture as it was before it was cropped.
  if (marker === APP0 && textAt(body, 0, 5) === 'JFIF\0' && body.length >= 14)
    return [segment(APP0, joined([body.subarray(0, 12), Uint8Array.of(0, 0)]))]
  if (marker === APP14 && textAt(body, 0, 5) === 'Adobe' && body.length >= 12) return [segment(APP14, body.subarray(0, 12))]
  if (marker === APP2 && textAt(body, 0, ICC.length) === ICC) return [whole]
  return []
}

const latin = (text: string): Uint8Array => Uint8Array.from(text, sign => sign.charCodeAt(0))

const segment = (marker: number, body: Uint8Array): Uint8Array =>
  joined([Uint8Array.of(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff), body])
