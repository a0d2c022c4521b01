import { join } from 'node:path'
import type { Progress } from './folder-steps.ts'
import { type Answer, OperatorClient, type SiteAddress } from './operator-client.ts'
import { findSite, isInTheOpen } from './operator-site.ts'
import { ROOT } from './runtime.ts'

/** What the command works with: replaced as a whole in tests. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** What paths are relative to. */
  readonly folder: string
  /** One line for the result. */
  say(line: string): void
  /** One line beside the result: progress, warnings, refusals. */
  note(line: string): void
}

/** The options of the command line. */
export type Values = Readonly<
  Record<
    | 'site'
    | 'key'
    | 'state'
    | 'unit'
    | 'class'
    | 'count'
    | 'out'
    | 'login'
    | 'name'
    | 'role'
    | 'email'
    | 'recover'
    | 'witness'
    | 'vkey',
    string | undefined
  > & {
    replace: boolean | undefined
    private: boolean | undefined
  }
>

/** One call of the command. */
export interface Call {
  readonly words: readonly string[]
  readonly values: Values
  readonly at: Surroundings
  readonly tell: Progress
  readonly path: (written: string) => string
}

/** What a command came to: lines to print, or the reasons why it did not happen. */
export type Outcome = Answer<readonly string[]>

export const done = (...lines: readonly string[]): Outcome => ({ ok: true, value: lines })
export const failed = (...problems: readonly string[]): Extract<Outcome, { ok: false }> => ({ ok: false, problems })

/** The site that the call is for, once it has taken the key. */
export const clientFor = (call: Call): Promise<Answer<OperatorClient>> => clientOf(call, OperatorClient)

/** The same with another set of calls. */
export async function clientOf<C extends OperatorClient>(
  { values, at, path }: Call,
  Client: new (site: SiteAddress) => C,
): Promise<Answer<C>> {
  const { site = at.env.MINGPING_SITE, key = at.env.MINGPING_OPERATOR_KEY } = values
  const found = await findSite({ site, key, state: values.state === undefined ? join(ROOT, '.state') : path(values.state) })
  if (!found.ok) return found
  if (isInTheOpen(found.value.origin))
    at.note(`注意：${found.value.origin} 没有加密，密钥在网络上会被别人看到；请改用 https 地址`)
  const client = new Client(found.value)
  const greeted = await client.greet()
  return greeted.ok ? { ok: true, value: client } : greeted
}
