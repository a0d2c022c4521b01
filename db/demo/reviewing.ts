import type { CampaignDocument } from '../../worker/import/document.ts'
import { readMoment } from '../../worker/rules/moment.ts'
import { HOUR } from '../../worker/rules/time.ts'
import { chanceFrom } from './chance.ts'
import { Desk } from './desk.ts'
import { putPapers } from './papers.ts'
import { type DemoSite, moveClock, operator } from './site.ts'

export interface Reviewer {
  readonly login: string
  readonly name: string
  readonly password: string
}

const CATEGORY = 'worker'
const CRITERIA = [
  { name: '政治表现', weight: 30 },
  { name: '工作实绩', weight: 40 },
  { name: '群众评价', weight: 30 },
]
const NOTES = ['材料扎实，数据有出处。', '窗口满意度高，带新人也用心。', '']
/** Names are made up. The last one has not handed in, so that a visitor of the demo finds something to do. */
const OTHERS = [
  { login: 'pingshen-2', name: '演示评审乙' },
  { login: 'pingshen-3', name: '演示评审丙' },
]

/**
 * A panel for one category of the finished campaign, with sheets of three reviewers through the pages they use. Where there
 * is a panel already nothing is done.
 */
export async function reviewFinished(
  site: DemoSite,
  document: CampaignDocument,
  { organizer, reviewer }: { organizer: Reviewer; reviewer: Reviewer },
): Promise<void> {
  const { slug, milestones } = document.settings
  const vote = milestones.find(({ step }) => step === 'vote')
  await moveClock(site, (readMoment(vote?.until ?? '', 'until') ?? Date.now()) + 18 * HOUR)
  const desk = await new Desk(site).signIn(organizer)
  const terms = CRITERIA.map(({ name, weight }, i) => [
    [`name.${i}`, name],
    [`weight.${i}`, String(weight)],
    [`most.${i}`, '100'],
  ])
  const panel = { revision: '0', category: CATEGORY, ...Object.fromEntries(terms.flat()) }
  if ((await desk.post(`/staff/campaigns/${slug}/panel`, panel)).status !== 303) return
  const nominees = document.nominees.filter(({ category }) => category === CATEGORY)
  const numbers = nominees.map(({ number }) => number)
  await putPapers(desk, slug, nominees)
  const others = OTHERS.map(other => ({ ...other, password: reviewer.password }))
  for (const [i, one] of [...others, reviewer].entries()) {
    await makeAccount(site, one)
    const page = await desk.read(`/staff/campaigns/${slug}/panel`)
    const [, id = ''] = new RegExp(`<option value="(stf_[0-9a-z]{16})"[^>]*>${one.name}</option>`).exec(page) ?? []
    await desk.press(`/staff/campaigns/${slug}/panel/members`, { add: id })
    const last = i === others.length
    const done = last ? numbers.slice(0, 4) : numbers
    await judge(await new Desk(site).signIn(one), { slug, numbers: done, seed: 500 + i, away: numbers[i + 2] })
    if (!last) await (await new Desk(site).signIn(one)).press(`/staff/campaigns/${slug}/review/submit`)
  }
  site.say(`演示评审：${document.settings.shortTitle}，评审 ${others.length + 1} 人`)
}

async function makeAccount(site: DemoSite, { login, name, password }: Reviewer): Promise<void> {
  const body = { login, name, role: 'reviewer', unit: null, password }
  await operator(site, 'staff', { method: 'POST', body })
  await operator(site, `staff/waive/${login}`, { method: 'POST' })
}

async function judge(
  desk: Desk,
  { slug, numbers, seed, away }: { slug: string; numbers: readonly number[]; seed: number; away: number | undefined },
): Promise<void> {
  const chance = chanceFrom(seed)
  for (const number of numbers) {
    const path = `/staff/campaigns/${slug}/review/${number}`
    if (number === away) {
      await desk.press(`${path}/recuse`, { recusal: '与候选对象在同一支部' })
      continue
    }
    const marks = CRITERIA.map((_, i) => [`mark.${i}`, String(78 + chance.whole(0, 36) / 2)])
    await desk.press(path, { revision: '0', note: chance.pick(NOTES), ...Object.fromEntries(marks) })
  }
}
