import { expect, test } from 'vitest'
import { sayRefusal } from '../web/text/refusals.ts'
import { STATUS } from '../worker/refusals.ts'
import type { Refusal, RefusalCode } from '../worker/rules/refusal.ts'
import { instant } from '../worker/rules/time.ts'
import { sourcesIn, textOf } from './support/sources.ts'

/** What WeChat blocks domains for, and what turns a vote into a race (law 5, T34). */
const BANNED =
  /集赞|拉票|转发.{0,4}(得|送|领|抽|赢)|分享.{0,4}(得|送|领|抽|赢|增加|获得)|关注.{0,6}(才|后)(能|可)|必须关注|强制关注|邀请好友|助力|抽奖|红包|奖品|砍价|喊.{0,4}加油|距前一名|还差.{0,4}票|冲榜|打榜|刷屏/

/** Where a banned word stands to say that the thing does not exist. */
const DENIAL = /没有任何奖品|也没有任何奖品/

test('T34: no sentence a reader can see begs for shares, follows or votes', () => {
  const found = [...sourcesIn('web'), ...sourcesIn('worker'), ...sourcesIn('db')].flatMap(path =>
    textOf(path)
      .split('\n')
      .filter(line => !/^\s*(\/\/|\*|\/\*)/.test(line))
      .filter(line => BANNED.test(line.replace(DENIAL, '')))
      .map(line => `${path}: ${line.trim().slice(0, 80)}`),
  )
  expect(found).toEqual([])
})

/** One of every refusal, with what it carries. */
const EXAMPLES: { readonly [C in RefusalCode]: Extract<Refusal, { code: C }> } = {
  'poll-not-open': { code: 'poll-not-open', opens: instant(1.78e12) },
  'poll-closed': { code: 'poll-closed', closed: instant(1.78e12) },
  'poll-not-ready': { code: 'poll-not-ready' },
  'already-voted': { code: 'already-voted', receipt: 'X', at: instant(1.78e12), next: null },
  'key-reused': { code: 'key-reused' },
  'spec-frozen': { code: 'spec-frozen' },
  'empty-ballot': { code: 'empty-ballot' },
  'too-many-choices': { code: 'too-many-choices', category: '甲', allowed: 2, chosen: 3 },
  'too-few-choices': { code: 'too-few-choices', category: '甲', needed: 2, chosen: 1 },
  'too-many-in-all': { code: 'too-many-in-all', allowed: 2, chosen: 3 },
  'too-few-in-all': { code: 'too-few-in-all', needed: 2, chosen: 1 },
  'unknown-nominee': { code: 'unknown-nominee', number: 9 },
  'chosen-twice': { code: 'chosen-twice', number: 9 },
  'session-missing': { code: 'session-missing' },
  'too-quick': { code: 'too-quick', retryAfter: 2 },
  'code-needed': { code: 'code-needed' },
  'code-refused': { code: 'code-refused' },
  'human-check-failed': { code: 'human-check-failed' },
  'human-check-expired': { code: 'human-check-expired' },
  'human-check-unavailable': { code: 'human-check-unavailable', retryAfter: 20 },
  'slow-down': { code: 'slow-down', retryAfter: 90 },
  busy: { code: 'busy', retryAfter: 3 },
  'likes-not-open': { code: 'likes-not-open', opens: null },
  'likes-closed': { code: 'likes-closed' },
  'commented-today': { code: 'commented-today', next: instant(1.78e12) },
  'comments-enough': { code: 'comments-enough', most: 5, next: instant(1.78e12) },
  'sign-in-needed': { code: 'sign-in-needed' },
  'sign-in-refused': { code: 'sign-in-refused' },
  'sign-in-locked': { code: 'sign-in-locked', retryAfter: 900 },
  'not-allowed': { code: 'not-allowed' },
  'edited-by-other': { code: 'edited-by-other', by: '王芳', at: instant(1.78e12) },
  'form-refused': { code: 'form-refused', flaws: [{ field: 'title', says: '请填写标题。' }] },
  'not-ready': { code: 'not-ready', missing: ['候选对象'] },
  'file-refused': { code: 'file-refused', name: '甲.jpg', why: '不是图片' },
  'link-spent': { code: 'link-spent' },
  'personal-data-found': { code: 'personal-data-found', count: 2 },
  'objections-closed': { code: 'objections-closed', closed: instant(1.78e12) },
  'tracking-refused': { code: 'tracking-refused' },
  'comments-closed': { code: 'comments-closed' },
  'not-found': { code: 'not-found' },
  'method-not-allowed': { code: 'method-not-allowed' },
  'cross-site': { code: 'cross-site' },
  'body-too-large': { code: 'body-too-large', limit: 65_536 },
  'body-malformed': { code: 'body-malformed', where: 'choices' },
  'wrong-content-type': { code: 'wrong-content-type' },
  'import-refused': { code: 'import-refused', problems: ['甲'] },
  fault: { code: 'fault', reference: 'ab12' },
}

test('every refusal is one or two Chinese sentences that end, hold no hole, and blame nobody', () => {
  for (const example of Object.values(EXAMPLES)) {
    const sentence = sayRefusal(example as never, instant(1.78e12))
    expect([
      example.code,
      sentence,
      /[。？]$/.test(sentence),
      /undefined|null|NaN|\[object/.test(sentence),
      /系统错误|非法|失败！|您错/.test(sentence),
      sentence.length <= 90,
    ]).toEqual([example.code, sentence, true, false, false, true])
  }
  expect(Object.keys(EXAMPLES).sort()).toEqual(Object.keys(STATUS).sort())
})
