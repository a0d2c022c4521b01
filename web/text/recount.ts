import type { Profile } from '../../worker/rules/recount/bundle-file.ts'
import type { Finding, Omission, Step, StepName } from '../../worker/rules/recount/flaw.ts'

/** What every step looks at, for a reader who has never heard of it. */
const STEP_TITLES: Readonly<Record<StepName, string>> = {
  V1: '规则一致：记录册第一页写的规则、名单指纹和时间，与公布的相同',
  V2: '每一条记录都与它的指纹相符',
  V3: '各级汇总指纹都由下一级算出',
  V4: '全部记录合成的总指纹，与最终签名页一致',
  V5: '签名页确由本活动的签名密钥签署',
  V6: '见证方签名达到要求',
  V7: '以往签署过的每一页，都是现在记录册的开头部分',
  V8: '编号连续，时间不倒退，选票都在投票期内',
  V9: '没有一个投票人标记出现两次',
  V10: '选票由投票人本人密钥签名（本版不采用）',
  V11: '公布的每一种选票都符合投票规则',
  V12: '暂缓、作废、恢复计票都按规定程序，由规定的人作出',
  V13: '收到＝计入＋暂缓＋作废，逐人票数与公布结果相同',
  V14: '每张选票的封存内容打开后，与公布的选票相同（仅审计员）',
}

/** The same where likes are counted and not votes. */
const OPEN_TITLES: Partial<Readonly<Record<StepName, string>>> = {
  V1: '活动一致：记录册第一页写的活动、名单和时间，与核验包相同',
  V8: '编号连续，时间不倒退，每个赞都在点赞期内',
  V9: '没有一个投票人标记出现两次（点赞不适用）',
  V10: '选票由投票人本人密钥签名（点赞不适用）',
  V11: '每个赞都点给名单上的候选对象',
  V12: '暂缓的赞都按规定程序作出',
  V13: '收到＝计入＋暂缓，逐条相加与公布的数字相同',
  V14: '每张选票的封存内容打开后，与公布的选票相同（点赞不适用）',
}

export const stepTitle = (step: StepName, profile: Profile): string =>
  (profile === 'open' ? OPEN_TITLES[step] : undefined) ?? STEP_TITLES[step]

const FINDINGS: Readonly<Record<Finding, string>> = {
  missing: '文件缺失',
  malformed: '文件内容不完整或格式不对',
  'too-short': '文件被截短，读不到第一条记录',
  'rules-hash': '第一条记录里的规则指纹与公布的规则文件不符',
  'manifest-differs': '与公布的规则文件不一致',
  'shards-differ': '记录册的个数或编号与规则不符',
  'bad-key': '签名密钥无法识别',
  'wrong-count': '记录条数与应有的不同',
  'wrong-length': '长度与应有的不同',
  'entry-hash': '这条记录与它的指纹不符，内容被改过',
  'node-hash': '汇总指纹与下一级对不上',
  'origin-differs': '签名页属于另一本记录册',
  'size-differs': '签名页写的记录条数不符',
  'root-differs': '由记录算出的总指纹与签名页不同',
  'not-signed': '没有有效的签名',
  'log-not-listed': '见证规则里没有列出这本记录册的密钥',
  'no-quorum': '见证方的有效签名不够',
  'beyond-the-end': '曾经签署的记录比现在的还多，后面的记录被删去了',
  'bad-entry': '这条记录的写法不合规定',
  'wrong-index': '记录编号与所在位置不符',
  'time-goes-back': '时间比前一条还早',
  'outside-window': '不在投票时间之内',
  'out-of-place': '这类记录不该出现在这里',
  'wrong-ballots': '截止记录写的选票张数不符',
  'no-close': '没有截止记录',
  'no-result': '最后一条不是结果记录',
  'voted-twice': '同一个投票人标记已经投过一次',
  'bad-line': '有一行写法不合规定',
  'not-sorted': '各行没有按规定排列，或有重复',
  'bad-ballot': '有一种选票不符合投票规则',
  'bad-ranges': '所指的选票不存在，或范围写法不对',
  'not-allowed': '这一变动不在允许的程序之内，或缺少规定的人',
  'bad-reason': '应写明原因而没有写，或不应写原因而写了',
  'bad-receipt': '收到时的暂缓记录不合规定',
  'wrong-result': '结果记录的张数与逐张核对的不同',
  'wrong-sum': '合计与各记录册相加的不同',
  'wrong-opening': '这张选票的封存内容与当时的指纹不符',
  'missing-opening': '缺少这张选票的封存内容',
  'openings-differ': '打开后的选票合计与公布的不同',
}

const OMISSIONS: Readonly<Record<Omission, string>> = {
  'not-in-this-version': '本版不采用',
  'open-profile': '点赞记录里没有投票人标记，也没有封存内容，不需要这一步',
  'no-quorum-asked': '本活动没有约定见证方',
  'no-openings': '公开的核验包不含封存内容，这一步由审计员做',
  'needs-what-failed': '前面的步骤没有通过，无法核对',
}

/** Which record book, in the words of a reader who counts from one. */
const bookOf = (log: number | null): string => (log === null ? '' : `第 ${log + 1} 册`)

/** One sentence on what a step found: empty when it passed. */
export function sayStep(step: Step): string {
  if (step.result === 'ok') return ''
  if (step.result === 'skip') return OMISSIONS[step.why]
  const where = [bookOf(step.log), step.index === null ? '' : `第 ${step.index} 号记录`, step.file ? `文件 ${step.file}` : '']
  const place = where.filter(part => part !== '').join(' ')
  return `${place ? `${place}：` : ''}${FINDINGS[step.why]}。`
}

export const RESULT_WORDS: Readonly<Record<Step['result'], string>> = { ok: '通过', fail: '未通过', skip: '不适用' }

export const UNUSABLE = '这不是明评的核验包，或文件已损坏，无法核对。请重新下载一次。'

/** The columns of the result that goes with the recount bundle. */
export const NOMINEE_RESULT_HEAD = ['类别', '编号', '姓名（名称）', '单位', '收到', '计入', '暂缓', '作废'] as const
