import type { AuditEvent, AuditLine, AuditSubject } from '../../worker/rules/audit.ts'
import type { ChainFlaw } from '../../worker/rules/audit-chain.ts'
import type { NoPerson } from '../../worker/rules/audit-filter.ts'
import type { ObjectionState } from '../../worker/rules/objection.ts'
import type { StaffRole } from '../../worker/rules/roles.ts'
import { templateOf } from '../../worker/rules/templates.ts'
import { sayVerdict } from './cases.ts'
import { moment } from './dates.ts'
import { PAPER_KIND } from './dossier.ts'
import { OBJECTION } from './objections.ts'
import { RETAINED } from './retention.ts'
import { ROLE } from './terms.ts'

/** What no person did who is signed in. */
export const NOBODY: Readonly<Record<NoPerson, string>> = { operator: '运维命令', agenda: '定时任务', site: '系统' }

/** Who did something, as the log names them: 王芳（组织者）. */
export const sayWho = ({ who, role }: Pick<AuditLine, 'who' | 'role'>): string =>
  NOBODY[role as NoPerson] ?? `${who}（${ROLE[role as StaffRole] ?? role}）`

export const SUBJECT: Readonly<Record<AuditSubject, string>> = {
  'sign-in': '登录',
  accounts: '账号和登录方式',
  campaigns: '活动',
  nominees: '候选对象',
  notices: '公告和公示',
  objections: '异议和查看原文',
  polls: '开放投票和点赞',
  tallies: '计票数据',
  codes: '投票码和名册',
  comments: '评语',
  cases: '暂缓选票和申诉',
  reviews: '评审',
  decisions: '研究决定',
  log: '操作记录',
}

/** What was found wrong with the chain, for somebody who has never heard of one. */
export function sayChainFlaw(flaw: ChainFlaw): string {
  if (flaw.kind === 'missing')
    return flaw.after === 0
      ? `开头缺少 ${flaw.count} 条：第 1 条到第 ${flaw.count} 条不在了。`
      : `第 ${flaw.after} 条之后缺少 ${flaw.count} 条，被删除了。`
  if (flaw.kind === 'unlinked') return `第 ${flaw.seq} 条没有校验值，不是由本系统写入的。`
  return `第 ${flaw.seq} 条与校验值不符：这一条写入之后被改动过，或者是后来插进去的。`
}

type Sayings = { readonly [K in AuditEvent['kind']]: (event: Extract<AuditEvent, { kind: K }>) => string }

const SAY: Sayings = {
  'signed-in': () => '登录',
  'signed-out': () => '退出登录',
  'campaign-imported': ({ nominees, hash }) => `导入活动，候选对象 ${nominees} 个，内容指纹 ${hash.slice(0, 12)}`,
  'poll-opened': ({ spec }) => `开放投票，规则和名单自此固定，指纹 ${spec.slice(0, 12)}`,
  'likes-opened': ({ nominees }) => `开放点赞，候选对象 ${nominees} 个`,
  'codes-issued': ({ unit, count }) => `向“${unit}”发放投票码 ${count} 个`,
  'codes-revoked': ({ unit, count }) => `作废发给“${unit}”的一批投票码，共 ${count} 个`,
  'roster-imported': ({ added, changed, removed }) => `导入名册：新增 ${added} 人，修改 ${changed} 人，删除 ${removed} 人`,
  'roster-codes-reissued': ({ count }) => `为名册上的 ${count} 人重新发放投票码，原来的码作废`,
  'running-tally-read': () => '在投票期间查看计票数据',
  'running-access-changed': ({ allowed }) => `${allowed ? '允许' : '不允许'}组织者在投票期间查看实时票数`,
  'tally-exported': () => '导出计票数据',
  'openings-taken': ({ shard }) => `下载 ${shard + 1} 号票箱的开启值`,
  'log-key-ordered': ({ number }) => `更换核验日志的签名密钥，换成第 ${number} 把`,
  'log-key-entered': ({ number }) => `第 ${number} 把签名密钥写入各票箱的核验日志，此后由它签名`,
  'staff-created': ({ login, role }) => `新建工作人员账号 ${login}（${ROLE[role as StaffRole] ?? role}）`,
  'staff-invited': ({ login, role }) => `邀请工作人员 ${login}（${ROLE[role as StaffRole] ?? role}）`,
  'first-administrator-invited': () => '生成第一个系统管理员的链接',
  'staff-link-used': () => '凭链接重新设置登录密码，原有的登录方式作废',
  'staff-enrolled': () => '领用账号，设好登录方式',
  'staff-recovery-sent': ({ login }) => `为账号 ${login} 重发登录设置链接`,
  'staff-disabled': ({ login }) => `停用账号 ${login}`,
  'staff-restored': ({ login }) => `恢复账号 ${login}`,
  'second-factor-set': ({ factor }) => `设置第二重验证：${factor}`,
  'second-factor-removed': ({ factor }) => `移除登录方式：${factor}`,
  'password-changed': () => '修改登录密码',
  'recovery-code-used': () => '用恢复码登录',
  'session-ended': ({ login }) => `结束账号 ${login} 的一处登录`,
  'campaign-created': ({ template }) => `新建活动，模板“${templateOf(template)?.name ?? template}”`,
  'campaign-edited': ({ revision }) => `修改活动设置，第 ${revision} 版`,
  'campaign-published': () => '公开活动',
  'nominees-edited': ({ added, changed, removed }) => `修改候选名单：新增 ${added}，修改 ${changed}，删除 ${removed}`,
  'nominee-withdrawn': ({ number, reason }) => `撤下 ${number} 号候选对象，原因：${reason}`,
  'photos-added': ({ count }) => `上传候选对象照片 ${count} 张`,
  'papers-edited': ({ number, of, change }) =>
    `${{ added: '上传', described: '改写', arranged: '调整', removed: '移除' }[change]} ${number} 号候选对象的材料（${PAPER_KIND[of]}）`,
  'paper-opened': ({ number, of }) => `打开 ${number} 号候选对象的材料（${PAPER_KIND[of]}）`,
  'notice-drafted': ({ title }) => `起草公告“${title}”`,
  'notice-edited': ({ title, revision }) => `修改公告“${title}”，第 ${revision} 版`,
  'notice-files-edited': ({ title, change }) =>
    `${{ added: '上传', removed: '移除', arranged: '调整' }[change]}公告“${title}”的附件`,
  'notice-approved': ({ title }) => `审核同意公告“${title}”`,
  'notice-scheduled': ({ title, at }) => `定时发布公告“${title}”，定于 ${moment(at)}`,
  'notice-published': ({ title, at }) => `发布公告“${title}”，发布时间 ${moment(at)}`,
  'notice-unscheduled': ({ title }) => `取消公告“${title}”的定时发布`,
  'notice-withdrawn': ({ title, reason }) => `撤回公告“${title}”，原因：${reason}`,
  'correction-entered': ({ title, entry, hash }) => `更正公告“${title}”写入核验日志，第 ${entry} 条，指纹 ${hash.slice(0, 12)}`,
  'masking-overridden': ({ found, reason }) => `保留 ${found} 处疑似个人信息后发布，理由：${reason}`,
  'publicity-listed': ({ added, removed }) => `修改公示名单：增加 ${added}，撤下 ${removed}`,
  'publicity-dated': ({ posted, through, uncounted }) =>
    `设定公示期：${posted} 张贴，公示至 ${through}${uncounted === null ? '' : `，${uncounted} 年尚无官方放假安排，由本单位核定`}`,
  'publicity-extended': ({ through, reason }) => `公示期延长至 ${through}，原因：${reason}`,
  'publicity-recorded': ({ level }) => `登记${level}公示情况`,
  'publicity-concluded': () => '公示结束，公布公示结果',
  'objection-moved': ({ objection, to }) => `异议 ${objection} 转为“${OBJECTION[to as ObjectionState] ?? to}”`,
  'objection-answered': ({ objection }) => `答复异议 ${objection}`,
  'objection-noted': ({ objection }) => `为异议 ${objection} 添加内部记录`,
  'objections-purged': ({ count }) => `保存期满，删除异议内容 ${count} 件`,
  'private-revealed': ({ subject, reason }) => `查看${subject}，事由：${reason}`,
  'comments-judged': ({ shown, refused }) => `审看评语：展示 ${shown} 条，不展示 ${refused} 条`,
  'comments-chosen': ({ chosen, dropped }) => `选用评语 ${chosen} 条，取消选用 ${dropped} 条`,
  'comment-masked': ({ comment }) => `遮盖评语 ${comment} 中的个人信息`,
  'comments-exported': ({ count }) => `导出选用评语 ${count} 条`,
  'cases-opened': ({ cases, ballots }) => `整理暂缓选票：${ballots} 张，分为 ${cases} 个案件`,
  'case-reopened': ({ case: id, ballots }) => `对 ${ballots} 张已作废选票重新复核，新案件 ${id}`,
  'case-proposed': ({ case: id, verdict, reason }) => `提出案件 ${id} 的处理意见：${sayVerdict(verdict)}，理由：${reason}`,
  'case-refused': ({ case: id, reason }) => `退回案件 ${id} 的处理意见，理由：${reason}`,
  'case-decided': ({ case: id, verdict, ballots }) => `复核同意案件 ${id}：${sayVerdict(verdict)}，涉及选票 ${ballots} 张`,
  'appeal-revealed': ({ case: id, reason }) => `查看案件 ${id} 的申诉内容，事由：${reason}`,
  'appeals-purged': ({ count }) => `保存期满，删除申诉内容 ${count} 件`,
  'campaign-archived': ({ whole }) => (whole ? '打包整个活动，包括到期要删除的内容' : '打包活动存档'),
  'campaign-copied': () => '下载活动存档',
  'retention-deleted': ({ rule }) => `保存期满，按规定删除${RETAINED[rule].what}`,
  'campaign-restored': ({ slug, rows }) => `从存档恢复活动 ${slug}，数据 ${rows} 条`,
  'log-chained': ({ lines }) => `启用校验链，此前的操作记录 ${lines} 条一次连入`,
  'log-exported': ({ lines, form }) => `导出操作记录 ${lines} 条（${form}）`,
  'decision-drafted': () => '起草评审决定',
  'decision-submitted': ({ hash }) => `提交评审决定待复核，指纹 ${hash.slice(0, 12)}`,
  'decision-recalled': ({ hash }) => `收回评审决定继续修改，原指纹 ${hash.slice(0, 12)}`,
  'decision-returned': ({ hash, reason }) => `退回评审决定，原指纹 ${hash.slice(0, 12)}，理由：${reason}`,
  'decision-released': ({ hash }) => `复核同意，评审决定生效，指纹 ${hash.slice(0, 12)}`,
  'amendment-proposed': ({ number, revoked, reason }) =>
    `提出第 ${number} 号变更：撤销 ${revoked.map(one => `${one}号`).join('、')}，原因：${reason}`,
  'amendment-refused': ({ number, reason }) => `退回第 ${number} 号变更，理由：${reason}`,
  'amendment-confirmed': ({ number, hash }) => `复核同意第 ${number} 号变更，撤销生效，指纹 ${hash.slice(0, 12)}`,
  'outcomes-set': ({ title, shown }) => (shown ? `随结果公告“${title}”公开评选结果` : `随结果公告“${title}”撤回评选结果`),
  'decision-exported': () => '导出评审决定',
  'panel-exported': () => '导出评审汇总',
  'panel-set': ({ revision, criteria, blind }) =>
    `设定评审组，第 ${revision} 版：评审标准 ${criteria} 项${blind ? '，隐名评审' : ''}`,
  'reviewer-seated': ({ reviewer }) => `请${reviewer}加入评审组`,
  'reviewer-removed': ({ reviewer }) => `请${reviewer}退出评审组，其评分不再计入`,
  'sheet-saved': ({ number, revision }) => `保存对 ${number} 号的评分，第 ${revision} 版`,
  'reviewer-recused': ({ number }) => `对 ${number} 号声明回避，原有评分删除`,
  'recusal-withdrawn': ({ number }) => `对 ${number} 号撤回回避`,
  'sheets-submitted': ({ scored, recused }) => `提交评审意见：评分 ${scored} 个，回避 ${recused} 个`,
  'sheets-reopened': ({ reviewer, reason }) => `退回评审意见给${reviewer}，理由：${reason}`,
}

/** One Chinese sentence for any event of the audit log. */
export function sayEvent<K extends AuditEvent['kind']>(event: Extract<AuditEvent, { kind: K }>): string {
  return (SAY[event.kind as K] as (event: Extract<AuditEvent, { kind: K }>) => string)(event)
}
