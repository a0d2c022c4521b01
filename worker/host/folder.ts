import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { BUILT_IN } from '../../db/calendar.ts'
import { CampaignDocument, type CampaignSettings } from '../import/document.ts'
import { nomineeFlaws, noticeFlaws, settingsFlaws } from '../import/flaws.ts'
import { sayIssue } from '../import/issue.ts'
import { inFile, type Problem } from '../import/problem.ts'
import { illegible, readSettings, SETTINGS_FILE, type SettingsReading } from '../import/settings-file.ts'
import { textIn } from '../import/text-file.ts'
import { type NomineesReading, readNominees } from './folder-nominees.ts'
import { type NoticesReading, readNotices } from './folder-notices.ts'
import type { Progress } from './folder-steps.ts'
import type { Photo } from './photos.ts'

/** A campaign folder, read and checked as far as that goes without the site. */
export interface CampaignFolder {
  /** Null when there are problems: nothing is imported by halves. */
  readonly document: CampaignDocument | null
  /** The pictures by hash. */
  readonly photos: ReadonlyMap<string, Photo>
  /** The path of every attached file by hash. */
  readonly files: ReadonlyMap<string, string>
  readonly problems: readonly Problem[]
  /** Worth a look, and no hindrance. */
  readonly warnings: readonly Problem[]
}

/** Reads a folder as the README describes it, and finds everything that is wrong with it, not just the first thing. */
export async function readFolder(folder: string, tell: Progress): Promise<CampaignFolder> {
  if (!(await isFolder(folder))) return unreadable(inFile(folder, '没有这个文件夹'))
  const reading = await settingsOf(folder)
  const { settings } = reading
  const nominees = await readNominees(folder, { reading, tell })
  const notices = await readNotices(folder)
  const problems = [...reading.problems, ...nominees.problems, ...notices.problems]
  problems.push(...crossFlaws({ settings, nominees, notices }))
  const rest = { photos: nominees.photos, files: notices.files, warnings: [...nominees.warnings, ...notices.warnings] }
  if (settings === null || problems.length > 0) return { document: null, problems, ...rest }
  const parsed = v.safeParse(CampaignDocument, { settings, nominees: nominees.nominees, notices: notices.notices })
  if (parsed.success) return { document: parsed.output, problems, ...rest }
  return { document: null, problems: parsed.issues.map(documentProblem), ...rest }
}

const isFolder = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isDirectory() ?? false

const unreadable = (problem: Problem): CampaignFolder => ({
  document: null,
  photos: new Map(),
  files: new Map(),
  problems: [problem],
  warnings: [],
})

async function settingsOf(folder: string): Promise<SettingsReading> {
  const failed = (text: string) => illegible([inFile(SETTINGS_FILE, text)])
  const bytes = await readFile(join(folder, SETTINGS_FILE)).catch(() => null)
  if (bytes === null) return failed('文件夹里没有这个文件，它写明活动的名称、时间和类别')
  const text = textIn(bytes)
  return text === null ? failed('不是 UTF-8 编码的文字，请用 UTF-8 另存') : readSettings(text)
}

interface Parts {
  readonly settings: CampaignSettings | null
  readonly nominees: NomineesReading
  readonly notices: NoticesReading
}

/** What the site would say of the whole: of each part only once the part itself is sound, or one slip would be told twice. */
function crossFlaws({ settings, nominees, notices }: Parts): readonly Problem[] {
  if (settings === null) return []
  const document = { settings, nominees: [...nominees.nominees], notices: [...notices.notices] }
  // A notice that could not be read would seem not to be there for the one that corrects it.
  const corrects = ({ corrects }: { corrects: string | null }) => (notices.problems.length > 0 ? null : corrects)
  return [
    ...settingsFlaws(settings).map(({ place, says }) => inFile(SETTINGS_FILE, `${place}：${says}`)),
    ...(nominees.problems.length > 0 ? [] : nomineeFlaws(document)).map(text => inFile(nominees.file, text)),
    ...notices.notices.flatMap(notice =>
      noticeFlaws({ ...notice, corrects: corrects(notice) }, document, BUILT_IN).map(text =>
        inFile(`notices/${notice.key}.md`, text.replace(/^公告 \S+：/, '')),
      ),
    ),
  ]
}

/** Everything was checked before; if the schema still objects, its own words are better than none. */
function documentProblem(issue: v.BaseIssue<unknown>): Problem {
  const { path, text } = sayIssue(issue, CampaignDocument)
  return { file: SETTINGS_FILE, row: null, column: path, text }
}
