import { expect, test } from 'vitest'
import { ConfigError, type Env, readConfig } from '../worker/env.ts'
import { contentSecurityPolicy } from '../worker/headers.ts'
import { addressOf, isOwnRequest } from '../worker/origin.ts'
import { keyFor, seal, unseal } from '../worker/tokens.ts'

const SITE_KEY = 'k'.repeat(32)
const read = (change: Partial<Env>) => readConfig({ HOME: 'machine', SITE_KEY, ...change } as Env)
const WECHAT = { WECHAT_APP_ID: 'wx1', WECHAT_APP_SECRET: 's' }
const refused = (change: Partial<Env>) => {
  try {
    read(change)
    return null
  } catch (error) {
    return error instanceof ConfigError ? error.message : error
  }
}

test('a site without a key of its own, with a short one, or without a home does not start', () => {
  expect([
    refused({ SITE_KEY: '' }),
    refused({ SITE_KEY: 'short' }),
    refused({ HOME: 'moon' }),
    refused({ OPERATOR_KEY: 'short' }),
  ]).toEqual([
    'SITE_KEY must be a secret of at least 32 signs',
    'SITE_KEY must be a secret of at least 32 signs',
    'HOME must be "cloudflare" or "machine"',
    'OPERATOR_KEY must have at least 32 signs',
  ])
})

test('the test keys of Turnstile, which pass everybody, are refused in production', () => {
  const keys = { TURNSTILE_SITE_KEY: '1x00000000000000000000AA', TURNSTILE_SECRET: '1x0000000000000000000000000000000AA' }
  expect(refused({ HOME: 'cloudflare', ...keys })).toBe('Turnstile test keys must not be used in production')
  expect(
    refused({ HOME: 'cloudflare', TURNSTILE_SITE_KEY: '0x4AAAAAAA', TURNSTILE_SECRET: '2x0000000000000000000000000000000AA' }),
  ).toBe('Turnstile test keys must not be used in production')
  expect(refused({ TURNSTILE_SITE_KEY: '0x4AAAAAAA' })).toBe('TURNSTILE_SITE_KEY and TURNSTILE_SECRET belong together')
  expect(read(keys).turnstile).toEqual({
    siteKey: keys.TURNSTILE_SITE_KEY,
    secret: keys.TURNSTILE_SECRET,
    verifyUrl: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
  })
})

test('T27: on Cloudflare, whose cache asks for no host, a site that does not know its own address does not start', () => {
  expect([refused({ HOME: 'cloudflare' }), refused({ HOME: 'cloudflare', PUBLIC_ORIGIN: 'https://vote.example.cn' })]).toEqual([
    'PUBLIC_ORIGIN must be set on Cloudflare',
    null,
  ])
})

test('staff sign in here unless Access is named whole, with its team and the tag of the application', () => {
  expect([
    refused({ STAFF_SIGN_IN: 'access' }),
    refused({ STAFF_SIGN_IN: 'access', ACCESS_TEAM: 'qinghe' }),
    refused({ STAFF_SIGN_IN: 'access', ACCESS_AUD: 'a' }),
    refused({ STAFF_SIGN_IN: 'access', ACCESS_TEAM: 'https://evil.example', ACCESS_AUD: 'a' }),
    refused({ STAFF_SIGN_IN: 'none' }),
  ]).toEqual([
    'STAFF_SIGN_IN "access" needs ACCESS_TEAM and ACCESS_AUD',
    'STAFF_SIGN_IN "access" needs ACCESS_TEAM and ACCESS_AUD',
    'STAFF_SIGN_IN "access" needs ACCESS_TEAM and ACCESS_AUD',
    'ACCESS_TEAM must be the name before .cloudflareaccess.com',
    'STAFF_SIGN_IN must be "local" or "access"',
  ])
  expect([read({}).signIn, read({ STAFF_SIGN_IN: 'access', ACCESS_TEAM: 'qinghe', ACCESS_AUD: 'a' }).signIn]).toEqual([
    { driver: 'local' },
    {
      driver: 'access',
      team: 'https://qinghe.cloudflareaccess.com',
      aud: 'a',
      certsUrl: 'https://qinghe.cloudflareaccess.com/cdn-cgi/access/certs',
    },
  ])
})

test('only the header that this home may believe names a client: no forged one counts', () => {
  const request = new Request('https://vote.example.cn/', {
    headers: { 'cf-connecting-ip': '1.1.1.1', 'x-forwarded-for': '2.2.2.2, 3.3.3.3', 'x-real-ip': '4.4.4.4' },
  })
  expect(addressOf(request, { home: 'cloudflare', proxyHeader: null })).toBe('1.1.1.1')
  expect(addressOf(request, { home: 'machine', proxyHeader: null })).toBe(null)
  expect(addressOf(request, { home: 'machine', proxyHeader: 'x-real-ip' })).toBe('4.4.4.4')
  expect(addressOf(request, { home: 'machine', proxyHeader: 'x-forwarded-for' })).toBe('3.3.3.3')
  expect(refused({ HOME: 'cloudflare', PROXY_HEADER: 'x-forwarded-for' })).toBe(
    'PROXY_HEADER is only for one machine behind a proxy',
  )
})

test('a request is our own when the browser says so, in either of its two ways, and never when it says neither', () => {
  const own = (headers: Record<string, string>) =>
    isOwnRequest(new Request('https://vote.example.cn/x', { method: 'POST', headers }), { publicOrigin: null })
  expect([
    own({ origin: 'https://vote.example.cn' }),
    own({ 'sec-fetch-site': 'same-origin' }),
    own({}),
    own({ origin: 'http://vote.example.cn' }),
    own({ origin: 'https://vote.example.cn', 'sec-fetch-site': 'cross-site' }),
  ]).toEqual([true, true, false, false, false])
})

test('the policy names no other host unless Turnstile or share cards are on, and allows nothing inline but what was hashed', () => {
  expect(contentSecurityPolicy({ turnstile: null, wechat: null })).not.toMatch(/unsafe|https?:|\*/)
  const turnstile = { siteKey: 'a', secret: 'b', verifyUrl: 'c' }
  expect(contentSecurityPolicy({ turnstile, wechat: null }).match(/https:\/\/[^ ;]+/g)).toEqual([
    'https://challenges.cloudflare.com',
    'https://challenges.cloudflare.com',
  ])
})

test('the host of WeChat’s script is named only where pages can be signed for it, and never on a page of staff', () => {
  const { wechat } = read({ ...WECHAT, WECHAT_TICKET_URL: 'https://relay.example.cn/ticket', WECHAT_TICKET_KEY: 'k' })
  const hosts = (change: Parameters<typeof contentSecurityPolicy>[0], staff = false) =>
    contentSecurityPolicy(change, { frames: false, framed: false, staff }).match(/[\w-]+ [^;]*https:[^ ;]+/g)
  expect([
    hosts({ turnstile: null, wechat: read(WECHAT).wechat }),
    hosts({ turnstile: null, wechat })?.map(text => text.replaceAll(/'sha256-[^']+'/g, '#')),
    hosts({ turnstile: null, wechat }, true),
  ]).toEqual([null, ["script-src 'self' # https://res.wx.qq.com"], null])
})

test('WeChat is set up whole or not at all, and on the real network only over https', () => {
  const home = { HOME: 'cloudflare', PUBLIC_ORIGIN: 'https://vote.example.cn' }
  expect([
    refused({ WECHAT_APP_ID: 'wx1' }),
    refused({ WECHAT_APP_SECRET: 's' }),
    refused({ ...WECHAT, WECHAT_TICKET_URL: 'https://relay.example.cn' }),
    refused({ WECHAT_TICKET_URL: 'https://relay.example.cn', WECHAT_TICKET_KEY: 'k' }),
    refused({ ...WECHAT, ...home, WECHAT_API_URL: 'http://127.0.0.1:1' }),
    refused({ ...WECHAT, ...home, WECHAT_OPEN_URL: 'http://127.0.0.1:1' }),
    refused({ ...WECHAT, ...home, WECHAT_TICKET_URL: 'http://relay.example.cn', WECHAT_TICKET_KEY: 'k' }),
    refused({ ...WECHAT, WECHAT_API_URL: 'ftp://x' }),
    refused({ WECHAT_VERIFY: '../MP_verify_x.txt' }),
  ]).toEqual([
    'WECHAT_APP_ID and WECHAT_APP_SECRET belong together',
    'WECHAT_APP_ID and WECHAT_APP_SECRET belong together',
    'WECHAT_TICKET_URL and WECHAT_TICKET_KEY belong together',
    'WECHAT_TICKET_URL is of no use without WECHAT_APP_ID',
    'WECHAT_API_URL must be an address that begins with https://',
    'WECHAT_OPEN_URL must be an address that begins with https://',
    'WECHAT_TICKET_URL must be an address that begins with https://',
    'WECHAT_API_URL must be an address that begins with https://',
    'WECHAT_VERIFY must be a name such as MP_verify_x.txt',
  ])
  expect([read({}).wechat, read({ ...WECHAT, ...home, WECHAT_VERIFY: 'MP_verify_aB1.txt' })]).toMatchObject([
    null,
    {
      wechat: {
        appId: 'wx1',
        secret: 's',
        apiUrl: 'https://api.weixin.qq.com',
        openUrl: 'https://open.weixin.qq.com',
        ticket: null,
      },
      wechatVerify: 'aB1',
    },
  ])
})

test('a token made for one purpose, by one site, unaltered, is the only one that opens', () => {
  const token = seal(SITE_KEY, 'device', 'abc.1')
  expect(unseal(SITE_KEY, 'device', token)).toBe('abc.1')
  expect([
    unseal(SITE_KEY, 'code-session', token),
    unseal('x'.repeat(32), 'device', token),
    unseal(SITE_KEY, 'device', token.replace('abc', 'abd')),
    unseal(SITE_KEY, 'device', 'abc.1'),
    unseal(SITE_KEY, 'device', '~'),
  ]).toEqual([null, null, null, null, null])
  expect(
    new Set(
      (
        [
          'device',
          'code-session',
          'wechat',
          'wechat-session',
          'wechat-step',
          'question',
          'pow',
          'pow-key',
          'cdata',
          'voting-code',
          'campaign-key',
          'objection-seal',
          'objection-key',
          'tracking',
          'staff-step',
          'passkey-challenge',
          'recovery-code',
          'totp-secret',
        ] as const
      ).map(purpose => Buffer.from(keyFor(SITE_KEY, purpose)).toString('hex')),
    ).size,
  ).toBe(18)
})
