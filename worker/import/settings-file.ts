import * as v from 'valibot'
import { CampaignSettings } from './document.ts'
import { sayIssue } from './issue.ts'
import { readPlacedJson } from './json-places.ts'
import { inFile, inRow, type Problem } from './problem.ts'

/** Name of the file with the settings. */
export const SETTINGS_FILE = 'campaign.json'

/** What campaign.json says. */
export interface SettingsReading {
  /** Null when any of them is wrong. */
  readonly settings: CampaignSettings | null
  /** What the table is checked against; known as soon as these parts are right, whatever else is wrong. */
  readonly ballot: Pick<CampaignSettings, 'categories' | 'milestones'> | null
  /** False when the file is not JSON, so that nothing of what it says is known. */
  readonly legible: boolean
  /** File name of the nominee table; null when the file does not say. */
  readonly table: string | null
  readonly problems: readonly Problem[]
}

/**
 * Reads campaign.json: the settings, with the two fields that only a folder has. `$schema` is where editors look for
 * the JSON Schema that `npm run campaign -- schema` prints.
 */
export function readSettings(text: string): SettingsReading {
  const json = readPlacedJson(text)
  if (!json.ok) return illegible([inRow(SETTINGS_FILE, json.line, `不是正确的 JSON：${json.text}`)])
  if (typeof json.value !== 'object' || json.value === null || Array.isArray(json.value))
    return illegible([inFile(SETTINGS_FILE, '应为一组字段，以 { 开头、以 } 结尾')])
  const { nominees, $schema: _schema, ...rest } = json.value as Record<string, unknown>
  const problems: Problem[] = []
  const at = (path: string, problem: string) =>
    problems.push({
      file: SETTINGS_FILE,
      row: json.lineOf(path) ?? json.lineOf(above(path)),
      column: sayPath(path),
      text: problem,
    })
  const table = typeof nominees === 'string' && isFileName(nominees) ? nominees : null
  if (nominees !== undefined && table === null)
    at('nominees', '应为名单的文件名，例如 候选对象.xlsx，名单与 campaign.json 放在同一个文件夹')
  const parsed = v.safeParse(CampaignSettings, rest)
  for (const issue of parsed.issues ?? []) {
    const said = sayIssue(issue, CampaignSettings)
    at(said.path, said.text)
  }
  const ballot = v.safeParse(Ballot, rest)
  return {
    settings: parsed.success ? parsed.output : null,
    ballot: ballot.success ? ballot.output : null,
    legible: true,
    table,
    problems,
  }
}

const { categories, milestones } = CampaignSettings.entries
const Ballot = v.object({ categories, milestones })

/** Nothing is known of a campaign.json in this state. */
export const illegible = (problems: readonly Problem[]): SettingsReading => ({
  settings: null,
  ballot: null,
  legible: false,
  table: null,
  problems,
})

/** A bare name: nothing outside the folder can be meant. */
export const isFileName = (name: string): boolean => name.trim() !== '' && !/[/\\\0]/.test(name) && !/^\.+$/.test(name)

const above = (path: string): string => path.split('.').slice(0, -1).join('.')

/** milestones.1.from as people count: milestones 第 2 个 from. */
const sayPath = (path: string): string =>
  path
    .split('.')
    .map(key => (/^\d+$/.test(key) ? `第 ${Number(key) + 1} 个` : key))
    .join(' ')
