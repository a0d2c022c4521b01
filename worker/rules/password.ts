/** Fewer can be tried one after the other (ASVS 6.2.1, NIST SP 800-63B §3.1.1.2). */
export const LEAST_SIGNS = 12
/** Longer ones are not refused for being long (ASVS 6.2.9); this only bounds the work. */
export const MOST_SIGNS = 200

/** What people put into passwords when they are told to make one; what is left beside it must be enough by itself. */
const OBVIOUS = [
  'password',
  'passw0rd',
  'p@ssw0rd',
  'p@ssword',
  'iloveyou',
  'woaini',
  'letmein',
  'welcome',
  'administrator',
  'admin',
  'root',
  'mima',
  'qwertyuiop',
  'qwerty',
  'asdfghjkl',
  'asdf',
  'zxcvbnm',
  'zxcv',
  '1qaz2wsx',
  '1q2w3e4r',
  'qazwsx',
  'dangjian',
  'dangyuan',
  'gongchandang',
  'zuzhibu',
  'mingping',
  'abcdefgh',
  'abcd1234',
  'abc123',
  'abc',
  '密码',
  '口令',
  '管理员',
  '党建',
  '组织部',
]

export interface Holder {
  readonly login: string
  readonly name: string
}

/** Why nobody should have this password, in one sentence; null for a good one. */
export function passwordFlaw(password: string, { login, name }: Holder): string | null {
  const signs = [...password.normalize('NFKC')]
  if (signs.length < LEAST_SIGNS) return `密码至少 ${LEAST_SIGNS} 个字符，现在是 ${signs.length} 个；可以用一句只有您知道的话。`
  // As the sign-in page counts them, which takes no more than this.
  if (password.length > MOST_SIGNS) return `密码最多 ${MOST_SIGNS} 个字符。`
  const plain = signs.join('').toLowerCase().replace(/\s/g, '')
  if ([login, name].some(own => [...own].length >= 2 && plain.includes(own.toLowerCase())))
    return '密码里不能有您的账号或姓名，别人最先试的就是它们。'
  if (new Set(plain).size < 5) return '密码里重复的字符太多，请换一个。'
  if (without(plain).length < 4) return '这个密码由常见的词和顺序组成，很容易被猜到，请换一个。'
  return null
}

/** What is left of a password without obvious words, years, and signs that follow each other in order or repeat. */
function without(plain: string): string {
  const words = OBVIOUS.reduce((text, word) => text.replaceAll(word, ''), plain)
  return [...words.replaceAll(/(?:19|20)\d\d/g, '')].filter((sign, i, all) => !follows(sign, all[i - 1])).join('')
}

function follows(sign: string, before: string | undefined): boolean {
  const step = (sign.codePointAt(0) ?? 0) - (before?.codePointAt(0) ?? Number.NaN)
  return Math.abs(step) <= 1
}
