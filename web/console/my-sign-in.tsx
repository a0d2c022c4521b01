import type { Refusal } from '../../worker/rules/refusal.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { Frame } from './frame.tsx'
import { NewPassword } from './join.tsx'
import { NewPasskey, NewTotp, type TotpOffer } from './new-factor.tsx'
import type { PasskeyQuestion } from './proof-ways.ts'
import { Alert } from './sign-in.tsx'

interface Common {
  readonly site: Site
  readonly staff: Staff
  readonly refusal: Refusal | null
  readonly now: Instant
}

const Back = () => (
  <p class="label">
    <a href={staffPaths.me()}>返回我的账号</a>
  </p>
)

export function MyPasswordPage({ site, staff, login, refusal, now }: Common & { readonly login: string }) {
  return (
    <Frame site={site} staff={staff} title="修改密码">
      <Alert refusal={refusal} now={now} />
      <form class="card" method="post" action={staffPaths.myPassword()}>
        <h1>修改密码</h1>
        <p class="soft small">改好后，其他设备上的登录全部结束。</p>
        <input type="text" name="username" value={login} autocomplete="username" hidden readonly />
        <NewPassword flaws={flawsIn(refusal)} />
        <p class="field">
          <button class="main">保存新密码</button>
        </p>
      </form>
      <Back />
    </Frame>
  )
}

export function MyTotpPage({ site, staff, offer, refusal, now }: Common & { readonly offer: TotpOffer }) {
  return (
    <Frame site={site} staff={staff} title="设置动态码">
      <h1 class="label">设置动态码；确认后，原来的验证器失效</h1>
      <Alert refusal={refusal} now={now} />
      <NewTotp action={staffPaths.myTotp()} offer={offer} />
      <Back />
    </Frame>
  )
}

export function MyPasskeyPage({ site, staff, question, refusal, now }: Common & { readonly question: PasskeyQuestion | null }) {
  return (
    <Frame site={site} staff={staff} title="添加通行密钥" scripts={['account']}>
      <h1 class="label">添加通行密钥</h1>
      <Alert refusal={refusal} now={now} />
      <NewPasskey action={staffPaths.myPasskey()} question={question} />
      <Back />
    </Frame>
  )
}
