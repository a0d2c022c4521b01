import type { CampaignFile } from '../../worker/rules/campaign.ts'
import { type DossierPaper, PAPER_KINDS, type PapersSeen } from '../../worker/rules/dossier-paper.ts'
import { staffPaths } from '../staff-paths.ts'
import { FILE_TYPE, NO_PAPERS, PAPER_KIND, UNREADABLE } from '../text/dossier.ts'
import { NOT_RECEIVED } from '../text/panel.ts'
import { readableSize } from '../text/sizes.ts'

export interface DossierPapersProps {
  readonly slug: CampaignFile['slug']
  readonly number: number
  readonly seen: PapersSeen
}

/** The papers of a nominee, each in its place; a place that nothing was put into yet says so. */
export function DossierPapers({ slug, number, seen }: DossierPapersProps) {
  return (
    <section class="card" id="papers">
      <h2>材料</h2>
      {seen.shows === 'never' ? (
        <p class="blind">{NO_PAPERS[seen.why]}</p>
      ) : (
        <dl class="places">
          {PAPER_KINDS.map(kind => ({ kind, papers: seen.papers.filter(one => one.kind === kind) }))
            .filter(({ kind, papers }) => kind !== 'other' || papers.length > 0)
            .map(({ kind, papers }) => (
              <div key={kind}>
                <dt>{PAPER_KIND[kind]}</dt>
                {papers.length === 0 && <dd class="soft">{NOT_RECEIVED}</dd>}
                {papers.map(paper => (
                  <dd key={paper.id}>
                    <PaperLink slug={slug} number={number} paper={paper} />
                  </dd>
                ))}
              </div>
            ))}
        </dl>
      )}
    </section>
  )
}

export interface PaperLinkProps {
  readonly slug: CampaignFile['slug']
  readonly number: number
  readonly paper: DossierPaper
}

/** The name of a paper, which opens it beside the page, with what it is and how large. */
export const PaperLink = ({ slug, number, paper: { id, name, mediaType, size } }: PaperLinkProps) => (
  <span class="paper">
    {name === null ? (
      <span>{UNREADABLE}</span>
    ) : (
      <a href={staffPaths.paper(slug, number, id)} target="_blank" rel="noopener">
        {name}
      </a>
    )}{' '}
    <span class="soft small">
      {FILE_TYPE[mediaType] ?? mediaType}，{readableSize(size)}
    </span>
  </span>
)
