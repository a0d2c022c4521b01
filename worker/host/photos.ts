import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { largeSize, type Size, SMALL, tooSmall } from '../rules/photo.ts'
import { strangerIn } from '../rules/picture.ts'

/** A picture as the site keeps it, under the hash of its large form. */
export interface Photo {
  readonly hash: string
  readonly large: Uint8Array
}

/** A picture, or why a file cannot be one. */
export type PhotoReading = { readonly ok: true; readonly photo: Photo } | { readonly ok: false; readonly text: string }

/** Makes the large picture: upright, no larger than need be, white below what is transparent, and nothing but the picture. */
export async function readPhoto(bytes: Uint8Array): Promise<PhotoReading> {
  const strange = strangerIn(bytes)
  if (strange !== null) return { ok: false, text: `${strange}，不是能用的照片；应为 JPG、PNG 或 WebP` }
  try {
    const { autoOrient } = await sharp(bytes, DECODE).metadata()
    const small = tooSmall(autoOrient)
    if (small !== null) return { ok: false, text: small }
    const size = largeSize(autoOrient)
    const large = isPlainJpeg(bytes) && size.width === autoOrient.width ? await checked(bytes) : await largeOf(bytes, size)
    return { ok: true, photo: { hash: createHash('sha256').update(large).digest('hex'), large } }
  } catch {
    return { ok: false, text: '打不开，文件损坏或没有传完整；请重新导出一张 JPG 或 PNG' }
  }
}

/** A picture that is cut off or damaged is refused; one that merely departs from the letter of its format is not. */
const DECODE = { failOn: 'error' } as const

const largeOf = (bytes: Uint8Array, { width, height }: Size): Promise<Uint8Array> =>
  sharp(bytes, DECODE)
    .autoOrient()
    .resize({ width, height, fit: 'fill' })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .jpeg({ quality: 82, progressive: true })
    .toBuffer()

/** The same bytes, once they are known to decode; a tiny picture takes as much reading as a large one, and less time. */
async function checked(bytes: Uint8Array): Promise<Uint8Array> {
  await sharp(bytes, DECODE).resize(16, 16).raw().toBuffer()
  return bytes
}

/** The picture for lists: the upper part, where the face is. */
export const smallOf = (large: Uint8Array): Promise<Uint8Array> =>
  sharp(large, DECODE)
    .resize({ ...SMALL, fit: 'cover', position: 'north' })
    .jpeg({ quality: 80, progressive: true })
    .toBuffer()

/**
 * A JPEG in one or three colours with nothing in it but the picture: no EXIF, no profile, no comment, no thumbnail,
 * nothing behind its end. Such a file is taken as it is, since saving it again could only make it worse.
 */
export function isPlainJpeg(bytes: Uint8Array): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 2
  while (at + 4 <= view.length && view[at] === 0xff) {
    const marker = view[at + 1] ?? 0
    const length = view.readUInt16BE(at + 2)
    if (marker === 0xda) return view.indexOf('\xff\xd9', at, 'latin1') === view.length - 2
    if (marker === 0xfe || (marker >= 0xe0 && marker <= 0xef && !(marker === 0xe0 && length === 16))) return false
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame && view[at + 9] === 4) return false
    at += 2 + length
  }
  return false
}
