import { cleanFileName } from './file-name.ts'
import type { PaperId } from './ids.ts'
import type { Instant } from './time.ts'

/** 推荐表 · 证明材料 · 征求意见 · 考察报告 · 其他: what reviewers look for has a place of its own, filled or not (T3). */
export const PAPER_KINDS = ['recommendation', 'evidence', 'opinions', 'inspection', 'other'] as const
export type PaperKind = (typeof PAPER_KINDS)[number]

export const paperKind = (text: string): PaperKind | null => PAPER_KINDS.find(kind => kind === text) ?? null

/** Bytes of one paper: a form of some pages as a scanner makes it. */
export const PAPER_BYTES = 10 * 1024 * 1024
/** Papers of one nominee: more than reviewers would read, and a bound on what one page opens. */
export const MOST_PAPERS = 20
/** Signs of its name. */
export const PAPER_NAME_MOST = 60

/** A paper as those who may open it see it in a list. */
export interface DossierPaper {
  readonly id: PaperId
  readonly kind: PaperKind
  /** Null where the site's key is not the one it was sealed with: a campaign that came from another site. */
  readonly name: string | null
  readonly mediaType: string
  readonly size: number
  readonly addedAt: Instant
}

/** The papers of a nominee where they are put in. */
export interface PapersAtDesk {
  readonly papers: readonly DossierPaper[]
  /** Whether a decision rests on them: then they stay as they are. */
  readonly fixed: boolean
}

/** What a reader of a dossier is shown of its papers. */
export type PapersSeen =
  | { readonly shows: 'list'; readonly papers: readonly DossierPaper[] }
  | { readonly shows: 'never'; readonly why: 'blind' | 'recused' }

/** Why this reader sees none; null when nothing is in the way. Names stand in papers, so a blind panel has none of them. */
export function whyHidden({ blind, recused }: { blind: boolean; recused: boolean }): 'blind' | 'recused' | null {
  if (blind) return 'blind'
  return recused ? 'recused' : null
}

/** The name somebody typed, or that of the file without its ending, as every system can store it. */
export function paperName(typed: string, fileName: string): string {
  const wanted = typed.trim() === '' ? fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '') : typed.replaceAll(/[/\\]/g, '／')
  return [...cleanFileName(wanted)].slice(0, PAPER_NAME_MOST).join('').trim()
}

/**
 * All of them in the order in which they stand after one was moved by a place among its own kind; null where it stands
 * first or last already, or is not there.
 */
export function movedPaper(
  papers: readonly Pick<DossierPaper, 'id' | 'kind'>[],
  id: string,
  step: -1 | 1,
): readonly PaperId[] | null {
  const own = papers.find(one => one.id === id)
  const like = papers.filter(({ kind }) => kind === own?.kind)
  const other = like[like.findIndex(one => one.id === id) + step]
  if (!own || !other) return null
  const swapped = new Map([
    [own.id, other.id],
    [other.id, own.id],
  ])
  return papers.map(one => swapped.get(one.id) ?? one.id)
}

/** Where the sealed papers of a campaign lie; all of them go on one day. */
export const paperFolder = (campaign: string): string => `sealed/${campaign}/`
