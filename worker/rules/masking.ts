/** What must not stand in a notice without a reason (N5): a number or address that names one person. */
export type PersonalDataKind = 'id-number' | 'phone' | 'card' | 'email'

export interface PersonalData {
  readonly kind: PersonalDataKind
  /** Place in the text that was searched, in UTF-16 units, the end left out. */
  readonly from: number
  readonly to: number
  readonly text: string
  /** The same with its middle hidden; nothing is found in it again. */
  readonly masked: string
}

/** Digits that stand together; people break long numbers by one blank or hyphen, which divides groups. */
interface Group {
  readonly from: number
  readonly to: number
  readonly digits: string
  /** Whether no more than one blank or hyphen parts it from the group before. */
  readonly joined: boolean
}

/**
 * Everything in a text that looks like personal data, in order. Numbers count only as whole groups of digits: eleven
 * digits inside a longer number are no telephone. An office's landline is what a notice must name, so it is none.
 */
export function findPersonalData(text: string): readonly PersonalData[] {
  const groups = groupsOf(text)
  const found: PersonalData[] = []
  for (let i = 0; i < groups.length; i++) {
    const match = numberAt(text, groups, i)
    if (!match) continue
    const [first, last] = [groups[i] as Group, groups[i + match.groups - 1] as Group]
    const to = last.to + (match.kind === 'id-number' && /[xXｘＸ]$/.test(match.digits) ? 1 : 0)
    found.push({ kind: match.kind, from: first.from, to, text: text.slice(first.from, to), masked: masked(match) })
    i += match.groups - 1
  }
  return [...found, ...emailsIn(text)].sort((a, b) => a.from - b.from)
}

/** The text with these finds hidden. */
export function maskAll(text: string, finds: readonly PersonalData[]): string {
  let out = text
  for (const { from, to, masked } of [...finds].sort((a, b) => b.from - a.from)) out = out.slice(0, from) + masked + out.slice(to)
  return out
}

const narrow = (text: string): string =>
  text.replaceAll(/[０-９Ｘｘ＠．－]/g, sign => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))

const GAP = /^[ \u00a0\u3000\t]?[-－–—‐‑−·]?[ \u00a0\u3000\t]?$/

function groupsOf(text: string): readonly Group[] {
  const groups: Group[] = []
  for (const { 0: digits, index } of text.matchAll(/[0-9０-９]+/g)) {
    const before = groups[groups.length - 1]
    const gap = before && text.slice(before.to, index)
    const joined = gap !== undefined && gap.length > 0 && GAP.test(gap)
    groups.push({ from: index, to: index + digits.length, digits: narrow(digits), joined })
  }
  return groups
}

interface Match {
  readonly kind: PersonalDataKind
  readonly groups: number
  readonly digits: string
}

/** The longest number that begins with this group; no person's number has more than 19 digits. */
function numberAt(text: string, groups: readonly Group[], start: number): Match | null {
  let digits = ''
  let best: Match | null = null
  const sizes: number[] = []
  for (let i = start; i < groups.length; i++) {
    const group = groups[i] as Group
    if (i > start && !group.joined) break
    digits += group.digits
    sizes.push(group.digits.length)
    if (digits.length > 19) break
    const around = { before: text.slice(0, groups[start]?.from), after: text.slice(group.to, group.to + 3) }
    const match = judge(digits, sizes, around)
    if (match) best = { ...match, groups: sizes.length }
  }
  return best
}

interface Around {
  readonly before: string
  readonly after: string
}

function judge(digits: string, sizes: readonly number[], around: Around): Omit<Match, 'groups'> | null {
  const check = /^[xXｘＸ](?![A-Za-z])/.exec(around.after)
  if (digits.length === 17 && check && isIdNumber(`${digits}X`)) return { kind: 'id-number', digits: digits + check[0] }
  if (digits.length === 18 && isIdNumber(digits)) return { kind: 'id-number', digits }
  if (digits.length === 15 && groupedAs(sizes, [[6, 6, 3]]) && isOldIdNumber(digits)) return { kind: 'id-number', digits }
  if (isCard(digits, sizes)) return { kind: 'card', digits }
  const phone = phoneIn(digits, sizes)
  return phone && !isAmount(around) ? { kind: 'phone', digits: phone } : null
}

/** Unbroken, or broken exactly so. */
const groupedAs = (sizes: readonly number[], ways: readonly (readonly number[])[]): boolean =>
  sizes.length === 1 || ways.some(way => way.length === sizes.length && way.every((size, i) => size === sizes[i]))

/** Provinces of GB/T 2260, Hong Kong, Macau and Taiwan residents (81–83), and permanent residents from abroad (9x). */
const REGION = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9\d)/
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const

/** GB 11643: region, birthday, order, and a check sign over the 17 before it (ISO 7064 mod 11-2). */
export function isIdNumber(number: string): boolean {
  if (!/^\d{17}[\dX]$/.test(number) || !REGION.test(number)) return false
  const year = Number(number.slice(6, 10))
  if (year < 1880 || year > 2099 || !isDay(year, Number(number.slice(10, 12)), Number(number.slice(12, 14)))) return false
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
  return '10X98765432'[sum % 11] === number[17]
}

/** The fifteen digits of before 1999 have no check sign, only a region and a birthday of the twentieth century. */
const isOldIdNumber = (number: string): boolean =>
  REGION.test(number) &&
  isDay(1900 + Number(number.slice(6, 8)), Number(number.slice(8, 10)), Number(number.slice(10, 12))) &&
  number.slice(12) !== '000'

const isDay = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()

/** ISO/IEC 7812: 16 to 19 digits with a Luhn check; printed in fours. A unified social credit code is not a card. */
function isCard(digits: string, sizes: readonly number[]): boolean {
  if (!/^[3-9]\d{15,18}$/.test(digits) || !passesLuhn(digits) || isCreditCode(digits)) return false
  return sizes.slice(0, -1).every(size => size === 4) || groupedAs(sizes, [[6, digits.length - 6]])
}

export function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, sign, i) => {
    const twice = Number(sign) * (i % 2 === 0 ? 1 : 2)
    return total + (twice > 9 ? twice - 9 : twice)
  }, 0)
  return sum % 10 === 0
}

/** GB 32100: eighteen signs with a check over the first 17, modulo 31; those of offices may be all digits. */
function isCreditCode(digits: string): boolean {
  if (digits.length !== 18 || !/^[159]/.test(digits)) return false
  let [sum, weight] = [0, 1]
  for (const sign of digits.slice(0, 17)) {
    sum += Number(sign) * weight
    weight = (weight * 3) % 31
  }
  return (31 - (sum % 31)) % 31 === Number(digits[17])
}

/** Eleven digits of a mobile telephone, also after 86, 0086 or a 0; null for anything else. */
function phoneIn(digits: string, sizes: readonly number[]): string | null {
  const number = /^(?:(?:00)?86|0)?(1[3-9]\d{9})$/.exec(digits)?.[1]
  const wellBroken = sizes.length === 1 || (sizes.length <= 4 && sizes.every(size => size >= 2))
  return number && wellBroken ? number : null
}

/** Eleven digits before 元, or beside a decimal point, are money. */
const isAmount = ({ before, after }: Around): boolean => /^(\s*[元万亿]|\.\d|,\d{3})/.test(after) || /[\d][.,]$/.test(before)

function masked({ kind, digits }: Match): string {
  const [head, tail] = kind === 'phone' ? [3, 4] : [4, 4]
  return digits.slice(0, head) + '*'.repeat(digits.length - head - tail) + digits.slice(-tail)
}

const EMAIL = /[A-Za-z0-9_%+-]+(?:[.．][A-Za-z0-9_%+-]+)*[@＠][A-Za-z0-9-]+(?:[.．][A-Za-z0-9-]+)+/g

const emailsIn = (text: string): readonly PersonalData[] =>
  [...text.matchAll(EMAIL)].map(({ 0: email, index }) => {
    const [name = '', host = ''] = narrow(email).split('@')
    return { kind: 'email', from: index, to: index + email.length, text: email, masked: `${name.slice(0, 1)}***@${host}` }
  })
