import { type PrintedHeads, resultText, resultTitle, revocationText, revocationTitle } from '../web/text/decision.ts'
import type { CampaignFile } from './rules/campaign.ts'
import { type Amendment, standingLines } from './rules/decision.ts'
import { confirmedOf, type ReleasedDecision } from './rules/decision-file.ts'
import { sha256 } from './rules/hash.ts'
import { idFrom, type NoticeId } from './rules/ids.ts'
import { NOTICE_LIMITS, type NoticeText } from './rules/notice-desk.ts'

const SIGNS = /[\\`*_{}[\]<>()#+\-.!|~&]/g
/** Names are names and no Markdown, whatever is in them; a line break would begin a line of its own. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(SIGNS, sign => `\\${sign}`)

const asNotice = (campaign: CampaignFile, title: string, body: string): Omit<NoticeText, 'kind' | 'corrects'> => ({
  ...{ campaign: campaign.id, title: [...title].slice(0, NOTICE_LIMITS.title).join(''), body, format: 'markdown', author: '' },
  source: campaign.organizers[0] ?? '',
  ...{ settles: null, posted: null, through: null },
})

/** The result notice as the released decision has it, for an organizer to read, change and publish. */
export function resultNotice(
  campaign: CampaignFile,
  { file, printed }: { readonly file: ReleasedDecision; readonly printed: PrintedHeads | null },
): NoticeText {
  const lines = standingLines(file.record, confirmedOf(file))
  const body = resultText(file.record, { lines, organizers: campaign.organizers, plain, printed })
  return { ...asNotice(campaign, resultTitle(campaign.title), body), kind: 'result', corrects: null }
}

/** The notice by which a revocation is told; it corrects the result notice. */
export function revocationNotice(campaign: CampaignFile, amendment: Amendment, corrects: NoticeId): NoticeText {
  const body = revocationText(amendment, { organizers: campaign.organizers, plain })
  return { ...asNotice(campaign, revocationTitle(campaign.shortTitle), body), kind: 'correction', corrects }
}

/**
 * The id of the notice that is made from this text in place of `before`: the same for everybody who asks for it, so that
 * of two who press at once the second finds the draft of the first.
 */
export const noticeIdFor = (hash: string, before: NoticeId | null): NoticeId =>
  idFrom('ntc', sha256(`decision notice\n${hash}\n${before ?? ''}`)) as NoticeId
