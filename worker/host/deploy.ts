import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildAll } from '../../web/build.ts'
import { ROOT } from './runtime.ts'

/**
 * `npm run deploy`: builds, looks for what must not go to production, and lets wrangler check the rest without an
 * account. With --publish it goes on to the real deployment.
 */

const CHECKLIST = `
部署到 Cloudflare 之前，运营者需要设置：

  1. D1 数据库    wrangler d1 create mingping        把返回的 database_id 填进 wrangler.toml
                  wrangler d1 migrations apply mingping --remote
  2. R2 存储桶    wrangler r2 bucket create mingping-files
  3. 密钥         wrangler secret put SITE_KEY        至少 32 个随机字符，丢失后投票码和回执凭据失效，请备份
                  wrangler secret put OPERATOR_KEY    至少 32 个随机字符，供 npm run campaign 使用
                  wrangler secret put TURNSTILE_SECRET（只在启用 Turnstile 时）
                  wrangler secret put WECHAT_APP_SECRET（只在按微信号投票时；有 JS-SDK 票据中继的，另设 WECHAT_TICKET_KEY）
  4. 变量         wrangler.toml 的 [vars]：PUBLIC_ORIGIN（必填，读者使用的网址）、SITE_NAME、SITE_OWNER，启用 Turnstile 时 TURNSTILE_SITE_KEY
  5. 域名         已备案域名，加到 wrangler.toml 的 routes；微信内使用须在公众平台设为 JS 接口安全域名；
                  按微信号投票还须是认证服务号，把域名设为网页授权域名，校验文件名填 WECHAT_VERIFY，并设 WECHAT_APP_ID
  6. 定时任务     不需要：到点的工作都由 Durable Object 的闹钟触发
  7. 第一个账号   MINGPING_SITE=https://域名 MINGPING_OPERATOR_KEY=… npm run campaign -- first-admin
                  给出一个链接，在浏览器里建立系统管理员账号，再由他邀请其他人
  8. 登录方式     默认由本站登录（密码加动态码或通行密钥）。已有 Cloudflare Access 的单位设 STAFF_SIGN_IN = "access"、
                  ACCESS_TEAM、ACCESS_AUD，并让 Access 保护 /staff

须知：Turnstile、D1、Durable Objects 不在 Cloudflare 中国网络的产品清单内；数据须留在境内的单位请用单机方式运行。`

interface Finding {
  readonly what: string
  readonly holds: boolean
}

/** What can be told from the files alone. */
function findings(): readonly Finding[] {
  const built = readFileSync(join(ROOT, 'dist/worker/index.js'), 'utf8')
  const settings = readFileSync(join(ROOT, 'wrangler.toml'), 'utf8')
  return [
    { what: '生产构建不含可移动的时钟', holds: !built.includes('/operator/clock') },
    { what: '生产构建不能免去第二重验证', holds: !built.includes('/operator/staff/waive') && !/waivers: true/.test(built) },
    { what: '生产构建不含演示活动和演示账号', holds: !/清河市|滨江市|演示组织者/.test(built) },
    { what: 'wrangler.toml 的 HOME 是 cloudflare', holds: /^HOME = "cloudflare"$/m.test(settings) },
    { what: 'wrangler.toml 没有 Turnstile 测试密钥', holds: !/TURNSTILE[A-Z_]* = "[123]x0+/.test(settings) },
    {
      what: 'wrangler.toml 没有写入密钥',
      holds: !/^\s*(SITE_KEY|OPERATOR_KEY|TURNSTILE_SECRET|WECHAT_APP_SECRET|WECHAT_TICKET_KEY)\s*=/m.test(settings),
    },
  ]
}

function wrangler(...args: readonly string[]): boolean {
  const { status } = spawnSync(join(ROOT, 'node_modules/.bin/wrangler'), args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false' },
  })
  return status === 0
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { publish: { type: 'boolean', default: false } } })
  await buildAll()
  const found = findings()
  for (const { what, holds } of found) console.log(`${holds ? '✓' : '×'} ${what}`)
  if (found.some(({ holds }) => !holds)) return 1
  if (!wrangler('deploy', '--dry-run', '--outdir', 'dist/deploy')) return 1
  if (!values.publish) {
    console.log(`\n以上检查通过，没有发布任何东西。\n${CHECKLIST}\n\n准备好之后：npm run deploy -- --publish`)
    return 0
  }
  if (readFileSync(join(ROOT, 'wrangler.toml'), 'utf8').includes('00000000-0000-0000-0000-000000000000')) {
    console.error(`\nwrangler.toml 里的 database_id 还没有填写，不能发布。\n${CHECKLIST}`)
    return 1
  }
  if (!/^PUBLIC_ORIGIN = "https:/m.test(readFileSync(join(ROOT, 'wrangler.toml'), 'utf8'))) {
    console.error('\nwrangler.toml 里的 PUBLIC_ORIGIN 还没有填写，不能发布。')
    return 1
  }
  return wrangler('deploy') ? 0 : 1
}

process.exit(await main())
