import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Layout, type Site } from '../parts/layout.tsx'
import { paths } from '../paths.ts'
import { sayRefusal } from '../text/refusals.ts'

export interface SignInProps {
  readonly site: Site
  readonly login: string
  readonly refusal: Refusal | null
  readonly now: Instant
}

export function SignInPage({ site, login, refusal, now }: SignInProps) {
  return (
    <Layout site={site} title="工作人员登录" sheets={['console']} indexed={false}>
      <div class="head">
        <h1>工作人员登录</h1>
      </div>
      {refusal && (
        <p class="note" role="alert">
          {sayRefusal(refusal, now)}
        </p>
      )}
      <form class="card" method="post" action={paths.signIn()}>
        <label class="field">
          <span>账号</span>
          <input name="login" value={login} required autocomplete="username" autocapitalize="none" maxLength={60} />
        </label>
        <label class="field">
          <span>密码</span>
          <input name="password" type="password" required autocomplete="current-password" maxLength={200} />
        </label>
        <p class="field">
          <button class="main">登录</button>
        </p>
      </form>
    </Layout>
  )
}
