import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Guarantee } from '../parts/guarantee.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { keepView } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { sayRefusal } from '../text/refusals.ts'

export interface RosterProps {
  readonly site: Site
  readonly campaign: CampaignFile
  /** What was typed before; the code has to be typed again. */
  readonly typed: { readonly name: string; readonly number: string }
  readonly refusal: Refusal | null
  readonly now: Instant
}

/** Where somebody on the list says who he is: name, number and the code that was given to nobody else. */
export function RosterPage({ site, campaign, typed, refusal, now }: RosterProps) {
  const { slug, shortTitle, theme, contact } = campaign
  return (
    <Layout site={site} title={`核对身份 · ${shortTitle}`} theme={theme} indexed={false}>
      <div class="band" />
      <div class="head">
        <h1>核对身份</h1>
        <p class="soft small">{shortTitle}</p>
        <Guarantee {...campaign} />
      </div>
      {refusal && (
        <p class="note" role="alert">
          {sayRefusal(refusal, now)}
        </p>
      )}
      <form class="card" method="post" action={keepView(paths.enterRoster(slug), site.view)}>
        <label class="field">
          <span>姓名（与名册一致）</span>
          <input name="name" value={typed.name} required autocomplete="off" spellcheck={false} maxLength={60} />
        </label>
        <label class="field">
          <span>编号（投票单上的编号，如工号）</span>
          <input name="number" value={typed.number} required autocomplete="off" spellcheck={false} maxLength={40} />
        </label>
        <label class="field">
          <span>投票码（16 位，不分大小写，横线可以不填）</span>
          <input
            name="code"
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
          扫投票单上的二维码可以直接进入，不用填写。姓名和编号只用来核对，不会保存，也不会与您的选择放在一起。
        </p>
        <p class="soft small field">
          没有收到投票单，或提示不正确，请联系发放单位，或拨打 {contact.phone}（{contact.office}）。
        </p>
      </form>
    </Layout>
  )
}
