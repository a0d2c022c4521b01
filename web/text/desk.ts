import type { DeskText } from '../../worker/rules/nominee-desk.ts'

/** What the columns of the desk's table are called: as in the spreadsheet a clerk knows. */
export const FIELD: Readonly<Record<DeskText, string>> = {
  category: '类别',
  name: '姓名',
  unit: '单位',
  post: '职务',
  brief: '简要事迹',
  deeds: '主要事迹',
  honours: '曾受表彰',
}

export const FROZEN = '投票已经开放，编号、类别、次序和人数自此固定；文字和照片仍可改正，不再参评的可以撤下。'

/** What withdrawing does, before it is done. */
export const WITHDRAWING =
  '撤下以后：页面保留，注明“已撤下”和原因；选票上不能再选；已经投出的选票照常有效，已经得到的票数照实公布。撤下不能取消。'

export const DELETING = '删除以后，这个候选对象的文字和照片都不再保留，不能恢复。'
