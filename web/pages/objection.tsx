import type { NoticeFile } from '../../worker/rules/notice.ts'
import { DAYS_IN, FILES_MOST, LENGTH, type ObjectionDraft } from '../../worker/rules/objection.ts'
import type { ListedNominee } from '../../worker/rules/publicity.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { AreaField, ChoiceField, TextField } from '../parts/field.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { A, keepView } from '../parts/view.tsx'
import { paths } from '../paths.ts'
import { endMoment, remaining } from '../text/dates.ts'
import { sayRefusal } from '../text/refusals.ts'
import { QuestionField, type QuestionProps } from './question.tsx'

export interface ObjectionPageProps {
  readonly site: Site
  readonly notice: NoticeFile
  readonly listed: readonly ListedNominee[]
  readonly draft: ObjectionDraft
  readonly idempotencyKey: string
  readonly question: QuestionProps
  readonly refusal: Refusal | null
  /** When the last day of the period is over. */
  readonly until: Instant
  readonly now: Instant
}

export const FILE_TYPES = '.pdf,.docx,.jpg,.jpeg,.png'
const FILES_HINT = `可不选；最多 ${FILES_MOST} 个，每个不超过 10 MB，PDF、Word（.docx）、JPG 或 PNG。照片里的拍摄地点等信息会自动去掉。`

/** The objection form (N4). It posts by itself; the island takes the sum in words away and works out a proof instead. */
export function ObjectionPage({ site, notice, listed, draft, refusal, until, now, ...form }: ObjectionPageProps) {
  const { id, title, campaign } = notice
  const flaws = flawsIn(refusal)
  return (
    <Layout site={site} title={`提出异议 · ${title}`} theme={campaign?.theme ?? 'red'} indexed={false} scripts={['objection']}>
      <div class="band" />
      <div class="head">
        <h1>提出异议</h1>
        <p class="soft small">
          <A href={paths.notice(id)}>{title}</A>
        </p>
        <p>
          受理到 {endMoment(until)}，
          <span class="keep" data-until={until} data-before="还剩 " data-over="已截止">
            还剩 {remaining(until - now)}
          </span>
        </p>
      </div>
      {refusal && (
        <p class="note" role="alert">
          {sayRefusal(refusal, now)}
          {refusal.code !== 'form-refused' || '已选的附件需要重新选择。'}
        </p>
      )}
      <form
        class="card"
        id="objection"
        method="post"
        encType="multipart/form-data"
        action={keepView(paths.objection(id), site.view)}
        data-challenge={paths.objectionChallenge(id, form.idempotencyKey)}
      >
        <input type="hidden" name="key" value={form.idempotencyKey} />
        <ChoiceField
          name="about"
          label="对谁有异议"
          flaws={flaws}
          value={draft.about === null ? '' : String(draft.about)}
          choices={[
            { value: '', name: '整个公示' },
            ...listed.map(one => ({ value: String(one.number), name: `${one.name}（${one.unit}）` })),
          ]}
        />
        <ChoiceField
          name="named"
          label="反映方式"
          hint="实名的，受理单位会直接联系您核实和答复；匿名的，请凭查询码查看答复。"
          value={draft.named ? '1' : '0'}
          choices={[
            { value: '1', name: '实名' },
            { value: '0', name: '匿名' },
          ]}
        />
        <div class="field" data-named>
          <TextField
            name="name"
            label="您的姓名（匿名不填）"
            flaws={flaws}
            value={draft.name}
            maxLength={40}
            autocomplete="name"
          />
        </div>
        <div class="field" data-named>
          <TextField
            name="contact"
            label="电话或电子邮箱（匿名不填）"
            flaws={flaws}
            value={draft.contact}
            maxLength={120}
            autocomplete="tel"
          />
        </div>
        <AreaField
          name="facts"
          label="具体事实"
          hint={`时间、地点、涉及的人和事，越具体越便于核实；${LENGTH.least} 到 ${LENGTH.most} 个字。`}
          flaws={flaws}
          value={draft.facts}
          rows={8}
          maxLength={LENGTH.most * 2}
        />
        <TextField name="files" label="附件" hint={FILES_HINT} flaws={flaws} type="file" multiple accept={FILE_TYPES} />
        <div class="field" data-question>
          <QuestionField {...form.question} />
        </div>
        <p class="field soft small" id="state" role="status" />
        <p class="field">
          <button class="main">提交异议</button>
        </p>
      </form>
      <section class="card small soft">
        <p>
          您填写的内容和附件加密保存，只有受理人员写明事由后才能查看，每次查看都有记录；公示页上只显示件数。本站不保存网络地址。
        </p>
        <p>
          受理单位在 {DAYS_IN.received} 个工作日内决定是否受理，受理后 {DAYS_IN.accepted} 个工作日内开始核实，再在{' '}
          {DAYS_IN.investigating} 个工作日内答复。
        </p>
      </section>
    </Layout>
  )
}

export interface FiledPageProps {
  readonly site: Site
  readonly notice: NoticeFile
  readonly code: string
  readonly again: boolean
}

/** The tracking code, shown once. */
export function FiledPage({ site, notice, code, again }: FiledPageProps) {
  return (
    <Layout site={site} title="异议已收到" theme={notice.campaign?.theme ?? 'red'} indexed={false}>
      <div class="done">
        <div class="tick" aria-hidden="true" />
        <h1>异议已收到</h1>
        <p class="code">{code}</p>
        <p class="soft small">查询码</p>
      </div>
      <section class="card">
        <p class="field">
          <b>请现在抄下或截图保存查询码。</b>本站不保存查询码，离开本页后无法再次显示，也无法补发；谁有它，谁就能看到答复。
        </p>
        {again && <p class="field">这份异议此前已经收到，没有重复登记，内容以第一次提交的为准。要补充，请用查询码打开后提交。</p>}
        <p class="field no-print">
          <button type="button" data-print hidden>
            打印本页
          </button>
        </p>
      </section>
      <ul class="cells card-gap no-print">
        <li>
          <A class="cell" href={paths.tracking()}>
            <span class="grow">用查询码查办理情况、看答复、补充材料</span>
          </A>
        </li>
        <li>
          <A class="cell" href={paths.notice(notice.id)}>
            <span class="grow">返回公示</span>
          </A>
        </li>
      </ul>
    </Layout>
  )
}
