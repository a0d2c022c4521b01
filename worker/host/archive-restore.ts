import { createHash } from 'node:crypto'
import { readManifest } from '../import/manifest.ts'
import { MANIFEST, type Manifest, partOf, readObjectName, readPageName, sameArchive } from '../rules/archive.ts'
import type { CampaignId, Slug } from '../rules/ids.ts'
import type { ArchiveClient } from './archive-client.ts'
import { manifestNow } from './archive-write.ts'
import { eachOf, type Progress } from './folder-steps.ts'
import type { Answer } from './operator-client.ts'
import { BadZip, ZipReader } from './zip-reader.ts'

/** `changed` is false where the site held exactly this already. */
export interface Restored {
  readonly manifest: Manifest
  readonly changed: boolean
}

const refuse = (...problems: readonly string[]): { ok: false; problems: readonly string[] } => ({ ok: false, problems })

/** More than any campaign, unpacked: what claims more is no archive. */
const MOST_BYTES = 16 * 1024 * 1024 * 1024

/** Brings a campaign from its archive into a site, whole or not at all. A campaign that is there is never changed. */
export async function restoreArchive(
  path: string,
  { client, tell }: { client: ArchiveClient; tell: Progress },
): Promise<Answer<Restored>> {
  let zip: ZipReader | null = null
  try {
    zip = await ZipReader.open(path)
    const manifest = await soundManifest(zip, tell)
    if (typeof manifest === 'string') return refuse(manifest)
    const there = await client.holds(manifest)
    if (!there.ok) return there
    return there.value ? unchanged(manifest, { client, tell }) : await bring(manifest, zip, { client, tell })
  } catch (error) {
    if (error instanceof BadZip) return refuse(`存档不能用：${error.message}`)
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return refuse(`没有这个文件：${path}`)
    throw error
  } finally {
    await zip?.close()
  }
}

/** The manifest, once every file of the archive is what it says; else a sentence. Nothing is sent before. */
async function soundManifest(zip: ZipReader, tell: Progress): Promise<Manifest | string> {
  const manifest = readManifest(Buffer.from(await zip.read(MANIFEST)).toString())
  if (typeof manifest === 'string') return manifest
  const named = new Set([MANIFEST, ...manifest.files.map(({ name }) => name)])
  const stranger = zip.names.find(name => !named.has(name))
  if (stranger || named.size !== manifest.files.length + 1) return `清单里没有 ${stranger ?? '的文件重复'}`
  if (manifest.files.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES) return '存档展开后过大'
  const counts: Record<string, number> = {}
  for (const [i, { name, size, sha256 }] of manifest.files.entries()) {
    const bytes = await zip.read(name)
    if (bytes.length !== size || createHash('sha256').update(bytes).digest('hex') !== sha256) return `${name} 与清单不符，已损坏`
    if (readPageName(name)) counts[partOf(name)] = (counts[partOf(name)] ?? 0) + linesIn(bytes)
    else if (!readObjectName(name)) return `不认识的内容：${name}`
    tell('核对存档', i + 1, manifest.files.length)
  }
  const wrong = [...new Set([...Object.keys(counts), ...Object.keys(manifest.counts)])].find(
    part => counts[part] !== manifest.counts[part],
  )
  return wrong ? `${wrong} 的条数与清单不符` : manifest
}

function linesIn(bytes: Uint8Array): number {
  let lines = 0
  for (const byte of bytes) if (byte === 10) lines += 1
  return lines
}

async function unchanged(
  manifest: Manifest,
  { client, tell }: { client: ArchiveClient; tell: Progress },
): Promise<Answer<Restored>> {
  const now = await manifestNow({ client, slug: manifest.slug, whole: manifest.whole, tell })
  if (now.ok && sameArchive(now.value, manifest)) return { ok: true, value: { manifest, changed: false } }
  return refuse(`网站上已经有这个活动，或者代号 ${manifest.slug} 已被使用，而且内容和存档不同；没有恢复`)
}

async function bring(
  manifest: Manifest,
  zip: ZipReader,
  { client, tell }: { client: ArchiveClient; tell: Progress },
): Promise<Answer<Restored>> {
  const { campaign, slug, whole, shards, counts } = manifest
  const incoming = { campaign: campaign as CampaignId, slug: slug as Slug, whole, shards, counts }
  const begun = await client.beginRestore(incoming)
  if (!begun.ok) return begun
  let failure: Extract<Answer<never>, { ok: false }> | null = null
  const send = async ({ name }: { readonly name: string }) => {
    if (failure) return
    const bytes = await zip.read(name)
    const object = readObjectName(name)
    const sent = object ? await client.put(`objects/${object}`, bytes) : await client.stage(begun.value.id, name, bytes)
    if (!sent.ok) failure ??= sent
  }
  await eachOf(manifest.files, send, { what: '恢复数据', tell })
  if (failure) return failure
  const finished = await client.finishRestore(begun.value.id, incoming)
  return finished.ok ? { ok: true, value: { manifest, changed: true } } : finished
}
