import { env } from 'cloudflare:workers'
import type { Role } from '../../worker/rules/roles.ts'
import { operate, Visitor } from './visitor.ts'

const PASSWORD = '一个足够长的口令 2026'

/** Somebody of the staff, signed in; the account is made when it is first asked for. */
export async function atDesk(login: string, role: Exclude<Role, 'visitor' | 'voter' | 'clerk'> = 'organizer'): Promise<Visitor> {
  await operate('staff', { body: { login, name: login, role, unit: null, password: PASSWORD } })
  const visitor = new Visitor()
  const answer = await visitor.form('/staff/sign-in', [
    ['login', login],
    ['password', PASSWORD],
  ])
  if (answer.status !== 303) throw new Error(`${login} could not sign in: ${answer.status}`)
  return visitor
}

/** Sends one file as the upload form does. */
export function upload(visitor: Visitor, path: string, { name, bytes }: { name: string; bytes: Uint8Array }): Promise<Response> {
  const form = new FormData()
  form.set('file', new File([bytes as Uint8Array<ArrayBuffer>], name))
  return visitor.send(path, { method: 'POST', body: form as unknown as BodyInit, headers: { accept: 'application/json' } })
}

/** The kinds and details of a campaign's audit lines, oldest first. */
export async function auditOf(campaign: string, kinds: readonly string[]): Promise<readonly unknown[]> {
  const { results } = await env.DB.prepare("select kind, detail from audit_events where detail ->> 'campaign' = ? order by seq")
    .bind(campaign)
    .all<{ kind: string; detail: string }>()
  return results
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ kind, detail }) => {
      const { campaign: _campaign, ...rest } = JSON.parse(detail) as Record<string, unknown>
      return { kind, ...rest }
    })
}
