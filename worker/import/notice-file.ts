import * as v from 'valibot'
import { NOTICE } from '../../web/text/terms.ts'
import { NOTICE_KINDS } from '../rules/notice.ts'
import { attachmentFlaw, attachmentsIn } from './attachment-names.ts'
import { Notice, type NoticeEntry } from './document.ts'
import { sayIssue } from './issue.ts'
import { nearest } from './nearest.ts'
import { inFile, inRow, type Problem, quoted } from './problem.ts'
import { asInFile } from './written.ts'

/** A notice as its file has it: the attachments are still names of files. */
export interface NoticeDraft {
  readonly entry: Omit<NoticeEntry, 'attachments'>
  readonly attachments: readonly string[]
}

/** What a file says, or what is wrong with it. */
export interface NoticeReading {
  /** Null when there are problems. */
  readonly notice: NoticeDraft | null
  readonly problems: readonly Problem[]
}

interface Circumstances {
  /** Path in the folder, for the sentences. */
  readonly file: string
  /** The file's name without .md. */
  readonly key: string
  /** Names of the files that may be attached. */
  readonly there: readonly string[]
}

/** The lines a head may have; the three that every notice needs stand first. */
export const HEAD = {
  kind: '类别',
  title: '标题',
  source: '来源',
  author: '作者',
  publishAt: '发布时间',
  withdrawnAt: '撤回时间',
  withdrawnReason: '撤回原因',
  corrects: '更正',
  posted: '张贴日',
  through: '公示截止',
  conclusion: '结论',
  format: '格式',
  attachments: '附件',
} as const
/** A line of the head by the field it fills. */
export type HeadField = keyof typeof HEAD

/** What is written for a text that is HTML. */
const HTML = '网页'

const FIELDS = Object.keys(HEAD) as readonly HeadField[]
const NEEDED: readonly HeadField[] = ['kind', 'title', 'source', 'author']
const KINDS = NOTICE_KINDS.map(kind => NOTICE[kind])

interface Head {
  readonly values: ReadonlyMap<HeadField, readonly { readonly line: number; readonly value: string }[]>
  readonly problems: readonly Problem[]
}

/** Reads one notice: a head of “名称: 值” lines, a line of three hyphens, then Markdown. */
export function readNotice(text: string, { file, key, there }: Circumstances): NoticeReading {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r\n?/g, '\n')
    .split('\n')
  // Some editors begin a head with the same line that ends it.
  const from = lines[0]?.trim() === '---' ? 1 : 0
  const end = lines.findIndex((line, i) => i >= from && line.trim() === '---')
  if (end === -1) return { notice: null, problems: [inFile(file, '开头几行之后缺少一行“---”，它把开头和正文分开')] }
  const head = readHead(lines.slice(0, end), { file, from })
  const problems = [...head.problems]
  const value = (field: HeadField) => head.values.get(field)?.[0]?.value ?? null
  const named = (head.values.get('attachments') ?? []).flatMap(({ value, line }) =>
    attachmentsIn(value, there).map(name => ({ name, line })),
  )
  problems.push(...attachmentProblems(named, { file, there }))
  const body = asInFile(lines.slice(end + 1).join('\n'))
  const format = value('format')
  const draft = {
    key,
    kind: NOTICE_KINDS.find(kind => NOTICE[kind] === value('kind')) ?? 'news',
    title: value('title') ?? '',
    source: value('source') ?? '',
    author: value('author') ?? '',
    ...(format === null ? {} : { format: format === HTML ? 'html' : format }),
    body,
    ...Object.fromEntries(FIELDS.slice(4, -2).map(field => [field, value(field)])),
  }
  problems.push(...draftProblems(draft, head, file))
  if (problems.length > 0) return { notice: null, problems }
  const { attachments: _none, ...entry } = v.parse(Notice, { ...draft, attachments: [] })
  return { notice: { entry, attachments: named.map(({ name }) => name) }, problems }
}

function readHead(lines: readonly string[], { file, from }: { file: string; from: number }): Head {
  const values = new Map<HeadField, { line: number; value: string }[]>()
  const problems: Problem[] = []
  lines.forEach((written, i) => {
    const line = i + 1
    if (i < from || written.trim() === '') return
    const [, name = '', value = ''] = /^([^:：]{1,20})[:：](.*)$/.exec(written) ?? []
    const field = FIELDS.find(one => HEAD[one] === name.trim())
    if (name === '') problems.push(inRow(file, line, `${quoted(written)}应写成“名称: 值”；正文要放在“---”下面`))
    else if (!field) problems.push(inRow(file, line, strangerText(name.trim())))
    else if (field !== 'attachments' && values.has(field))
      problems.push(inRow(file, line, `“${HEAD[field]}”写了两次，只能有一行`))
    else if (value.trim() !== '') values.set(field, [...(values.get(field) ?? []), { line, value: value.trim() }])
  })
  return { values, problems }
}

function strangerText(name: string): string {
  const meant = nearest(name, Object.values(HEAD))
  return `没有“${name}”这一项${meant ? `，是不是“${meant}”` : ''}；可用的是 ${Object.values(HEAD).join('、')}`
}

/** What the schema says of the notice, with the names and lines of the head. */
function draftProblems(draft: Readonly<Record<string, unknown>>, { values }: Head, file: string): Problem[] {
  const lineOf = (field: HeadField) => values.get(field)?.[0]?.line ?? null
  const problems: Problem[] = NEEDED.filter(field => !values.has(field)).map(field => ({
    file,
    row: null,
    column: HEAD[field],
    text: field === 'kind' ? `缺少这一行，应为 ${KINDS.join('、')} 之一` : '缺少这一行，请补上',
  }))
  const kind = values.get('kind')?.[0]
  if (kind && !KINDS.includes(kind.value))
    problems.push({
      file,
      row: kind.line,
      column: HEAD.kind,
      text: `没有${quoted(kind.value)}这一类，应为 ${KINDS.join('、')} 之一`,
    })
  for (const issue of v.safeParse(Notice, { ...draft, attachments: [] }).issues ?? []) {
    const { path, text } = sayIssue(issue, Notice)
    const field = FIELDS.find(one => one === path)
    if (field && !values.has(field)) continue
    if (path === 'key') problems.push(inFile(file, `文件名不能用作网址：${text}`))
    else problems.push({ file, row: field ? lineOf(field) : null, column: field ? HEAD[field] : '正文', text })
  }
  return problems
}

/** The file of a notice; reading it gives the notice again. */
export function writeNotice(notice: NoticeEntry): string {
  const names = notice.attachments.map(({ name }) => name)
  const values = FIELDS.slice(1, -2).map(
    field => [HEAD[field], notice[field as Exclude<HeadField, 'kind' | 'format' | 'attachments'>]] as const,
  )
  const lines = [
    `${HEAD.kind}: ${NOTICE[notice.kind]}`,
    ...values.filter(([, value]) => value !== null).map(([name, value]) => `${name}: ${value}`),
    ...(notice.format === 'html' ? [`${HEAD.format}: ${HTML}`] : []),
    // A line each, since a name may itself have a comma in it.
    ...names.map(name => `${HEAD.attachments}: ${name}`),
  ]
  return `${lines.join('\n')}\n---\n\n${notice.body}\n`
}

interface Named {
  readonly name: string
  readonly line: number
}

const attachmentProblems = (
  named: readonly Named[],
  { file, there }: Pick<Circumstances, 'file' | 'there'>,
): readonly Problem[] =>
  named.flatMap(({ name, line }, i) => {
    const again = named.findIndex(one => one.name === name) < i
    const text = again ? `${quoted(name)}写了两次` : attachmentFlaw(name, there)
    return text === null ? [] : [{ file, row: line, column: HEAD.attachments, text }]
  })
