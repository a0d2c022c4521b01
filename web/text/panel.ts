import type { CategoryBands, ListFinding, Reading } from '../../worker/rules/robustness.ts'

export const READING: Readonly<Record<Reading, string>> = {
  raw: '全部收到',
  counted: '计入',
  strict: '从严',
}

export const READING_MEANS: Readonly<Record<Reading, string>> = {
  raw: '计入、暂缓和作废的选票都算',
  counted: '只算计入的选票',
  strict: '再去掉存疑但仍计入的选票',
}

export const FINDING_TAG: Readonly<Record<ListFinding, string>> = {
  robust: '名单一致',
  differs: '名单不一致',
  tied: '票数相同',
  close: '差距太小',
  apart: '取决于一批票',
}

/** Whether the first places can be told by the votes, in one sentence. */
export function sayFinding({ finding, line, allowance }: CategoryBands): string {
  if (finding === null) return '这个类别的表彰名额不少于候选对象，票数不区分先后。'
  if (finding === 'robust' && allowance === 0) return `前 ${line} 名的名单在三种口径下一致。`
  if (finding === 'robust') return `前 ${line} 名的名单在三种口径下一致，与后面的差距也大于可能漏查的票数（${allowance} 票）。`
  if (finding === 'differs') return `前 ${line} 名的名单在不同口径下不一致，不能只凭票数区分先后。`
  if (finding === 'tied') return `第 ${line} 名前后票数相同，前 ${line} 名不能只凭票数确定。`
  if (finding === 'apart')
    return `前 ${line} 名的名单取决于一批来路特别集中或者特别相像的票，不算这批票名单就会变。这批票可能完全正常，但名单不能只凭票数确定。`
  return allowance > 0
    ? `前 ${line} 名与后面的差距在可能漏查的票数（${allowance} 票）以内，不能只凭票数区分先后。`
    : `前 ${line} 名与后面的差距小于存疑的票数，不能只凭票数区分先后。`
}

/** 3, or 3–5. */
export const sayBand = ({ best, worst }: { readonly best: number; readonly worst: number }): string =>
  best === worst ? `${best}` : `${best}–${worst}`

/** Why reviewers are shown no figures. */
export const NO_FIGURES = {
  'no-vote': '本活动没有投票环节。',
  publicity: '本活动的投票仅作宣传，不进入评审材料。',
  later: '投票结束、全部票箱报齐之后，这里显示票数和名次区间。',
} as const

export const NOT_RECEIVED = '尚未收到'
export const APART = '票数和评分分列，不相加，也不合成名次；排列只为查看方便。'
export const BLIND_LIMIT =
  '隐名评审时，评审只看到编号，姓名、单位和照片都遮盖，事迹文字里出现的也一并遮盖。活动已经公开的，从编号仍可查到姓名；熟悉事迹的人也可能认出本人。评审看不到姓名，就可能认不出应当回避的人，请在请人评审之前先查明关系。'
export const COMPARE = '勾选 2 到 4 个，可以并排比较。'
