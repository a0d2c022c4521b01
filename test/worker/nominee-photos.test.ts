import { env } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { LARGEST_PICTURE } from '../../worker/rules/picture.ts'
import { DAY } from '../../worker/rules/time.ts'
import { atDesk, auditOf } from '../support/desk.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { aJpeg, aPng, asBytes, aWebp, behind, chunk, exif, segment, xmp } from '../support/pictures.ts'
import { operate, type Standing, setClock, told, Visitor } from '../support/visitor.ts'

let wang: Visitor
let list: Standing

beforeAll(async () => {
  await setClock(OPENS - DAY)
  wang = await atDesk('wang')
  await operate('campaigns/photos-2026', { method: 'PUT', body: aDocument({ slug: 'photos-2026' }) })
  const { campaigns } = (await (await operate('campaigns', { method: 'GET' })).json()) as { campaigns: readonly Standing[] }
  list = campaigns.find(one => one.slug === 'photos-2026') as Standing
})

const AT = '/staff/campaigns/photos-2026/nominees'
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const put = (hash: string, size: string, bytes: Uint8Array) =>
  wang.send(`${AT}/photos/${hash}/${size}`, {
    method: 'PUT',
    body: bytes as Uint8Array<ArrayBuffer>,
    headers: { accept: 'application/json' },
  })
const assign = (rows: readonly unknown[]) => wang.post(`${AT}/photos`, { rows })
const small = (pixels = 'small') => aJpeg({ width: 176, height: 220, pixels })

async function keep(pixels: string): Promise<string> {
  const large = aJpeg({ pixels })
  const hash = hashOf(large)
  expect([(await put(hash, 's', small(pixels))).status, (await put(hash, 'l', large)).status]).toEqual([200, 200])
  return hash
}

test('a picture is kept under its hash, given to a nominee, seen at once under a new address, and on record', async () => {
  const page = async () =>
    (await (await new Visitor().send('/c/photos-2026/nominees')).text()).match(/photos\/s\/\d+\?v=[0-9a-f]+/g) ?? []
  expect(await page()).toEqual([])
  const [first, second] = [await keep('one'), await keep('two')]
  expect(
    await told(
      await assign([
        { number: 1, revision: 1, photo: first },
        { number: 2, revision: 1, photo: first },
      ]),
    ),
  ).toMatchObject([200, { rows: [{ number: 1, revision: 2 }, { number: 2 }] }])
  const before = await page()
  expect(before.map(path => path.split('?')[0])).toEqual(['photos/s/1', 'photos/s/2'])
  expect((await new Visitor().send(`/c/photos-2026/${before[0]}`)).headers.get('content-type')).toBe('image/jpeg')
  await assign([{ number: 1, revision: 2, photo: second }])
  expect((await page())[0]).not.toBe(before[0])
  const served = new Uint8Array(await (await new Visitor().send(`/c/photos-2026/photos/l/1?v=x`)).arrayBuffer())
  expect(hashOf(served)).toBe(second)
  expect(await auditOf(list.id, ['photos-added'])).toEqual([
    { kind: 'photos-added', count: 2 },
    { kind: 'photos-added', count: 1 },
  ])
})

test('what is there is named, so that it is not sent again; nobody can put another face over it', async () => {
  const hash = await keep('three')
  const other = hashOf(aJpeg({ pixels: 'never' }))
  expect(await told(await wang.post(`${AT}/photos/kept`, { hashes: [other, hash] }))).toEqual([200, { hashes: [hash] }])
  expect((await put(hash, 's', small('another face'))).status).toBe(200)
  const object = await env.FILES.get(`photos/${hash}-s`)
  expect(new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(small('three'))
})

test('a picture that nobody has sent cannot be given to anybody, and a stale row takes none', async () => {
  const hash = await keep('four')
  expect((await assign([{ number: 3, revision: 1, photo: '0'.repeat(64) }])).status).toBe(422)
  expect((await assign([{ number: 3, revision: 9, photo: hash }])).status).toBe(409)
  expect((await assign([{ number: 3, revision: 1, photo: null }])).status).toBe(200)
})

/** A file that is a picture at one end and an archive at the other. */
const ZIP = 'PK\x03\x04\x14\0evil.jsPK\x05\x06'

/** T20: what people send who want to see what happens. */
const ABUSE: Readonly<Record<string, Uint8Array>> = {
  'an SVG called .jpg': asBytes('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  'a page called .jpg': asBytes('<!doctype html><script>alert(1)</script>'),
  'a page behind the first bytes of a JPEG': behind(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), '<script>alert(1)</script>'),
  'a GIF': asBytes('GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff;'),
  'a PNG of 64k by 64k': aPng({ width: 65_535, height: 65_535 }),
  'a JPEG of 64k by 64k': aJpeg({ width: 65_535, height: 65_535 }),
  'a WebP of 16k by 16k': aWebp({ width: 16_000, height: 16_000 }),
  'a torn JPEG': aJpeg().slice(0, 120),
  'a JPEG without an end': aJpeg().slice(0, -2),
  'a PNG with a script in its text': aPng({ extra: [chunk('tEXt', 'Comment\0<script>alert(1)</script>')] }),
  'a PNG': aPng(),
  'a JPEG with an archive behind it': behind(aJpeg(), ZIP),
  'a JPEG with an archive in its comment': aJpeg({ extra: [segment(0xfe, ZIP)] }),
  'a JPEG that says where it was taken': aJpeg({ extra: [exif(1)] }),
  'a JPEG that lies on its side': aJpeg({ extra: [exif(6)] }),
  'a JPEG with XMP': aJpeg({ extra: [xmp] }),
  'a JPEG with a thumbnail of the uncropped picture': aJpeg({ extra: [segment(0xe0, 'JFXX\0\x10the other face')] }),
  'a JPEG of 300 by 400': aJpeg({ width: 300, height: 400 }),
  'a JPEG of 9,000 by 5,000': aJpeg({ width: 9000, height: 5000 }),
  'a JPEG of no size': aJpeg({ width: 0, height: 0 }),
  'an archive': asBytes(ZIP),
  'a workbook': asBytes('PK\x03\x04xl/workbook.xml'),
  'a PDF': asBytes('%PDF-1.7\n<</JS(app.alert(1))>>'),
  HEIC: asBytes('\0\0\0\x18ftypheic\0\0\0\0mif1heic'),
  nothing: new Uint8Array(0),
  noise: Uint8Array.from({ length: 5000 }, (_, i) => (i * 97) & 0xff),
}

test('T20: every file of the corpus is refused with a sentence, and nothing of it is kept', async () => {
  for (const [name, bytes] of Object.entries(ABUSE))
    for (const size of ['s', 'l']) {
      const hash = hashOf(bytes)
      // As if the small picture were there, so that only the file itself can be the reason.
      if (size === 'l') await put(hash, 's', small())
      const answer = await put(hash, size, bytes)
      const { code, message } = (await answer.json()) as { code: string; message: string }
      expect([name, size, answer.status, code, /。$/.test(message)]).toEqual([name, size, 422, 'file-refused', true])
      expect([name, await env.FILES.head(`photos/${hash}-l`)]).toEqual([name, null])
    }
  const heavy = aJpeg({ pixels: 'x'.repeat(LARGEST_PICTURE) })
  expect((await put(hashOf(heavy), 'l', heavy)).status).toBe(413)
})

test('T20: a picture from a form without script is kept clean: nothing of place, comment or archive is in what readers get', async () => {
  const revision = async () =>
    String(
      (
        await env.DB.prepare('select revision from nominees where campaign_id = ? and number = 5')
          .bind(list.id)
          .first<{ revision: number }>()
      )?.revision,
    )
  const send = async (bytes: Uint8Array, more: Readonly<Record<string, string>> = {}) => {
    const form = new FormData()
    for (const [key, value] of Object.entries({ revision: await revision(), ...more })) form.set(key, value)
    form.set('photo', new File([bytes as Uint8Array<ArrayBuffer>], '张.jpg'))
    const request = new Request('https://x', { method: 'POST', body: form })
    return wang.send(`${AT}/5/photo`, {
      method: 'POST',
      body: await request.arrayBuffer(),
      headers: { 'content-type': request.headers.get('content-type') ?? '' },
    })
  }
  const dirty = behind(aJpeg({ extra: [exif(6), xmp, segment(0xfe, 'a comment')], pixels: 'five' }), ZIP)
  expect((await send(dirty)).status).toBe(303)
  for (const size of ['s', 'l']) {
    const served = Buffer.from(await (await new Visitor().send(`/c/photos-2026/photos/${size}/5?v=x`)).arrayBuffer())
    expect([size, ['GPS', 'script', 'comment', 'PK', 'evil'].filter(word => served.includes(word))]).toEqual([size, []])
    expect(served.includes('five')).toBe(true)
  }
  for (const [name, bytes] of Object.entries(ABUSE)) {
    if (/behind it|comment|says where|lies on|XMP|thumbnail/.test(name)) continue
    expect([name, (await send(bytes)).status]).toEqual([name, 422])
  }
  expect((await send(aJpeg({ pixels: 'x'.repeat(2_000_000) }))).status).toBe(422)
  expect((await send(aJpeg(), { role: 'administrator' })).status).toBe(400)
})
