import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Layout, type Site } from '../parts/layout.tsx'
import { A } from '../parts/view.tsx'
import { paths, type WechatStop } from '../paths.ts'
import { sayRefusal, TITLE } from '../text/refusals.ts'

export interface WechatStoppedProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly why: WechatStop
  readonly refusal: Refusal
  /** Where the sign-in begins anew. */
  readonly signIn: string
  readonly now: Instant
}

/** What a reader can do; nothing where only the organizer can. */
const GO_ON: Readonly<Record<WechatStop, string | null>> = {
  snapshot: '已点“使用完整服务”，继续',
  again: '重新进入',
  busy: '再试一次',
  setup: null,
  account: null,
}

/** Why WeChat has not said who a voter is, and the way on. */
export function WechatStoppedPage({ site, campaign, why, refusal, signIn, now }: WechatStoppedProps) {
  const { slug, shortTitle, theme, contact } = campaign
  const title = TITLE[refusal.code] ?? '没有完成'
  const goOn = GO_ON[why]
  return (
    <Layout
      site={site}
      title={`${title} · ${shortTitle}`}
      theme={theme}
      indexed={false}
      action={
        <A class="button main" href={goOn ? signIn : paths.campaign(slug)}>
          {goOn ?? '返回活动'}
        </A>
      }
    >
      <div class="band" />
      <div class="head">
        <h1>{title}</h1>
        <p class="soft small">{shortTitle}</p>
        <p role="alert">{sayRefusal(refusal, now)}</p>
      </div>
      {why === 'snapshot' && <FullService />}
      <section class="card">
        <p class="soft small">
          一直不能进入的，请联系主办单位：{contact.office} {contact.phone}。
        </p>
      </section>
    </Layout>
  )
}

const FullService = () => (
  <section class="card">
    <h2>怎样打开完整页面</h2>
    <ol class="steps">
      <li class="here">
        <b>点屏幕最下方的“使用完整服务”</b>
        <p class="soft small">这几个字由微信显示在本页之外；没有看到的，请退出本页，从聊天里重新点开网址。</p>
      </li>
      <li class="here">
        <b>页面重新打开后，再点下面的“继续”</b>
        <p class="soft small">微信只告诉本站这是哪个微信号，不告诉昵称、头像和手机号。</p>
      </li>
    </ol>
  </section>
)
