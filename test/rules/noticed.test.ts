import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostOf, networkOf } from '../../worker/rules/address.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { referrerOf } from '../../worker/rules/referrer.ts'
import { NO_SIGNALS, REFERRERS, readSignals, signalsText } from '../../worker/rules/signals.ts'
import { instant } from '../../worker/rules/time.ts'
import { browserFamily, phoneModel } from '../../worker/rules/user-agent.ts'
import { NO_VISIT, readVisit, visitText } from '../../worker/rules/visit.ts'
import { anySign } from '../support/any-sign.ts'

const ID = 'cmp_0000000000000001' as CampaignId
const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
const SEEN: readonly (readonly [text: string | null, family: string, model: string | null])[] = [
  [null, '', null],
  ['', '', null],
  [CHROME, 'Chrome Windows 142', null],
  [`${CHROME} Edg/142.0.3595.53`, 'Edge Windows 142', null],
  [
    'Mozilla/5.0 (Linux; Android 14; V2309A Build/UP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36 XWEB/1420045 MicroMessenger/8.0.49.2600(0x2800313D)',
    'WeChat Android 8',
    'V2309A',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.54(0x1800362c) NetType/4G',
    'WeChat iOS 8',
    'iPhone',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    'Safari iOS 18',
    'iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
    'Chrome Android 142',
    null,
  ],
  [
    'Mozilla/5.0 (Linux; U; Android 12; zh-cn; HUAWEI ELS-AN00 Build/X) AppleWebKit/537.36 Chrome/99.0 MQQBrowser/14.2 Mobile',
    'QQ Android 14',
    'HUAWEI ELS-AN00',
  ],
  ['python-requests/2.32.3', 'Program', null],
  ['curl/8.5.0', 'Program', null],
  ['\u202eevil\r\n{"event":"fault"}', 'Other', null],
  ['Mozilla/5.0 (Linux; Android 14; 13912345678) Chrome/142.0', 'Chrome Android 142', null],
]

test('of what a browser says of itself only its family and a phone model are kept', () => {
  for (const [text, family, model] of SEEN) expect([text, browserFamily(text), phoneModel(text)]).toEqual([text, family, model])
})

test('T29: whatever a browser says, what is kept is short and made of harmless signs', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: anySign, maxLength: 2000 }),
      fc.constantFrom('', 'Chrome/1 ', 'MicroMessenger/8 (Linux; Android 9; '),
      (text, before) => {
        expect(browserFamily(before + text)).toMatch(/^[A-Za-z]{0,14}( [A-Za-z]{2,9})?( \d{1,3})?$/)
        expect(phoneModel(before + text) ?? '').toMatch(/^[\w .()+-]{0,40}$/)
      },
    ),
  )
})

test('where somebody came from is one of five words', () => {
  const from = (referer: string | null, site: string | null = null, agent: string | null = CHROME) =>
    referrerOf({ referer, site, agent, host: 'vote.example.cn' })
  expect([
    from(null, null, 'x MicroMessenger/8.0'),
    from('https://mp.weixin.qq.com/s/abc'),
    from('https://vote.example.cn/c/x'),
    from(null, 'none'),
    from('https://www.baidu.com/s?wd=身份证'),
    from('https://evil.example/baidu.com'),
    from('https://notbaidu.com/'),
    from('nonsense'),
    from(null),
  ]).toEqual(['wechat', 'wechat', 'direct', 'direct', 'search', 'other', 'other', 'none', 'none'])
})

test('an address has a host beside its network: an IPv4 address itself, the 64 bits of a line; a port behind it changes neither', () => {
  expect(
    ['203.0.113.7', '203.0.113.7:4711', '::ffff:203.0.113.7', '2001:db8:1:2:3::1', '[2001:db8:1:2::9]:443', 'rubbish'].map(
      hostOf,
    ),
  ).toEqual(['203.0.113.7/32', '203.0.113.7/32', '203.0.113.7/32', '2001:db8:1:2::/64', '2001:db8:1:2::/64', 'rubbish'])
  expect(['203.0.113.7:4711', '[2001:db8:1:2::9]:443'].map(networkOf)).toEqual(['203.0.113.0/24', '2001:db8:1::/48'])
})

test('a visit and the signals of a ballot are read back as they were written; a visit of another device or campaign is none', () => {
  const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null })
  const moment = fc.integer({ min: 0, max: 4e12 }).map(instant)
  const tag = fc.stringMatching(/^[0-9a-f]{16}$/)
  const visit = fc.record({
    first: maybe(moment),
    views: fc.nat(9999),
    referrer: fc.constantFrom(...REFERRERS),
    asked: maybe(moment),
    host: maybe(tag),
    net: maybe(tag),
    codeAsked: fc.boolean(),
  })
  fc.assert(
    fc.property(visit, one => {
      const text = visitText(ID, 'd1', one)
      expect(readVisit(text, ID, 'd1')).toEqual(one)
      expect(text).toMatch(/^[\w.]+$/)
      expect(readVisit(text, ID, 'd2')).toEqual(NO_VISIT)
      expect(readVisit(text, 'cmp_0000000000000002' as CampaignId, 'd1')).toEqual(NO_VISIT)
    }),
  )
  const signals = { ...NO_SIGNALS, dwellMs: 5, views: 2, host: 'aa', asn: 4134, hosting: false, ua: 'WeChat iOS 8' }
  expect([readSignals(signalsText(signals)), readSignals(null)]).toEqual([signals, NO_SIGNALS])
})
