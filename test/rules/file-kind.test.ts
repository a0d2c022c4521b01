import { Document, Packer, Paragraph } from 'docx'
import fc from 'fast-check'
import { writeXlsx } from 'hucre/xlsx'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { kindOfFile } from '../../worker/rules/file-kind.ts'
import { badFiles, PDF } from '../support/bad-files.ts'

const canvas = () => sharp({ create: { width: 30, height: 20, channels: 3, background: '#b3261e' } })

const jpeg = new Uint8Array(await canvas().jpeg().toBuffer())
const png = new Uint8Array(await canvas().png().toBuffer())
const webp = new Uint8Array(await canvas().webp().toBuffer())
const docx = new Uint8Array(
  await Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph('关于推荐工作的通知')] }] })),
)
const xlsx = new Uint8Array(
  await writeXlsx({
    sheets: [
      {
        name: '名额',
        rows: [
          ['单位', '名额'],
          ['东城区', 9],
        ],
      },
    ],
  }),
)

test('what Word, Excel, a PDF writer and picture programs write is known for what it is', () => {
  expect([PDF, docx, xlsx, jpeg, png, webp].map(kindOfFile)).toEqual(['pdf', 'docx', 'xlsx', 'jpeg', 'png', 'webp'])
})

test('a photo with the metadata of a phone is a photo', async () => {
  const phone = await canvas()
    .jpeg()
    .withExif({ IFD0: { Make: 'HUAWEI' }, IFD3: { GPSLatitude: '35/1 1/1 1/1' } })
    .toBuffer()
  expect(kindOfFile(new Uint8Array(phone))).toBe('jpeg')
})

const BAD = badFiles({ jpeg, png, webp })

test('T20: what is no such file, two things at once, a bomb or a macro is refused', () => {
  expect(Object.keys(BAD).length).toBeGreaterThan(50)
  for (const [name, file] of Object.entries(BAD)) expect([name, kindOfFile(file)]).toEqual([name, null])
})

test('T20: rubbish behind a good beginning, cut or altered anywhere, never throws', () => {
  const good = fc.constantFrom(PDF, docx, xlsx, jpeg, png, webp)
  fc.assert(
    fc.property(good, fc.nat(), fc.nat(), fc.integer({ min: 0, max: 255 }), (file, at, cut, byte) => {
      const spoiled = file.slice()
      spoiled[at % file.length] = byte
      kindOfFile(spoiled)
      kindOfFile(spoiled.subarray(0, cut % file.length))
    }),
    { seed: 20, numRuns: 2000 },
  )
})
