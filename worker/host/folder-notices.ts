import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { mediaTypeOf } from '../import/attachment-names.ts'
import { LARGEST_ATTACHMENT, type NoticeEntry } from '../import/document.ts'
import { readNotice } from '../import/notice-file.ts'
import { correctedFirst } from '../import/order.ts'
import { inFile, type Problem } from '../import/problem.ts'
import { textIn } from '../import/text-file.ts'

/** The notices of a folder, with the path of every attached file under its hash. */
export interface NoticesReading {
  readonly notices: readonly NoticeEntry[]
  readonly files: ReadonlyMap<string, string>
  readonly problems: readonly Problem[]
  readonly warnings: readonly Problem[]
}

/** Folder of the notices. */
export const NOTICES = 'notices'
/** Where attachments lie within `notices`. */
export const ATTACHMENT_FOLDERS = ['附件', 'files'] as const

/** What systems and editors leave in a folder by themselves. */
export const isLeftover = (name: string): boolean => /^(?:\.|~\$)|^(?:thumbs\.db|desktop\.ini)$/i.test(name)

/** The names in a folder, in order; none when there is no such folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries
      .filter(entry => entry.isFile() && !isLeftover(entry.name))
      .map(({ name }) => name)
      .sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Reads `notices/*.md` with what they attach. A notice corrected by another stands before it. */
export async function readNotices(folder: string): Promise<NoticesReading> {
  const names = await namesIn(join(folder, NOTICES))
  const shared = await shelfOf(folder, '')
  const readings: NoticeFile[] = []
  for (const name of names.filter(isNotice)) readings.push(await readNoticeFile(folder, { name, shared }))
  const attached = readings.flatMap(({ attached }) => attached)
  const problems = readings.flatMap(reading => reading.problems)
  const used = new Set(attached.map(({ path }) => path))
  const warnings = [
    ...names.filter(name => !isNotice(name)).map(name => inFile(`${NOTICES}/${name}`, '不是 .md 文件，没有导入')),
    ...[...shared.values()].filter(path => !used.has(path)).map(path => inFile(path, '没有公告用到这个附件')),
  ]
  return {
    notices: correctedFirst(readings.flatMap(({ notice }) => (notice ? [notice] : []))),
    files: new Map(attached.map(({ entry, path }) => [entry.hash, join(folder, path)])),
    problems,
    // What a notice with problems attaches is not known, so it would all seem to be unused.
    warnings: problems.length > 0 ? [] : warnings,
  }
}

interface Attached {
  readonly path: string
  readonly entry: NoticeEntry['attachments'][number]
}

interface NoticeFile {
  readonly notice: NoticeEntry | null
  readonly attached: readonly Attached[]
  readonly problems: readonly Problem[]
}

type Shelf = ReadonlyMap<string, string>

async function readNoticeFile(folder: string, { name, shared }: { name: string; shared: Shelf }): Promise<NoticeFile> {
  const file = `${NOTICES}/${name}`
  const key = basename(name, '.md')
  const text = textIn(await readFile(join(folder, file)))
  if (text === null) return { notice: null, attached: [], problems: [inFile(file, '不是 UTF-8 编码的文字，请用 UTF-8 另存')] }
  const shelf = new Map([...shared, ...(await shelfOf(folder, key))])
  const { notice, problems } = readNotice(text, { file, key, there: [...shelf.keys()] })
  if (notice === null) return { notice, attached: [], problems }
  const attached: Attached[] = []
  for (const one of notice.attachments) attached.push(await attach(folder, { name: one, path: shelf.get(one) ?? '' }))
  return {
    notice: { ...notice.entry, attachments: attached.map(({ entry }) => entry) },
    attached,
    problems: attached.flatMap(({ entry, path }) => sizeProblems(entry.size, path)),
  }
}

async function attach(folder: string, { name, path }: { name: string; path: string }): Promise<Attached> {
  const bytes = await readFile(join(folder, path))
  const hash = createHash('sha256').update(bytes).digest('hex')
  return { path, entry: { name, mediaType: mediaTypeOf(name) ?? '', size: bytes.length, hash } }
}

const isNotice = (name: string): boolean => name.endsWith('.md')

/** The files that a notice may attach, by name: those of all notices, or with a key those of one alone. */
async function shelfOf(folder: string, key: string): Promise<Shelf> {
  const shelf = new Map<string, string>()
  for (const sub of ATTACHMENT_FOLDERS) {
    const path = [NOTICES, sub, key].filter(Boolean).join('/')
    for (const name of await namesIn(join(folder, path))) if (!shelf.has(name)) shelf.set(name, `${path}/${name}`)
  }
  return shelf
}

function sizeProblems(size: number, path: string): readonly Problem[] {
  const [most, megabytes] = [LARGEST_ATTACHMENT / 1024 ** 2, Math.ceil(size / 1024 ** 2)]
  if (size === 0) return [inFile(path, '是空文件')]
  return size > LARGEST_ATTACHMENT ? [inFile(path, `有 ${megabytes} MB，附件最大 ${most} MB，请压缩后再放入`)] : []
}
