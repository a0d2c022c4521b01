import type { FormFlaw, Refusal } from '../../worker/rules/refusal.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { TextField } from '../parts/field.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { Alert } from './sign-in.tsx'

export interface JoinProps {
  readonly site: Site
  readonly token: string
  /** Whose account the link opens; null for the first administrator, who chooses a name. */
  readonly holder: { readonly login: string; readonly name: string } | null
  /** Whether the account was in use before. */
  readonly again: boolean
  readonly typed: { readonly login: string; readonly name: string }
  /** The address by which Cloudflare Access knows who is here; then there is no password to set. */
  readonly email: string | null
  readonly refusal: Refusal | null
  readonly now: Instant
}

/** Two fields for one new password, and what makes a good one. */
export function NewPassword({ flaws }: { readonly flaws: readonly FormFlaw[] }) {
  return (
    <>
      <TextField
        name="password"
        label="新密码"
        type="password"
        hint="至少 12 个字符。最好记的是一句只有您知道的话，汉字、字母、数字都可以，也可以由浏览器代您生成和保存。"
        flaws={flaws}
        required
        autocomplete="new-password"
        maxLength={200}
      />
      <TextField
        name="again"
        label="再输入一次"
        type="password"
        flaws={flaws}
        required
        autocomplete="new-password"
        maxLength={200}
      />
    </>
  )
}

/** Where a link leads: the holder of the account sets a password, the first of two steps. */
export function JoinPage({ site, token, holder, again, typed, email, refusal, now }: JoinProps) {
  const flaws = flawsIn(refusal)
  const title = holder ? (again ? '重新设置登录方式' : '领用工作人员账号') : '建立第一个管理员账号'
  return (
    <Layout site={site} title={title} sheets={['console']} indexed={false}>
      <div class="head">
        <h1>{title}</h1>
        <p class="soft">
          {email === null
            ? '第 1 步，共 2 步：设置密码。下一步设置动态码或通行密钥。'
            : `您用邮箱 ${email} 登录，账号将和它绑定。`}
          {again && '完成后，原来的密码、动态码和通行密钥全部失效，已登录的设备全部退出。'}
        </p>
      </div>
      <Alert refusal={refusal} now={now} />
      <form class="card" method="post" action={staffPaths.join(token)}>
        {holder ? (
          <div class="field">
            <p>
              {holder.name}，您的账号是 <b>{holder.login}</b>，请记住它。
            </p>
            <input type="text" name="username" value={holder.login} autocomplete="username" hidden readonly />
          </div>
        ) : (
          <>
            <TextField
              name="name"
              label="您的姓名"
              value={typed.name}
              flaws={flaws}
              required
              autocomplete="name"
              maxLength={40}
            />
            <TextField
              name="login"
              label="账号"
              hint="登录时用，小写字母、数字、点或横线，例如 wangfang。"
              value={typed.login}
              flaws={flaws}
              required
              autocomplete="username"
              maxLength={39}
            />
          </>
        )}
        {email === null && <NewPassword flaws={flaws} />}
        <p class="field">
          <button class="main">{email === null ? '下一步' : '建立账号'}</button>
        </p>
      </form>
    </Layout>
  )
}
