import type { Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import type { Site } from '../parts/layout.tsx'
import { Qr } from '../parts/qr.tsx'
import { staffPaths } from '../staff-paths.ts'
import { moment } from '../text/dates.ts'
import { ROLE } from '../text/terms.ts'
import { Frame } from './frame.tsx'
import { factorsInWords, type PersonLine } from './people.tsx'
import { type SessionLine, Sessions } from './sessions.tsx'

export interface PersonProps {
  readonly site: Site
  readonly staff: Staff
  readonly person: PersonLine
  readonly access: boolean
  readonly sessions: readonly SessionLine[]
  readonly now: Instant
}

const Back = () => (
  <p class="label">
    <a href={staffPaths.people()}>返回全部账号</a>
  </p>
)

/** One account: where it is open, and what an administrator may do with it. */
export function PersonPage({ site, staff, person, access, sessions, now }: PersonProps) {
  const { id, name, login, role, unit, email, state, signedInAt } = person
  return (
    <Frame site={site} staff={staff} title={name}>
      <div class="card">
        <h1>{name}</h1>
        <dl class="facts">
          <dt>账号</dt>
          <dd>{login}</dd>
          <dt>角色</dt>
          <dd>
            {ROLE[role]}
            {unit !== null && ` · ${unit}`}
          </dd>
          {email !== null && <dt>邮箱</dt>}
          {email !== null && <dd>{email}</dd>}
          {!access && <dt>登录方式</dt>}
          {!access && <dd>{state === 'waiting' ? '还没有领用账号' : `密码、${factorsInWords(person)}`}</dd>}
          <dt>上次登录</dt>
          <dd>{signedInAt === null ? '从未登录' : moment(signedInAt)}</dd>
          {state === 'disabled' && <dt>状态</dt>}
          {state === 'disabled' && <dd>已停用</dd>}
        </dl>
      </div>
      {!access && state !== 'disabled' && (
        <form class="card" method="post" action={staffPaths.sendLink(id)}>
          <p>
            {state === 'waiting'
              ? '邀请链接丢了或过期，可以重新生成，旧的随即作废。'
              : '忘记密码、丢了手机时，给本人一个 24 小时内有效的链接，重新设置密码和第二重验证。请先用电话或当面确认是本人。'}
          </p>
          <p class="field">
            <button>{state === 'waiting' ? '重新生成邀请链接' : '生成重新设置链接'}</button>
          </p>
        </form>
      )}
      {!access && (
        <>
          <h2 class="label">已登录的设备</h2>
          <Sessions sessions={sessions} action={staffPaths.endSession(id)} all="结束全部登录" now={now} />
        </>
      )}
      <form
        class="card"
        method="post"
        action={state === 'disabled' ? staffPaths.restorePerson(id) : staffPaths.disablePerson(id)}
      >
        <p>
          {state === 'disabled'
            ? '恢复后，可以用原来的登录方式进入。'
            : '停用后立即退出，不能再登录；做过的事都保留在操作记录里。'}
        </p>
        <p class="field">
          <button>{state === 'disabled' ? '恢复账号' : '停用账号'}</button>
        </p>
      </form>
      <Back />
    </Frame>
  )
}

export interface LinkShownProps {
  readonly site: Site
  readonly staff: Staff
  readonly name: string
  readonly url: string
  /** Until when it opens, in words. */
  readonly life: string
}

/** A link that opens an account, shown this once. */
export function LinkShownPage({ site, staff, name, url, life }: LinkShownProps) {
  return (
    <Frame site={site} staff={staff} title="登录设置链接" scripts={['account']}>
      <div class="card">
        <h1>给{name}的链接</h1>
        <p class="soft">
          {life}有效，只能用一次，只在现在显示。谁拿到它，谁就能设置这个账号的密码，请只发给本人；也可以让本人当面扫码。
        </p>
        <p class="field">
          <code class="link-shown">{url}</code>
        </p>
        <p class="field">
          <button type="button" data-copy={url} hidden>
            复制链接
          </button>
        </p>
        <p class="center">
          <Qr text={url} label={`给${name}的链接的二维码`} />
        </p>
      </div>
      <Back />
    </Frame>
  )
}
