import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Slug, slug } from '../../worker/rules/ids.ts'
import { NEXT_PAGES, nextId, nextPage } from '../../worker/rules/next-page.ts'
import { isWechat, jsSignature, readCode, readState, signableUrl, troubleOf } from '../../worker/rules/wechat.ts'
import { anySign } from '../support/any-sign.ts'
import { WECHAT } from '../support/chromium.ts'

test('the signature is that of WeChat’s own document, for both of its pages', () => {
  const ticket = 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg'
  const signed = { ticket, nonce: 'Wm3WZYTPz0wzccnW', timestamp: 1_414_587_457 }
  expect(jsSignature({ ...signed, url: 'http://mp.weixin.qq.com?params=value' })).toBe('0f9de62fce790f9a083d5c99e95740ceb90c27ed')
  expect(jsSignature({ ...signed, url: 'http://mp.weixin.qq.com' })).toBe('f4d90daf4b3bca3078ab155816175ba34c443a7b')
})

test('only a page of this very site can be signed, and none with what follows a #', () => {
  const origin = 'https://vote.example.cn'
  const good = [origin, `${origin}/`, `${origin}/c/qinghe?from=singlemessage&isappinstalled=0`, `${origin}/search?q=%E5%85%9A`]
  expect(good.map(url => signableUrl(url, origin))).toEqual(good)
  const others = [
    '',
    '/c/qinghe',
    'http://vote.example.cn/',
    'https://vote.example.cn.evil.example/',
    'https://vote.example.cn@evil.example/',
    'https://vote.example.cn:8443/',
    'https://vote.example.cn\\@evil.example/',
    'https://vote.example.cn?x',
    `${origin}/#/route`,
    `${origin}/ x`,
    `${origin}/${'x'.repeat(2048)}`,
  ]
  expect(others.filter(url => signableUrl(url, origin) !== null)).toEqual([])
})

test('every documented code has its meaning; one that nobody knows is WeChat’s trouble, not the voter’s', () => {
  const by = (...codes: number[]) => codes.map(troubleOf)
  expect(by(40029, 40163, 41008, 42003)).toEqual(['again', 'again', 'again', 'again'])
  expect(by(-1, 45009, 45011, 10009)).toEqual(['busy', 'busy', 'busy', 'busy'])
  expect(by(40001, 40013, 40125, 40164, 41002, 41004, 48001, 10003, 10005)).toEqual(Array(9).fill('setup'))
  expect(by(50002, 50001, 40226)).toEqual(['account', 'account', 'account'])
  expect(by(0, 1, 99_999, Number.NaN)).toEqual(['busy', 'busy', 'busy', 'busy'])
})

test('WeChat’s own browser is known on phones and desks; WeCom, which says the same, is not it', () => {
  expect(
    [
      WECHAT,
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.54(0x18003631) NetType/WIFI Language/zh_CN',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090c11) XWEB/14185',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 wxwork/4.1.30 MicroMessenger/7.0.1 Language/zh',
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36',
      '',
    ].map(isWechat),
  ).toEqual([true, true, true, false, false, false])
})

const aSlug = fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/).filter(text => slug(text) !== null)

test('T13: a way back is a page of the list and a campaign; what is written is read again, and nothing else is', () => {
  fc.assert(
    fc.property(fc.constantFrom(...NEXT_PAGES), aSlug, (page, text) => {
      const next = { page, slug: text as Slug }
      expect(nextPage(nextId(next))).toEqual(next)
    }),
  )
  fc.assert(
    fc.property(fc.oneof(fc.webUrl(), fc.string(), fc.string({ unit: anySign }), aSlug), text => {
      const read = nextPage(text)
      if (read) expect(text).toBe(nextId(read))
      const around = nextPage(`ballot.qinghe${text}`)
      if (around) expect(around.slug).toMatch(/^[a-z0-9-]{3,40}$/)
    }),
    { numRuns: 500 },
  )
})

test('T12: a state is 64 hexadecimal signs and a code is letters, digits, - and _; no other text gets as far as a question', () => {
  const state = 'a1'.repeat(32)
  expect([readState(state), readCode('0a1B-_z')]).toEqual([state, '0a1B-_z'])
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: anySign }), fc.constant(undefined)), text => {
      expect(readState(text)).toBe(null)
      if (text === undefined || /[^\w-]/.test(text) || text === '') expect(readCode(text)).toBe(null)
    }),
  )
  expect([readState(state.toUpperCase()), readState(`${state}0`), readState(`${state}\n`), readCode('x'.repeat(257))]).toEqual([
    null,
    null,
    null,
    null,
  ])
})
