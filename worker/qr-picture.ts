import { crc32, deflateSync } from 'node:zlib'
import { encode } from 'uqr'

/** Dots of the picture to a module of the code, each way: 200 dots or so, which a phone reads from the screen and from A4. */
const SCALE = 5

/** A QR code as a PNG (ISO/IEC 15948) of one bit a dot, black on white; the same text gives the same bytes. */
export function qrPicture(text: string): Uint8Array {
  const { size, data } = encode(text, { ecc: 'M', border: 4 })
  const width = size * SCALE
  const line = Math.ceil(width / 8)
  // Every line begins with the number of its filter, which is none.
  const rows = new Uint8Array(width * (line + 1))
  for (let y = 0; y < width; y++)
    for (let x = 0; x < width; x++) {
      const dark = data[Math.floor(y / SCALE)]?.[Math.floor(x / SCALE)] ?? false
      const at = y * (line + 1) + 1 + (x >> 3)
      if (!dark) rows[at] = (rows[at] ?? 0) | (0x80 >> (x & 7))
    }
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, width)
  header[8] = 1
  const parts = [SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', new Uint8Array())]
  return Uint8Array.from(parts.flatMap(part => [...part]))
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

function chunk(name: string, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + body.length)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, body.length)
  bytes.set(new TextEncoder().encode(name), 4)
  bytes.set(body, 8)
  view.setUint32(8 + body.length, crc32(bytes.subarray(4, 8 + body.length)))
  return bytes
}
