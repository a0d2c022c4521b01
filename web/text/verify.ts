import type { Profile } from '../../worker/rules/recount/bundle-file.ts'
import { instant } from '../../worker/rules/time.ts'
import { moment } from './dates.ts'

// What the page that checks bundles and receipts says.

export const VERIFY = '核验投票记录'

export const VERIFY_INTRO = '用您自己的手机或电脑，把投票记录从头核对一遍。文件只在本机读取，不会上传；断开网络也能核对。'

export const BUNDLE_HELP =
  '核验包是活动结束后公布的 ZIP 文件，里面有全部投票记录，没有投票人的任何资料。在活动的“投票记录公开”页面可以下载。点赞另有点赞核验包，在“点赞情况”页面下载，也在这里核对。'

export const RECEIPT_HELP = '打开从回执页下载的文件，或把文件里的文字粘贴到这里。'

export const PRINTED_HELP = '手里有结果公告的，把上面印的总指纹照样填在这里，就知道公布的记录与公告印发时是不是同一份。'

export const PRINTED = {
  unreadable: '没有认出总指纹：它是 44 个字母、数字和符号，以“=”结尾。请核对有没有抄漏、抄错。',
  differs:
    '不同：这份核验包里没有这个总指纹。请先核对是否抄错；确实不同的，说明公告印发以后记录被换过，请保留公告并向主办单位或审计员反映。',
} as const

/** That a printed root is one of the bundle's: `final` when nothing was entered since. */
export const printedText = ({ book, final }: { book: string; final: boolean }): string =>
  final ? `相同：就是${book}最终的总指纹。` : `相同：就是${book}签名时的总指纹；那以后新增的记录都接在它后面，没有改动前面的。`

export const NO_SCRIPT =
  '核对要在您的浏览器里计算，现在脚本功能没有打开，无法进行。请打开脚本功能，或换一个浏览器；会用命令行的，也可以运行 npm run verify。'

export const PASSED = '核验通过'
export const FAILED = '核验未通过'

export const WORKING = '正在核对'

/** How far it has come, said while somebody waits. */
export const progressText = (done: number, size: number): string => `${WORKING}：第 ${done} 条，共 ${size} 条`

export const unpackText = (done: number): string => `正在打开核验包：${done} 个文件`

export const ballotsText = (
  { counted, held, void: gone }: Readonly<Record<'counted' | 'held' | 'void', number>>,
  profile: Profile,
): string =>
  profile === 'open'
    ? `收到点赞 ${counted + held} 次＝计入 ${counted} 次＋暂缓 ${held} 次`
    : `收到 ${counted + held + gone} 张＝计入 ${counted} 张＋暂缓 ${held} 张＋作废 ${gone} 张`

/** What passing means here, and what it cannot mean. */
export const PASS_MEANS: Readonly<Record<Profile, string>> = {
  sealed: '这份核验包里的记录前后相连、签名有效，公布的票数与逐张选票相加的结果一致。',
  open: '这份核验包里的记录前后相连、签名有效，公布的点赞数与逐条相加的结果一致。点赞仅作宣传，不作评选依据。',
}
export const FAIL_MEANS = '下面标出了第一处不符。请保留这个文件，向主办单位或审计员反映；也可以重新下载后再核对一次。'

export const BUNDLE_FACTS = { log: '记录册', root: '总指纹', correction: '更正公告', key: '更换签名密钥' } as const

/** Where an entry of the log stands, and what it says. */
export const entryText = (index: number, words = ''): string => `第 ${index} 号记录${words === '' ? '' : `：${words}`}`

export const bookText = (shard: number, size: number): string => `第 ${shard + 1} 册，${size} 条记录`

export const RECEIPT = {
  none: '没有认出这是回执。请确认复制了全部文字，从第一行到最后一行。',
  broken: '这份回执自身对不上：选票记录与签名页不符，可能被改动过，或没有复制完整。',
  proof: '这份回执说明：您的选票已经写进投票记录。',
  promise: '这是提交时给您的收据，承诺把您的选票写进投票记录。过几分钟可以在回执页下载收录证明。',
  signed: '签名有效',
  unsigned: '签名无效：不是这本记录册签的',
  unknown: '还没有公钥，签名未核对。先在上面核验该活动的核验包，或填写公钥。',
  inBundle: '上面这份核验包里有您的这张选票',
  notInBundle: '上面这份核验包里没有您的这张选票，请保留回执并向主办单位反映',
  noChoice: '回执里没有您选了谁，别人拿到它也看不出来。',
} as const

export const RECEIPT_FACTS = {
  log: '记录册',
  index: '记录编号',
  time: '投票时间',
  root: '总指纹',
  head: '签名时共有记录',
  signature: '签名',
  witnesses: '见证方',
  standing: '现在的状态',
} as const

const BUCKET = 600_000

/** The ten minutes in which a ballot came in, by the clock in Shanghai. */
export const bucketText = (bucket: number): string => `${moment(instant(bucket * BUCKET))} 起的十分钟内`

export const STANDING = { counted: '计票', held: '暂缓', void: '作废' } as const
