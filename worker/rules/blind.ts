import type { NomineeProfile } from './nominee.ts'

/** What stands where a name or a unit was. */
export const HIDDEN_NAME = '【姓名】'
export const HIDDEN_UNIT = '【单位】'

/** Shortest part of a unit's name that is taken for the unit: “一中” might be anybody's. */
const LEAST = 4

/**
 * A nominee as a blind panel sees it: its number, and texts in which its own name and unit are covered. Somebody who knows
 * the deeds will still know the person; the page says so.
 */
export function blinded(nominee: NomineeProfile, kind: 'person' | 'organization' | 'post'): NomineeProfile {
  const { name, unit } = nominee
  const cover = (text: string): string => {
    const hidden = covered(text, [name], kind === 'organization' ? HIDDEN_UNIT : HIDDEN_NAME)
    return covered(hidden, callsOf(unit), HIDDEN_UNIT)
  }
  return {
    ...nominee,
    name: numbered(nominee.number),
    unit: '',
    initials: '',
    hasPhoto: false,
    post: cover(nominee.post),
    brief: cover(nominee.brief),
    deeds: cover(nominee.deeds),
    honours: cover(nominee.honours),
  }
}

export const numbered = (number: number): string => `${number}号`

/** What a unit may be called in a text: its whole name, and the name without the province, city or county before it. */
function callsOf(unit: string): readonly string[] {
  const calls = [unit.trim()]
  for (let rest = calls[0] as string; ; ) {
    const next = rest.replace(/^.{1,6}?(?:自治区|自治州|省|市|州|盟|县|区|旗)/u, '')
    if (next === rest) break
    rest = next
    if ([...rest].length >= LEAST) calls.push(rest)
  }
  return calls.filter(call => call !== '')
}

/** The longest first, so that no rest of a name is left; two-sign names are often set with a space in between. */
function covered(text: string, words: readonly string[], by: string): string {
  const patterns = words
    .filter(word => [...word].length >= 2)
    .sort((a, b) => b.length - a.length)
    .map(word =>
      [...word]
        .filter(sign => sign.trim() !== '')
        .map(literal)
        .join('\\s*'),
    )
  return patterns.length === 0 ? text : text.replace(new RegExp(patterns.join('|'), 'giu'), by)
}

const literal = (sign: string): string => sign.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&')
