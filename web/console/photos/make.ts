import { largeSize, QUALITY, type Size, SMALL, smallPart, tooSmall } from '../../../worker/rules/photo.ts'
import { cleanPicture } from '../../../worker/rules/picture.ts'
import { sha256 } from '../../islands/sha256.ts'

/** A picture in the two sizes the site keeps, with nothing in it but the picture. */
export interface Made {
  readonly ok: true
  readonly hash: string
  readonly large: Uint8Array
  readonly small: Uint8Array
  /** Address of the small one, for this page. */
  readonly shown: string
  /** To be looked at; none of it stops an upload. */
  readonly warnings: readonly string[]
}
export type Making = Made | { readonly ok: false; readonly why: string }

const failed = (why: string): Making => ({ ok: false, why })

/** Checks a file as the notices ask and makes its two sizes, upright and on white. Where it was taken stays on this computer. */
export async function makePhoto(file: Blob, { white }: { readonly white: boolean }): Promise<Making> {
  const cleaned = cleanPicture(new Uint8Array(await file.arrayBuffer()))
  if (!cleaned.ok) return failed(cleaned.why)
  const small = tooSmall(cleaned)
  if (small !== null) return failed(small)
  try {
    const picture = await createImageBitmap(
      new Blob([cleaned.bytes as Uint8Array<ArrayBuffer>], { type: `image/${cleaned.kind}` }),
    )
    if (picture.width !== cleaned.width || picture.height !== cleaned.height)
      return failed('这个浏览器不能把照片转正，请换新版浏览器')
    return await sizesOf(picture, { white })
  } catch {
    return failed('打不开，文件损坏；请重新导出一张 JPG 或 PNG')
  }
}

async function sizesOf(picture: ImageBitmap, { white }: { readonly white: boolean }): Promise<Making> {
  const large = drawn(picture, { ...largeSize(picture), left: 0, from: picture })
  picture.close()
  const small = drawn(large, { ...SMALL, ...startOf(large) })
  const [largeBytes, smallBytes] = [await jpegOf(large, QUALITY.large), await jpegOf(small, QUALITY.small)]
  return {
    ok: true,
    hash: Array.from(sha256(largeBytes), byte => byte.toString(16).padStart(2, '0')).join(''),
    large: largeBytes,
    small: smallBytes,
    shown: small.toDataURL('image/jpeg', QUALITY.small),
    warnings: [...ratioWarning(large), ...(white ? groundWarning(small) : [])],
  }
}

function startOf(large: Size): { readonly left: number; readonly from: Size } {
  const { left, width, height } = smallPart(large)
  return { left, from: { width, height } }
}

/** A part of a picture, from its top, drawn in another size. */
function drawn(
  source: CanvasImageSource,
  { width, height, left, from }: Size & { readonly left: number; readonly from: Size },
): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, width, height)
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(source, left, 0, from.width, from.height, 0, 0, width, height)
  return canvas
}

async function jpegOf(canvas: HTMLCanvasElement, quality: number): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', quality))
  const made = cleanPicture(new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0)), { profile: false })
  if (!made.ok) throw new Error(made.why)
  return made.bytes
}

function ratioWarning({ width, height }: Size): readonly string[] {
  const ratio = width / height
  return ratio >= 0.6 && ratio <= 0.95 ? [] : [`宽 ${width}、高 ${height}，不是竖幅证件照的比例，列表里会裁去一部分`]
}

/** Signs of a light ground: at least so bright, and no more coloured than this. */
const [BRIGHT, COLOURED, SHARE] = [195, 40, 0.6]

/** 000, 002: a white ground. Judged by the upper edges, where no shoulder is; it may be wrong, so it only warns. */
function groundWarning(small: HTMLCanvasElement): readonly string[] {
  const { width, height } = small
  const pixels = small.getContext('2d')?.getImageData(0, 0, width, height).data
  if (!pixels) return []
  let [seen, light] = [0, 0]
  for (let y = 0; y < height / 3; y += 2)
    for (let x = 0; x < width; x += 2) {
      if (y > 8 && x > 8 && x < width - 9) continue
      const [red = 0, green = 0, blue = 0] = pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)
      seen += 1
      if (Math.min(red, green, blue) >= BRIGHT && Math.max(red, green, blue) - Math.min(red, green, blue) <= COLOURED) light += 1
    }
  return light / seen >= SHARE ? [] : ['背景不像白色，请核对是否为白底照片']
}
