/** The columns of the result that goes with the recount bundle. */
export const NOMINEE_RESULT_HEAD = ['类别', '编号', '姓名（名称）', '单位', '收到', '计入', '暂缓', '作废'] as const
