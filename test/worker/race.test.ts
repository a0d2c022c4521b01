import { runInDurableObject } from 'cloudflare:test'
import { env, exports } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { chanceFrom } from '../../db/demo/chance.ts'
import { deviceCookie, powProof } from '../../db/demo/voters.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { aDocument } from '../support/makers.ts'

// One voter, many requests at the same moment: what the box's single turn and its unique key are for (threat T07).

const ORIGIN = 'https://vote.example.cn'
const SLUG = 'race-2026'
const operator = { authorization: 'Bearer an operator key of thirty-two signs!', 'content-type': 'application/json' }

let campaign: CampaignId

beforeAll(async () => {
  const document = aDocument({
    slug: SLUG,
    milestones: [{ step: 'vote', title: '网上评议', from: '2020-01-01', until: '2099-01-01' }],
  })
  const address = `${ORIGIN}/operator/campaigns/${SLUG}`
  await exports.default.fetch(address, { method: 'PUT', headers: operator, body: JSON.stringify(document) })
  await exports.default.fetch(`${address}/open`, { method: 'POST', headers: operator })
  const row = await env.DB.prepare('select id from campaigns where slug = ?').bind(SLUG).first<{ id: CampaignId }>()
  if (!row) throw new Error('the campaign was not imported')
  campaign = row.id
})

interface Voter {
  readonly cookie: string
  readonly check: unknown
}

interface Post {
  readonly voter: Voter
  readonly key: string
  readonly choices: readonly number[]
}

interface Answer {
  readonly status: number
  readonly receipt: string | null
  readonly replayed: boolean
}

async function voterCalled(name: string): Promise<Voter> {
  const siteKey = env.SITE_KEY ?? ''
  const device = name.padStart(32, '0')
  return {
    cookie: deviceCookie({ siteKey }, device).replace('local-', '__Host-'),
    check: await powProof({ siteKey, campaign }, device),
  }
}

/** A key that is the same for the same number. */
const keyNumber = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

let posted = 0
/** Every post comes from an address of its own: the limit for one address is not what is raced here. */
const nextAddress = (): string => `10.${(posted >> 16) & 255}.${(posted >> 8) & 255}.${posted++ & 255}`

/** Sends a ballot as a browser does, and again for as long as the site says that it is busy. */
async function send({ voter, key, choices }: Post): Promise<Answer> {
  const headers = { origin: ORIGIN, cookie: voter.cookie, 'idempotency-key': key, 'x-real-ip': nextAddress() }
  const response = await exports.default.fetch(`${ORIGIN}/api/campaigns/${SLUG}/ballots`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ choices, check: voter.check }),
  })
  const { receipt = null } = (await response.json()) as { receipt?: string }
  if (response.status === 503) {
    await scheduler.wait(50)
    return send({ voter, key, choices })
  }
  return { status: response.status, receipt, replayed: response.headers.get('idempotent-replayed') === 'true' }
}

const sendAll = (posts: readonly Post[]): Promise<Answer[]> => Promise.all(posts.map(send))

/** Every ballot in the box as its key and choices, in the order in which they were recorded. */
function recorded(): Promise<readonly { readonly key: string; readonly choices: string }[]> {
  return runInDurableObject(env.BOX.get(env.BOX.idFromName(`${campaign}/0`)), (_, { storage }) =>
    storage.sql.exec<{ key: string; choices: string }>('select key, choices from ballot order by seq').toArray(),
  )
}

const count = (answers: readonly Answer[], status: number): number => answers.filter(one => one.status === status).length

test('T07: of 2,000 ballots that one voter sends at once under different keys, one is recorded', async () => {
  const voter = await voterCalled('a1')
  const before = (await recorded()).length
  const answers = await sendAll(Array.from({ length: 2000 }, (_, i) => ({ voter, key: keyNumber(i), choices: [1 + (i % 3)] })))
  expect(count(answers, 200)).toBe(1)
  // Twenty attempts are judged; whoever sends more at once is asked to slow down.
  expect(count(answers, 409)).toBeGreaterThanOrEqual(19)
  expect(count(answers, 409) + count(answers, 429)).toBe(1999)
  const receipts = new Set(answers.map(({ receipt }) => receipt).filter(receipt => receipt !== null))
  expect(receipts.size).toBe(1)
  expect((await recorded()).length).toBe(before + 1)
})

test('T08: one ballot sent 2,000 times at once under one key gets one receipt 2,000 times', async () => {
  const voter = await voterCalled('b1')
  const before = (await recorded()).length
  const answers = await sendAll(Array.from({ length: 2000 }, () => ({ voter, key: keyNumber(7), choices: [1, 2, 4] })))
  expect(new Set(answers.map(({ status, receipt }) => `${status} ${receipt}`)).size).toBe(1)
  expect(count(answers, 200)).toBe(2000)
  expect(answers.filter(({ replayed }) => !replayed).length).toBe(1)
  expect((await recorded()).length).toBe(before + 1)
})

test('T07: whichever of a hundred mixed ballots is recorded first, it decides the answer to all the others', async () => {
  for (let seed = 1; seed <= 50; seed++) {
    const before = (await recorded()).length
    const posts = mixed(seed, await Promise.all([1, 2, 3, 4].map(n => voterCalled(`c${seed}d${n}`))))
    const answers = await sendAll(posts)
    const ballots = (await recorded()).slice(before)
    const wrong = posts.flatMap((post, i) => {
      const answer = answers[i] as Answer
      return mayBe(post, ballots).includes(answer.status) ? [] : [{ seed, key: post.key, choices: post.choices, answer }]
    })
    expect(wrong).toEqual([])
    // One ballot of each voter, and no receipt in any answer but those of these four.
    expect({ seed, ballots: ballots.length, receipts: new Set(answers.map(one => one.receipt)).size }).toEqual({
      seed,
      ballots: 4,
      receipts: answers.some(one => one.receipt === null) ? 5 : 4,
    })
  }
})

/** A hundred ballots of four voters, who each hold three keys and change their minds. */
function mixed(seed: number, voters: readonly Voter[]): readonly Post[] {
  const chance = chanceFrom(seed)
  return Array.from({ length: 100 }, () => {
    const who = chance.whole(0, 3)
    const key = keyNumber(1000 * seed + 10 * who + chance.whole(1, 3))
    return { voter: voters[who] as Voter, key, choices: [chance.whole(1, 3)] }
  })
}

/** The model: what the box may say to a ballot, seen what it has recorded of its voter. Keys tell voters apart here. */
function mayBe({ key, choices }: Post, ballots: Awaited<ReturnType<typeof recorded>>): readonly number[] {
  const ballot = ballots.find(one => one.key.slice(0, -1) === key.slice(0, -1))
  if (ballot?.key !== key) return [409, 429]
  return ballot.choices === JSON.stringify(choices) ? [200] : [422]
}
