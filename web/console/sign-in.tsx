import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { TextField } from '../parts/field.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { paths } from '../paths.ts'
import { staffPaths } from '../staff-paths.ts'
import { sayRefusal } from '../text/refusals.ts'
import { PasskeyForm } from './passkey-form.tsx'
import type { PasskeyQuestion } from './proof-ways.ts'
import { CodeField } from './prove-page.tsx'

interface StepProps {
  readonly site: Site
  readonly refusal: Refusal | null
  readonly now: Instant
  /** Null where no browser has passkeys for this address. */
  readonly passkey: PasskeyQuestion | null
}

export const Alert = ({ refusal, now }: { readonly refusal: Refusal | null; readonly now: Instant }) =>
  refusal && (
    <p class="note" role="alert">
      {sayRefusal(refusal, now)}
    </p>
  )

/** The first step: name and password, or a passkey, which is both steps in one. */
export function SignInPage({ site, login, refusal, now, passkey }: StepProps & { readonly login: string }) {
  return (
    <Layout site={site} title="工作人员登录" sheets={['console']} scripts={['account']} indexed={false}>
      <div class="head">
        <h1>工作人员登录</h1>
      </div>
      <Alert refusal={refusal} now={now} />
      <div class="card">
        <form method="post" action={paths.signIn()}>
          <TextField name="login" label="账号" value={login} required autocomplete="username" maxLength={60} />
          <TextField name="password" label="密码" type="password" required autocomplete="current-password" maxLength={200} />
          <p class="field">
            <button class="main">登录</button>
          </p>
        </form>
        {passkey && <PasskeyForm action={staffPaths.passkeySignIn()} does="get" question={passkey} button="用通行密钥登录" />}
      </div>
      <p class="label">忘记密码，或换了手机？请系统管理员给您一个重新设置的链接。</p>
    </Layout>
  )
}

/** The second step, after a right password. */
export function SecondStepPage({ site, refusal, now, passkey, name }: StepProps & { readonly name: string }) {
  return (
    <Layout site={site} title="第二步验证" sheets={['console']} scripts={['account']} indexed={false}>
      <div class="head">
        <h1>第二步验证</h1>
        <p class="soft">{name}，密码正确。还要确认手里的设备是您的。</p>
      </div>
      <Alert refusal={refusal} now={now} />
      <div class="card">
        {passkey && <PasskeyForm action={staffPaths.secondStep()} does="get" question={passkey} button="用通行密钥" />}
        <form method="post" action={staffPaths.secondStep()}>
          <CodeField />
          <p class="field">
            <button class="main">进入工作台</button>
          </p>
        </form>
      </div>
      <p class="label">
        <a href={paths.signIn()}>换一个账号</a>
      </p>
    </Layout>
  )
}

/** Cloudflare Access keeps the sessions, so it ends them; a form of ours may lead nowhere else, so a link does. */
export function AccessSignOutPage({ site, href }: { readonly site: Site; readonly href: string }) {
  return (
    <Layout site={site} title="退出登录" sheets={['console']} indexed={false}>
      <div class="head">
        <h1>退出登录</h1>
        <p class="soft">本站由 Cloudflare Access 管理登录，请在那里退出。</p>
      </div>
      <div class="card">
        <a class="button main" href={href}>
          退出 Cloudflare Access
        </a>
      </div>
    </Layout>
  )
}

/** Where Cloudflare Access signs people in, there is nothing to type here. */
export function AccessSignInPage({ site }: { readonly site: Site }) {
  return (
    <Layout site={site} title="工作人员登录" sheets={['console']} indexed={false}>
      <div class="head">
        <h1>工作人员登录</h1>
        <p class="soft">本站由 Cloudflare Access 管理登录，用您的单位邮箱进入。</p>
      </div>
      <div class="card">
        <a class="button main" href={staffPaths.home()}>
          进入工作台
        </a>
      </div>
    </Layout>
  )
}
