import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { NOT_PROVES } from '../web/text/proof.ts'
import { sayRefusal } from '../web/text/refusals.ts'
import { shareText } from '../web/text/share.ts'
import { STATUS } from '../worker/refusals.ts'
import type { Refusal, RefusalCode } from '../worker/rules/refusal.ts'
import { instant } from '../worker/rules/time.ts'
import { ROOT, textOf } from './support/sources.ts'

/**
 * What WeChat stops links and domains for (its rules for external links of 2019 and for leading on to share or follow of
 * 2014), and what turns a vote into a race (law 5, T34). Each family with the reason, so that a new word finds its place.
 */
const BANNED: readonly (readonly [why: string, words: RegExp])[] = [
  [
    'sharing that is paid for',
    /(转发|分享|邀请|集齐|扩散).{0,6}(得|送|领|抽|赢|换|增加|获得|解锁|可得|即可)|邀请(好友|亲友)|助力|砍价|裂变|拼团/,
  ],
  [
    'sharing that is demanded',
    /(请|务必|赶紧|快来|速|马上)(转发|分享|扩散)|分享(到|至).{0,4}(朋友圈|群|好友)|转发(到|至).{0,4}(朋友圈|群|好友)|不转不|必转|转疯|求转|求扩散/,
  ],
  [
    'begging for votes and likes',
    /集赞|求赞|求票|求投票|有奖投票|拉票|刷票|刷赞|买票|投我|帮(我|他|她|忙)投|为(我|TA|ta|他|她)投(一)?票|请(为|给|投).{0,8}投(上)?(一|宝贵的?)?票|投.{0,3}(一|1)票吧|喊.{0,4}加油|拜托(大家|各位)|宝贵(的)?一票|您的一票/,
  ],
  [
    'prizes and gain',
    /抽奖|中奖|红包|奖品|奖金|礼品|礼包|优惠券|代金券|返现|提现|现金|免费领|领取奖|积分(兑换|奖励)|话费|流量包/,
  ],
  [
    'following that is forced',
    /关注.{0,6}(才|后)(能|可)|关注(我们|公众号|官微)?(之?后(?!续)|即可)|必须关注|强制关注|(扫码|长按|点击|先)关注|关注(公众号|我们|官微)|回复.{0,6}(投票|参与)/,
  ],
  [
    'races',
    /距(前|上)一名|距第一|还差.{0,4}票|落后.{0,4}票|领先.{0,4}票|冲榜|打榜|刷屏|冲刺|排行榜|人气(王|榜|排行)|票王|霸屏|最后.{0,3}(小时|分钟)/,
  ],
  [
    'messages that pretend to come from the system or from WeChat',
    /系统(消息|通知|检测)|未读消息|(条|个)新消息|微信(团队|官方|安全中心|提醒您)|您已被(选中|抽中|投诉|封)|账号异常|恭喜您|手机.{0,4}中毒/,
  ],
  [
    'leading away to install or to add somebody',
    /下载(APP|App|应用|客户端)|安装(APP|App|应用|客户端)|加(我)?(微信|群|好友)|进群|扫码(进|加)群/,
  ],
  ['fright and oath', /不看后悔|速看|震惊|删前|马上删|疯传|曝光|内幕/],
]

/** Where a banned word stands to say that the thing does not exist, or names what staff look for. */
const DENIAL = /没有任何奖品|不(需要|用)关注公众号|不(需要|用)转发|为防止刷票/g

/** Every file with words for people: pages, sentences, islands, sheets, the demo, templates, the command line, plain files. */
const SPOKEN = ['web', 'worker', 'db']
  .flatMap(folder =>
    readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
      .filter(entry => entry.isFile() && /\.(tsx?|mjs|css|json|html|svg|md|txt)$/.test(entry.name))
      .map(entry => relative(ROOT, join(entry.parentPath, entry.name))),
  )
  .concat('README.md')

const spokenLines = (path: string): readonly string[] =>
  textOf(path)
    .split('\n')
    .filter(line => !/^\s*(\/\/|\*|\/\*)/.test(line))

const bannedIn = (line: string): readonly string[] =>
  BANNED.filter(([, words]) => words.test(line.replace(DENIAL, ''))).map(([why]) => why)

test('T34: no sentence a reader can see begs for shares, follows or votes, pays for them, or pretends to be the system', () => {
  expect(SPOKEN.length).toBeGreaterThan(200)
  const found = SPOKEN.flatMap(path =>
    spokenLines(path)
      .filter(line => bannedIn(line).length > 0)
      .map(line => `${path}: ${bannedIn(line).join()}: ${line.trim().slice(0, 80)}`),
  )
  expect(found).toEqual([])
})

test('T34: the list knows the phrases for which links have been stopped, and lets plain words pass', () => {
  const begging = [
    '分享到朋友圈，得双倍票数',
    '转发此文领取红包',
    '快来帮我投一票吧',
    '请为3号投上宝贵的一票',
    '关注公众号后才能投票',
    '关注后即可参与',
    '集赞有礼',
    '分享得投票机会',
    '拉票有奖',
    '转发抽奖',
    '求投票，求支持',
    '帮我投3号',
    '邀请好友一起来',
    '长按关注我们',
    '距上一名还差12票',
    '您有1条未读消息',
    '微信团队提醒您',
    '邀请好友助力',
    '集齐20个赞送礼品',
    '投票倒计时，最后1小时',
    '扫码进群领优惠券',
    '人气排行榜',
  ]
  expect(begging.filter(line => bannedIn(line).length === 0)).toEqual([])
  const plain = [
    '为张明点赞',
    '点赞仅作宣传，不作评选依据。',
    '分享文字',
    '复制分享文字',
    '长按图片可以保存到手机',
    '每人限投一票',
    '扫码看事迹',
    '现在参加的人很多',
    '请关注后续公告',
    '投票已经结束，感谢您的关注。',
  ]
  expect(plain.filter(line => bannedIn(line).length > 0)).toEqual([])
})

test('T34: what a reader is given to send along says what there is to read and asks for nothing', () => {
  const campaign = { title: '清河市“十佳百优”先进典型网上评议', shortTitle: '清河十佳百优' }
  const texts = [
    shareText(campaign, null, 'https://vote.example.cn/c/qinghe'),
    shareText(campaign, { number: 12, name: '张明', unit: '清河市第一中学' }, 'https://vote.example.cn/c/qinghe/nominees/12'),
    shareText(
      campaign,
      { number: 3, name: '城东社区党总支', unit: '城东社区党总支' },
      'https://vote.example.cn/c/qinghe/nominees/3',
    ),
  ]
  expect(texts).toEqual([
    '清河市“十佳百优”先进典型网上评议：活动安排、候选对象事迹和公告见 https://vote.example.cn/c/qinghe',
    '清河十佳百优候选对象 12号 张明（清河市第一中学）的事迹：https://vote.example.cn/c/qinghe/nominees/12',
    '清河十佳百优候选对象 3号 城东社区党总支的事迹：https://vote.example.cn/c/qinghe/nominees/3',
  ])
  for (const text of texts) expect([text, bannedIn(text), /投|赞|请|快/.test(text)]).toEqual([text, [], false])
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
  'codes-shown': { code: 'codes-shown' },
  'roster-fixed': { code: 'roster-fixed' },
  'roster-refused': { code: 'roster-refused' },
  'code-asked': { code: 'code-asked' },
  'code-tied-elsewhere': { code: 'code-tied-elsewhere' },
  'wechat-needed': { code: 'wechat-needed' },
  'wechat-absent': { code: 'wechat-absent' },
  'wechat-state-refused': { code: 'wechat-state-refused' },
  'wechat-snapshot': { code: 'wechat-snapshot' },
  'wechat-again': { code: 'wechat-again' },
  'wechat-busy': { code: 'wechat-busy', retryAfter: 30 },
  'wechat-setup': { code: 'wechat-setup' },
  'wechat-account': { code: 'wechat-account' },
  'roster-needed': { code: 'roster-needed' },
  'human-check-failed': { code: 'human-check-failed' },
  'human-check-expired': { code: 'human-check-expired' },
  'human-check-unavailable': { code: 'human-check-unavailable', retryAfter: 20 },
  'slow-down': { code: 'slow-down', retryAfter: 90 },
  busy: { code: 'busy', retryAfter: 3 },
  'storage-away': { code: 'storage-away', retryAfter: 30 },
  'likes-not-open': { code: 'likes-not-open', opens: null },
  'likes-closed': { code: 'likes-closed' },
  'commented-today': { code: 'commented-today', next: instant(1.78e12) },
  'comments-enough': { code: 'comments-enough', most: 5, next: instant(1.78e12) },
  'sign-in-needed': { code: 'sign-in-needed' },
  'sign-in-refused': { code: 'sign-in-refused' },
  'sign-in-locked': { code: 'sign-in-locked', retryAfter: 900 },
  'proof-needed': { code: 'proof-needed', prove: '/staff/prove' },
  'proof-refused': { code: 'proof-refused' },
  'account-unknown': { code: 'account-unknown', email: 'wang@example.cn' },
  'not-allowed': { code: 'not-allowed' },
  'edited-by-other': { code: 'edited-by-other', by: '王芳', at: instant(1.78e12) },
  'form-refused': { code: 'form-refused', flaws: [{ field: 'title', says: '请填写标题。' }] },
  'not-ready': { code: 'not-ready', missing: ['候选对象'] },
  'file-refused': { code: 'file-refused', name: '甲.jpg', why: '不是图片' },
  'link-spent': { code: 'link-spent' },
  'personal-data-found': { code: 'personal-data-found', count: 2 },
  'objections-closed': { code: 'objections-closed', closed: instant(1.78e12) },
  'tracking-refused': { code: 'tracking-refused' },
  'objection-done': { code: 'objection-done' },
  'second-person-needed': { code: 'second-person-needed' },
  'key-turned': { code: 'key-turned', number: 2 },
  'case-moved': { code: 'case-moved' },
  'not-final': { code: 'not-final' },
  'not-logged-yet': { code: 'not-logged-yet', retryAfter: 60 },
  'decision-moved': { code: 'decision-moved' },
  'decision-incomplete': { code: 'decision-incomplete', flaws: [{ field: 'place', says: '请填写会议地点。' }] },
  'not-on-panel': { code: 'not-on-panel' },
  'panel-fixed': { code: 'panel-fixed' },
  'sheets-handed-in': { code: 'sheets-handed-in' },
  recused: { code: 'recused' },
  'sheets-not-handed-in': { code: 'sheets-not-handed-in' },
  'comments-closed': { code: 'comments-closed' },
  'not-found': { code: 'not-found' },
  'method-not-allowed': { code: 'method-not-allowed' },
  'cross-site': { code: 'cross-site' },
  'body-too-large': { code: 'body-too-large', limit: 65_536 },
  'body-malformed': { code: 'body-malformed', where: 'choices' },
  'wrong-content-type': { code: 'wrong-content-type' },
  'live-only': { code: 'live-only' },
  'import-refused': { code: 'import-refused', problems: ['甲'] },
  fault: { code: 'fault', reference: 'ab12' },
}

test('T17: that the site itself could add ballots is prevented by nothing here, and the page on proof says so', () => {
  expect(NOT_PROVES.filter(line => /不能证明网站没有自己添票/.test(line))).toHaveLength(1)
})

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
