import { createHash } from 'node:crypto'
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { isPlainJpeg, readPhoto, smallOf } from '../../worker/host/photos.ts'
import { LEAST, largeSize, MOST } from '../../worker/rules/photo.ts'
import { aPhoto } from './folders.ts'

const jpeg = (width: number, height: number): Promise<Buffer> => aPhoto(width, height).jpeg({ quality: 90 }).toBuffer()
const exif = { IFD0: { Artist: '清河' }, IFD3: { GPSLatitudeRef: 'N' } }

/** The large picture made of a file, or why there is none. */
async function made(bytes: Uint8Array) {
  const reading = await readPhoto(bytes)
  if (!reading.ok) return reading.text
  const { hash, large } = reading.photo
  expect(hash).toBe(createHash('sha256').update(large).digest('hex'))
  const { format, width, height, isProgressive, exif, icc, xmp, iptc } = await sharp(large).metadata()
  return { format, width, height, isProgressive, extras: [exif, icc, xmp, iptc].filter(Boolean).length }
}

const asMade = (width: number, height: number) => ({ format: 'jpeg', width, height, isProgressive: true, extras: 0 })

describe('a picture', () => {
  test('of any of the three formats becomes a progressive JPEG within 960 × 1200 with nothing else in it', async () => {
    expect(await made(await aPhoto(3000, 4000).jpeg().withExif(exif).keepIccProfile().toBuffer())).toEqual(asMade(900, 1200))
    expect(await made(await aPhoto(2000, 1500).png().withExif(exif).toBuffer())).toEqual(asMade(960, 720))
    expect(await made(await aPhoto(500, 700).webp().toBuffer())).toEqual(asMade(500, 700))
  })

  test('is turned upright as its camera noted', async () => {
    const lying = await aPhoto(1000, 800).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    expect(await made(lying)).toEqual(asMade(800, 1000))
    const reading = await readPhoto(lying)
    if (!reading.ok) throw new Error(reading.text)
    // The red band at the top of what was drawn is at the right once the picture is turned.
    const { data, info } = await sharp(reading.photo.large).raw().toBuffer({ resolveWithObject: true })
    const redAt = (x: number, y: number) =>
      (data[(y * info.width + x) * info.channels] ?? 0) > 150 && (data[(y * info.width + x) * info.channels + 1] ?? 0) < 80
    expect([redAt(780, 500), redAt(20, 500)]).toEqual([true, false])
  })

  test('with nothing behind it is laid on white', async () => {
    const clear = await sharp({ create: { width: 500, height: 700, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
      .png()
      .toBuffer()
    const reading = await readPhoto(clear)
    const { channels } = await sharp(reading.ok ? reading.photo.large : undefined).stats()
    expect(channels.map(({ min }) => min)).toEqual([255, 255, 255])
  })

  test('that is already what we would make is taken byte for byte, and so is everything we made', async () => {
    const plain = await jpeg(600, 800)
    for (const bytes of [plain, await aPhoto(2400, 3000).webp().toBuffer(), await jpeg(4000, 1000)]) {
      const first = await readPhoto(bytes)
      const second = await readPhoto(first.ok ? first.photo.large : bytes)
      expect(second).toEqual(first)
    }
    expect(await readPhoto(plain)).toMatchObject({ ok: true, photo: { large: plain } })
  })

  test('with a profile, a comment, a thumbnail, four colours or something behind its end is not plain', async () => {
    const plain = await jpeg(600, 800)
    const segment = (marker: number, text: string) =>
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, marker, 0, text.length + 2]), Buffer.from(text), plain.subarray(2)])
    const fourColours = Buffer.from(plain)
    fourColours[fourColours.indexOf('\xff\xc0', 0, 'latin1') + 9] = 4
    const files = [
      plain,
      segment(0xe0, 'JFIF\0\x01\x01\0\0\x01\0\x01\0\0'),
      segment(0xe0, 'JFXX\0\x10thumbnail'),
      segment(0xe1, 'Exif\0\0'),
      segment(0xe2, 'ICC_PROFILE\0'),
      segment(0xed, 'Photoshop 3.0'),
      segment(0xfe, '某人拍摄'),
      Buffer.concat([plain, Buffer.from('trailer')]),
      fourColours,
    ]
    expect(files.map(isPlainJpeg)).toEqual([true, true, false, false, false, false, false, false, false])
  })

  test('for lists is cut to 176 × 220 from the top', async () => {
    const small = await smallOf(await jpeg(600, 1600))
    expect(await sharp(small).metadata()).toMatchObject({ format: 'jpeg', width: 176, height: 220 })
    const { data } = await sharp(small).raw().toBuffer({ resolveWithObject: true })
    expect((data[0] ?? 0) > 150 && (data[1] ?? 0) < 80).toBe(true)
  })

  test('keeps its size once it has been made, is never smaller than asked for, and larger than 960 × 1200 only for that', () => {
    const side = fc.integer({ min: LEAST.short, max: 12_000 })
    fc.assert(
      fc.property(side, side, (width, height) => {
        fc.pre(Math.max(width, height) >= LEAST.long)
        const size = largeSize({ width, height })
        expect(largeSize(size)).toEqual(size)
        const [short, long] = [Math.min(size.width, size.height), Math.max(size.width, size.height)]
        expect(short >= LEAST.short && long >= LEAST.long && size.width <= width && size.height <= height).toBe(true)
        expect((size.width <= MOST.width && size.height <= MOST.height) || short === LEAST.short || long === LEAST.long).toBe(
          true,
        )
      }),
      { seed: 7, numRuns: 2000 },
    )
  })
})

describe('11: a picture that cannot be used', () => {
  test('because it is smaller than 413 × 626 either way up gives its size', async () => {
    const text = (size: string) => `只有 ${size} 像素，太小；短边至少 413、长边至少 626 像素`
    expect(await made(await jpeg(412, 900))).toBe(text('412×900'))
    expect(await made(await jpeg(625, 500))).toBe(text('625×500'))
    expect(await made(await jpeg(626, 413))).toEqual(expect.objectContaining({ width: 626, height: 413 }))
  })

  test('because it is something else is called what it is', async () => {
    const what = (is: string) => `${is}，不是能用的照片；应为 JPG、PNG 或 WebP`
    const files = [
      'PK\x03\x04',
      '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
      '%PDF-1.7',
      '\0\0\0\x18ftypheic',
      'GIF89a',
      'BM\0\0',
      'II*\0',
      'hello',
      '',
    ]
    expect(await Promise.all(files.map(text => made(Buffer.from(text, 'latin1'))))).toEqual(
      [
        '内容其实是 Word、Excel 或压缩文件',
        '内容其实是旧版 Word 或 Excel 文件',
        '内容其实是 PDF 文件',
        '内容其实是 HEIC 等手机格式的照片或视频',
        '内容其实是 GIF 动图',
        '内容其实是 BMP 图片',
        '内容其实是 TIFF 图片',
        '内容无法识别',
        '是空文件',
      ].map(what),
    )
  })

  test('because it is cut off or damaged is not shown half grey', async () => {
    const broken = '打不开，文件损坏或没有传完整；请重新导出一张 JPG 或 PNG'
    const large = await jpeg(2000, 3000)
    const plain = await jpeg(600, 800)
    expect(await made(large.subarray(0, large.length / 2))).toBe(broken)
    expect(await made(plain.subarray(0, plain.length - 40))).toBe(broken)
    expect(await made(Buffer.from('\xff\xd8\xffrubbish', 'latin1'))).toBe(broken)
  })
})
