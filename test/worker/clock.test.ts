import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { powProof } from '../../db/demo/voters.ts'
import { CHALLENGE_LIFE } from '../../worker/adapters/human-check.ts'
import type { BallotBox } from '../../worker/objects/ballot-box.ts'
import { boxOf } from '../../worker/objects/names.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { NO_SIGNALS, signalsText } from '../../worker/rules/signals.ts'
import { DAY, HOUR, MINUTE } from '../../worker/rules/time.ts'
import { countedSite } from '../support/counted-site.ts'
import { aDocument, aPoll, CLOSES, OPENS } from '../support/makers.ts'
import { castBy, openCampaign, SITE_KEY, setClock, Visitor } from '../support/visitor.ts'

// T32: only the server's clock counts, to the millisecond, and stepping it back gives nobody anything.

let made = 0
/** A box whose clock stands still where it is put. */
async function aBox(change: Parameters<typeof aPoll>[0] = {}) {
  const campaign = `cmp_32${String(++made).padStart(14, '0')}` as CampaignId
  const spec = aPoll({ campaign, ...change })
  const box = boxOf(env, campaign, 0)
  await box.open({ spec, hash: 'h', shard: 0, campaignKey: new Uint8Array(32).fill(5) })
  const at = (moment: number) =>
    runInDurableObject(box, (instance: BallotBox) => {
      Object.defineProperty(instance, 'now', { value: () => moment, configurable: true })
    })
  const cast = async (id: string, key = crypto.randomUUID() as string) => {
    const voter = { level: 'device' as const, id }
    const answer = await box.cast({
      voter,
      unit: null,
      key,
      choices: [1],
      checked: 'pow',
      voterClass: null,
      signals: signalsText(NO_SIGNALS),
    })
    return answer.ok ? answer.value.at : answer.refusal.code
  }
  /** What a new instance finds on the disk is all it knows; its clock is set anew. */
  const restart = () => evictDurableObject(box)
  return { at, cast, restart, box }
}

test('T32: a ballot is taken from the first millisecond of the window to before its end, and dated by the box', async () => {
  const { at, cast } = await aBox()
  const told = []
  for (const moment of [OPENS - 1, OPENS, OPENS + 1, CLOSES - 1, CLOSES, CLOSES + 1]) {
    await at(moment)
    told.push(await cast(`v${moment}`))
  }
  expect(told).toEqual(['poll-not-open', OPENS, OPENS + 1, CLOSES - 1, 'poll-closed', 'poll-closed'])
})

test('T32: a day ends at 0:00 in Shanghai to the millisecond; a clock that steps back gives no second ballot of either day', async () => {
  const { at, cast } = await aBox({ period: 'daily' })
  const midnight = Date.parse('2026-04-21T00:00:00+08:00')
  const steps: [number, unknown][] = [
    [midnight - 1, midnight - 1],
    [midnight - 1, 'already-voted'],
    [midnight, midnight],
    [midnight, 'already-voted'],
    [midnight - 1, 'already-voted'],
    [midnight + DAY - 1, 'already-voted'],
    [midnight + DAY, midnight + DAY],
    [midnight - 3 * DAY, 'already-voted'],
  ]
  for (const [moment, answer] of steps) {
    await at(moment)
    expect([moment - midnight, await cast('daily')]).toEqual([moment - midnight, answer])
  }
})

test('F4: a box stays at the latest hour it has recorded when its clock is set back, also after a restart', async () => {
  const { at, cast, restart } = await aBox({ period: 'daily' })
  const noon = Date.parse('2026-04-22T12:00:00+08:00')
  await at(noon)
  const key = crypto.randomUUID()
  expect(await cast('one', key)).toBe(noon)
  const told = []
  for (const back of [1, DAY, 30 * HOUR]) {
    await at(noon - back)
    // The same ballot again, another of the same voter, and one of somebody new.
    told.push(await cast('one', key), await cast('one'), await cast(`new ${back}`))
  }
  await restart()
  await at(noon - DAY)
  told.push(await cast('after the restart'), await cast('one', key))
  // A clock that was ahead must not have opened the poll for those who come before its time.
  await at(OPENS - 1)
  told.push(await cast('early'))
  const again = [noon, 'already-voted', noon]
  expect(told).toEqual([...again, ...again, ...again, noon, noon, 'poll-not-open'])
})

test('F4: once the last figures are told nothing more is taken, however far the clock is set back, also after a restart', async () => {
  const { at, cast, restart, box } = await aBox()
  await at(CLOSES - 1)
  await cast('last')
  await at(CLOSES + 1)
  expect((await box.snapshot()).closed).toBe(true)
  const told = []
  for (const moment of [CLOSES - 1, OPENS, OPENS - DAY]) {
    await at(moment)
    told.push(await cast(`late ${moment}`))
  }
  await restart()
  await at(CLOSES - HOUR)
  told.push(await cast('late'), (await box.snapshot()).closed)
  expect(told).toEqual(['poll-closed', 'poll-closed', 'poll-closed', 'poll-closed', true])
})

test('T32: a device waits three seconds and a proof is good for its time, each to the millisecond, whatever a phone says of the hour', async () => {
  await setClock(OPENS - DAY)
  const campaign = await openCampaign(aDocument({ slug: 'clock-2026' }))
  const noon = OPENS + 3 * HOUR
  await setClock(noon + MINUTE)
  let now = noon
  const site = countedSite({ MEMO_MS: '600000' }, () => now)
  const codeOf = async (answer: Response) => (answer.ok ? 'taken' : ((await answer.json()) as { code: string }).code)
  const newcomer = new Visitor((path, init) =>
    site.fetch(path, { ...init, headers: { ...(init.headers as object), date: 'Mon, 01 Jan 2035 00:00:00 GMT' } }),
  )
  await newcomer.send(`/c/${campaign.slug}/ballot`)
  const waited = []
  for (const ms of [0, 2999, 3000]) {
    now = noon + ms
    waited.push(await codeOf(await castBy(newcomer, campaign, [1])))
  }
  expect(waited).toEqual(['too-quick', 'too-quick', 'taken'])
  const reader = new Visitor(site.fetch)
  await reader.send(`/c/${campaign.slug}/ballot`)
  // Good for a day in tests; 'until' is the moment at which it is no longer good.
  const proof = await powProof({ siteKey: SITE_KEY, campaign: campaign.id, now: noon }, reader.device)
  const until = proof.challenge.parameters.data?.until as number
  const judged = []
  for (const moment of [until, until - 1]) {
    now = moment
    judged.push(await codeOf(await castBy(reader, campaign, [1], { proof })))
  }
  expect([judged, CHALLENGE_LIFE]).toEqual([['human-check-expired', 'taken'], 20 * MINUTE])
})
