import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { NomineeCard } from '../../worker/rules/nominee.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Layout, type Site } from '../parts/layout.tsx'
import { A, keepView } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { sayRefusal } from '../text/refusals.ts'
import { LIKES_USE } from '../text/terms.ts'
import { QuestionField, type QuestionProps } from './question.tsx'

export interface LikeProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly nominee: Pick<NomineeCard, 'number' | 'name' | 'unit'>
  readonly question: QuestionProps
  readonly refusal: Refusal | null
  readonly now: Instant
}

/** The like without script: one small sum and one button. */
export function LikePage({ site, campaign, nominee, question, refusal, now }: LikeProps) {
  const { slug, theme, shortTitle } = campaign
  return (
    <Layout site={site} title={`为${nominee.name}点赞 · ${shortTitle}`} theme={theme} indexed={false}>
      <div class="head">
        <h1>为{nominee.name}点赞</h1>
        <p class="soft">
          {nominee.number}号 · {nominee.unit}
        </p>
        <p>{LIKES_USE}</p>
      </div>
      {refusal && (
        <p class="note" role="alert">
          {sayRefusal(refusal, now)}
        </p>
      )}
      <form class="card" method="post" action={keepView(paths.like(slug, nominee.number), site.view)}>
        <QuestionField {...question} />
        <p class="field">
          <button class="main">点赞</button>
        </p>
        <p class="field">
          <A class="button" href={paths.nominee(slug, nominee.number)}>
            返回
          </A>
        </p>
      </form>
    </Layout>
  )
}
