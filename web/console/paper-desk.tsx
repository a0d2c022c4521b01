import type { CampaignFile } from '../../worker/rules/campaign.ts'
import {
  type DossierPaper,
  MOST_PAPERS,
  PAPER_KINDS,
  PAPER_NAME_MOST,
  type PaperKind,
  type PapersAtDesk,
} from '../../worker/rules/dossier-paper.ts'
import { dayOf } from '../../worker/rules/time.ts'
import { ChoiceField, FormName, TextField } from '../parts/field.tsx'
import { staffPaths } from '../staff-paths.ts'
import { longDay } from '../text/dates.ts'
import { PAPER_KIND, PAPER_MEANS, PAPERS_ARE, PAPERS_FIXED } from '../text/dossier.ts'
import { PaperLink } from './dossier-papers.tsx'

export interface PaperDeskProps extends PapersAtDesk {
  readonly slug: CampaignFile['slug']
  readonly number: number
}

const CHOICES = PAPER_KINDS.map(value => ({ value, name: `${PAPER_KIND[value]}（${PAPER_MEANS[value]}）` }))

/** The papers of a nominee where they are put in, by kind. Every button is in a form, so that all of it works without script. */
export function PaperDesk({ slug, number, papers, fixed }: PaperDeskProps) {
  return (
    <section class="card" id="papers">
      <h2>材料</h2>
      <p class="soft small">{PAPERS_ARE}</p>
      {PAPER_KINDS.map(kind => ({ kind, own: papers.filter(one => one.kind === kind) }))
        .filter(({ own }) => own.length > 0)
        .map(({ kind, own }) => (
          <div key={kind} class="papers">
            <h3>{PAPER_KIND[kind]}</h3>
            <ol>
              {own.map((paper, i) => (
                <li key={paper.id}>
                  <PaperLink slug={slug} number={number} paper={paper} />
                  <span class="soft small">{longDay(dayOf(paper.addedAt))}上传</span>
                  {!fixed && <PaperActs slug={slug} number={number} paper={paper} first={i === 0} last={i === own.length - 1} />}
                </li>
              ))}
            </ol>
          </div>
        ))}
      {fixed ? (
        <p class="note">{PAPERS_FIXED}</p>
      ) : papers.length < MOST_PAPERS ? (
        <AddPaper slug={slug} number={number} suggested={suggestedKind(papers)} />
      ) : (
        <p class="soft">已有 {MOST_PAPERS} 份，不能再添加；需要时先移除一份。</p>
      )}
    </section>
  )
}

/** The first place that is still empty. */
const suggestedKind = (papers: readonly DossierPaper[]): PaperKind =>
  PAPER_KINDS.find(kind => papers.every(one => one.kind !== kind)) ?? 'other'

function AddPaper({ slug, number, suggested }: { slug: CampaignFile['slug']; number: number; suggested: PaperKind }) {
  return (
    <FormName.Provider value="paper-">
      <form class="add-paper" method="post" action={staffPaths.papers(slug, number)} enctype="multipart/form-data">
        <h3>添加一份</h3>
        <div class="field">
          <label for="paper-file">文件</label>
          <input
            id="paper-file"
            type="file"
            name="file"
            accept=".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx"
            required
            aria-describedby="paper-file-hint"
          />
          <p class="soft small" id="paper-file-hint">
            PDF、JPG、PNG、WebP、Word（.docx）、Excel（.xlsx），每个不超过 10 MB。
          </p>
        </div>
        <ChoiceField name="kind" label="类别" choices={CHOICES} value={suggested} />
        <TextField name="name" label="名称" hint="不填就用文件名" maxLength={PAPER_NAME_MOST} autocomplete="off" />
        <p class="field">
          <button>上传材料</button>
        </p>
      </form>
    </FormName.Provider>
  )
}

interface ActsProps {
  readonly slug: CampaignFile['slug']
  readonly number: number
  readonly paper: DossierPaper
  readonly first: boolean
  readonly last: boolean
}

function PaperActs({ slug, number, paper, first, last }: ActsProps) {
  const { id, kind } = paper
  const name = paper.name ?? ''
  const action = staffPaths.editPaper(slug, number, id)
  return (
    <>
      {!(first && last) && (
        <form method="post" action={action}>
          {!first && (
            <button name="do" value="up" aria-label={`上移 ${name}`}>
              上移
            </button>
          )}
          {!last && (
            <button name="do" value="down" aria-label={`下移 ${name}`}>
              下移
            </button>
          )}
        </form>
      )}
      <details>
        <summary aria-label={`修改 ${name}`}>修改</summary>
        <FormName.Provider value={`${id}-`}>
          <form method="post" action={action}>
            <ChoiceField name="kind" label="类别" choices={CHOICES} value={kind} />
            <TextField name="name" label="名称" required maxLength={PAPER_NAME_MOST} autocomplete="off" value={name} />
            <p class="field choices">
              <button name="do" value="save">
                保存
              </button>
            </p>
          </form>
          <form method="post" action={action}>
            <p class="field">
              <button name="do" value="remove">
                移除这份材料
              </button>{' '}
              <span class="soft small">移除后不能恢复，操作记录中留下一条。</span>
            </p>
          </form>
        </FormName.Provider>
      </details>
    </>
  )
}
