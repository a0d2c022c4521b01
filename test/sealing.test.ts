import { expect, test } from 'vitest'
import type { CampaignId } from '../worker/rules/ids.ts'
import { openSecret, sealSecret } from '../worker/sealed.ts'
import { closeJson, openJson, sealFor } from '../worker/sealing.ts'

const KEY = 'a key of at least thirty-two signs!!'
const [MINE, OTHER] = ['cmp_0000000000000001' as CampaignId, 'cmp_0000000000000002' as CampaignId]
const refused = (opened: Promise<unknown>): Promise<boolean> =>
  opened.then(
    () => false,
    () => true,
  )

test('T24: what was sealed opens at its own place, in its own campaign, on its own site and unaltered, and in no other way', async () => {
  const seal = await sealFor(KEY, MINE)
  const sealed = await closeJson(seal, { text: '110101199003070353' }, 'paper/1/a')
  expect(await openJson(seal, sealed, 'paper/1/a')).toEqual({ text: '110101199003070353' })
  expect(await refused(openJson(seal, sealed, 'paper/2/a'))).toBe(true)
  expect(await refused(openJson(await sealFor(KEY, OTHER), sealed, 'paper/1/a'))).toBe(true)
  expect(await refused(openJson(await sealFor(`${KEY}!`, MINE), sealed, 'paper/1/a'))).toBe(true)
  for (let at = 0; at < sealed.length; at++) {
    const altered = sealed.map((byte, i) => (i === at ? byte ^ 1 : byte))
    expect([at, await refused(openJson(seal, altered, 'paper/1/a'))]).toEqual([at, true])
  }
  expect(await closeJson(seal, { text: '110101199003070353' }, 'paper/1/a')).not.toEqual(sealed)
})

test('a sealed secret opens for its owner and its purpose, and is nobody else’s', async () => {
  const whose = { purpose: 'totp-secret', owner: 'stf_1' } as const
  const sealed = await sealSecret(KEY, 'JBSWY3DPEHPK3PXP', whose)
  expect(await openSecret(KEY, sealed, whose)).toBe('JBSWY3DPEHPK3PXP')
  expect(await openSecret(KEY, sealed, { ...whose, owner: 'stf_2' })).toBe(null)
  expect(await openSecret(KEY, sealed, { ...whose, purpose: 'recovery-code' })).toBe(null)
  expect(await openSecret(`${KEY}!`, sealed, whose)).toBe(null)
  expect(await sealSecret(KEY, 'JBSWY3DPEHPK3PXP', whose)).not.toBe(sealed)
})
