import { setTimeout as pause } from 'node:timers/promises'
import type { CampaignDocument } from '../../worker/import/document.ts'
import { readMoment } from '../../worker/rules/moment.ts'
import { type Chance, chanceFrom } from './chance.ts'
import { Desk } from './desk.ts'
import { type DemoSite, moveClock, operator } from './site.ts'
import type { Timetable } from './timetable.ts'

/** Somebody of the staff who signs in with a password, as the demo lets them. */
export interface DemoWriter {
  readonly login: string
  readonly role: string
  readonly password: string
}

const PRESENT = 13

/**
 * The finished campaign is decided like the others: an organizer writes what the meeting decided, an auditor releases it, and the
 * result notice is made from it and published. Who is honoured is made up, and has nothing to do with the ballots cast.
 */
export async function decide(
  site: DemoSite,
  document: CampaignDocument,
  { people, time }: { readonly people: readonly DemoWriter[]; readonly time: Timetable },
): Promise<void> {
  const [writer, second] = ['organizer', 'auditor'].map(role => people.find(one => one.role === role))
  if (!writer || !second) return
  const desk = `/staff/campaigns/${document.settings.slug}/decision`
  const clock = (text: string) => moveClock(site, readMoment(text, 'from') ?? 0)
  await clock(time.at(-12, '15:00'))
  const organizer = await new Desk(site).signIn(writer)
  if ((await organizer.get(`${desk}/record.json`)).ok) return
  await organizer.press(desk, { revision: '0', do: 'submit', ...fieldsOf(document, time) })
  await clock(time.at(-12, '16:20'))
  await (await new Desk(site).signIn(second)).press(`${desk}/release`, { revision: '2' })
  await clock(time.at(-1, '10:00'))
  await resultIn(site, document.settings.slug)
  const publisher = await new Desk(site).signIn(writer)
  const drafted = await publisher.press(`${desk}/notice`)
  await publisher.press(`${drafted}/publish`, { revision: '1', when: 'now', at: '', reason: '' })
  site.say(`演示评审决定：${document.settings.shortTitle}`)
}

/** Until the box has noticed that its poll is over and its result is signed: the notice prints what was signed. */
async function resultIn(site: DemoSite, slug: string): Promise<void> {
  // Opening again changes nothing, but it makes a box look at the clock.
  await operator(site, `campaigns/${slug}/open`, { method: 'POST' })
  for (let tries = 0; tries < 300; tries++) {
    if ((await fetch(`${site.origin}/c/${slug}/result.json`)).ok) return
    await pause(100)
  }
}

function fieldsOf({ settings, nominees }: CampaignDocument, time: Timetable): Record<string, string> {
  const chance = chanceFrom(3113)
  const fields: Record<string, string> = {
    ...{ meeting: '机关党委会议', day: time.at(-12), place: '政务服务大厅 4 楼会议室', chair: '周海平', recorder: '吴文静' },
    ...{ due: '15', present: String(PRESENT), quorum: '到会人数超过应到人数的三分之二，符合规定' },
  }
  for (const { key, honours } of settings.categories) {
    const there = nominees.filter(({ category }) => category === key).map(({ number }) => number)
    const chosen = new Set(chance.sample(there, honours, () => 1))
    const rest = there.filter(number => !chosen.has(number))
    const alternates = key === 'branch' ? [] : rest.slice(0, 2)
    for (const number of there) Object.assign(fields, rowOf(number, { chosen, alternates, chance }))
  }
  return fields
}

interface Choosing {
  readonly chosen: ReadonlySet<number>
  readonly alternates: readonly number[]
  readonly chance: Chance
}

/** Those honoured have most of the votes of the meeting; on the others no vote was taken. */
function rowOf(number: number, { chosen, alternates, chance }: Choosing): Record<string, string> {
  const at = (field: string) => `line.${number}.${field}`
  const order = alternates.indexOf(number) + 1
  if (order > 0) return { [at('outcome')]: 'alternate', [at('order')]: String(order) }
  if (!chosen.has(number)) return { [at('outcome')]: 'not-chosen' }
  const [against, abstain] = [chance.whole(0, 4) === 0 ? 1 : 0, chance.whole(0, 2) === 0 ? 1 : 0]
  return {
    [at('outcome')]: 'honoured',
    [at('for')]: String(PRESENT - against - abstain),
    [at('against')]: String(against),
    [at('abstain')]: String(abstain),
  }
}
