import { joined } from '../../worker/rules/picture-bytes.ts'

// Pictures put together by hand: right in structure, which is all the site looks at, and as large or small as a test likes.

const latin = (text: string): Uint8Array => Uint8Array.from(text, sign => sign.charCodeAt(0))
const be = (size: 2 | 4, value: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => (value >>> (8 * (size - 1 - i))) & 0xff)
const le = (size: 2 | 3 | 4, value: number): Uint8Array => Uint8Array.from({ length: size }, (_, i) => (value >>> (8 * i)) & 0xff)

interface Wishes {
  readonly width?: number
  readonly height?: number
  /** Between the header and the pixels. */
  readonly extra?: readonly Uint8Array[]
  /** What the pixels are, so that two pictures differ. */
  readonly pixels?: string
}

export const segment = (marker: number, body: Uint8Array | string): Uint8Array => {
  const bytes = typeof body === 'string' ? latin(body) : body
  return joined([Uint8Array.of(0xff, marker), be(2, bytes.length + 2), bytes])
}

const JFIF = segment(0xe0, joined([latin('JFIF\0'), Uint8Array.of(1, 1, 0, 0, 1, 0, 1, 0, 0)]))

export const aJpeg = ({ width = 960, height = 1200, extra = [], pixels = 'pixels' }: Wishes = {}): Uint8Array =>
  joined([
    Uint8Array.of(0xff, 0xd8),
    JFIF,
    ...extra,
    segment(0xdb, new Uint8Array(65).fill(1)),
    segment(0xc0, joined([Uint8Array.of(8), be(2, height), be(2, width), Uint8Array.of(1, 1, 0x11, 0)])),
    segment(0xc4, joined([Uint8Array.of(0x00, 1), new Uint8Array(16)])),
    segment(0xda, Uint8Array.of(1, 1, 0, 0, 63, 0)),
    latin(pixels),
    Uint8Array.of(0xff, 0x00, 0xff, 0xd0, 0x12, 0xff, 0xd9),
  ])

/** An EXIF block that says where and with what the picture was taken, and which way up it is. */
export const exif = (orientation: number): Uint8Array => {
  const entry = (tag: number, kind: number, value: number) => joined([be(2, tag), be(2, kind), be(4, 1), be(2, value), be(2, 0)])
  return segment(
    0xe1,
    joined([
      latin('Exif\0\0MM\0*'),
      be(4, 8),
      be(2, 3),
      entry(0x010f, 2, 0x4100),
      entry(0x0112, 3, orientation),
      entry(0x8825, 4, 26),
      be(4, 0),
      latin('GPSLatitude 31.2304'),
    ]),
  )
}

export const xmp = segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><script>alert(1)</script></x:xmpmeta>')

export const chunk = (name: string, body: Uint8Array | string): Uint8Array => {
  const bytes = typeof body === 'string' ? latin(body) : body
  return joined([be(4, bytes.length), latin(name), bytes, be(4, 0)])
}

export const aPng = ({ width = 960, height = 1200, extra = [], pixels = 'pixels' }: Wishes = {}): Uint8Array =>
  joined([
    latin('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', joined([be(4, width), be(4, height), Uint8Array.of(8, 2, 0, 0, 0)])),
    ...extra,
    chunk('IDAT', pixels),
    chunk('IEND', ''),
  ])

export const riff = (name: string, body: Uint8Array | string): Uint8Array => {
  const bytes = typeof body === 'string' ? latin(body) : body
  return joined([latin(name), le(4, bytes.length), bytes, new Uint8Array(bytes.length % 2)])
}

/** In the extended form, so that there is place for what should not be there. */
export const aWebp = ({ width = 960, height = 1200, extra = [], pixels = 'pixels' }: Wishes = {}): Uint8Array => {
  const body = joined([
    latin('WEBP'),
    riff('VP8X', joined([Uint8Array.of(0x0c, 0, 0, 0), le(3, width - 1), le(3, height - 1)])),
    riff('VP8 ', joined([Uint8Array.of(0, 0, 0, 0x9d, 0x01, 0x2a), le(2, width), le(2, height), latin(pixels)])),
    ...extra,
  ])
  return joined([latin('RIFF'), le(4, body.length), body])
}

export const behind = (picture: Uint8Array, text: string): Uint8Array => joined([picture, latin(text)])
export const asBytes = latin
