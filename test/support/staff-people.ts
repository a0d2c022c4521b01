import { unescaped } from './question.ts'
import { codeAt } from './totp.ts'
import { operate, Visitor } from './visitor.ts'

// People of the staff as the tests meet them, with an authenticator app in hand.

export const PASSWORD = '三月的风吹过城墙 2026'

/** The value of a hidden field of a page. */
export const hidden = (page: string, name: string): string =>
  unescaped(new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '')

/** The secret that a page shows to be typed by hand. */
export const secretOn = (page: string): string => (/<code class="secret">([A-Z2-7 ]+)</.exec(page)?.[1] ?? '').replaceAll(' ', '')

export const recoveryCodesOn = (page: string): readonly string[] =>
  [...page.matchAll(/<code>([0-9A-Z]{5}-[0-9A-Z]{5})<\/code>/g)].map(([, code = '']) => code)

/** The link that a page or a command shows, as a path. */
export const linkOn = (text: string): string => /\/staff\/sign-in\/join\/[A-Za-z0-9_-]{43}/.exec(text)?.[0] ?? ''

export const signInAs = (visitor: Visitor, login: string, password = PASSWORD): Promise<Response> =>
  visitor.form('/staff/sign-in', [
    ['login', login],
    ['password', password],
  ])

export interface Person {
  readonly visitor: Visitor
  readonly secret: string
  readonly codes: readonly string[]
}

/** Sets up an app at the step after the password. */
export async function enrolTotp(visitor: Visitor, at: number): Promise<Person> {
  const page = await (await visitor.send('/staff/sign-in/enrol')).text()
  const secret = secretOn(page)
  const answer = await visitor.form('/staff/sign-in/enrol/totp', [
    ['sealed', hidden(page, 'sealed')],
    ['code', codeAt(secret, at)],
  ])
  return { visitor, secret, codes: recoveryCodesOn(await answer.text()) }
}

/** Somebody with an account as people have them: password and app. */
export async function aPerson(login: string, { role = 'organizer', at }: { role?: string; at: number }): Promise<Person> {
  const unit = role === 'clerk' ? '东城区' : null
  await operate('staff', { body: { login, name: `${login}某`, role, unit, password: PASSWORD }, waived: false })
  const visitor = new Visitor()
  await signInAs(visitor, login)
  return enrolTotp(visitor, at)
}

/** Both steps; the answer is that of the second. */
export async function signInWith(visitor: Visitor, login: string, code: string): Promise<Response> {
  await signInAs(visitor, login)
  return visitor.form('/staff/sign-in/second', [['code', code]])
}
