import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import type { Env } from '../../worker/env.ts'
import { castJointly } from '../../worker/joint-cast.ts'
import type { Cast } from '../../worker/objects/ballot-messages.ts'
import { boxOf } from '../../worker/objects/names.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { NO_SIGNALS, signalsText } from '../../worker/rules/signals.ts'
import { HOUR } from '../../worker/rules/time.ts'
import { aPoll, OPENS } from '../support/makers.ts'
import { setClock } from '../support/visitor.ts'

// Ballots of several requests go to their box in one call. Here the calls to a real box are looked at, and some are broken.

let made = 0
async function aBox() {
  await setClock(OPENS + 3 * HOUR)
  const spec = aPoll({ campaign: `cmp_j${String(++made).padStart(15, '0')}` as CampaignId })
  const box = boxOf(env, spec.campaign, 0)
  await box.open({ spec, hash: 'h1', shard: 0, campaignKey: new Uint8Array(32).fill(3) })
  return { box, where: { campaign: spec.campaign, shard: 0 } }
}

const cast = (id: string, choices: readonly number[] = [1]): Cast => ({
  voter: { level: 'device', id },
  unit: null,
  key: crypto.randomUUID(),
  choices,
  checked: 'pow',
  voterClass: null,
  signals: signalsText(NO_SIGNALS),
})

/** The calls to boxes by how many ballots each brings; the first does not come to its box where `instead` says so. */
function watched(instead?: () => Promise<never>) {
  const calls: number[] = []
  const get = (...to: Parameters<Env['BOX']['get']>) => ({
    castMany(casts: readonly Cast[]) {
      calls.push(casts.length)
      return calls.length === 1 && instead ? instead() : env.BOX.get(...to).castMany(casts)
    },
  })
  const idFromName = (name: string) => env.BOX.idFromName(name)
  return { calls, through: { ...env, BOX: { get, idFromName } } as unknown as Env }
}

test('who comes alone goes at once; who comes while a call is away goes in the next, and each gets the answer to the own ballot', async () => {
  const { box, where } = await aBox()
  const { calls, through } = watched()
  const casts = Array.from({ length: 40 }, (_, i) => cast(`v${i}`, [1 + (i % 3)]))
  const answers = await Promise.all(casts.map(one => castJointly(through, where, one)))
  expect(calls).toEqual([1, 39])
  const again = await Promise.all(casts.map(one => box.cast(one)))
  expect(again).toEqual(answers.map(answer => answer.ok && { ok: true, value: { ...answer.value, replayed: true } }))
  const counted = (votes: number) => ({ counted: votes, held: 0, void: 0 })
  expect((await box.snapshot()).tally.votes).toEqual({ 1: counted(14), 2: counted(13), 3: counted(13) })
  await castJointly(through, where, cast('late'))
  expect(calls).toEqual([1, 39, 1])
})

test('a crowd of which one call holds a part goes in several, one after the other', async () => {
  const { box, where } = await aBox()
  const { calls, through } = watched()
  await Promise.all(Array.from({ length: 300 }, (_, i) => castJointly(through, where, cast(`v${i}`))))
  expect(calls).toEqual([1, 128, 128, 43])
  expect((await box.snapshot()).number).toBe(300)
})

test('a ballot that the box cannot take fails alone among those who go with it', async () => {
  const { box, where } = await aBox()
  const { calls, through } = watched()
  const broken = { ...cast('broken'), checked: null as never }
  const all = [cast('first'), cast('one'), broken, cast('two')]
  const answers = await Promise.allSettled(all.map(one => castJointly(through, where, one)))
  expect([calls, answers.map(({ status }) => status)]).toEqual([
    [1, 3],
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  ])
  expect((await box.snapshot()).number).toBe(3)
})

test.each([
  ['breaks on its way', () => Promise.reject(new Error('the box is gone'))],
  [
    'cannot even begin',
    () => {
      throw new Error('the box is gone')
    },
  ],
])('when a call %s, all who went with it hear of it, and the next goes as if nothing had been', async (_, instead) => {
  const { box, where } = await aBox()
  const { calls, through } = watched(instead)
  const [first, ...riders] = await Promise.allSettled(['a', 'b', 'c'].map(id => castJointly(through, where, cast(id))))
  expect([first?.status, riders.map(({ status }) => status), calls]).toEqual(['rejected', ['fulfilled', 'fulfilled'], [1, 2]])
  await Promise.all(['d', 'e'].map(id => castJointly(through, where, cast(id))))
  // The first of the next goes at once: no call is taken to be away any more.
  expect(calls).toEqual([1, 2, 1, 1])
  expect((await box.snapshot()).number).toBe(4)
})

test('nobody waits for a call that does not come back: after a second those who wait go without it', async () => {
  const { box, where } = await aBox()
  const { calls, through } = watched(() => new Promise(() => undefined))
  void castJointly(through, where, cast('lost'))
  const answers = await Promise.all(['a', 'b'].map(id => castJointly(through, where, cast(id))))
  expect([answers.map(({ ok }) => ok), calls]).toEqual([
    [true, true],
    [1, 2],
  ])
  expect((await box.snapshot()).number).toBe(2)
})
