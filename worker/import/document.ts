import * as v from 'valibot'
import { IDENTITY_LEVELS, STEPS } from '../rules/campaign.ts'
import { slug } from '../rules/ids.ts'
import { readMoment } from '../rules/moment.ts'
import { NOTICE_KINDS } from '../rules/notice.ts'
import { mediaTypeOf } from './attachment-names.ts'

/**
 * A campaign as one document: what the importer makes of a folder, and what the operator's address takes. Everything
 * is strict: a field that is not named here is an error, not a surprise.
 */

const line = (most: number) => v.pipe(v.string(), v.trim(), v.minLength(1, '不能为空'), v.maxLength(most, `最多 ${most} 个字`))
const text = (most: number) => v.pipe(v.string(), v.maxLength(most, `最多 ${most} 个字`))
const whole = (least: number, most: number) =>
  v.pipe(v.number('应为数字'), v.integer('应为整数'), v.minValue(least, `不小于 ${least}`), v.maxValue(most, `不大于 ${most}`))
const key = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,30}$/, '用小写字母、数字和横线，最多 31 个字符'))
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

/** '2026-04-25 18:00', or a day: as a beginning its 0:00, as an end its 24:00. Always the clock of Asia/Shanghai. */
const moment = v.pipe(
  v.string(),
  v.check(written => readMoment(written, 'from') !== null, '应写成“2026-04-25 18:00”或“2026-04-25”'),
)

const Milestone = v.strictObject({
  step: v.picklist(STEPS, `应为 ${STEPS.join('、')} 之一`),
  title: line(20),
  from: moment,
  until: moment,
})

const Category = v.strictObject({
  key,
  name: line(20),
  kind: v.picklist(['person', 'organization', 'post'], '应为 person（个人）、organization（集体）或 post（岗位）'),
  honours: whole(0, 1000),
  min: whole(0, 500),
  max: whole(1, 500),
})

const Contact = v.strictObject({ office: line(40), phone: line(40), address: text(80), email: text(80) })

/** campaign.json: everything but the nominees, which a clerk keeps in a spreadsheet, and the notices. */
export const CampaignSettings = v.strictObject({
  format: v.literal('mingping-campaign/1', '应为 mingping-campaign/1'),
  slug: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/, '用小写字母、数字和横线，3 至 40 个字符'),
    v.check(text => slug(text) !== null, '这个词留给了网站自己，请换一个'),
  ),
  title: line(60),
  shortTitle: line(24),
  organizers: v.pipe(v.array(line(40)), v.minLength(1, '至少一个主办单位'), v.maxLength(6)),
  theme: v.picklist(['red', 'green'], '应为 red 或 green'),
  summary: line(400),
  rules: v.pipe(v.array(line(400)), v.maxLength(30)),
  order: v.picklist(['number', 'strokes', 'shuffle'], '应为 number、strokes 或 shuffle'),
  contact: Contact,
  use: v.picklist(['advisory', 'publicity'], '应为 advisory（仅作参考）或 publicity（仅作宣传）'),
  identity: v.picklist(
    IDENTITY_LEVELS,
    '应为 device（设备）、openid（微信号）、code（投票码）、bound（投票码并绑定微信号）或 roster（名册）',
  ),
  visibility: v.picklist(['hidden', 'daily', 'live'], '应为 hidden、daily 或 live'),
  batchHour: whole(0, 23),
  organizerSeesRunning: v.boolean('应为 true 或 false'),
  period: v.picklist(['once', 'daily'], '应为 once 或 daily'),
  totalMin: v.nullable(whole(1, 1000)),
  totalMax: v.nullable(whole(1, 1000)),
  expectedPeak: whole(1, 20_000),
  humanChecks: v.pipe(v.array(v.picklist(['turnstile', 'pow'], '应为 turnstile 或 pow')), v.minLength(1, '至少一种')),
  milestones: v.pipe(v.array(Milestone), v.minLength(1, '至少一个环节'), v.maxLength(STEPS.length)),
  categories: v.pipe(v.array(Category), v.maxLength(20)),
})
export type CampaignSettings = v.InferOutput<typeof CampaignSettings>

/** The longest texts a nominee may have; the table of nominees is held to them cell by cell. */
export const NOMINEE_LIMITS = { name: 60, unit: 60, post: 60, brief: 400, deeds: 6000, honours: 1500 } as const
/** The highest number a nominee may have, and how many nominees there may be. */
export const HIGHEST_NUMBER = 999_999
export const MOST_NOMINEES = 5000

const Nominee = v.strictObject({
  number: whole(1, HIGHEST_NUMBER),
  category: key,
  name: line(NOMINEE_LIMITS.name),
  unit: text(NOMINEE_LIMITS.unit),
  post: text(NOMINEE_LIMITS.post),
  brief: text(NOMINEE_LIMITS.brief),
  deeds: text(NOMINEE_LIMITS.deeds),
  honours: text(NOMINEE_LIMITS.honours),
  initials: v.pipe(v.string(), v.regex(/^[a-z0-9]{0,40}$/)),
  /** SHA-256 of the large picture, which is uploaded before the document. */
  photo: v.nullable(hash),
  outcome: v.nullable(v.picklist(['honoured', 'named', 'alternate', 'not-chosen'])),
})
export type NomineeEntry = v.InferOutput<typeof Nominee>

/** Bytes. */
export const LARGEST_ATTACHMENT = 20 * 1024 * 1024
const Attachment = v.pipe(
  v.strictObject({
    name: v.pipe(line(100), v.regex(/^[^/\\\p{Cc}]+$/u, '文件名不能含有斜线和控制字符')),
    mediaType: line(100),
    size: whole(0, LARGEST_ATTACHMENT),
    hash,
  }),
  v.check(({ name, mediaType }) => mediaTypeOf(name) === mediaType, '不是可以发布的附件类型'),
)

/** Signs of a notice's text; a table from Word needs many. */
export const LONGEST_MARKDOWN = 60_000
const LONGEST_HTML = 1024 * 1024

/** One notice; its head in the folder is checked against this field by field. */
export const Notice = v.strictObject({
  /** Names the notice within its campaign; its address on the site is made from it and never changes. */
  key: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,60}$/, '文件名用小写字母、数字和横线')),
  kind: v.picklist(NOTICE_KINDS),
  title: line(100),
  source: line(60),
  author: line(40),
  /** Markdown where nothing is said; what came from Word is HTML, and is cleaned again when it is imported. */
  format: v.optional(v.literal('html', '应为“网页”；用 Markdown 写的不写这一行')),
  body: v.pipe(v.string(), v.minLength(1, '正文不能为空'), v.maxLength(LONGEST_HTML, `最多 ${LONGEST_HTML} 个字`)),
  publishAt: v.nullable(moment),
  withdrawnAt: v.nullable(moment),
  withdrawnReason: v.nullable(line(200)),
  /** The key of the notice this one corrects. */
  corrects: v.nullable(v.string()),
  posted: v.nullable(v.string()),
  through: v.nullable(v.string()),
  conclusion: v.nullable(line(300)),
  attachments: v.pipe(v.array(Attachment), v.maxLength(20)),
})
export type NoticeEntry = v.InferOutput<typeof Notice>

export const CampaignDocument = v.strictObject({
  settings: CampaignSettings,
  nominees: v.pipe(v.array(Nominee), v.maxLength(MOST_NOMINEES)),
  notices: v.pipe(v.array(Notice), v.maxLength(200)),
})
export type CampaignDocument = v.InferOutput<typeof CampaignDocument>
