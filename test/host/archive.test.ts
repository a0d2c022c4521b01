import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ArchiveClient } from '../../worker/host/archive-client.ts'
import { restoreArchive } from '../../worker/host/archive-restore.ts'
import { ZipFile } from '../../worker/zip-file.ts'

// What an archive may not be. Nothing of any of these reaches a site: the one named here does not exist.

let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'mingping-archive-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const ROW = '{"id":"cmp_0000000000000001"}\n'
const PAGE = 'tables/campaigns/000001.ndjson'

type Files = Readonly<Record<string, string>>

const told = (files: Files, change: object = {}) => ({
  format: 'mingping-archive/1',
  campaign: 'cmp_0000000000000001',
  slug: 'qinghe-2026',
  title: '清河',
  whole: false,
  shards: 0,
  says: [],
  counts: { 'tables/campaigns': 1 },
  missing: [],
  files: Object.entries(files).map(([name, text]) => ({
    name,
    size: Buffer.byteLength(text),
    sha256: createHash('sha256').update(text).digest('hex'),
  })),
  ...change,
})

/** The bytes of an archive; what the manifest says and what is there need not agree. */
function zipOf(files: Files, manifest: unknown): Buffer {
  const zip = new ZipFile()
  const parts = [...Object.entries(files), ['manifest.json', JSON.stringify(manifest)] as const].map(([name, text]) =>
    zip.add(name, Buffer.from(text), { pack: true }),
  )
  return Buffer.concat([...parts, zip.end()])
}

const GOOD: Files = { [PAGE]: ROW }

async function refusalOf(bytes: Buffer): Promise<string> {
  const path = join(home, 'one.zip')
  writeFileSync(path, bytes)
  const client = new ArchiveClient({ origin: 'http://127.0.0.1:9', key: 'none' })
  client.holds = () => Promise.resolve({ ok: false, problems: ['到网站这一步了'] })
  const answer = await restoreArchive(path, { client, tell: () => undefined })
  return answer.ok ? 'taken' : answer.problems.join('；')
}

/** The same archive with some bytes of it overwritten. */
function overwritten(bytes: Buffer, at: number, with_: readonly number[]): Buffer {
  const copy = Buffer.from(bytes)
  copy.set(with_, at < 0 ? copy.length + at : at)
  return copy
}

test('O4: a sound archive gets as far as the site', async () => {
  expect(await refusalOf(zipOf(GOOD, told(GOOD)))).toBe('到网站这一步了')
})

test('O4: an archive of another version is refused, and says which', async () => {
  const other = told(GOOD, { format: 'mingping-archive/2' })
  expect(await refusalOf(zipOf(GOOD, other))).toBe('存档的版本是“mingping-archive/2”，本站只认“mingping-archive/1”')
})

test('O4: a damaged file is refused by its name, wherever the damage is', async () => {
  const whole = zipOf(GOOD, told(GOOD))
  const inRow = 30 + PAGE.length
  expect(await refusalOf(overwritten(whole, inRow + 4, [0xff]))).toBe(`存档不能用：${PAGE} 已损坏`)
  expect(await refusalOf(whole.subarray(0, -1))).toBe('存档不能用：不是存档文件，或者文件不完整')
  expect(await refusalOf(whole.subarray(5))).toBe('存档不能用：不是存档文件，或者文件不完整')
  expect(await refusalOf(Buffer.from('PK'))).toBe('存档不能用：不是存档文件，或者文件不完整')
  expect(await refusalOf(zipOf({ [PAGE]: ROW.replace('1"', '2"') }, told(GOOD)))).toBe(`${PAGE} 与清单不符，已损坏`)
  expect(await refusalOf(zipOf(GOOD, told(GOOD, { counts: { 'tables/campaigns': 2 } })))).toBe(
    'tables/campaigns 的条数与清单不符',
  )
  expect(await refusalOf(zipOf({}, told(GOOD)))).toBe(`存档不能用：缺少 ${PAGE}`)
  expect(await refusalOf(zipOf({ ...GOOD, 'tables/x/000001.ndjson': ROW }, told(GOOD)))).toBe('清单里没有 tables/x/000001.ndjson')
})

test('O4: names that lead elsewhere are refused, whatever the manifest says of them', async () => {
  const names = ['../../etc/passwd', '/etc/passwd', 'tables/../../x', 'C:\\x', 'tables//x', 'objects/sealed/../x', '']
  for (const name of names) {
    const files = { ...GOOD, [name]: ROW }
    expect([name, await refusalOf(zipOf(files, told(files)))]).toEqual([name, expect.stringMatching(/^存档不能用：/)])
  }
  for (const name of ['objects/photos/x', 'objects/secrets', 'tables/campaigns/1.ndjson', 'boxes/200/ballot/000001.ndjson']) {
    const files = { ...GOOD, [name]: ROW }
    expect([name, await refusalOf(zipOf(files, told(files)))]).toEqual([name, `不认识的内容：${name}`])
  }
})

test('O4: a bomb is not unpacked: no file is taken for larger than it says, and none may say too much', async () => {
  const bomb = zipOf({ [PAGE]: '0'.repeat(1_000_000) }, told(GOOD))
  const line = bomb.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
  const lying = Buffer.from(bomb)
  lying.writeUInt32LE(27, line + 24)
  expect(await refusalOf(lying)).toBe(`存档不能用：${PAGE} 已损坏`)
  lying.writeUInt32LE(0x7fffffff, line + 24)
  expect(await refusalOf(lying)).toBe(`存档不能用：${PAGE} 过大`)
  lying.writeUInt32LE(1_000_000, line + 24)
  // A line of the directory that points into the middle of something else.
  lying.writeUInt32LE(1, line + 42)
  expect(await refusalOf(lying)).toBe(`存档不能用：${PAGE} 已损坏`)
})
