import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { boxOf } from '../../worker/objects/names.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { NO_SIGNALS, signalsText } from '../../worker/rules/signals.ts'
import { aPoll } from '../support/makers.ts'

// F13: a release that adds columns to the boxes may be killed between any two of them.

/** What the first release had, and what has been added since, in the order in which a box adds it. */
const ADDED = ['class', 'signals', 'voter', 'settled'] as const

const VOTE = {
  unit: null,
  choices: [1],
  checked: 'pow',
  voterClass: null,
  signals: signalsText(NO_SIGNALS),
} as const

test('F13: a box that was killed after any number of its added columns adds the rest, keeps its ballots and takes more', async () => {
  for (let there = 0; there <= ADDED.length; there++) {
    const campaign = `cmp_f13${String(there).padStart(13, '0')}` as CampaignId
    const box = () => boxOf(env, campaign, 0)
    const window = { from: 0, until: 4e12 } as ReturnType<typeof aPoll>['window']
    await box().open({ spec: aPoll({ campaign, window }), hash: 'h', shard: 0, campaignKey: new Uint8Array(32).fill(5) })
    const before = await box().cast({ ...VOTE, voter: { level: 'device', id: 'before' }, key: 'k1' })
    await runInDurableObject(box(), (_, { storage }) => {
      storage.sql.exec('drop index if exists ballot_held')
      for (const column of ADDED.slice(there)) storage.sql.exec(`alter table ballot drop column ${column}`)
    })
    await evictDurableObject(box())
    const again = await box().cast({ ...VOTE, voter: { level: 'device', id: 'before' }, key: 'k1' })
    const after = await box().cast({ ...VOTE, voter: { level: 'device', id: 'after' }, key: 'k2' })
    const columns = await runInDurableObject(box(), (_, { storage }) =>
      storage.sql.exec('select * from ballot limit 0').columnNames.filter(name => (ADDED as readonly string[]).includes(name)),
    )
    const receiptOf = (answer: typeof before) => (answer.ok ? answer.value.code : answer.refusal.code)
    expect([there, receiptOf(again) === receiptOf(before), after.ok, [...columns].sort()]).toEqual([
      there,
      true,
      true,
      [...ADDED].sort(),
    ])
    expect((await box().snapshot()).tally.ballots).toEqual({ counted: 2, held: 0, void: 0 })
  }
})
