import { readMoment } from '../rules/moment.ts'
import { checkPeriod, PUBLICITY_DAYS } from '../rules/notice.ts'
import { day } from '../rules/time.ts'
import type { Calendar } from '../rules/working-days.ts'
import { type CampaignDocument, type CampaignSettings, LONGEST_MARKDOWN, type NoticeEntry } from './document.ts'
import { SETTINGS_FILE } from './settings-file.ts'

/**
 * What a document that is well-formed still gets wrong, as sentences that name the place and what was expected. An
 * empty list means that it may be imported.
 */
export function documentFlaws(document: CampaignDocument, calendar: Calendar): readonly string[] {
  return [
    ...settingsFlaws(document.settings).map(sayFlaw),
    ...nomineeFlaws(document),
    ...document.notices.flatMap(notice => noticeFlaws(notice, document, calendar)),
  ]
}

/** Something wrong in the settings: its path, the place as people count it, and what is wrong there. */
export interface SettingsFlaw {
  readonly path: string
  readonly place: string
  readonly says: string
}

/** The sentence for somebody who has the file before them. */
export const sayFlaw = ({ place, says }: SettingsFlaw): string => `${SETTINGS_FILE} ${place}：${says}`

/** What is wrong with the settings by themselves, wherever they were written. */
export function settingsFlaws({ milestones, categories, totalMin, totalMax }: Judged): readonly SettingsFlaw[] {
  const flaws: SettingsFlaw[] = []
  milestones.forEach(({ step, title, from, until }, i) => {
    const place = `milestones 第 ${i + 1} 个`
    const [start, end] = [readMoment(from, 'from'), readMoment(until, 'until')]
    if (start !== null && end !== null && start >= end)
      flaws.push({
        path: `milestones.${i}.until`,
        place: `${place}“${title}”`,
        says: `结束时间 ${until} 必须晚于开始时间 ${from}`,
      })
    if (milestones.findIndex(one => one.step === step) !== i)
      flaws.push({ path: `milestones.${i}.step`, place, says: `环节 ${step} 出现了两次，每个环节只能有一个` })
  })
  categories.forEach(({ key, name, min, max }, i) => {
    const place = `categories 第 ${i + 1} 个`
    const at = (field: string) => `categories.${i}.${field}`
    if (categories.findIndex(one => one.key === key) !== i) flaws.push({ path: at('key'), place, says: `代号 ${key} 重复` })
    if (categories.findIndex(one => one.name === name) !== i) flaws.push({ path: at('name'), place, says: `名称“${name}”重复` })
    if (min > max) flaws.push({ path: at('min'), place: `${place}“${name}”`, says: `最少选数 ${min} 大于最多选数 ${max}` })
  })
  if (totalMin !== null && totalMax !== null && totalMin > totalMax)
    flaws.push({ path: 'totalMin', place: 'totalMin', says: `总数最少选 ${totalMin} 个，大于最多选 ${totalMax} 个` })
  return flaws
}

/** As much of the settings as the rules above look at. */
type Judged = Pick<CampaignSettings, 'milestones' | 'categories' | 'totalMin' | 'totalMax'>

/** What is wrong with the nominees, alone and against the categories. */
export function nomineeFlaws({ settings, nominees }: CampaignDocument): string[] {
  const flaws: string[] = []
  const keys = new Set(settings.categories.map(({ key }) => key))
  const seen = new Set<number>()
  for (const { number, category, name } of nominees) {
    if (!keys.has(category)) flaws.push(`候选对象 ${number} 号“${name}”：没有代号为 ${category} 的类别`)
    if (seen.has(number)) flaws.push(`候选对象“${name}”：编号 ${number} 与前面的重复`)
    seen.add(number)
  }
  if (settings.milestones.some(({ step }) => step === 'vote'))
    for (const { key, name, max } of settings.categories) {
      const there = nominees.filter(({ category }) => category === key).length
      if (max > there) flaws.push(`${SETTINGS_FILE} 类别“${name}”：最多可选 ${max} 个，但名单里只有 ${there} 个`)
    }
  return flaws
}

/** What is wrong with one notice, alone and among the others. */
export function noticeFlaws(notice: NoticeEntry, { notices }: CampaignDocument, calendar: Calendar): string[] {
  const { key, kind, posted, through, corrects, withdrawnAt, withdrawnReason, attachments } = notice
  const at = `公告 ${key}`
  const flaws: string[] = []
  if (notices.filter(one => one.key === key).length > 1) flaws.push(`${at}：代号重复`)
  const twice = attachments.find(({ name }, i) => attachments.findIndex(one => one.name === name) !== i)
  if (twice) flaws.push(`${at}：附件“${twice.name}”列了两次`)
  if (corrects !== null && (corrects === key || !notices.some(one => one.key === corrects)))
    flaws.push(`${at}：要更正的公告 ${corrects} 不存在`)
  else if (correctsItself(key, notices)) flaws.push(`${at}：更正关系绕成了一圈，最早的公告不能更正别的公告`)
  if (notice.format !== 'html' && notice.body.length > LONGEST_MARKDOWN) flaws.push(`${at}：正文最多 ${LONGEST_MARKDOWN} 个字`)
  if ((withdrawnAt === null) !== (withdrawnReason === null)) flaws.push(`${at}：撤回时间和撤回原因必须同时填写`)
  if ((kind === 'publicity') !== (posted !== null && through !== null))
    flaws.push(`${at}：公示必须写明张贴日和公示截止日，其他公告不写`)
  const [first, last] = [posted && day(posted), through && day(through)]
  if ((posted && !first) || (through && !last)) flaws.push(`${at}：日期应写成“2026-04-08”`)
  if (first && last) {
    const check = checkPeriod({ posted: first, through: last }, calendar)
    if (check.verdict === 'too-short')
      flaws.push(`${at}：公示期不足 ${PUBLICITY_DAYS} 个工作日，最早只能到 ${check.earliest} 截止`)
  }
  return flaws
}

/** Whether following the corrections from a notice leads back to it. */
function correctsItself(key: string, notices: readonly NoticeEntry[]): boolean {
  const next = new Map(notices.map(notice => [notice.key, notice.corrects]))
  let at = next.get(key) ?? null
  for (let steps = notices.length; at !== null && at !== key && steps > 0; steps--) at = next.get(at) ?? null
  return at === key
}
