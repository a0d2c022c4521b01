import sharp from 'sharp'
import { expect, test } from 'vitest'
import { cleanPicture } from '../../worker/rules/picture.ts'
import { aPhoto } from './folders.ts'

// The judge here is sharp: what we cleaned must be, to somebody else's decoder, the same picture with nothing in it.

const exif = { IFD0: { Artist: '清河', Make: 'Camera' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 13/1 49/1' } }

const pixelsOf = (bytes: Uint8Array) => sharp(bytes, { failOn: 'error' }).autoOrient().raw().toBuffer()

async function judged(bytes: Uint8Array) {
  const cleaned = cleanPicture(bytes)
  if (!cleaned.ok) throw new Error(cleaned.why)
  const { format, autoOrient, exif: left, xmp, iptc, comments, orientation } = await sharp(cleaned.bytes).metadata()
  expect(await pixelsOf(cleaned.bytes)).toEqual(await pixelsOf(bytes))
  expect([cleaned.kind, cleaned.width, cleaned.height]).toEqual([format, autoOrient.width, autoOrient.height])
  const holdsPlace = Buffer.from(cleaned.bytes).includes('Camera')
  return {
    orientation: orientation ?? 1,
    exif: left?.length ?? 0,
    others: [xmp, iptc, comments].filter(Boolean).length,
    holdsPlace,
  }
}

const CLEAN = { orientation: 1, exif: 0, others: 0, holdsPlace: false }

test('a real picture of each format decodes to the same pixels, without its metadata', async () => {
  const photo = aPhoto(800, 1000)
  const made = [
    photo.clone().jpeg({ progressive: true }).withExif(exif).withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'),
    photo.clone().jpeg().withExif(exif).withIccProfile('p3'),
    photo.clone().toColourspace('cmyk').jpeg().withExif(exif),
    photo.clone().png({ palette: true }).withExif(exif),
    photo.clone().ensureAlpha(0.5).png({ progressive: true }),
    photo.clone().webp().withExif(exif).withIccProfile('p3'),
    photo.clone().ensureAlpha(0.5).webp({ lossless: true }).withExif(exif),
  ]
  for (const picture of made) expect(await judged(await picture.toBuffer())).toEqual(CLEAN)
})

test('a picture that lies on its side lies no differently, and says nothing but that', async () => {
  for (const orientation of [2, 3, 5, 6, 8]) {
    const lying = await aPhoto(1000, 800).jpeg().withExif(exif).withMetadata({ orientation }).toBuffer()
    expect(await judged(lying)).toEqual({ ...CLEAN, orientation, exif: 32 })
  }
})
