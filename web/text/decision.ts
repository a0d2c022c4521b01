import type { Amendment, Decided, DecisionLine, DecisionRecord, Votes } from '../../worker/rules/decision.ts'
import { longDay } from './dates.ts'
import { bookText } from './proof.ts'

/** What a meeting can decide, as minutes put it. */
export const DECIDED_NAME: Readonly<Record<Decided, string>> = {
  honoured: '授予',
  named: '提名',
  alternate: '候补',
  'not-chosen': '未入选',
  revoked: '撤销',
}

/** What each means, where one is chosen. */
export const DECIDED_MEANS: Readonly<Record<Decided, string>> = {
  honoured: '授予称号',
  named: '列为提名人选',
  alternate: '按次序候补，不会自动递补',
  'not-chosen': '这次没有入选',
  revoked: '撤销，名额空缺，不递补',
}

export const DECISION_STATE = { draft: '起草中', submitted: '待复核', released: '已生效' } as const

export const sayOutcome = ({ outcome, order }: Pick<DecisionLine, 'outcome' | 'order'>): string =>
  order === null ? DECIDED_NAME[outcome] : `${DECIDED_NAME[outcome]}第 ${order} 位`

/** 赞成 12，反对 0，弃权 1 */
export const sayVotes = (votes: Votes | null): string =>
  votes === null ? '未表决' : `赞成 ${votes.for}，反对 ${votes.against}，弃权 ${votes.abstain}`

export const resultTitle = (title: string): string => `${title}结果公告`
export const revocationTitle = (shortTitle: string): string => `关于撤销${shortTitle}部分结果的更正公告`

interface Wording {
  readonly organizers: readonly string[]
  /** Makes a name safe to stand in Markdown. */
  readonly plain: (text: string) => string
}

/** What a result notice prints of the records of the vote. */
export interface PrintedHeads {
  /** Final heads, box by box. */
  readonly heads: readonly { readonly shard: number; readonly size: number; readonly root: string }[]
  /** Where they are counted again, and a picture of that address for phones. */
  readonly address: string
  readonly picture: string
}

/**
 * The final heads as text, with the way to count again: what is printed and posted cannot be changed afterwards, so neither can
 * the records it stands for.
 */
const printedText = ({ heads, address, picture }: PrintedHeads): string =>
  [
    '## 投票记录的总指纹',
    '投票记录已经封存并公开。下面的总指纹由全部记录算出，记录改动一个字，总指纹就不同。请保留本公告，随时可以用它核对。',
    heads.map(({ shard, size, root }) => `- ${bookText(shard, heads.length > 1)}，共 ${size} 条记录：\`${root}\``).join('\n'),
    `核对网址：<${address}>`,
    `![扫一扫，核对投票记录](${picture})`,
  ].join('\n\n')

/** 张明（第一中学）; an organization that is its own unit stands once. */
const entry = ({ name, unit }: Pick<DecisionLine, 'name' | 'unit'>, plain: Wording['plain']): string =>
  `- ${plain(name)}${unit === '' || unit === name ? '' : `（${plain(unit)}）`}`

/**
 * The text of the result notice. It names what was decided and by which meeting, and no vote of any kind as its ground: a
 * tally is advice to those who decide, and the meeting's own figures stay in its record.
 */
export function resultText(
  { meeting, categories, alternatesNamed }: DecisionRecord,
  {
    lines,
    organizers,
    plain,
    printed,
  }: Wording & { readonly lines: readonly DecisionLine[]; readonly printed: PrintedHeads | null },
): string {
  const blocks = [
    `${longDay(meeting.day)}，经${plain(meeting.name)}研究决定，对下列对象予以表彰，现予公布。同一类别按候选编号排列，不分先后。`,
  ]
  for (const { key, name } of categories) {
    const of = (outcome: Decided) => lines.filter(line => line.category === key && line.outcome === outcome)
    const list = (title: string, some: readonly DecisionLine[]) => {
      if (some.length > 0)
        blocks.push(`## ${plain(name)}${title}（${some.length} 个）`, some.map(line => entry(line, plain)).join('\n'))
    }
    list('', of('honoured'))
    list('提名人选', of('named'))
    if (alternatesNamed)
      list(
        '候补',
        [...of('alternate')].sort((a, b) => (a.order ?? 0) - (b.order ?? 0)),
      )
    const revoked = of('revoked').length
    if (revoked > 0) blocks.push(`${plain(name)}有 ${revoked} 个名额因撤销空缺，不递补。`)
  }
  return [...blocks, printed ? printedText(printed) : '', organizers.map(plain).join('  \n')].filter(Boolean).join('\n\n')
}

/** The text of the notice that tells of a revocation: who, why, and that nobody takes the place. */
export function revocationText({ day, meeting, reason, revoked }: Amendment, { organizers, plain }: Wording): string {
  return [
    `${longDay(day)}，经${plain(meeting)}研究决定，撤销下列对象的评选结果，空出的名额不递补。`,
    revoked.map(line => entry(line, plain)).join('\n'),
    `撤销原因：${plain(reason)}`,
    organizers.map(plain).join('  \n'),
  ]
    .filter(Boolean)
    .join('\n\n')
}
