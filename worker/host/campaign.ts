import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ROLE, VOTER_CLASS } from '../../web/text/terms.ts'
import { VOTER_CLASSES } from '../rules/campaign.ts'
import { STAFF_ROLES } from '../rules/roles.ts'
import { COMMANDS } from './campaign-commands.ts'
import type { Outcome, Surroundings, Values } from './command-call.ts'
import type { Progress } from './folder-steps.ts'

/** `npm run campaign`: what an operator does to a site from the command line. */

const HELP = `用法：npm run campaign -- 命令
  validate 文件夹            检查活动文件夹，不改动网站
  import 文件夹 [--replace]  把活动文件夹导入网站；内容没变就什么也不改
                             在网页上改过的，只有加 --replace 才以文件夹为准
  export 活动代号 文件夹     把网站上的活动写成文件夹
  archive 活动代号 文件.zip [--private]
                             把整个活动打包成一个文件：设置、名单、公告、选票、案件、记录、照片和附件
                             加 --private 连到期要删除的内容也打包，只用于搬家
  restore 文件.zip           把打包的活动恢复到网站，要么全部，要么不动
  open 活动代号              冻结规则和名单，到时间开放投票
  codes 活动代号 --unit 单位 --count 张数 [--class 身份] [--out 文件.csv]
                             发放投票码，每个码带一个链接；只出现这一次
                             身份：${VOTER_CLASSES.map(one => `${one}（${VOTER_CLASS[one]}）`).join('、')}
  cosign 活动代号 --witness 网址 --vkey 公钥
                             请见证方为最新的签名页签名，并把签名交给网站
  turn-key 活动代号          更换投票日志的签名密钥；投票没有结束的，到结束时更换
  staff --login 登录名 --name 姓名 --role 角色 [--unit 单位] [--email 邮箱]
                             建立工作人员账号；角色：${STAFF_ROLES.map(role => `${role}（${ROLE[role]}）`).join('、')}
  staff --recover 登录名     给忘记密码、丢了手机的人一个重新设置的链接
  first-admin                还没有系统管理员时，给出建立第一个管理员账号的链接
  check-log 文件.jsonl       核对导出的操作记录，不连网站
  schema                     输出 campaign.json 的 JSON Schema
选项：
  --site 网址 --key 密钥     别处的网站；也可用环境变量 MINGPING_SITE、MINGPING_OPERATOR_KEY
  --state 文件夹             本机网站的数据文件夹，默认 .state`

const TEXTS = [
  'site',
  'key',
  'state',
  'unit',
  'class',
  'count',
  'out',
  'login',
  'name',
  'role',
  'email',
  'recover',
  'witness',
  'vkey',
]
const OPTIONS = {
  ...Object.fromEntries(TEXTS.map(name => [name, { type: 'string' as const }])),
  replace: { type: 'boolean' as const },
  private: { type: 'boolean' as const },
}

/** Runs one command and answers its exit code: 0 done, 1 refused, 2 not understood. */
export async function campaign(args: readonly string[], at: Surroundings): Promise<0 | 1 | 2> {
  const call = callOf(args, at)
  if (call === null) {
    at.note(HELP)
    return 2
  }
  const outcome = await call.run()
  for (const line of outcome.ok ? outcome.value : []) at.say(line)
  for (const line of outcome.ok ? [] : outcome.problems) at.note(line)
  return outcome.ok ? 0 : 1
}

function callOf(args: readonly string[], at: Surroundings): { run(): Promise<Outcome> } | null {
  try {
    const { positionals, values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
    const [name = '', ...words] = positionals
    const command = COMMANDS.get(name)
    if (command?.words !== words.length) return null
    const path = (written: string) => resolve(at.folder, written)
    return { run: () => command.run({ words, values: values as Values, at, path, tell: teller(at) }) }
  } catch {
    return null
  }
}

/** Tells of every tenth part of a long piece of work, so that neither screen nor log fills up. */
const teller =
  (at: Surroundings): Progress =>
  (what, done, all) => {
    if (done === all || done % Math.ceil(all / 10) === 0) at.note(`${what} ${done}/${all}`)
  }

if (process.argv[1] === import.meta.filename)
  process.exitCode = await campaign(process.argv.slice(2), {
    env: process.env,
    // npm runs scripts in the project's folder and says here where the person stood.
    folder: process.env.INIT_CWD ?? process.cwd(),
    say: line => console.log(line),
    note: line => console.error(line),
  })
