import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { NomineeCard } from '../../worker/rules/nominee.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Layout, type Site } from '../parts/layout.tsx'
import { RefusalNote } from '../parts/refusal-note.tsx'
import { A, keepView } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { soon } from '../text/dates.ts'
import { LIKES_USE } from '../text/terms.ts'
import { QuestionField, type QuestionProps } from './question.tsx'

export interface LikeProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly nominee: Pick<NomineeCard, 'number' | 'name' | 'unit'>
  /** Null when the visitor has answered one today. */
  readonly question: QuestionProps | null
  /** When this device may like this nominee again; null when it may now. */
  readonly next: Instant | null
  readonly refusal: Refusal | null
  readonly now: Instant
}

/** The like without script: one small sum a day, and one button. */
export function LikePage({ site, campaign, nominee, question, next, refusal, now }: LikeProps) {
  const { slug, theme, shortTitle } = campaign
  const { number, name, unit } = nominee
  return (
    <Layout site={site} title={`为${name}点赞 · ${shortTitle}`} theme={theme} indexed={false}>
      <div class="head">
        <h1>{next === null ? `为${name}点赞` : `您今天已为${name}点赞`}</h1>
        <p class="soft">
          {number}号 · {unit}
        </p>
        <p>{LIKES_USE}</p>
        {next !== null && <p class="soft">已收到，{soon(next, now)} 后可以再点。</p>}
      </div>
      <RefusalNote refusal={refusal} now={now} />
      {next === null && (
        <form class="card" method="post" action={keepView(paths.like(slug, number), site.view)}>
          {question && <QuestionField {...question} />}
          <p class="field">
            <button class="main">点赞</button>
          </p>
        </form>
      )}
      <div class="card links">
        <A class="button" href={paths.nominee(slug, number)}>
          返回{name}
        </A>
        <A class="button" href={paths.nominees(slug)}>
          看其他候选对象
        </A>
      </div>
    </Layout>
  )
}
