import type { Trouble } from '../../worker/rules/trouble.ts'
import { moment } from './dates.ts'

/** What was found, for the public and for staff alike. */
export function troubleText({ shard, what, at }: Trouble): string {
  const box = `${moment(at)} 例行核对时发现：${shard + 1} 号票箱`
  switch (what.kind) {
    case 'tally':
      return `${box}报来的票数与此前保存的票数不一致，已改用票箱的数字。`
    case 'changed':
      return `${box}第 ${what.index} 条记录与写入时不同。`
    case 'behind':
      return `${box}只有 ${what.size} 条记录，而此前已签名确认过 ${what.signed} 条。`
    case 'recount':
      return `${box}的选票重新清点后，与它报来的票数不一致。`
    case 'fork':
      return `${box}的记录与此前签名确认的不是同一份。`
  }
}

/** What it means for a reader. */
export const TROUBLE_MEANS = '工作人员正在查明原因。查明之前，请以核实后的公告为准；持有回执的投票人可以核验自己的选票是否仍在。'
