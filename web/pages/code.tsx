import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Guarantee } from '../parts/guarantee.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { keepView } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { sayRefusal } from '../text/refusals.ts'

export interface CodeProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly typed: string
  readonly refusal: Refusal | null
  readonly now: Instant
}

/** Where a voter types the code a unit has given out; asked before the ballot, never after it is filled in. */
export function CodePage({ site, campaign, typed, refusal, now }: CodeProps) {
  const { slug, shortTitle, theme, contact } = campaign
  return (
    <Layout site={site} title={`输入投票码 · ${shortTitle}`} theme={theme} indexed={false}>
      <div class="band" />
      <div class="head">
        <h1>输入投票码</h1>
        <p class="soft small">{shortTitle}</p>
        <Guarantee {...campaign} />
      </div>
      {refusal && (
        <p class="note" role="alert">
          {sayRefusal(refusal, now)}
        </p>
      )}
      <form class="card" method="post" action={keepView(paths.enterCode(slug), site.view)}>
        <label class="field">
          <span>投票码（16 位，不分大小写，横线可以不填）</span>
          <input
            name="code"
            value={typed}
            required
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            maxLength={40}
            placeholder="XXXX-XXXX-XXXX-XXXX"
          />
        </label>
        <p class="field">
          <button class="main">下一步，填写选票</button>
        </p>
        <p class="soft small field">
          投票码由您所在单位发放。没有收到，或提示不正确，请联系发放单位，或拨打 {contact.phone}（{contact.office}）。
        </p>
      </form>
    </Layout>
  )
}
