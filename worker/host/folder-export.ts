import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CampaignDocument, NoticeEntry } from '../import/document.ts'
import { writeNotice } from '../import/notice-file.ts'
import { isFileName, SETTINGS_FILE } from '../import/settings-file.ts'
import { PHOTOS } from './folder-nominees.ts'
import { ATTACHMENT_FOLDERS, NOTICES } from './folder-notices.ts'
import { nomineeSheet, photoName } from './folder-sheet.ts'
import { eachOf, type Progress } from './folder-steps.ts'
import { TABLE_NAMES } from './folder-table.ts'
import type { Answer, OperatorClient } from './operator-client.ts'

/** One file of the folder to be written: its text or bytes, or the object of the site that holds them. */
interface FolderFile {
  readonly path: string
  readonly content: string | Uint8Array | { readonly object: string }
}

/** Writes a campaign of the site into a new folder, whole or not at all. Importing it again changes nothing. */
export async function exportFolder(
  slug: string,
  folder: string,
  { client, tell }: { client: OperatorClient; tell: Progress },
): Promise<Answer<CampaignDocument>> {
  if (!(await isFree(folder))) return { ok: false, problems: [`${folder} 已经有内容，请换一个空文件夹或新文件夹`] }
  const got = await client.document(slug)
  if (!got.ok) return got
  const files = await filesOf(got.value)
  const problems = files
    .filter(({ path }) => !path.split('/').every(isFileName))
    .map(({ path }) => `${path}：文件名不能用，没有导出`)
  if (problems.length > 0) return { ok: false, problems }
  await mkdir(folder, { recursive: true })
  const written = await writeAll(files, { folder, client, tell })
  if (written.ok) return got
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true })
  return written
}

async function isFree(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}

async function writeAll(
  files: readonly FolderFile[],
  { folder, client, tell }: { folder: string; client: OperatorClient; tell: Progress },
): Promise<Answer<unknown>> {
  let failure: Extract<Answer<never>, { ok: false }> | null = null
  const write = async ({ path, content }: FolderFile) => {
    if (failure) return
    const got =
      typeof content === 'object' && 'object' in content
        ? await client.read(content.object)
        : { ok: true as const, value: content }
    if (!got.ok) {
      failure = got
      return
    }
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), got.value, { flag: 'wx' })
  }
  await eachOf(files, write, { what: '写文件', tell })
  return failure ?? { ok: true, value: null }
}

async function filesOf(document: CampaignDocument): Promise<readonly FolderFile[]> {
  const { settings, nominees, notices } = document
  const shared = sharedNames(notices)
  return [
    { path: SETTINGS_FILE, content: `${JSON.stringify(settings, null, 2)}\n` },
    { path: TABLE_NAMES[0], content: await nomineeSheet(document) },
    ...nominees.flatMap(({ number, photo }) =>
      photo === null ? [] : [{ path: `${PHOTOS}/${photoName(number)}`, content: { object: `photos/${photo}-l` } }],
    ),
    ...notices.map(notice => ({ path: `${NOTICES}/${notice.key}.md`, content: writeNotice(notice) })),
    ...attachmentFiles(notices, shared),
  ]
}

/** Names under which two notices attach different files: those go to a folder of their notice's own. */
function sharedNames(notices: readonly NoticeEntry[]): ReadonlySet<string> {
  const hashes = new Map<string, string>()
  const shared = new Set<string>()
  for (const { name, hash } of notices.flatMap(({ attachments }) => attachments)) {
    // Some file systems do not tell capitals from small letters.
    const folded = name.toLowerCase()
    if ((hashes.get(folded) ?? hash) !== hash) shared.add(folded)
    hashes.set(folded, hash)
  }
  return shared
}

function attachmentFiles(notices: readonly NoticeEntry[], shared: ReadonlySet<string>): readonly FolderFile[] {
  const files = new Map<string, FolderFile>()
  for (const { key, attachments } of notices)
    for (const { name, hash } of attachments) {
      const path = [NOTICES, ATTACHMENT_FOLDERS[0], ...(shared.has(name.toLowerCase()) ? [key] : []), name].join('/')
      files.set(path.toLowerCase(), { path, content: { object: `files/${hash}` } })
    }
  return [...files.values()]
}
