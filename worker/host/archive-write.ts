import { createHash } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { ARCHIVE_FORMAT, type ArchiveFile, MANIFEST, type Manifest, objectName } from '../rules/archive.ts'
import { TooLarge, ZipFile } from '../zip-file.ts'
import type { ArchiveClient, BegunArchive } from './archive-client.ts'
import type { Progress } from './folder-steps.ts'
import type { Answer } from './operator-client.ts'

export interface ArchiveWish {
  readonly client: ArchiveClient
  readonly slug: string
  readonly whole: boolean
  readonly tell: Progress
}

/** Where the files of an archive go, one after the other. */
type Sink = (name: string, content: Uint8Array, how: { pack: boolean }) => Promise<void>

/** What stops an archive in the middle. */
class Stopped extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

async function got<T>(asked: Promise<Answer<T>>): Promise<T> {
  const answer = await asked
  if (!answer.ok) throw new Stopped(answer.problems)
  return answer.value
}

/** Writes a campaign of the site into one new file, whole or not at all. The same campaign always makes the same file. */
export async function writeArchive(path: string, wish: ArchiveWish): Promise<Answer<Manifest>> {
  const partial = `${path}.part`
  const file = await open(path, 'wx', 0o600).catch(() => null)
  if (!file) return { ok: false, problems: [`${path} 已经存在或不能写，没有打包；请换一个文件名`] }
  await file.close()
  const out = await open(partial, 'w', 0o600)
  const zip = new ZipFile()
  const answer = await gathered(wish, async (name, content, how) => {
    await out.write(zip.add(name, content, how))
  })
  if (answer.ok) await out.write(zip.end())
  await out.close()
  if (answer.ok) await rename(partial, path)
  else for (const one of [partial, path]) await rm(one, { force: true })
  return answer
}

/** What an archive of the campaign would say of itself now; writes nothing. */
export const manifestNow = (wish: ArchiveWish): Promise<Answer<Manifest>> => gathered(wish, async () => undefined)

async function gathered(wish: ArchiveWish, sink: Sink): Promise<Answer<Manifest>> {
  try {
    return { ok: true, value: await gather(wish, sink) }
  } catch (error) {
    if (error instanceof Stopped) return { ok: false, problems: error.problems }
    if (error instanceof TooLarge) return { ok: false, problems: ['这个活动超过 4 GB，一个存档文件放不下'] }
    throw error
  }
}

/** Rows that must not change while they are read: what is read from a box is only whole beside its changes of standing. */
const mustStay = (part: string): boolean =>
  (part.startsWith('tables/') && part !== 'tables/notice_views') || part.endsWith('/change')

async function gather(wish: ArchiveWish, sink: Sink): Promise<Manifest> {
  const { client, slug, whole, tell } = wish
  const begun = await got(client.beginArchive(slug, whole))
  const parts = [...begun.parts].sort()
  const gathering = new Gathering(wish, sink)
  const changes = await gathering.digest(parts.filter(part => part.endsWith('/change')))
  for (const [i, part] of parts.entries()) {
    await gathering.rows(part)
    tell('打包数据', i + 1, parts.length)
  }
  for (const [i, object] of begun.objects.entries()) {
    await gathering.object(object)
    tell('打包文件', i + 1, begun.objects.length)
  }
  const again = await gathering.digest(parts.filter(mustStay))
  for (const [part, digest] of again)
    if ((changes.get(part) ?? gathering.digests.get(part)) !== digest) throw new Stopped(['打包期间活动有改动，请再试一次'])
  await gathering.people()
  const manifest = manifestOf(begun, whole, gathering)
  await sink(MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`), { pack: true })
  return manifest
}

/** What has been gathered so far. */
class Gathering {
  readonly counts: Record<string, number> = {}
  readonly missing: string[] = []
  readonly files: ArchiveFile[] = []
  readonly digests = new Map<string, string>()
  readonly #mentioned = new Set<string>()
  readonly #wish: ArchiveWish
  readonly #sink: Sink

  constructor(wish: ArchiveWish, sink: Sink) {
    this.#wish = wish
    this.#sink = sink
  }

  /** Every page of a part. */
  async rows(part: string): Promise<void> {
    const digest = createHash('sha256')
    for await (const { name, bytes } of this.#pages(part)) {
      digest.update(bytes)
      const text = Buffer.from(bytes).toString()
      for (const [id] of text.matchAll(/stf_[0-9a-z]{16}/g)) this.#mentioned.add(id)
      this.counts[part] = (this.counts[part] ?? 0) + text.split('\n').length - 1
      await this.#add(name, bytes, true)
    }
    this.digests.set(part, digest.digest('hex'))
  }

  /** What the parts hold at this moment. */
  async digest(parts: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const digests = new Map<string, string>()
    for (const part of parts) {
      const digest = createHash('sha256')
      for await (const { bytes } of this.#pages(part)) digest.update(bytes)
      digests.set(part, digest.digest('hex'))
    }
    return digests
  }

  async object(object: string): Promise<void> {
    const bytes = await got(this.#wish.client.object(object))
    if (bytes) await this.#add(objectName(object), bytes, false)
    else this.missing.push(object)
  }

  /** Names of staff whom the rows mention. */
  async people(): Promise<void> {
    const ids = [...this.#mentioned].sort()
    const people: string[] = []
    for (let at = 0; at < ids.length; at += 1000)
      people.push(...(await got(this.#wish.client.people(ids.slice(at, at + 1000)))).people)
    if (people.length === 0) return
    this.counts['tables/people'] = people.length
    await this.#add('tables/people/000001.ndjson', Buffer.from(people.map(line => `${line}\n`).join('')), true)
  }

  async *#pages(part: string): AsyncGenerator<{ readonly name: string; readonly bytes: Uint8Array }> {
    const { client, slug, whole } = this.#wish
    for (let page = 1; ; page++) {
      const name = `${part}/${String(page).padStart(6, '0')}.ndjson`
      const bytes = await got(client.rows(slug, name, whole))
      if (bytes.length === 0) return
      yield { name, bytes }
    }
  }

  async #add(name: string, bytes: Uint8Array, pack: boolean): Promise<void> {
    this.files.push({ name, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
    await this.#sink(name, bytes, { pack })
  }
}

const SAYS = {
  all: '内含每一张选票，只能由运维人员保管，不得公开。',
  keeping:
    '按规定到期删除的内容（密钥、投票码和名册的密文标记、选票信号、异议和申诉内容）不在其中；用它恢复的活动可以查阅，不能继续投票。',
  whole: '含有按规定到期删除的内容，只用于把活动搬到密钥相同的另一处网站；网站不会删除这个文件，恢复后请立即删除。',
  hashes: '投票码、名册和加密内容都依赖原网站的密钥（SITE_KEY），密钥不同的网站打不开，也不认这些码。',
} as const

function manifestOf(begun: BegunArchive, whole: boolean, { counts, missing, files }: Gathering): Manifest {
  const { campaign, slug, title, shards } = begun
  const says = whole ? [SAYS.all, SAYS.whole, SAYS.hashes] : [SAYS.all, SAYS.keeping]
  return { format: ARCHIVE_FORMAT, campaign, slug, title, whole, shards, says, counts, missing, files }
}
