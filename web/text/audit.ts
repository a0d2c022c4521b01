import type { AuditEvent } from '../../worker/rules/audit.ts'

type Sayings = { readonly [K in AuditEvent['kind']]: (event: Extract<AuditEvent, { kind: K }>) => string }

const SAY: Sayings = {
  'signed-in': () => '登录',
  'signed-out': () => '退出登录',
  'campaign-imported': ({ nominees, hash }) => `导入活动，候选对象 ${nominees} 个，内容指纹 ${hash.slice(0, 12)}`,
  'poll-opened': ({ spec }) => `开放投票，规则和名单自此固定，指纹 ${spec.slice(0, 12)}`,
  'codes-issued': ({ unit, count }) => `向“${unit}”发放投票码 ${count} 个`,
  'running-tally-read': () => '在投票期间查看计票数据',
  'tally-exported': () => '导出计票数据',
  'staff-created': ({ login, role }) => `新建工作人员账号 ${login}（${role}）`,
}

/** One Chinese sentence for any event of the audit log. */
export function sayEvent<K extends AuditEvent['kind']>(event: Extract<AuditEvent, { kind: K }>): string {
  return (SAY[event.kind as K] as (event: Extract<AuditEvent, { kind: K }>) => string)(event)
}
