import type { Refusal, RefusalCode } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { endMoment, moment, soon, time } from './dates.ts'

type Sayings = { readonly [C in RefusalCode]: (refusal: Extract<Refusal, { code: C }>, now: Instant) => string }

const wait = (seconds: number): string => (seconds < 60 ? `${seconds} 秒` : `${Math.ceil(seconds / 60)} 分钟`)

/** What happened, what it means, what to do. Never blames, never "系统错误" alone. */
const SAY: Sayings = {
  'poll-not-open': ({ opens }) => `投票还没有开始，将于 ${moment(opens)} 开放，请到时再来。`,
  'poll-closed': ({ closed }) => `投票已于 ${endMoment(closed)} 结束，不能再投票，感谢您的关注。`,
  'poll-not-ready': () => '本次活动的投票还没有准备好，请稍后再来，或向主办单位询问。',
  'already-voted': ({ at, next }, now) =>
    next
      ? `您今天已经投过票（${time(at)}），${soon(next, now)} 后可以再投。`
      : `您已于 ${moment(at)} 投过票，本活动限投一次，这次提交没有重复计票。`,
  'key-reused': () => '这次提交与之前已记录的选票内容不同。已记录的选票有效，没有被改动；请到“我的投票”查看。',
  'spec-frozen': () => '投票规则和候选名单在开放时已经固定，不能再改。',
  'empty-ballot': () => '您还没有选择候选对象，请先勾选再提交。',
  'too-many-choices': ({ category, allowed, chosen }) =>
    `“${category}”最多选 ${allowed} 个，您选了 ${chosen} 个，请去掉 ${chosen - allowed} 个。`,
  'too-few-choices': ({ category, needed, chosen }) =>
    `“${category}”至少选 ${needed} 个，您选了 ${chosen} 个，还差 ${needed - chosen} 个。`,
  'too-many-in-all': ({ allowed, chosen }) => `一共最多选 ${allowed} 个，您选了 ${chosen} 个，请去掉 ${chosen - allowed} 个。`,
  'too-few-in-all': ({ needed, chosen }) => `一共至少选 ${needed} 个，您选了 ${chosen} 个，还差 ${needed - chosen} 个。`,
  'unknown-nominee': ({ number }) => `没有编号为 ${number} 的候选对象，请刷新页面后重新选择。`,
  'chosen-twice': ({ number }) => `编号 ${number} 选了两次，每个候选对象只能选一次。`,
  'session-missing': () => '没有读到本机的投票凭据。请允许浏览器使用 Cookie，然后从选票页面重新进入。',
  'too-quick': ({ retryAfter }) => `页面刚刚打开，请看清候选对象后再提交（约 ${wait(retryAfter)}后即可）。您的选择不会丢失。`,
  'code-needed': () => '本次投票须凭投票码参加，请先输入单位发给您的投票码。',
  'code-refused': () => '投票码不正确，或已被锁定。请核对后重新输入；仍有问题，请联系发放单位。',
  'code-asked': () =>
    '您所在的网络近来有很多新设备同时投票，为保护每一张选票，请先刷新本页，输入单位发给您的投票码，再提交选票。您的选择不会丢失；没有投票码，请十分钟后再试。',
  'codes-shown': () => '这一批投票码已经发放过，码只在发放时显示一次，不能再看。没有保存下来的，请作废这一批，再重新发放。',
  'roster-refused': () => '姓名、编号或投票码不正确，或已被锁定。请核对后重新填写；仍有问题，请联系发放单位。',
  'roster-fixed': () => '投票已经开放，名册只能增加人，不能替换：已经参加的人必须留在名册上，选票才有据可查。',
  'wechat-needed': () => '本次投票一个微信号计一票，请在微信里打开本页面参加。',
  'wechat-absent': () => '本次活动按微信号投票，而本站还没有接通微信登录，现在不能投票，请向主办单位反映。',
  'wechat-state-refused': () => '这次进入已经过期，或不是从这台手机上开始的。请回到活动页面，重新点“投票”。',
  'wechat-snapshot': () => '现在打开的是微信的快照页，微信没有告诉本站您是哪个微信号，不能投票。请点“使用完整服务”，再继续。',
  'wechat-again': () => '这次从微信进入的凭据已经失效，没有记录任何内容，请重新进入。',
  'wechat-busy': ({ retryAfter }) =>
    `微信登录现在连不上，请约 ${wait(retryAfter)}后再试；已经进入的人照常投票，投票时间没有改变。`,
  'wechat-setup': () => '本站的微信登录还没有设置好，现在不能投票，请向主办单位反映。',
  'wechat-account': () => '微信不允许这个微信号在网页上登录，可能是帐号受到限制。请在微信里查看帐号状态，或联系主办单位。',
  'code-tied-elsewhere': () =>
    '这个投票码已与另一个微信号绑定，或您的微信号已绑定了另一个投票码；请用绑定的微信号参加，或联系发放单位。',
  'roster-needed': () => '本次投票须在名册上，请先填写姓名、编号和投票码。',
  'human-check-failed': () => '安全验证没有通过，请重新验证后提交。您的选择不会丢失。',
  'human-check-expired': () => '安全验证已经过期，请重新验证后提交。您的选择不会丢失。',
  'human-check-unavailable': ({ retryAfter }) => `安全验证服务暂时连不上，请约 ${wait(retryAfter)}后再试。您的选择不会丢失。`,
  'slow-down': ({ retryAfter }) => `操作太频繁，请约 ${wait(retryAfter)}后再试。您的选择不会丢失。`,
  busy: ({ retryAfter }) => `现在参加的人很多，请约 ${wait(retryAfter)}后再试；重复提交不会重复计票。`,
  'storage-away': ({ retryAfter }) =>
    `系统暂时不能读写数据，不能确定刚才的操作是否完成。请约 ${wait(retryAfter)}后再试，并核对一遍；投票不受影响。`,
  'likes-not-open': ({ opens }) => (opens ? `点赞将于 ${moment(opens)} 开放，请到时再来。` : '本次活动没有开放点赞。'),
  'likes-closed': () => '点赞已经结束，感谢您的关注。',
  'commented-today': ({ next }, now) => `您今天已经为这个候选对象写过评语，${soon(next, now)} 后可以再写。`,
  'comments-enough': ({ most, next }, now) =>
    `一台设备每天最多写 ${most} 条评语，您今天的已经写完，${soon(next, now)} 后可以再写。`,
  'sign-in-needed': () => '请先登录工作人员账号。',
  'sign-in-refused': () => '账号或密码不正确，请重新输入。',
  'sign-in-locked': ({ retryAfter }) => `连续多次输入错误，请约 ${wait(retryAfter)}后再试。`,
  'proof-needed': () => '这一步需要再次验证是您本人，验证后继续。',
  'proof-refused': () => '验证没有通过，请核对后重新输入；每个动态码只能用一次，可以等下一个。',
  'account-unknown': ({ email }) => `邮箱 ${email} 还没有本站的工作人员账号，请联系系统管理员。`,
  'not-allowed': () => '您的账号没有这项权限。如需使用，请联系系统管理员。',
  'edited-by-other': ({ by, at }, now) =>
    `在您打开之后，${by}于${soon(at, now)}改过这里，您的修改还没有保存。请看清对方的修改后再保存。`,
  'form-refused': ({ flaws }) => `有 ${flaws.length} 处需要改正，已在下面标出。您填写的内容没有丢失。`,
  'not-ready': ({ missing }) =>
    `还不能这样做，尚缺 ${missing.length} 项：${missing[0]?.replace(/。$/, '')}${missing.length > 1 ? '等' : ''}。`,
  'file-refused': ({ name, why }) => `没有收下文件“${name}”：${why}。`,
  'link-spent': () => '这个链接已经用过或过期，请向系统管理员重新要一个。',
  'personal-data-found': ({ count }) => `内容里有 ${count} 处疑似个人信息，请先遮盖，或写明保留的理由。`,
  'objections-closed': ({ closed }) => `异议受理已于 ${endMoment(closed)} 截止。`,
  'tracking-refused': () => '没有找到这个查询码，请核对后重新输入。',
  'objection-done': () => '这件异议已经办结，或补充次数已满，不能再补充。如有新情况，请与受理单位联系。',
  'second-person-needed': () => '这项决定须由两个人作出：组织者提出的由审计复核，审计提出的由组织者复核，提出人自己不能复核。',
  'not-logged-yet': () => '您的选票已经存好，收录证明大约一分钟后可以下载。',
  'not-final': () => '投票（点赞）结束、结果写入记录册之后才提供，请稍后再来。',
  'decision-moved': () => '在您打开之后，这份评审决定有了新的进展，您的操作没有执行。请看清现在的情况后再决定。',
  'decision-incomplete': ({ flaws }) => `已经保存，但还有 ${flaws.length} 处要补充或更正，所以没有提交。`,
  'key-turned': ({ number }) => `没有更换：日志的签名密钥已经定为第 ${number} 把。请看清现在的情况后再决定。`,
  'case-moved': () => '在您打开之后，这个案件有了新的进展，您的操作没有执行。请看清现在的情况后再决定。',
  'not-on-panel': () => '您不在这个活动的评审组里，不能查看评审材料。如应参加，请联系组织者。',
  'panel-fixed': () => '已经有评审打分，评审标准、权重和范围自此固定，没有改动。',
  'sheets-handed-in': () => '您的评审意见已经提交，不能再改。如需更正，请组织者写明理由后退回。',
  recused: () => '您已对这个候选对象声明回避，不能打分。',
  'sheets-not-handed-in': () => '提交自己的评审意见之后，才能看到评审组的汇总。',
  'comments-closed': () => '本次活动现在不征集评语。',
  'not-found': () => '这里没有内容，可能是网址不完整，或内容已移走。请核对网址，或从首页查找。',
  'method-not-allowed': () => '这个地址不接受这种操作。',
  'cross-site': () => '这次提交不是从本站页面发出的，已被拒绝。请回到本站页面重新操作。',
  'body-too-large': ({ limit }) => `提交的内容过大，最多 ${Math.floor(limit / 1024)} KB。`,
  'body-malformed': ({ where }) => `提交的内容不完整或格式不对（${where}），请刷新页面后重试。`,
  'wrong-content-type': () => '提交的内容类型不对。',
  'live-only': () => '这个地址只供计票页实时更新使用，请打开计票页查看。',
  'import-refused': ({ problems }) => `没有导入，共有 ${problems.length} 处需要改正。`,
  fault: () => '服务暂时不可用，请稍后再试。如果刚才在投票，请用原页面再次提交，不会重复计票。',
}

/** One Chinese sentence (or two short ones) for any refusal. */
export function sayRefusal<C extends RefusalCode>(refusal: Extract<Refusal, { code: C }>, now: Instant): string {
  return (SAY[refusal.code as C] as (refusal: Extract<Refusal, { code: C }>, now: Instant) => string)(refusal, now)
}

/** A short heading for a page that shows nothing but a refusal. */
export const TITLE: Readonly<Partial<Record<RefusalCode, string>>> = {
  'poll-not-open': '还不能投票',
  'poll-closed': '投票已经结束',
  'already-voted': '您已经投过票',
  'not-found': '没有找到这个页面',
  'not-allowed': '没有权限',
  'proof-needed': '再次验证',
  'account-unknown': '没有账号',
  'not-on-panel': '不在评审组',
  'sheets-not-handed-in': '请先提交',
  'link-spent': '链接已失效',
  'slow-down': '请稍候再试',
  busy: '请稍候再试',
  'storage-away': '暂时不能读写数据',
  'wechat-absent': '微信登录没有接通',
  'wechat-state-refused': '请重新进入',
  'wechat-snapshot': '请使用完整服务',
  'wechat-again': '请重新进入',
  'wechat-busy': '微信暂时连不上',
  'wechat-setup': '微信登录没有设置好',
  'wechat-account': '这个微信号不能登录',
  'likes-closed': '点赞已经结束',
  'likes-not-open': '点赞尚未开放',
  fault: '服务暂时不可用',
}
