import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { PapersAtDesk } from '../../worker/rules/dossier-paper.ts'
import { DESK_TEXTS, type DeskFile, type DeskText } from '../../worker/rules/nominee-desk.ts'
import type { FormFlaw, Refusal } from '../../worker/rules/refusal.ts'
import { flawsIn } from '../../worker/rules/refusal.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { AreaField, ChoiceField, TextField } from '../parts/field.tsx'
import type { Site } from '../parts/layout.tsx'
import { RefusalNote } from '../parts/refusal-note.tsx'
import { staffPaths } from '../staff-paths.ts'
import { moment } from '../text/dates.ts'
import { DELETING, FIELD, FROZEN, WITHDRAWING } from '../text/desk.ts'
import { WITHDRAWN } from '../text/withdrawn.ts'
import { CampaignNav } from './campaign-nav.tsx'
import { Frame } from './frame.tsx'
import { PaperDesk } from './paper-desk.tsx'

export interface FormState {
  /** Null for a nominee that is not there yet. */
  readonly file: DeskFile | null
  /** What was sent and refused; it stands in the form again. */
  readonly typed: Readonly<Record<string, string>>
  readonly refusal: Refusal | null
  /** What somebody else has written meanwhile. */
  readonly theirs: DeskFile | null
  readonly limits: Readonly<Partial<Record<DeskText, number>>>
  readonly saved: boolean
  readonly mayWithdraw: boolean
  /** Null for a nominee that is not there yet. */
  readonly papers: PapersAtDesk | null
}

export interface NomineeFormProps {
  readonly site: Site
  readonly staff: Staff
  readonly campaign: CampaignFile
  readonly form: FormState
  readonly now: Instant
}

/** Everything about one nominee in one form. */
export function NomineeFormPage({ site, staff, campaign, form, now }: NomineeFormProps) {
  const { slug, openedAt } = campaign
  const { file, refusal, theirs, saved } = form
  const title = file ? `${file.number}号 ${file.name}` : '添加候选对象'
  const flaws = flawsIn(refusal)
  return (
    <Frame site={site} staff={staff} title={title} sheets={['desk']}>
      <CampaignNav campaign={campaign} staff={staff} here="nominees" />
      <div class="card">
        <p class="back no-print">
          <a href={staffPaths.nominees(slug)}>‹ 全部候选对象</a>
        </p>
        <h1>{title}</h1>
        {file?.withdrawn && (
          <p class="note">
            {file.withdrawnAt && moment(file.withdrawnAt)} {WITHDRAWN}，原因：{file.withdrawn}
          </p>
        )}
        {file?.editedBy && file.editedAt && (
          <p class="soft small">
            {file.editedBy}于 {moment(file.editedAt)} 最后修改
          </p>
        )}
        {saved && !refusal && (
          <p class="note good" role="status">
            已保存
          </p>
        )}
        <RefusalNote refusal={refusal} now={now} />
        {theirs && <Theirs theirs={theirs} form={form} campaign={campaign} />}
        {openedAt !== null && <p class="soft">{FROZEN}</p>}
        <Texts campaign={campaign} form={form} flaws={flaws} />
      </div>
      {file && <Photo slug={slug} file={file} />}
      {file && form.papers && <PaperDesk slug={slug} number={file.number} {...form.papers} />}
      {file && openedAt === null && <Place slug={slug} file={file} />}
      {file && file.withdrawn === null && form.mayWithdraw && <Withdraw slug={slug} file={file} form={form} flaws={flaws} />}
      {file && openedAt === null && <Delete slug={slug} file={file} />}
    </Frame>
  )
}

const shown = (field: DeskText, value: string, { categories }: Pick<CampaignFile, 'categories'>): string =>
  field === 'category' ? (categories.find(({ key }) => key === value)?.name ?? value) : value

/** What stands there now, beside what is in the form: only where the two differ. */
function Theirs({
  theirs,
  form,
  campaign,
}: {
  readonly theirs: DeskFile
  readonly form: FormState
  readonly campaign: CampaignFile
}) {
  const differing = DESK_TEXTS.filter(field => form.typed[field] !== undefined && form.typed[field] !== theirs[field])
  return (
    <div class="theirs">
      {differing.length === 0 ? (
        <p>对方保存的内容和您的一样，直接再按一次“保存”即可。</p>
      ) : (
        <>
          <p>下面是现在已经保存的内容，和您填写的不同。您填写的还在表单里；再按一次“保存”，就以您的为准。</p>
          <dl>
            {differing.map(field => (
              <div key={field}>
                <dt>{FIELD[field]}</dt>
                <dd>{shown(field, theirs[field], campaign) || '（空）'}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </div>
  )
}

function Texts({
  campaign,
  form,
  flaws,
}: {
  readonly campaign: CampaignFile
  readonly form: FormState
  readonly flaws: readonly FormFlaw[]
}) {
  const { slug, categories, openedAt, nominees } = campaign
  const { file, typed, theirs, limits } = form
  const value = (field: DeskText) => typed[field] ?? file?.[field] ?? ''
  const limited = (field: DeskText) => ({
    name: field,
    label: FIELD[field],
    hint: `最多 ${limits[field]} 个字`,
    flaws,
    value: value(field),
  })
  const number = typed.number ?? file?.number ?? nominees.reduce((most, one) => Math.max(most, one.number), 0) + 1
  return (
    <form method="post" action={file ? staffPaths.nominee(slug, file.number) : staffPaths.newNominee(slug)}>
      {file && <input type="hidden" name="revision" value={theirs?.revision ?? typed.revision ?? file.revision} />}
      {openedAt === null && (
        <>
          <TextField name="number" label="编号" type="number" min={1} max={999_999} required value={number} flaws={flaws} />
          <ChoiceField
            name="category"
            label={FIELD.category}
            choices={categories.map(({ key, name }) => ({ value: key, name }))}
            value={value('category')}
            flaws={flaws}
          />
        </>
      )}
      <TextField {...limited('name')} hint="集体填写名称" required />
      <TextField {...limited('unit')} />
      <TextField {...limited('post')} />
      <AreaField {...limited('brief')} rows={4} />
      <AreaField {...limited('deeds')} rows={14} />
      <AreaField {...limited('honours')} hint="一行一项：年月，授予单位，称号" rows={4} />
      <p class="field">
        <button class="main">保存</button>
      </p>
    </form>
  )
}

interface PartProps {
  readonly slug: CampaignFile['slug']
  readonly file: DeskFile
}

function Photo({ slug, file }: PartProps) {
  const { number, photo, revision } = file
  return (
    <section class="card">
      <h2>照片</h2>
      {photo ? (
        <img
          class="portrait"
          src={staffPaths.photo(slug, number, { size: 's', version: photo })}
          alt="现在的照片"
          width={88}
          height={110}
        />
      ) : (
        <p class="soft">还没有照片，页面上用姓名代替。</p>
      )}
      <form method="post" action={staffPaths.nomineePhoto(slug, number)} enctype="multipart/form-data">
        <input type="hidden" name="revision" value={revision} />
        <div class="field">
          <label for="photo">换一张</label>
          <input id="photo" type="file" name="photo" accept="image/jpeg" required aria-describedby="photo-hint" />
          <p class="soft small" id="photo-hint">
            JPG，至少 413×626 像素，1 MB 以内。要自动缩小、多张一起传，请用
            <a href={staffPaths.photos(slug)}>批量上传照片</a>。
          </p>
        </div>
        <p class="field">
          <button>上传照片</button>
        </p>
      </form>
    </section>
  )
}

function Place({ slug, file }: PartProps) {
  return (
    <section class="card">
      <h2>次序</h2>
      <form method="post" action={staffPaths.arrangeNominees(slug)}>
        <input type="hidden" name="by" value="place" />
        <input type="hidden" name="number" value={file.number} />
        <TextField name="place" label="移到第几位" type="number" min={1} max={5000} required value={file.position + 1} />
        <p class="field">
          <button>移动</button>
        </p>
      </form>
    </section>
  )
}

function Withdraw({ slug, file, form, flaws }: PartProps & { readonly form: FormState; readonly flaws: readonly FormFlaw[] }) {
  return (
    <section class="card">
      <details open={flaws.some(({ field }) => field === 'reason')}>
        <summary>撤下</summary>
        <p>{WITHDRAWING}</p>
        <form method="post" action={staffPaths.withdrawNominee(slug, file.number)}>
          <input type="hidden" name="revision" value={form.theirs?.revision ?? file.revision} />
          <AreaField
            name="reason"
            label="原因"
            hint="会公开显示，4 至 200 个字"
            required
            maxLength={200}
            value={form.typed.reason ?? ''}
            flaws={flaws}
          />
          <p class="field">
            <button>确认撤下{file.name}</button>
          </p>
        </form>
      </details>
    </section>
  )
}

function Delete({ slug, file }: PartProps) {
  return (
    <section class="card">
      <details>
        <summary>删除</summary>
        <p>{DELETING}</p>
        <form method="post" action={staffPaths.deleteNominee(slug, file.number)}>
          <input type="hidden" name="revision" value={file.revision} />
          <p class="field">
            <button>确认删除{file.name}</button>
          </p>
        </form>
      </details>
    </section>
  )
}
