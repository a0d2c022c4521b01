import { textAt } from './picture-bytes.ts'
import { cleanJpeg } from './picture-jpeg.ts'
import { cleanPng } from './picture-png.ts'
import { cleanWebp } from './picture-webp.ts'

export type PictureKind = 'jpeg' | 'png' | 'webp'

/** A picture and nothing but the picture. */
export interface Cleaned {
  readonly ok: true
  readonly kind: PictureKind
  readonly bytes: Uint8Array
  /** As a reader sees it, upright. */
  readonly width: number
  readonly height: number
  /**
   * As EXIF counts: 1 is upright. A JPEG that is not keeps this one number in an EXIF block of our own, which every
   * browser since 2020 follows; whoever can draw (a canvas) turns the picture itself and the block goes.
   */
  readonly orientation: number
}

/** Why it cannot be taken, as a sentence without its end. */
export interface PictureRefused {
  readonly ok: false
  readonly why: string
}

interface Wishes {
  /** False drops the colour profile of a JPEG too: for a picture that is known to be in plain sRGB, as a canvas makes it. */
  readonly profile?: boolean
}

/** Bytes. */
export const LARGEST_PICTURE = 10 * 1024 * 1024
/** Width times height: what unpacks to more is made to exhaust whoever opens it. */
export const MOST_PIXELS = 50_000_000

const BROKEN = '打不开，文件损坏或没有传完整；请重新导出一张 JPG 或 PNG'

/**
 * Takes a JPEG, PNG or WebP apart by its structure and puts together again only what makes the picture: no EXIF, no
 * place, no camera, no comment, no thumbnail, nothing behind its end, where a second file can hide (T20). The pixels are not
 * decoded: whatever else is in them can do no more than spoil the picture. Cleaning twice changes nothing.
 *
 * Why a turned JPEG keeps its orientation rather than being refused: without script nobody turns it for the sender, and
 * a clerk who is told "turn it first" cannot know what is meant, since every program shows the picture upright.
 */
export function cleanPicture(bytes: Uint8Array, { profile = true }: Wishes = {}): Cleaned | PictureRefused {
  const strange = strangerIn(bytes)
  if (strange !== null) return refused(`${strange}，不是能用的照片；应为 JPG、PNG 或 WebP`)
  if (bytes.length > LARGEST_PICTURE) return refused(`有 ${sayMegabytes(bytes.length)} MB，太大；最大 10 MB`)
  const kind = kindOf(bytes)
  const parts = kind === 'jpeg' ? cleanJpeg(bytes, profile) : kind === 'png' ? cleanPng(bytes) : cleanWebp(bytes)
  if (parts === null) return refused(BROKEN)
  if ('why' in parts) return refused(parts.why)
  const { width, height, orientation } = parts
  if (width === 0 || height === 0) return refused(BROKEN)
  if (width * height > MOST_PIXELS) return refused(`有 ${width}×${height} 像素，太大；最多 ${MOST_PIXELS / 10_000} 万像素`)
  if (orientation !== 1 && kind !== 'jpeg') return refused('方向没有存进图片本身；请用看图软件旋转后另存为 JPG')
  const turned = orientation >= 5
  return {
    ok: true,
    kind,
    bytes: parts.bytes,
    width: turned ? height : width,
    height: turned ? width : height,
    orientation,
  }
}

const refused = (why: string): PictureRefused => ({ ok: false, why })

/** Rounded up: nothing is said to fit that does not. */
const sayMegabytes = (size: number): number => Math.ceil((size / 1024 / 1024) * 10) / 10

const kindOf = (bytes: Uint8Array): PictureKind => (bytes[0] === 0xff ? 'jpeg' : bytes[0] === 0x89 ? 'png' : 'webp')

/** What a file is that is not one of our three formats; null when it is. */
export function strangerIn(bytes: Uint8Array): string | null {
  const starts = (text: string, at = 0) => textAt(bytes, at, text.length) === text
  if (starts('\xff\xd8\xff') || starts('\x89PNG\r\n\x1a\n')) return null
  if (starts('RIFF') && starts('WEBP', 8)) return null
  if (bytes.length === 0) return '是空文件'
  if (starts('PK')) return '内容其实是 Word、Excel 或压缩文件'
  if (starts('\xd0\xcf\x11\xe0')) return '内容其实是旧版 Word 或 Excel 文件'
  if (starts('%PDF')) return '内容其实是 PDF 文件'
  if (starts('ftyp', 4)) return '内容其实是 HEIC 等手机格式的照片或视频'
  if (starts('GIF8')) return '内容其实是 GIF 动图'
  if (starts('BM')) return '内容其实是 BMP 图片'
  if (starts('II*\0') || starts('MM\0*')) return '内容其实是 TIFF 图片'
  return '内容无法识别'
}
