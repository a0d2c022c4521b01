import { Document, Packer, Paragraph } from 'docx'
import fc from 'fast-check'
import { writeXlsx } from 'hucre/xlsx'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { kindOfFile } from '../../worker/rules/file-kind.ts'
import { wordZip, type ZipEntry, zip } from '../support/zip.ts'

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))
const canvas = () => sharp({ create: { width: 30, height: 20, channels: 3, background: '#b3261e' } })

const PDF = bytes('%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
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

const entry = (change: Partial<ZipEntry> & { name: string }): Uint8Array => wordZip({ data: 'x', ...change })
const script = '<script>alert(1)</script>'

/** T20: what is refused, by what is wrong with it. */
const BAD: Readonly<Record<string, Uint8Array>> = {
  empty: bytes(''),
  'one byte': bytes('P'),
  text: bytes('公示'),
  html: bytes(`<!doctype html>${script}`),
  'html that begins like a PDF later': bytes(`<html>${script}%PDF-1.7 %%EOF`),
  svg: bytes(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`),
  'svg with a BOM': bytes('\xef\xbb\xbf<svg onload="alert(1)"/>'),
  gif: bytes('GIF89a\x01\x00\x01\x00'),
  'gif that is a script': bytes('GIF89a/*\x00*/=1;alert(1)//'),
  bmp: bytes('BM\x00\x00'),
  exe: bytes('MZ\x90\x00'),
  elf: bytes('\x7fELF'),
  rar: bytes('Rar!\x1a\x07\x00'),
  'old Word': bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
  rtf: bytes('{\\rtf1 }'),
  'a PDF without an end': bytes('%PDF-1.7\n1 0 obj'),
  'a PDF after something else': joined(bytes('x'), PDF),
  'a PDF with a page in its head': bytes(`%PDF-1.7\n${script}\n%%EOF`),
  'a PDF that is a zip, too': joined(PDF, wordZip()),
  'a JPEG cut off': jpeg.subarray(0, 40),
  'only the first bytes of a JPEG': bytes('\xff\xd8\xff\xe0\x00\x10JFIF\x00'),
  'a JPEG with a page in its comment': joined(
    jpeg.subarray(0, 2),
    bytes(`\xff\xfe\x00${String.fromCharCode(script.length + 2)}${script}`),
    jpeg.subarray(2),
  ),
  'a JPEG that is a zip, too': joined(jpeg, zip([{ name: 'a', data: 'b' }])),
  'a PNG cut off': png.subarray(0, png.length - 8),
  'only the first bytes of a PNG': png.subarray(0, 8),
  'a PNG whose first chunk is none': joined(png.subarray(0, 8), bytes('\x00\x00\x00\x00IEND\xae\x42\x60\x82')),
  'a PNG chunk longer than the file': joined(png.subarray(0, 33), bytes('\x7f\xff\xff\xffIDATabcdef')),
  'a PNG that is a zip, too': joined(png, zip([{ name: 'a', data: 'b' }])),
  'a WebP cut off': webp.subarray(0, 16),
  'a RIFF that is sound': bytes('RIFF\x24\x00\x00\x00WAVEfmt '),
  'a plain zip': zip([{ name: 'readme.txt', data: 'x' }]),
  'an empty zip': zip([]),
  'a zip without its end': wordZip().subarray(0, -10),
  'a zip with bytes after its end': joined(wordZip(), bytes('x')),
  'a zip before which something stands': joined(bytes('MZ'), wordZip()),
  'a zip that counts one entry too few': zip([{ name: '[Content_Types].xml' }, { name: 'word/document.xml' }], { count: 1 }),
  'Word and Excel at once': entry({ name: 'xl/workbook.xml' }),
  'Word macros': entry({ name: 'word/vbaProject.bin' }),
  'Word macros in capitals': entry({ name: 'word/VBAPROJECT.BIN' }),
  'macros under another name': entry({ name: 'word/foo.bin' }),
  ActiveX: entry({ name: 'word/activeX/activeX1.xml' }),
  'an embedded program': entry({ name: 'word/embeddings/setup.exe' }),
  'an embedded page': entry({ name: 'word/media/a.html' }),
  'an OLE object': entry({ name: 'word/embeddings/oleObject1.bin' }),
  'an encrypted entry': entry({ name: 'word/a.xml', flags: 1 }),
  'strong encryption': entry({ name: 'word/a.xml', flags: 0x41 }),
  'an unknown method': entry({ name: 'word/a.xml', method: 14 }),
  'a path out of the folder': entry({ name: '../../etc/passwd' }),
  'a path out of the folder in the middle': entry({ name: 'word/../../a.xml' }),
  'an absolute path': entry({ name: '/etc/passwd' }),
  'a path of Windows': entry({ name: 'word\\..\\a.xml' }),
  'a name with a NUL': entry({ name: 'word/a.xml\0.png' }),
  'the same name twice': entry({ name: 'word/document.xml' }),
  'the same name in capitals': entry({ name: 'WORD/document.xml' }),
  'two names for one entry': entry({ name: 'word/a.xml', localName: 'word/b.xml' }),
  'a bomb by its declared size': entry({ name: 'word/a.xml', method: 8, size: 3_000_000_000 }),
  'a bomb by its ratio': entry({ name: 'word/a.xml', method: 8, data: 'x'.repeat(1000), size: 20_000_000 }),
  'many small bombs': wordZip(
    ...Array.from({ length: 50 }, (_, i) => ({ name: `word/${i}.xml`, method: 8, data: 'x', size: 5_000_000 })),
  ),
  'entries that overlap': entry({ name: 'word/a.xml', at: 0, localName: 'word/a.xml' }),
  'an entry beyond the end': entry({ name: 'word/a.xml', packed: 1e9, size: 1e9 }),
  zip64: entry({ name: 'word/a.xml', method: 8, packed: 0xffffffff, size: 0xffffffff }),
  'a stored entry of two sizes': entry({ name: 'word/a.xml', size: 900 }),
}

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
