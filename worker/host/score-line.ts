import type { ScoreLine } from '../rules/score/line.ts'

const LEVELS: readonly unknown[] = ['device', 'openid', 'code', 'roster'] satisfies readonly ScoreLine['level'][]
const REFERRERS: readonly unknown[] = ['wechat', 'direct', 'search', 'other', 'none'] satisfies readonly ScoreLine['referrer'][]
const CHALLENGES: readonly unknown[] = ['passed', 'unverified', 'none'] satisfies readonly ScoreLine['challenge'][]

type Check = readonly [wanted: string, holds: (value: unknown) => boolean]

const isText = (value: unknown): boolean => typeof value === 'string'
const isAmount = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value >= 0
const orNull =
  (holds: Check[1]): Check[1] =>
  value =>
    value === null || value === undefined || holds(value)
const oneOf = (list: readonly unknown[]): Check => [`${list.join('、')} 之一`, value => list.includes(value)]

const LEAST: Check = ['非空字符串', value => isText(value) && value !== '']
const AMOUNT: Check = ['不小于 0 的数，或 null', orNull(isAmount)]
const TEXT: Check = ['字符串，或 null', orNull(isText)]

/** Every field of a line: what it must be. Who has no such figure writes null or leaves it out. */
const FIELDS: Readonly<Record<keyof ScoreLine, Check>> = {
  id: LEAST,
  at: ['毫秒时间戳', value => isAmount(value) && (value as number) <= 8.64e15],
  poll: LEAST,
  choices: ['编号的列表', isChoices],
  level: oneOf(LEVELS),
  voter: LEAST,
  identityAgeMs: AMOUNT,
  dwellMs: AMOUNT,
  views: AMOUNT,
  referrer: oneOf(REFERRERS),
  challenge: oneOf(CHALLENGES),
  challengeMs: AMOUNT,
  host: TEXT,
  net: TEXT,
  asn: AMOUNT,
  hosting: ['true、false 或 null', orNull(value => typeof value === 'boolean')],
  country: TEXT,
  region: TEXT,
  ua: TEXT,
  model: TEXT,
  unit: TEXT,
}
const CHECKS = Object.entries(FIELDS) as readonly (readonly [keyof ScoreLine, Check])[]

function isChoices(value: unknown): boolean {
  return Array.isArray(value) && value.length <= 1000 && value.every(choice => isText(choice) || Number.isFinite(choice))
}

/** A line that is none, in words for the person who has the file. */
export class LineError extends Error {}

/** One line of the file. Throws `LineError` naming the line, the field and what it should have been. */
export function readLine(text: string, number: number): ScoreLine {
  const line = parsed(text, number)
  for (const [name, [wanted, holds]] of CHECKS)
    if (!holds(line[name])) throw new LineError(`第 ${number} 行：${name} 应为${wanted}`)
  const known = line as unknown as ScoreLine
  return { ...known, ...absent(known) }
}

/** What was left out is not known. */
const absent = (line: ScoreLine): Partial<ScoreLine> => ({
  identityAgeMs: line.identityAgeMs ?? null,
  dwellMs: line.dwellMs ?? null,
  challengeMs: line.challengeMs ?? null,
  asn: line.asn ?? null,
  hosting: line.hosting ?? null,
})

function parsed(text: string, number: number): Record<string, unknown> {
  try {
    const line: unknown = JSON.parse(text)
    if (typeof line === 'object' && line !== null && !Array.isArray(line)) return line as Record<string, unknown>
  } catch {
    throw new LineError(`第 ${number} 行：不是完整的 JSON`)
  }
  throw new LineError(`第 ${number} 行：应为一个 JSON 对象`)
}
