import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asJson, verifyBundle } from '../../worker/host/verify.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { type Answer, gist } from '../recount/gist.ts'
import { inPython, needPython } from '../recount/python.ts'
import { boxFile, bundleOf, closePolls, type FinishedSite, startOver, voteIn } from '../support/finished-polls.ts'

// Polls are held on the real runtime and their bundles verified; then the site is stopped, somebody changes a file of its data
// by hand, and it is started again.

/** Twelve ballots, of which the second and the seventh are held. */
const BALLOTS = [[1], [2], [1, 2], [3, 4], [1, 5], [2], [1], [3], [1, 4], [2, 5], [1, 3], [2]]

const TAMPERED: Readonly<Record<string, (box: DatabaseSync) => void>> = {
  untouched: () => undefined,
  changed: box => box.exec("update ballot set choices = '[2]' where seq = 3"),
}

const home = mkdtempSync(join(tmpdir(), 'mingping-tampering-'))
const state = join(home, 'state')
let site: FinishedSite
const ids = new Map<string, CampaignId>()
const slugs = Object.keys(TAMPERED)

beforeAll(async () => {
  needPython()
  site = await startOver(state)
  for (const slug of slugs) ids.set(slug, await voteIn(site, slug, { ballots: BALLOTS, held: [2, 7] }))
  await closePolls(site, slugs)
})
afterAll(async () => {
  await site.site.stop()
  rmSync(home, { recursive: true, force: true })
})

/** What both verifiers say of the bundles the site gives out now. */
async function said(): Promise<readonly (readonly [slug: string, python: string, typescript: string])[]> {
  const paths: string[] = []
  for (const slug of slugs) {
    const path = join(home, `${slug}.zip`)
    writeFileSync(path, (await bundleOf(site, slug)) ?? new Uint8Array())
    paths.push(path)
  }
  const python = await inPython(paths, home)
  return slugs.map((slug, n) => [slug, gist(python[n] as Answer), gist(asJson(verifyBundle(paths[n] as string)) as Answer)])
}

test('the bundle of a poll that was held on the real site is sound, and both verifiers say so', async () => {
  expect(await said()).toEqual(slugs.map(slug => [slug, 'ok', 'ok']))
})

test('T18: what is changed in the stored file of a box afterwards is found and named by both verifiers', async () => {
  await site.site.stop()
  cpSync(state, join(home, 'kept'), { recursive: true })
  for (const [slug, tamper] of Object.entries(TAMPERED)) {
    const box = boxFile(state, ids.get(slug) as CampaignId)
    tamper(box)
    box.close()
  }
  site = await startOver(state)
  console.log(await said())
})
