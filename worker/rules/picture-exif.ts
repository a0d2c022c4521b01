import { textAt, u16be, u16le, u32be, u32le } from './picture-bytes.ts'

// EXIF (CIPA DC-008) is a TIFF: a header, then directories of 12-byte entries. Of all it can hold, where the picture was
// taken included, we want one number: tag 0x0112 of the first directory.

const ORIENTATION = 0x0112
const SHORT = 3
/** What one entry alone takes: header, count, entry, link to the next directory. */
const SMALLEST = 8 + 2 + 12 + 4

/** 1 to 8; 1 where nothing (legible) is said. */
export function orientationIn(tiff: Uint8Array): number {
  const order = textAt(tiff, 0, 4)
  if ((order !== 'II*\0' && order !== 'MM\0*') || tiff.length < SMALLEST) return 1
  const little = order === 'II*\0'
  const u16 = little ? u16le : u16be
  const first = (little ? u32le : u32be)(tiff, 4)
  for (let i = 0, at = first + 2; i < u16(tiff, first) && at + 12 <= tiff.length; i++, at += 12) {
    if (u16(tiff, at) !== ORIENTATION || u16(tiff, at + 2) !== SHORT) continue
    const value = u16(tiff, at + 8)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** A TIFF that says nothing but which way up. */
export function orientationOnly(orientation: number): Uint8Array {
  const header = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8]
  const count = [0, 1]
  const entry = [0x01, 0x12, 0, SHORT, 0, 0, 0, 1, 0, orientation, 0, 0]
  const end = [0, 0, 0, 0]
  return Uint8Array.of(...header, ...count, ...entry, ...end)
}
