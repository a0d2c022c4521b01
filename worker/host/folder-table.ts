import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inFile } from '../import/problem.ts'
import { SETTINGS_FILE } from '../import/settings-file.ts'
import { readSheetFile, type TableFile } from '../import/sheet-file.ts'

/** Names looked for when campaign.json does not say. */
export const TABLE_NAMES = ['候选对象.xlsx', 'nominees.xlsx', '候选对象.csv', 'nominees.csv'] as const

const failed = (file: string, text: string): TableFile => ({ ok: false, problem: inFile(file, text) })

/** Finds the table and reads it; `named` is what campaign.json calls it. */
export async function readTableFile(folder: string, named: string | null): Promise<TableFile> {
  const there = await readdir(folder)
  const found = (named === null ? TABLE_NAMES : [named]).filter(name => there.includes(name))
  const [file] = found
  if (found.length > 1)
    return failed(
      SETTINGS_FILE,
      `文件夹里有两份以上名单（${found.join('、')}），请只留一份，或在 campaign.json 用 nominees 写明用哪一份`,
    )
  if (file === undefined) return failed(SETTINGS_FILE, missingText(named, there))
  const bytes = await readFile(join(folder, file))
  const read = await readSheetFile(bytes, file)
  const open = there.includes(`~$${file}`) ? [inFile(file, '似乎还在 Excel 里打开着，读到的是上次保存的内容')] : []
  return read.ok ? { ...read, warnings: [...open, ...read.warnings] } : read
}

function missingText(named: string | null, there: readonly string[]): string {
  if (named !== null) return `nominees 写的“${named}”不在文件夹里，请放入这个文件或改正文件名`
  const like = there.find(name => /\.(?:xlsx?|xlsm|et|csv|ods)$/i.test(name) && !name.startsWith('~$'))
  const hint = like ? `；有“${like}”，如果就是名单，请另存为或改名为 ${TABLE_NAMES[0]}` : ''
  return `文件夹里没有名单，应有 ${TABLE_NAMES[0]} 或 ${TABLE_NAMES[2]}${hint}`
}
