import type { CampaignFile } from '../../worker/rules/campaign.ts'
import { Guarantee } from '../parts/guarantee.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { Qr } from '../parts/qr.tsx'
import { A } from '../parts/view.tsx'
import { paths } from '../paths.ts'

export interface WechatProps {
  readonly site: Site
  readonly campaign: CampaignFile
  /** Whether WeChat itself shows this page. */
  readonly inside: boolean
  /** Where the sign-in begins. */
  readonly signIn: string
}

/** What stands before the ballot of a campaign that counts by WeChat accounts, for whoever has not come from WeChat. */
export function WechatPage({ site, campaign, inside, signIn }: WechatProps) {
  const { slug, shortTitle, theme } = campaign
  return (
    <Layout
      site={site}
      title={`请用微信参加 · ${shortTitle}`}
      theme={theme}
      indexed={false}
      scripts={inside ? [] : ['copy']}
      action={
        inside && (
          <A class="button main" href={signIn}>
            用这个微信号进入
          </A>
        )
      }
    >
      <div class="band" />
      <div class="head">
        <h1>请用微信参加</h1>
        <p class="soft small">{shortTitle}</p>
        <Guarantee {...campaign} />
      </div>
      {!inside && <FromElsewhere address={site.origin + paths.ballot(slug)} />}
      <section class="card">
        <p>不用注册，不用关注公众号。本站只凭微信号分辨是否已经投过票，不读取您的昵称、头像和手机号。</p>
        {/* What a browser says of itself can be wrong; WeChat's own page settles it. */}
        {!inside && (
          <p class="links">
            <A class="button" href={signIn}>
              已经在微信里？从这里进入
            </A>
          </p>
        )}
      </section>
    </Layout>
  )
}

const FromElsewhere = ({ address }: { readonly address: string }) => (
  <>
    <section class="done">
      <Qr text={address} label="选票页面的二维码" />
      <p>打开微信，用“扫一扫”扫这个二维码</p>
    </section>
    <section class="card">
      <label class="field">
        <span>或者复制网址，在微信里打开</span>
        <textarea readonly rows={2} data-share>
          {address}
        </textarea>
      </label>
      <p class="field">
        <button type="button" data-copy hidden>
          复制网址
        </button>
      </p>
      <p class="soft small field">在手机上看到本页的：复制网址，发给微信里的“文件传输助手”，再点开。</p>
    </section>
  </>
)
