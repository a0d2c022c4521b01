import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { NomineeCard } from '../../worker/rules/nominee.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { Layout, type Site } from '../parts/layout.tsx'
import { RefusalNote } from '../parts/refusal-note.tsx'
import { keepView } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { USE } from '../text/terms.ts'
import { WITHDRAWN, WITHDRAWN_BALLOT } from '../text/withdrawn.ts'
import { QuestionField, type QuestionProps } from './question.tsx'

export interface ReviewProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly chosen: readonly NomineeCard[]
  /** Minted when this page is first shown and sent along with the form, so that sending it twice records it once. */
  readonly idempotencyKey: string
  readonly question: QuestionProps
  readonly refusal: Refusal | null
  readonly now: Instant
}

/** The confirmation step without script: what is chosen, what cannot be changed, one question, one button. */
export function ReviewPage({ site, campaign, chosen, idempotencyKey, question, refusal, now }: ReviewProps) {
  const { slug, shortTitle, theme, categories, use, period } = campaign
  return (
    <Layout site={site} title={`核对选票 · ${shortTitle}`} theme={theme} sheets={['ballot']} indexed={false}>
      <div class="head">
        <h1>核对选票</h1>
        <p class="soft">{period === 'once' ? '提交后不能更改。' : '今天提交后不能更改，明天可以再投。'}请核对您的选择。</p>
      </div>
      <RefusalNote refusal={refusal} now={now} />
      {chosen.some(({ withdrawn }) => withdrawn !== null) && <p class="note">{WITHDRAWN_BALLOT}您也可以返回修改。</p>}
      <form method="post" action={keepView(paths.cast(slug), site.view)}>
        {categories.map(({ key, name, max }) => {
          const here = chosen.filter(({ category }) => category === key)
          return (
            <section key={key} class="card">
              <h2>
                {name}{' '}
                <span class="soft small">
                  已选 {here.length} / {max}
                </span>
              </h2>
              {here.length > 0 ? (
                <ul class="names">
                  {here.map(({ number, name: who, withdrawn }) => (
                    <li key={number}>
                      {number}号 {who} {withdrawn !== null && <span class="tag plain">{WITHDRAWN}</span>}
                    </li>
                  ))}
                </ul>
              ) : (
                <p class="soft">没有选择</p>
              )}
            </section>
          )
        })}
        {chosen.map(({ number }) => (
          <input key={number} type="hidden" name="n" value={number} />
        ))}
        <input type="hidden" name="key" value={idempotencyKey} />
        <section class="card">
          <QuestionField {...question} />
          <p class="soft small">{USE[use]}</p>
        </section>
        <div class="card">
          <p>
            <button class="main">确认提交选票</button>
          </p>
          <p>
            <button formaction={keepView(paths.ballot(slug), site.view)} formnovalidate>
              返回修改
            </button>
          </p>
        </div>
      </form>
    </Layout>
  )
}
