import { byteAt, joined, type PictureParts, textAt, u16le, u24le, u32le } from './picture-bytes.ts'
import { orientationIn } from './picture-exif.ts'

// WebP (RFC 9649): a RIFF file whose chunks are padded to even length. The plain form is one chunk of pixels; the
// extended form begins with VP8X, whose flags say what else is there.

const [ICC, ALPHA, ANIMATION] = [0x20, 0x10, 0x02]
const KEPT = ['VP8X', 'ICCP', 'ALPH', 'VP8 ', 'VP8L']

interface Chunk {
  readonly name: string
  readonly whole: Uint8Array
  readonly body: Uint8Array
}

/** Null when it is damaged or cut off. */
export function cleanWebp(bytes: Uint8Array): PictureParts | { readonly why: string } | null {
  const chunks = chunksOf(bytes)
  const first = chunks?.[0]
  const pixels = chunks?.filter(({ name }) => name === 'VP8 ' || name === 'VP8L') ?? []
  if (!chunks || !first) return null
  const extended = first.name === 'VP8X' ? first.body : null
  if (extended && (byteAt(extended, 0) & ANIMATION) !== 0) return { why: '是动图，不能用作照片；请导出一张 JPG 或 PNG' }
  const size = pixels[0] && pixels.length === 1 ? sizeOf(pixels[0]) : null
  if (size === null || (!extended && first !== pixels[0])) return null
  if (extended && (extended.length !== 10 || u24le(extended, 4) + 1 !== size.width || u24le(extended, 7) + 1 !== size.height))
    return null
  const exif = chunks.find(({ name }) => name === 'EXIF')?.body
  const kept = chunks
    .filter(({ name }, i) => KEPT.includes(name) && (name === 'VP8X') === (extended !== null && i === 0))
    .map(({ name, whole }) => (name === 'VP8X' ? plainFlags(whole) : whole))
  const length = 4 + kept.reduce((sum, chunk) => sum + chunk.length, 0)
  const head = bytes.slice(0, 12)
  new DataView(head.buffer).setUint32(4, length, true)
  return { ...size, orientation: exif ? orientationIn(exif) : 1, bytes: joined([head, ...kept]) }
}

/** The chunks within the length that the file gives itself; what lies behind is not looked at. */
function chunksOf(bytes: Uint8Array): readonly Chunk[] | null {
  const last = 8 + u32le(bytes, 4)
  if (last > bytes.length) return null
  const chunks: Chunk[] = []
  for (let at = 12; at < last; ) {
    const length = u32le(bytes, at + 4)
    const end = at + 8 + length + (length % 2)
    if (end > last) return null
    chunks.push({ name: textAt(bytes, at, 4), whole: bytes.subarray(at, end), body: bytes.subarray(at + 8, at + 8 + length) })
    at = end
  }
  return chunks
}

/** Says no more of EXIF and XMP, which are gone. */
function plainFlags(whole: Uint8Array): Uint8Array {
  const chunk = whole.slice()
  chunk[8] = byteAt(chunk, 8) & (ICC | ALPHA)
  return chunk
}

function sizeOf({ name, body }: Chunk): { readonly width: number; readonly height: number } | null {
  if (name === 'VP8 ') {
    const isKey = (byteAt(body, 0) & 1) === 0 && textAt(body, 3, 3) === '\x9d\x01\x2a'
    return isKey && body.length > 10 ? { width: u16le(body, 6) & 0x3fff, height: u16le(body, 8) & 0x3fff } : null
  }
  if (body[0] !== 0x2f || body.length < 6) return null
  const packed = u32le(body, 1)
  return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 }
}
