import { env } from 'cloudflare:workers'
import type { StaffRole } from '../../worker/rules/roles.ts'
import { operate, Visitor } from './visitor.ts'

const PASSWORD = '一个足够长的口令 2026'

/** Somebody of the staff, signed in; the account is made where there is none. */
export async function staffMember(login: string, role: StaffRole = 'organizer'): Promise<Visitor> {
  await operate('staff', {
    body: { login, name: `工作人员${login}`, role, unit: role === 'clerk' ? '东城区' : null, password: PASSWORD },
  })
  const visitor = new Visitor()
  await visitor.form('/staff/sign-in', [
    ['login', login],
    ['password', PASSWORD],
  ])
  return visitor
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
