import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Layout, type Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { NewPasskey, NewTotp, type TotpOffer } from './new-factor.tsx'
import type { PasskeyQuestion } from './proof-ways.ts'
import { Alert } from './sign-in.tsx'

export interface EnrolProps {
  readonly site: Site
  readonly name: string
  readonly totp: TotpOffer
  readonly passkey: PasskeyQuestion | null
  readonly refusal: Refusal | null
  readonly now: Instant
}

/** The second of two steps: without one of these nobody gets in. */
export function EnrolPage({ site, name, totp, passkey, refusal, now }: EnrolProps) {
  return (
    <Layout site={site} title="设置第二重验证" sheets={['console']} scripts={['account']} indexed={false}>
      <div class="head">
        <h1>设置第二重验证</h1>
        <p class="soft">
          第 2 步，共 2 步。{name}
          ，密码可能被人看到或猜到，再加一样只在您手里的东西，账号才安全。下面两种选一种，以后可以再添加另一种。
        </p>
      </div>
      <Alert refusal={refusal} now={now} />
      <NewTotp action={staffPaths.enrolTotp()} offer={totp} />
      <NewPasskey action={staffPaths.enrolPasskey()} question={passkey} />
    </Layout>
  )
}

export interface CodesProps {
  readonly site: Site
  readonly codes: readonly string[]
  readonly href: string
  readonly go: string
}

/** The recovery codes, this once. */
export function CodesPage({ site, codes, href, go }: CodesProps) {
  return (
    <Layout site={site} title="恢复码" sheets={['console']} scripts={['account']} indexed={false}>
      <div class="head">
        <h1>请保存恢复码</h1>
        <p class="soft">
          手机丢了或换了，用密码加一个恢复码仍能登录。每个只能用一次，只在现在显示。请抄下来或打印，和重要文件放在一起，不要存在手机里。
        </p>
      </div>
      <div class="card">
        <ol class="codes">
          {codes.map(code => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
        <p class="field row no-print">
          <button type="button" data-print hidden>
            打印
          </button>
          <button type="button" data-copy={codes.join('\n')} hidden>
            复制
          </button>
        </p>
      </div>
      <p class="card no-print">
        <a class="button main" href={href}>
          {go}
        </a>
      </p>
    </Layout>
  )
}
