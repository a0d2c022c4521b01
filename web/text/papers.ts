import type { Stamp } from '../../worker/rules/paper.ts'
import { moment } from './dates.ts'

export const NO_CHECKPOINT = '尚无日志检查点'

/** The stamp of a paper, before anything else on it. */
export const stampLines = ({ at, campaign, filter, checkpoint }: Stamp): readonly (readonly [string, string])[] => [
  ['活动', campaign],
  ['范围', filter],
  ['导出时间', `${moment(at)}（北京时间）`],
  ['日志检查点', checkpoint ?? NO_CHECKPOINT],
]

export const WHOLE_CAMPAIGN = '全部类别'
export const onlyCategory = (name: string): string => `类别“${name}”`
