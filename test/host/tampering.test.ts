import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asJson, verifyBundle } from '../../worker/host/verify.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { ballotEntry } from '../../worker/rules/tlog/entry.ts'
import { leafHash } from '../../worker/rules/tlog/merkle.ts'
import { type Answer, gist } from '../recount/gist.ts'
import { inPython, needPython } from '../recount/python.ts'
import { writeFolder } from '../recount/write.ts'
import { boxFile, bundleOf, closePolls, type FinishedSite, startOver, voteIn } from '../support/finished-polls.ts'

// Polls are held on the real runtime and their bundles verified; then the site is stopped, somebody changes the files of the
// ballot boxes by hand, and it is started again. Both verifiers must find it, and say the same.

/** Twelve ballots, of which the second and the seventh are held. Entry 13 closes the poll, and 15 is its result. */
const BALLOTS = [[1], [2], [1, 2], [3, 4], [1, 5], [2], [1], [3], [1, 4], [2, 5], [1, 3], [2]]
const HELD = [2, 7]

type Tamper = (box: DatabaseSync) => void
const entry = (index: number): string => `V2 log 0 entry ${index} file -`
const file = (step: string, name: string): string => `${step} log ${name.startsWith('s0/') ? 0 : '-'} entry - file ${name}`

/** A ballot like the one at `like`, at another place. */
const insertAt = (place: number, like: number): string =>
  `insert into ballot select ${place}, randomblob(16), key || 'x', at, choices, level, unit, status, reason, checked, randomblob(32), leaf,
     class, signals, voter, settled from ballot where seq = ${like}`
const moved = (from: number, to: number): string => `update ballot set seq = ${to} where seq = ${from}`
const CHANGED = "update ballot set choices = '[2]' where seq = 3"

/** What is done to a box, and what is then to be found in its bundle. */
const TAMPERED: Readonly<Record<string, readonly [Tamper, found: string]>> = {
  untouched: [() => undefined, 'ok'],
  changed: [box => box.exec(CHANGED), entry(3)],
  'changed-with-its-hash': [
    box => {
      box.exec(CHANGED)
      hashAgain(box, 3)
    },
    file('V4', 's0/checkpoint'),
  ],
  removed: [box => box.exec('delete from ballot where seq = 3'), entry(3)],
  'removed-and-closed-up': [
    box => {
      box.exec('delete from ballot where seq = 3')
      for (let place = 4; place <= 12; place++) {
        box.exec(moved(place, place - 1))
        hashAgain(box, place - 1)
      }
    },
    entry(12),
  ],
  'put-in-at-the-end': [box => box.exec(insertAt(13, 12)), entry(13)],
  'put-in-between': [
    box => {
      for (let place = 12; place >= 4; place--) box.exec(moved(place, place + 1))
      box.exec(insertAt(4, 3))
    },
    entry(4),
  ],
  released: [box => box.exec("update ballot set status = 'counted', reason = null where seq = 2"), file('V13', 'selections.txt')],
  'another-result': [
    box => box.exec(`update log_entry set entry = replace(entry, '"counted":10', '"counted":11') where idx = 15`),
    entry(15),
  ],
}

/** The forger knows how a leaf is made. */
function hashAgain(box: DatabaseSync, index: number): void {
  const row = box.prepare('select at, level, dk, nonce, choices from ballot where seq = ?').get(index) as unknown as Stored
  const leaf = leafHash(ballotEntry({ ...row, index, dedupe: row.dk }))
  box.prepare('update ballot set leaf = ? where seq = ?').run(leaf, index)
}
interface Stored {
  readonly at: Instant
  readonly level: string
  readonly dk: Uint8Array
  readonly nonce: Uint8Array
  readonly choices: string
}

const home = mkdtempSync(join(tmpdir(), 'mingping-tampering-'))
const state = join(home, 'state')
const slugs = Object.keys(TAMPERED)
const ids = new Map<string, CampaignId>()
let site: FinishedSite

beforeAll(async () => {
  needPython()
  site = await startOver(state)
  await Promise.all(slugs.map(async slug => ids.set(slug, await voteIn(site, slug, { ballots: BALLOTS, held: HELD }))))
  await closePolls(site, slugs)
})
afterAll(async () => {
  await site.stop()
  rmSync(home, { recursive: true, force: true })
})

/** What the verifier in Python and the one in TypeScript say of these bundles. */
async function judged(paths: readonly string[]): Promise<readonly (readonly [python: string, typescript: string])[]> {
  const python = await inPython(paths, home)
  return paths.map((path, n) => [gist(python[n] as Answer), gist(asJson(verifyBundle(path)) as Answer)])
}

/** Saves the bundles that the site gives out now. */
async function saved(): Promise<readonly string[]> {
  const paths: string[] = []
  for (const slug of slugs) {
    paths.push(join(home, `${slug}.zip`))
    writeFileSync(paths.at(-1) as string, await bundleOf(site, slug))
  }
  return paths
}

const stored = (slug: string) => boxFile(state, ids.get(slug) as CampaignId)

test('the bundle of a poll that was held on the real site is sound, and both verifiers say so', async () => {
  expect(await judged(await saved())).toEqual(slugs.map(() => ['ok', 'ok']))
})

test('with the openings from its box it is sound as well, and another choice in one of them is found', async () => {
  const files = new Map(Object.entries(unzipSync(await bundleOf(site, 'untouched'))))
  await site.stop()
  const box = stored('untouched')
  const rows = box.prepare("select seq || ' ' || lower(hex(nonce)) || ' ' || choices as line from ballot order by seq").all()
  box.close()
  const lines = rows.map(row => `${row.line}\n`)
  const folders = ['openings', 'false-openings'].map(name => join(home, name)) as [string, string]
  for (const folder of folders) mkdirSync(folder)
  writeFolder(folders[0], new Map(files).set('openings/s0.txt', Buffer.from(lines.join(''))))
  const lied = lines.with(8, (lines[8] as string).replace('[1,4]', '[1,5]'))
  writeFolder(folders[1], new Map(files).set('openings/s0.txt', Buffer.from(lied.join(''))))
  const ninth = 'V14 log 0 entry 9 file -'
  expect(await judged(folders)).toEqual([
    ['ok', 'ok'],
    [ninth, ninth],
  ])
})

test('T16: a ballot changed, removed or put in by hand in the file of its box is found and named by both verifiers', async () => {
  await site.stop()
  for (const [slug, [tamper]] of Object.entries(TAMPERED)) {
    const box = stored(slug)
    tamper(box)
    box.close()
  }
  site = await startOver(state)
  const found = await judged(await saved())
  expect(slugs.map((slug, n) => [slug, ...(found[n] ?? [])])).toEqual(
    Object.entries(TAMPERED).map(([slug, [, wanted]]) => [slug, wanted, wanted]),
  )
})
