import type { StaffId } from '../../worker/rules/ids.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import { STAFF_ROLES, type Staff, type StaffRole } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { LinkCell } from '../parts/cells.tsx'
import { ChoiceField, TextField } from '../parts/field.tsx'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { soon } from '../text/dates.ts'
import { ROLE } from '../text/terms.ts'
import { Frame } from './frame.tsx'
import { Alert } from './sign-in.tsx'

/** An account as the list shows it. */
export interface PersonLine {
  readonly id: StaffId
  readonly login: string
  readonly name: string
  readonly role: StaffRole
  readonly unit: string | null
  readonly email: string | null
  readonly state: 'open' | 'waiting' | 'disabled'
  readonly totp: boolean
  readonly passkeys: number
  readonly signedInAt: Instant | null
}

export interface Inviting {
  readonly login: string
  readonly name: string
  readonly role: string
  readonly unit: string
  readonly email: string
}

export interface PeopleProps {
  readonly site: Site
  readonly staff: Staff
  readonly people: readonly PersonLine[]
  /** Whether Cloudflare Access signs people in, by their e-mail address. */
  readonly access: boolean
  readonly typed: Inviting
  readonly refusal: Refusal | null
  readonly now: Instant
}

const STATE = { open: null, waiting: '未领用', disabled: '已停用' } as const

/** What somebody signs in with, in words. */
export function factorsInWords({ totp, passkeys }: Pick<PersonLine, 'totp' | 'passkeys'>): string {
  const words = [totp && '动态码', passkeys > 0 && (passkeys > 1 ? `通行密钥 ${passkeys} 个` : '通行密钥')].filter(Boolean)
  return words.join('、') || '未设第二重验证'
}

/** Every account of staff, and the form that invites another person. */
export function PeoplePage({ site, staff, people, access, typed, refusal, now }: PeopleProps) {
  return (
    <Frame site={site} staff={staff} title="账号">
      <h1 class="label">工作人员账号（{people.length}）</h1>
      <ul class="cells">
        {people.map(person => (
          <LinkCell
            key={person.id}
            href={staffPaths.person(person.id)}
            end={person.signedInAt === null ? '从未登录' : `${soon(person.signedInAt, now)} 登录`}
          >
            <b>{person.name}</b> {STATE[person.state] && <span class="tag plain">{STATE[person.state]}</span>}
            <br />
            <span class="soft small">
              {person.login} · {ROLE[person.role]}
              {person.unit !== null && ` · ${person.unit}`} · {access ? (person.email ?? '没有邮箱') : factorsInWords(person)}
            </span>
          </LinkCell>
        ))}
      </ul>
      <h2 class="label">邀请工作人员</h2>
      <Alert refusal={refusal} now={now} />
      <InviteForm access={access} typed={typed} refusal={refusal} />
    </Frame>
  )
}

function InviteForm({ access, typed, refusal }: Pick<PeopleProps, 'access' | 'typed' | 'refusal'>) {
  const flaws = flawsIn(refusal)
  const roles = STAFF_ROLES.map(value => ({ value, name: ROLE[value] }))
  return (
    <form class="card" method="post" action={staffPaths.people()}>
      <TextField name="name" label="姓名" value={typed.name} flaws={flaws} required autocomplete="off" maxLength={40} />
      <TextField
        name="login"
        label="账号"
        hint="小写字母、数字、点或横线，例如 wangfang。"
        value={typed.login}
        flaws={flaws}
        required
        autocomplete="off"
        maxLength={39}
      />
      {access && (
        <TextField
          name="email"
          label="邮箱"
          type="email"
          value={typed.email}
          flaws={flaws}
          required
          autocomplete="off"
          maxLength={120}
        />
      )}
      <ChoiceField name="role" label="角色" choices={roles} value={typed.role} flaws={flaws} />
      <TextField
        name="unit"
        label="推荐单位"
        hint={`只有${ROLE.clerk}需要填写；他只能看到和填写这个单位的内容。`}
        value={typed.unit}
        flaws={flaws}
        autocomplete="off"
        maxLength={60}
      />
      <p class="field">
        <button class="main">{access ? '建立账号' : '生成邀请链接'}</button>
      </p>
    </form>
  )
}
