import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { openDb } from '../../db/open.ts'
import { enterCode } from '../../worker/actions/enter-code.ts'
import type { Deps } from '../../worker/deps.ts'
import { type Env, readConfig } from '../../worker/env.ts'
import { anyCampaignAt } from '../../worker/reads.ts'
import { DAY, instant } from '../../worker/rules/time.ts'
import { readVotingCode, verifierHash, votingCodeFrom } from '../../worker/rules/voting-code.ts'
import { keyFor } from '../../worker/tokens.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { openCampaign, operate, SITE_KEY, type Standing, setClock, Visitor } from '../support/visitor.ts'

const GUESSES = 100_000
let campaign: Standing
let codes: readonly string[]

beforeAll(async () => {
  await setClock(OPENS - DAY)
  campaign = await openCampaign(aDocument({ slug: 'guess-2026', identity: 'code' }))
  const issued = await operate('campaigns/guess-2026/codes', { body: { unit: '东城区', count: 2000 } })
  codes = ((await issued.json()) as { codes: readonly string[] }).codes
})

const wrongTail = (code: string): string => code.replace(/.{4}$/, tail => (tail === '0000' ? '1111' : '0000'))

test('T25: a hundred thousand random codes against two thousand living ones: not one is right', async () => {
  const key = keyFor(SITE_KEY, 'voting-code')
  let [hits, met] = [0, 0]
  for (let done = 0; done < GUESSES; done += 5000) {
    const random = Array.from({ length: 5 }, () => crypto.getRandomValues(new Uint8Array(10_000)))
    const guesses = Array.from({ length: 5000 }, (_, i) => {
      const code = votingCodeFrom((random[Math.floor(i / 1000)] as Uint8Array).subarray((i % 1000) * 10, (i % 1000) * 10 + 10))
      return { selector: code.selector, hash: verifierHash(key, code) }
    })
    const row = await env.DB.prepare(
      `select count(*) as met, coalesce(sum(verifier_hash = value ->> 'hash'), 0) as hits
        from json_each(?) cross join voting_codes on campaign_id = ? and selector = value ->> 'selector'`,
    )
      .bind(JSON.stringify(guesses), campaign.id)
      .first<{ met: number; hits: number }>()
    hits += row?.hits ?? 0
    met += row?.met ?? 0
  }
  expect(hits).toBe(0)
  // Even a living selector is met about once in five thousand such rounds.
  expect(met).toBeLessThan(3)
})

test('T25: four hundred random guesses at the second half of codes whose first half is known: not one is let in', async () => {
  const { deps } = counting()
  const file = await anyCampaignAt(deps, 'guess-2026')
  const letIn: string[] = []
  for (const [i, code] of codes.slice(1000, 1400).entries()) {
    const { selector = '' } = readVotingCode(code) ?? {}
    const { verifier } = votingCodeFrom(crypto.getRandomValues(new Uint8Array(10)))
    const address = `10.8.${i % 200}.1`
    const verdict = await enterCode(deps, { campaign: file, address, typed: selector + verifier, wechat: null })
    if (verdict.ok || verdict.refusal.code !== 'code-refused') letIn.push(selector + verifier)
  }
  expect(letIn).toEqual([])
  // The same way lets in who has the whole code.
  expect((await enterCode(deps, { campaign: file, address: '10.7.7.1', typed: codes[1500] as string, wechat: null })).ok).toBe(
    true,
  )
})

test('T25: over HTTP, unknown, wrong, locked, called back and malformed codes get one status, one length and one text', async () => {
  const [lost, revoked] = await Promise.all([codes[1] as string, anotherBatch()])
  const answers: string[] = []
  const guess = async (code: string) => {
    const answer = await new Visitor().post('/api/campaigns/guess-2026/code', { code })
    answers.push(JSON.stringify([answer.status, answer.headers.get('content-length'), await answer.text()]))
  }
  for (let i = 0; i < 6; i++) await guess(wrongTail(lost))
  for (const code of [lost, revoked, 'x', '', '0000-0000-0000-0000']) await guess(code)
  const random = Array.from({ length: 60 }, () => votingCodeFrom(crypto.getRandomValues(new Uint8Array(10))))
  await Promise.all(random.map(code => guess(code.selector + code.verifier)))
  expect(new Set(answers).size).toBe(1)
  expect(JSON.parse(answers[0] as string)[0]).toBe(403)
})

async function anotherBatch(): Promise<string> {
  const issued = await operate('campaigns/guess-2026/codes', { body: { unit: '西城区', count: 1 } })
  const { batch, codes: made } = (await issued.json()) as { batch: string; codes: readonly string[] }
  await env.DB.prepare('update code_batches set revoked_at = 1 where id = ?').bind(batch).run()
  return made[0] as string
}

/** The database, counting what is asked of it and how many rows that writes. */
function counting(): { readonly deps: Deps; readonly work: { statements: number; written: number } } {
  const work = { statements: 0, written: 0 }
  const db = {
    prepare: (sql: string) => {
      work.statements += 1
      return env.DB.prepare(sql)
    },
    batch: async (statements: D1PreparedStatement[]) => {
      const results = await env.DB.batch(statements)
      for (const { meta } of results) work.written += meta.rows_written
      return results
    },
  } as unknown as D1Database
  const real = env as unknown as Env
  const deps = { env: real, db: openDb(db), config: readConfig(real), now: () => instant(OPENS), waivers: false }
  return { deps, work }
}

test('T25: the answer to a wrong code costs as much work as that to an unknown, a locked or a malformed one', async () => {
  const real = env as unknown as Env
  const file = await anyCampaignAt(
    { env: real, db: openDb(env.DB), config: readConfig(real), now: () => instant(OPENS), waivers: false },
    'guess-2026',
  )
  const locked = codes[3] as string
  const { selector = '' } = readVotingCode(locked) ?? {}
  await env.DB.prepare('update voting_codes set failures = 5 where selector = ?').bind(selector).run()
  // The row in which tries that meet nothing are counted is there from the first of them on.
  await enterCode(counting().deps, { campaign: file, address: '10.9.9.1', typed: 'x', wechat: null })
  const works = []
  for (const typed of [wrongTail(codes[2] as string), '0000-0000-0000-0000', locked, 'not a code']) {
    const { deps, work } = counting()
    const verdict = await enterCode(deps, { campaign: file, address: '10.9.9.1', typed, wechat: null })
    works.push([verdict.ok, work])
  }
  expect(works).toEqual(works.map(() => [false, { statements: 2, written: 1 }]))
})
