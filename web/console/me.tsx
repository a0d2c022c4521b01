import type { Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { LinkCell } from '../parts/cells.tsx'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { soon } from '../text/dates.ts'
import { ROLE } from '../text/terms.ts'
import { Frame } from './frame.tsx'
import { type SessionLine, Sessions } from './sessions.tsx'

export interface OwnPasskey {
  readonly id: string
  readonly name: string
  readonly since: Instant
  readonly used: Instant | null
}

export interface MeProps {
  readonly site: Site
  readonly staff: Staff
  readonly login: string
  readonly totp: boolean
  readonly passkeys: readonly OwnPasskey[]
  readonly codesLeft: number
  readonly sessions: readonly SessionLine[]
  readonly now: Instant
}

/** One's own account: how it opens, and where it is open. */
export function MePage({ site, staff, login, totp, passkeys, codesLeft, sessions, now }: MeProps) {
  const removable = passkeys.length + (totp ? 1 : 0) > 1
  return (
    <Frame site={site} staff={staff} title="我的账号">
      <div class="card">
        <h1>{staff.name}</h1>
        <p class="soft">
          账号 {login} · {ROLE[staff.role]}
          {staff.role === 'clerk' && ` · ${staff.unit}`}
        </p>
      </div>
      <h2 class="label">登录方式</h2>
      <ul class="cells">
        <LinkCell href={staffPaths.myPassword()} end="修改">
          密码
        </LinkCell>
        <LinkCell href={staffPaths.myTotp()} end={totp ? '换手机' : '添加'}>
          动态码（验证器 App）
          <br />
          <span class="soft small">{totp ? '已设置' : '未设置'}</span>
        </LinkCell>
        {totp && removable && (
          <li>
            <form class="cell" method="post" action={staffPaths.removeMyTotp()}>
              <span class="grow soft small">不再使用动态码</span>
              <button>移除</button>
            </form>
          </li>
        )}
        {passkeys.map(({ id, name, since, used }) => (
          <li key={id}>
            <form class="cell" method="post" action={staffPaths.removeMyPasskey()}>
              <span class="grow">
                通行密钥：{name}
                <br />
                <span class="soft small">
                  {soon(since, now)} 添加{used !== null && ` · 最近使用 ${soon(used, now)}`}
                </span>
              </span>
              <input type="hidden" name="id" value={id} />
              {removable && <button aria-label={`移除通行密钥 ${name}`}>移除</button>}
            </form>
          </li>
        ))}
        <LinkCell href={staffPaths.myPasskey()} end="添加">
          通行密钥（指纹、面容或锁屏密码）
        </LinkCell>
        <li>
          <form class="cell" method="post" action={staffPaths.myRecoveryCodes()}>
            <span class="grow">
              恢复码
              <br />
              <span class={codesLeft < 3 ? 'flaw small' : 'soft small'}>还剩 {codesLeft} 个没用过；重新生成后，旧的全部作废</span>
            </span>
            <button>重新生成</button>
          </form>
        </li>
      </ul>
      <h2 class="label">已登录的设备</h2>
      <Sessions sessions={sessions} action={staffPaths.endMySession()} all="结束其他设备的登录" now={now} />
    </Frame>
  )
}

/** Where Cloudflare Access signs people in, it also keeps their devices. */
export function AccessMePage({
  site,
  staff,
  email,
  logout,
}: Pick<MeProps, 'site' | 'staff'> & { email: string; logout: string }) {
  return (
    <Frame site={site} staff={staff} title="我的账号">
      <div class="card">
        <h1>{staff.name}</h1>
        <p class="soft">
          {email} · {ROLE[staff.role]}
        </p>
        <p>本站由 Cloudflare Access 管理登录：登录方式、设备和会话都在那里设置。</p>
        <p class="field">
          <a class="button" href={logout}>
            退出登录
          </a>
        </p>
      </div>
    </Frame>
  )
}
