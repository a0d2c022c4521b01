import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanPicture, LARGEST_PICTURE } from '../../worker/rules/picture.ts'
import { aJpeg, aPng, asBytes, aWebp, behind, chunk, exif, riff, segment, xmp } from '../support/pictures.ts'

const TURNED = [
  aJpeg({ extra: [exif(6), xmp, segment(0xfe, 'a comment'), segment(0xed, 'Photoshop 3.0\0GPS'), segment(0xe2, 'MPF\0GPS')] }),
  behind(
    aJpeg({ extra: [segment(0xe0, 'JFXX\0\x10GPS thumbnail'), segment(0xe2, 'ICC_PROFILE\0\x01\x01sRGB')] }),
    'PK\x03\x04 GPS',
  ),
]
const OTHERS = [
  behind(
    aPng({ extra: [chunk('tEXt', 'Comment\0<script>GPS</script>'), chunk('eXIf', 'MM\0*GPS'), chunk('gAMA', '\0\0\xb1\x8f')] }),
    'PK GPS',
  ),
  behind(aWebp({ extra: [riff('EXIF', 'MM\0*GPS'), riff('XMP ', '<x:xmpmeta>GPS')] }), '<html>GPS'),
]
const SAMPLES = [...TURNED, ...OTHERS]

const holds = (bytes: Uint8Array, text: string): boolean => Buffer.from(bytes).includes(Buffer.from(text, 'latin1'))
const whyNot = (bytes: Uint8Array): string => {
  const cleaned = cleanPicture(bytes)
  return cleaned.ok ? 'taken' : cleaned.why
}

describe('a picture is cleaned', () => {
  test('of every format down to what shows it: nothing of place, camera, comments or a second file is left', () => {
    const cleaned = SAMPLES.map(bytes => {
      const picture = cleanPicture(bytes)
      if (!picture.ok) throw new Error(picture.why)
      const { bytes: kept, ...rest } = picture
      return { ...rest, left: ['GPS', 'script', 'xmp', 'PK', 'MPF', 'comment', 'JFXX', 'html'].filter(word => holds(kept, word)) }
    })
    const upright = { ok: true, width: 960, height: 1200, orientation: 1, left: [] }
    expect(cleaned).toEqual([
      { ...upright, kind: 'jpeg', width: 1200, height: 960, orientation: 6 },
      { ...upright, kind: 'jpeg' },
      { ...upright, kind: 'png' },
      { ...upright, kind: 'webp' },
    ])
  })

  test('and keeps its colours: profile, gamma, transparency', () => {
    const [jpeg, png] = [cleanPicture(TURNED[1] as Uint8Array), cleanPicture(OTHERS[0] as Uint8Array)]
    expect([jpeg.ok && holds(jpeg.bytes, 'ICC_PROFILE'), png.ok && holds(png.bytes, 'gAMA')]).toEqual([true, true])
    const plain = cleanPicture(TURNED[1] as Uint8Array, { profile: false })
    expect(plain.ok && holds(plain.bytes, 'ICC_PROFILE')).toBe(false)
  })

  test('so that one with nothing to take away stays byte for byte', () => {
    for (const bytes of [aJpeg(), aPng()]) expect(cleanPicture(bytes)).toMatchObject({ ok: true, bytes })
  })

  test('for good: doing it twice changes nothing, and no picture grows', () => {
    for (const bytes of SAMPLES) {
      const once = cleanPicture(bytes)
      if (!once.ok) throw new Error(once.why)
      expect(once.bytes.length).toBeLessThanOrEqual(bytes.length)
      expect(cleanPicture(once.bytes)).toEqual(once)
    }
  })

  test('JPEG turned in any of eight ways says so afterwards, and says nothing else', () => {
    for (let orientation = 1; orientation <= 8; orientation++) {
      const cleaned = cleanPicture(aJpeg({ extra: [exif(orientation)] }))
      const exifOnly = aJpeg().length + (orientation === 1 ? 0 : 36)
      expect(cleaned).toMatchObject({ ok: true, orientation, width: orientation >= 5 ? 1200 : 960 })
      expect(cleaned.ok && cleaned.bytes.length).toBe(exifOnly)
    }
  })
})

describe('a picture is refused', () => {
  const BROKEN = '打不开，文件损坏或没有传完整；请重新导出一张 JPG 或 PNG'

  test('when it is something else, whatever it is called', () => {
    const found = [
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '<!doctype html>',
      'GIF89a',
      'PK\x03\x04',
      '%PDF-1.7',
      'RIFF0000WAVE',
      '',
    ]
    expect(found.map(text => whyNot(asBytes(text)).split('，')[0])).toEqual([
      '内容无法识别',
      '内容无法识别',
      '内容其实是 GIF 动图',
      '内容其实是 Word、Excel 或压缩文件',
      '内容其实是 PDF 文件',
      '内容无法识别',
      '是空文件',
    ])
  })

  test('when it would unpack to more than 50 million pixels, or weighs more than 10 MB', () => {
    expect(whyNot(aPng({ width: 65_536, height: 65_536 }))).toBe('有 65536×65536 像素，太大；最多 5000 万像素')
    expect(whyNot(aJpeg({ width: 65_535, height: 65_535 }))).toBe('有 65535×65535 像素，太大；最多 5000 万像素')
    expect(whyNot(aWebp({ width: 16_000, height: 16_000 }))).toBe('有 16000×16000 像素，太大；最多 5000 万像素')
    const pixels = 'x'.repeat(LARGEST_PICTURE)
    expect([aJpeg({ pixels }), aPng({ pixels }), aWebp({ pixels })].map(whyNot)).toEqual(
      Array(3).fill('有 10.1 MB，太大；最大 10 MB'),
    )
  })

  test('when it ends before its end, wherever that is', () => {
    for (const whole of [aJpeg({ extra: [exif(6), xmp] }), aPng(), aWebp()])
      for (let length = 12; length < whole.length; length++)
        expect([length, whyNot(whole.slice(0, length))]).toEqual([length, BROKEN])
  })

  test('when it has no size, no pixels, two frames or a part without which it cannot be shown', () => {
    const png = aPng()
    const frame = aJpeg().slice(20 + 69, 20 + 69 + 13)
    const found = [
      aJpeg({ width: 0 }),
      aPng({ height: 0 }),
      aJpeg({ extra: [frame] }),
      aPng({ extra: [chunk('CgBI', '')] }),
      aPng({ extra: [chunk('IHDR', png.slice(16, 29))] }),
      png.filter((_, i) => i < 33 || i >= 33 + 18),
      aWebp({ extra: [riff('VP8L', '\x2f0000')] }),
    ]
    expect(found.map(whyNot)).toEqual(found.map(() => BROKEN))
  })

  test('when it moves, or when it is turned in a way that only a note says', () => {
    const moving = aWebp()
    moving[20] = 0x02
    expect(whyNot(moving)).toBe('是动图，不能用作照片；请导出一张 JPG 或 PNG')
    const noted = aPng({ extra: [chunk('eXIf', exif(6).slice(10))] })
    expect(whyNot(noted)).toBe('方向没有存进图片本身；请用看图软件旋转后另存为 JPG')
  })
})

test('whatever is done to a file, it is cleaned or refused: no throw, no growth, no place, and the same again', () => {
  const spoiled = fc
    .tuple(
      fc.constantFrom(...SAMPLES),
      fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 12 }),
      fc.option(fc.nat(500), { freq: 3 }),
      fc.uint8Array({ maxLength: 40 }),
    )
    .map(([sample, changes, cut, tail]) => {
      const bytes = sample.slice(0, cut ?? sample.length)
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
      return Uint8Array.from([...bytes, ...tail])
    })
  fc.assert(
    fc.property(fc.oneof(spoiled, fc.uint8Array({ maxLength: 300 })), bytes => {
      const before = bytes.slice()
      const cleaned = cleanPicture(bytes)
      expect(bytes).toEqual(before)
      if (cleaned.ok) {
        expect(cleaned.bytes.length).toBeLessThanOrEqual(bytes.length)
        expect(cleanPicture(cleaned.bytes)).toEqual(cleaned)
      } else expect(cleaned.why).not.toBe('')
    }),
    { numRuns: 3000 },
  )
})
