import type { CampaignFile, Milestone } from '../../worker/rules/campaign.ts'
import { dayOf, HOUR, type Instant, startOf } from '../../worker/rules/time.ts'
import { paths } from '../paths.ts'

export interface CalendarProps {
  readonly origin: string
  readonly siteName: string
  readonly campaign: Pick<CampaignFile, 'id' | 'slug' | 'title' | 'shortTitle' | 'organizers' | 'milestones' | 'revision'>
  /** When the timetable was last touched. */
  readonly changed: Instant
}

/** China has had one zone and no summer time since 1991. */
const ZONE = [
  'BEGIN:VTIMEZONE',
  'TZID:Asia/Shanghai',
  'BEGIN:STANDARD',
  'DTSTART:19910915T000000',
  'TZOFFSETFROM:+0800',
  'TZOFFSETTO:+0800',
  'TZNAME:CST',
  'END:STANDARD',
  'END:VTIMEZONE',
]

/** The timetable of a campaign as RFC 5545 has it; a calendar that asks again finds each step by its UID. */
export function calendarOf({ origin, siteName, campaign, changed }: CalendarProps): string {
  const { shortTitle, milestones } = campaign
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//Mingping//${escaped(siteName)}//ZH`,
    'CALSCALE:GREGORIAN',
    `NAME:${escaped(shortTitle)}`,
    `X-WR-CALNAME:${escaped(shortTitle)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT12H',
    'X-PUBLISHED-TTL:PT12H',
    ...ZONE,
    ...milestones.flatMap(milestone => eventOf(milestone, { origin, campaign, changed })),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

function eventOf(milestone: Milestone, { origin, campaign, changed }: Omit<CalendarProps, 'siteName'>): readonly string[] {
  const { id, slug, title, shortTitle, organizers, revision } = campaign
  return [
    'BEGIN:VEVENT',
    `UID:${id}-${milestone.step}@mingping`,
    `DTSTAMP:${utc(changed)}`,
    `LAST-MODIFIED:${utc(changed)}`,
    `SEQUENCE:${revision - 1}`,
    ...datesOf(milestone),
    `SUMMARY:${escaped(`${shortTitle}：${milestone.title}`)}`,
    `DESCRIPTION:${escaped(`${title}\n主办：${organizers.join('、')}`)}`,
    `URL:${origin}${paths.campaign(slug)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

/** Whole days as days, whose end is the day after the last; anything else by the clock in China. */
function datesOf({ from, until }: Milestone): readonly string[] {
  const days = [from, until].every(at => startOf(dayOf(at)) === at)
  const write = (name: string, at: Instant) =>
    days ? `${name};VALUE=DATE:${dayOf(at).replaceAll('-', '')}` : `${name};TZID=Asia/Shanghai:${stamp(at + 8 * HOUR)}`
  return [write('DTSTART', from), write('DTEND', until)]
}

const stamp = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
const utc = (at: Instant): string => `${stamp(at)}Z`

/** TEXT of RFC 5545, 3.3.11; other control signs may not stand in a calendar at all. */
export const escaped = (text: string): string =>
  text
    .replaceAll(/[\\;,]/g, sign => `\\${sign}`)
    .replaceAll(/\r\n?|\n/g, '\\n')
    .replaceAll(/[^\P{Cc}\t\n\u0080-\u009f]/gu, '')

/** RFC 5545, 3.1: no line is longer than 75 octets, and none is cut within a sign. */
export function folded(line: string): string {
  const [lines, most]: [string[], number] = [[], 75]
  let [current, octets] = ['', 0]
  for (const sign of line) {
    const size = new TextEncoder().encode(sign).length
    if (octets + size > most) {
      lines.push(current)
      ;[current, octets] = [' ', 1]
    }
    current += sign
    octets += size
  }
  return [...lines, current].join('\r\n')
}
