import type { FormFlaw } from '../../worker/rules/refusal.ts'
import { TextField } from '../parts/field.tsx'
import { Qr } from '../parts/qr.tsx'
import { PasskeyForm } from './passkey-form.tsx'
import type { PasskeyQuestion } from './proof-ways.ts'

export interface TotpOffer {
  readonly secret: string
  /** What the QR code says. */
  readonly uri: string
  readonly sealed: string
}

const inFours = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1 ')

/** An app that shows codes: scan, then type the first code. */
export function NewTotp({
  action,
  offer,
  flaws = [],
}: {
  readonly action: string
  readonly offer: TotpOffer
  readonly flaws?: readonly FormFlaw[]
}) {
  return (
    <form class="card" method="post" action={action}>
      <h2>动态码（验证器 App）</h2>
      <p class="soft small">
        在手机上打开验证器，例如微信小程序“腾讯身份验证器”或 Microsoft Authenticator，选择“扫码添加”，扫下面的二维码。
      </p>
      <p class="center">
        <Qr text={offer.uri} label="供验证器扫描的二维码" />
      </p>
      <details>
        <summary>扫不了码，手工输入</summary>
        <p class="fold">
          密钥：<code class="secret">{inFours(offer.secret)}</code>，类型选“基于时间”。
        </p>
      </details>
      <input type="hidden" name="sealed" value={offer.sealed} />
      <TextField
        name="code"
        label="验证器现在显示的 6 位数字"
        flaws={flaws}
        required
        autocomplete="one-time-code"
        inputmode="numeric"
        maxLength={10}
      />
      <p class="field">
        <button class="main">确认动态码</button>
      </p>
    </form>
  )
}

/** A passkey of this device, and, where there can be none, the reason. */
export function NewPasskey({ action, question }: { readonly action: string; readonly question: PasskeyQuestion | null }) {
  return (
    <div class="card">
      <h2>通行密钥（指纹、面容或锁屏密码）</h2>
      <p class="soft small">用这台设备的锁屏方式登录，不用输入密码和动态码，也不会被假网站骗走。</p>
      {question && <PasskeyForm action={action} does="create" question={question} button="在这台设备上创建通行密钥" />}
      <p class="flaw" data-no-passkey={question ? true : undefined}>
        {question
          ? '这个浏览器现在不能使用通行密钥：需要较新的浏览器，并允许运行脚本。请用动态码。'
          : '通行密钥只能在 https 网址（或本机的 localhost）上使用，现在的网址不行。请用动态码。'}
      </p>
    </div>
  )
}
