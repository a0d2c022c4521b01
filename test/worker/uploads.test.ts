import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import type { NoticeId } from '../../worker/rules/ids.ts'
import { badFiles, PDF } from '../support/bad-files.ts'
import { aJpeg, aPng, aWebp } from '../support/pictures.ts'
import { FACTS, filed, filledForm, openPublicity, post, signedIn } from '../support/publicity-desk.ts'
import { fieldIn } from '../support/question.ts'
import { Visitor } from '../support/visitor.ts'
import { wordZip } from '../support/zip.ts'

// T20 at every door that takes a file, beside those of photos (nominee-photos.test.ts): what is no such file, is two things at
// once, a bomb or a macro, is refused with a sentence under any name; what is taken leaves as a file and never as a page.

const [jpeg, png, webp] = [aJpeg(), aPng(), aWebp()]
const BAD = Object.entries({
  ...badFiles({ jpeg, png, webp }),
  'a PNG of 64k by 64k': aPng({ width: 65_535, height: 65_535 }),
  'a JPEG of 64k by 64k': aJpeg({ width: 65_535, height: 65_535 }),
})
const GOOD = { pdf: PDF, docx: wordZip(), jpg: jpeg, png }
/** Names that say what nobody may send, what the bytes are not, or more than a name. */
const NAMES = [
  '证明.pdf',
  '证明.docx',
  '照片.jpg',
  '照片.png',
  'a.svg',
  'a.html',
  'a.pdf.exe',
  '../../a.jpg',
  'a\u202egpj.exe',
  '甲',
]

let notice: NoticeId
let desk: Visitor
let draft: string

beforeAll(async () => {
  notice = await openPublicity('uploads-2026')
  desk = await signedIn('organizer')
  draft = `ntc_${'u'.repeat(16)}`
  const fields = { id: draft, kind: 'news', title: '附件', source: '组织部', author: '', body: '正文', format: 'markdown' }
  expect((await desk.form('/staff/notices', Object.entries(fields))).status).toBe(303)
})

const aFile = (bytes: Uint8Array, name: string): File => new File([bytes as Uint8Array<ArrayBuffer>], name)

/** The form of a paper of a nominee. */
const PAPER = { kind: 'evidence', name: '' }

const withFile = (field: string, file: File, fields: Readonly<Record<string, string>> = {}): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  form.append(field, file)
  return form
}

const PAPERS = '/staff/campaigns/uploads-2026/nominees/1/papers'
const AT = () => `/staff/notices/${notice}/publicity`
const level = async () => ({
  ...{ position: '', level: 'unit', place: '公示栏', from: '2026-01-05', through: '2026-01-09', result: '' },
  revision: fieldIn(await (await desk.send(AT())).text(), 'revision'),
})

/** Every door with the file it is sent, as the form of the page sends it. */
const DOORS: Readonly<Record<string, (file: File) => Promise<Response>>> = {
  'an attachment of a notice': file => post(desk.moved(), `/staff/notices/${draft}/files`, withFile('file', file)),
  'a picture in a notice': file => post(desk.moved(), '/staff/pictures', withFile('file', file)),
  'evidence of a posting': async file => post(desk.moved(), `${AT()}/levels`, withFile('files', file, await level())),
  'a paper of a nominee': file => post(desk.moved(), PAPERS, withFile('file', file, PAPER)),
  'a paper of an objection': async file => {
    const visitor = new Visitor()
    return post(visitor, `/notices/${notice}/objection`, await filledForm(visitor, notice, { files: [file] }))
  },
  'a paper that is added later': file =>
    post(new Visitor(), '/objections/supplement', withFile('files', file, { code, key: crypto.randomUUID(), facts: FACTS })),
}
let code: string

/** Everything that is kept of files, anywhere. */
async function kept(): Promise<readonly string[]> {
  const { objects } = await env.FILES.list()
  const rows = await env.DB.batch<{ name: string }>(
    ['attachments', 'publicity_evidence', 'objection_files', 'dossier_papers'].map(table =>
      env.DB.prepare(`select * from ${table}`),
    ),
  )
  return [...objects.map(({ key }) => key), ...rows.flatMap(({ results }) => results.map(row => JSON.stringify(row)))].sort()
}

test('T20: every file of the corpus is refused with a sentence at every door, and nothing of it is kept', async () => {
  code = await filed(notice)
  const before = await kept()
  for (const [door, sent] of Object.entries(DOORS))
    for (const [i, [what, bytes]] of BAD.entries()) {
      const answer = await sent(aFile(bytes, NAMES[i % NAMES.length] ?? ''))
      const html = await answer.text()
      expect([door, what, answer.status, /没有收下|。/.test(html)]).toEqual([door, what, 422, true])
    }
  expect(await kept()).toEqual(before)
})

test('T20: a sound file under a false or a treacherous name is refused or called what it is; no name reaches a header as it came', async () => {
  for (const [door, sent] of Object.entries(DOORS))
    for (const name of NAMES) {
      // An objection takes ten supplements.
      code = await filed(notice)
      for (const [kind, bytes] of Object.entries(GOOD)) {
        const answer = await sent(aFile(bytes, name))
        expect([door, name, kind, [200, 303, 422].includes(answer.status) || answer.status]).toEqual([door, name, kind, true])
      }
    }
  const { results } = await env.DB.prepare(
    'select name, media_type from attachments union all select name, media_type from publicity_evidence',
  ).all<{ name: string; media_type: string }>()
  expect(results.length).toBeGreaterThan(10)
  const ENDINGS = { 'application/pdf': /\.pdf$/, 'image/jpeg': /\.jpe?g$/, 'image/png': /\.png$/ } as const
  for (const { name, media_type: type } of results) {
    const ending = (ENDINGS as Record<string, RegExp>)[type] ?? /\.docx$/
    expect([name, ending.test(name), /[/\\\r\n<>"]/.test(name)]).toEqual([name, true, false])
  }
})

/** How a file leaves: what it is, how it is to be treated, and that no browser may run any of it or guess again. */
const manner = ({ status, headers }: Response) => [
  status,
  headers.get('content-disposition')?.split(';')[0],
  headers.get('x-content-type-options'),
  headers.get('content-security-policy'),
]
const INERT = "default-src 'none'; sandbox"

test('T20: what is taken leaves as a download under a policy that lets nothing run; only a picture may be looked at', async () => {
  const names = await env.DB.prepare('select name from attachments where notice_id = ?').bind(draft).all<{ name: string }>()
  for (const { name } of names.results) {
    const answer = await desk.send(`/staff/notices/${draft}/files/${encodeURIComponent(name)}`)
    expect([name, ...manner(answer)]).toEqual([name, 200, 'attachment', 'nosniff', INERT])
  }
  const evidence = await env.DB.prepare(
    'select level_position as level, position, media_type as type from publicity_evidence',
  ).all<{
    level: number
    position: number
    type: string
  }>()
  for (const { level, position, type } of evidence.results) {
    const answer = await new Visitor().send(`/notices/${notice}/evidence/${level}/${position}`)
    expect([type, ...manner(answer)]).toEqual([type, 200, type.startsWith('image/') ? 'inline' : 'attachment', 'nosniff', INERT])
    expect(answer.headers.get('content-type')).toBe(type)
  }
  const { src } = (await (await post(desk.moved(), '/staff/pictures', withFile('file', aFile(jpeg, 'a.jpg')))).json()) as {
    src: string
  }
  expect(manner(await new Visitor().send(src))).toEqual([200, undefined, 'nosniff', INERT])
  const papers = await env.DB.prepare('select objection_id as id, object from objection_files').all<{
    id: string
    object: string
  }>()
  expect([names.results.length, evidence.results.length, papers.results.length].map(count => count > 3)).toEqual([
    true,
    true,
    true,
  ])
  for (const { id, object } of papers.results) {
    const asked = [
      ['object', object],
      ['reason', '起草答复'],
    ] as const
    const answer = await desk.form(`/staff/objections/${id}/file`, asked)
    expect([object, ...manner(answer)]).toEqual([object, 200, 'attachment', 'nosniff', INERT])
  }
})
