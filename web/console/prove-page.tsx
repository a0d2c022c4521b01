import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { TextField } from '../parts/field.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { RefusalNote } from '../parts/refusal-note.tsx'
import { staffPaths } from '../staff-paths.ts'
import { PasskeyForm } from './passkey-form.tsx'
import type { ProofWays } from './proof-ways.ts'

export interface ProvePageProps {
  readonly site: Site
  readonly staff: Staff
  readonly ways: ProofWays
  /** Where to go on to. */
  readonly next: string
  /** The form that was on its way, as it was sent; empty when there was none. */
  readonly carry: string
  readonly refusal: Refusal | null
  readonly now: Instant
}

/** Asks somebody who is signed in to prove again who they are. What was being sent is kept on the page. */
export function ProvePage({ site, staff, ways, next, carry, refusal, now }: ProvePageProps) {
  const kept = (
    <>
      <input type="hidden" name="next" value={next} />
      {carry !== '' && <input type="hidden" name="carry" value={carry} />}
    </>
  )
  return (
    <Layout site={site} title="再次验证" sheets={['console']} scripts={['account']} indexed={false}>
      <div class="head">
        <h1>请再次验证是您本人</h1>
        <p class="soft">
          发布、导出、查看个人信息和管理账号前，要确认操作的是{staff.name}本人。验证后 10 分钟内不再询问。
          {carry !== '' && '您填写的内容没有丢失，验证后继续提交。'}
        </p>
      </div>
      <RefusalNote refusal={refusal} now={now} />
      {ways.elsewhere ? (
        <Elsewhere href={ways.elsewhere} next={next} carry={carry} />
      ) : (
        <div class="card">
          {ways.passkey && (
            <PasskeyForm action={staffPaths.prove()} does="get" question={ways.passkey} button="用通行密钥验证">
              {kept}
            </PasskeyForm>
          )}
          <form method="post" action={staffPaths.prove()}>
            {kept}
            <input type="text" name="username" value={staff.name} autocomplete="username" hidden readonly />
            <TextField name="password" label="密码" type="password" required autocomplete="current-password" maxLength={200} />
            {ways.code && <CodeField />}
            <p class="field">
              <button class="main">验证并继续</button>
            </p>
          </form>
          {carry === '' && (
            <p class="back">
              <a href={staffPaths.home()}>先不做了，返回全部活动</a>
            </p>
          )}
        </div>
      )}
    </Layout>
  )
}

/** Cloudflare Access asks in a page of its own; this one waits and keeps what was typed. */
function Elsewhere({ href, next, carry }: { readonly href: string } & Pick<ProvePageProps, 'next' | 'carry'>) {
  return (
    <div class="card">
      <p>本站由 Cloudflare Access 管理登录。请先在新页面退出并重新登录一次，再回到本页继续。</p>
      <p class="field">
        <a class="button main" href={href} target="_blank" rel="noopener">
          去重新登录
        </a>
      </p>
      {carry === '' ? (
        <p class="field">
          <a class="button" href={next}>
            已重新登录，继续
          </a>
        </p>
      ) : (
        <form method="post" action={next}>
          {[...new URLSearchParams(carry)].map(([name, value], i) => (
            <input key={i} type="hidden" name={name} value={value} />
          ))}
          <button>已重新登录，继续</button>
        </form>
      )}
    </div>
  )
}

/** The second proof where one field takes either kind. */
export function CodeField() {
  return (
    <TextField
      name="code"
      label="动态码"
      hint="验证器 App 里的 6 位数字；手机不在身边时，可以填一个恢复码。"
      required
      autocomplete="one-time-code"
      maxLength={40}
    />
  )
}

export interface CarryOnProps {
  readonly site: Site
  readonly staff: Staff
  readonly next: string
  readonly fields: readonly (readonly [string, string])[]
}

/** Sends on what was kept while its sender proved who they are: by itself, or by a press where no script runs. */
export function CarryOnPage({ site, next, fields }: CarryOnProps) {
  return (
    <Layout site={site} title="验证通过" sheets={['console']} scripts={['account']} indexed={false}>
      <div class="head">
        <h1>验证通过</h1>
        <p class="soft">正在提交您刚才填写的内容；如果页面没有变化，请按“继续”。</p>
      </div>
      <form class="card" method="post" action={next} data-carry-on>
        {fields.map(([name, value], i) => (
          <input key={i} type="hidden" name={name} value={value} />
        ))}
        <button class="main">继续</button>
      </form>
    </Layout>
  )
}
