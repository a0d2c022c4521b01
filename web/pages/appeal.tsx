import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { AreaField } from '../parts/field.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { RefusalNote } from '../parts/refusal-note.tsx'
import { type BallotStanding, StandingCard } from '../parts/standing.tsx'
import { A, keepView } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { sayFamilies } from '../text/cases.ts'
import { BALLOT_STATUS } from '../text/standing.ts'
import { QuestionField, type QuestionProps } from './question.tsx'

export interface AppealPageProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly code: string
  readonly standing: BallotStanding
  readonly question: QuestionProps
  readonly typed: string
  readonly length: { readonly least: number; readonly most: number }
  readonly refusal: Refusal | null
  readonly now: Instant
}

/** The form of an appeal (F6). It posts by itself; the island of the objection form takes the sum in words away. */
export function AppealPage({ site, campaign, code, standing, question, typed, length, refusal, now }: AppealPageProps) {
  const { slug, shortTitle, theme } = campaign
  const flaws = flawsIn(refusal)
  return (
    <Layout site={site} title={`选票申诉 · ${shortTitle}`} theme={theme} indexed={false} scripts={['objection']}>
      <div class="band" />
      <div class="head">
        <h1>选票申诉</h1>
        <p class="soft small">
          {shortTitle} · 回执 {code}
        </p>
        <p>
          现在的状态：{BALLOT_STATUS[standing.status]}
          {standing.families.length > 0 && `（${sayFamilies(standing.families)}）`}
        </p>
      </div>
      <RefusalNote refusal={refusal} now={now} />
      <form
        class="card"
        id="objection"
        method="post"
        action={keepView(paths.appeal(slug, code), site.view)}
        data-challenge={paths.appealChallenge(slug, code)}
      >
        <AreaField
          name="facts"
          label="当时的情况"
          hint="例如：本人在单位用自己的手机投的票，同事也在同一时间投票。请不要写您选了谁，也不用写姓名和电话。"
          flaws={flaws}
          value={typed}
          required
          rows={6}
          maxLength={length.most * 2}
        />
        <div class="field" data-question>
          <QuestionField {...question} />
        </div>
        <p class="field soft small" id="state" role="status" />
        <p class="field">
          <button class="main">提交申诉</button>
        </p>
      </form>
      <section class="card small soft">
        <p>申诉由组织者和审计两人复核，任何一人都不能单独决定。每张选票可以申诉一次，结果和答复显示在回执页上，不需要登录。</p>
        <p>您写的内容加密保存，工作人员写明事由后才能查看，每次查看都有记录；结束 180 天后删除。</p>
        <p class="field">
          <A class="button" href={paths.receipt(slug, code)}>
            返回回执
          </A>
        </p>
      </section>
    </Layout>
  )
}

export interface AppealedPageProps extends Pick<AppealPageProps, 'site' | 'campaign' | 'code' | 'standing'> {
  readonly again: boolean
}

/** The appeal is there; the receipt is the place to look. */
export function AppealedPage({ site, campaign, code, standing, again }: AppealedPageProps) {
  const { slug, shortTitle, theme } = campaign
  return (
    <Layout site={site} title={`申诉已收到 · ${shortTitle}`} theme={theme} indexed={false}>
      <div class="done">
        <div class="tick" aria-hidden="true" />
        <h1>申诉已收到</h1>
        <p class="code">{code}</p>
        <p class="soft small">凭这个回执编号随时查看结果</p>
      </div>
      {again && <p class="note">这张选票此前已经申诉过，没有重复登记，内容以第一次提交的为准。</p>}
      <StandingCard slug={slug} code={code} standing={standing} />
      <p class="card">
        <A class="button main" href={paths.receipt(slug, code)}>
          返回回执
        </A>
      </p>
    </Layout>
  )
}
