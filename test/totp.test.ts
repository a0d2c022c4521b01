import { Secret } from 'otpauth'
import { expect, test } from 'vitest'
import { deviceInWords } from '../web/text/device.ts'
import { recoveryCodeHash } from '../worker/recovery-codes.ts'
import type { StaffId } from '../worker/rules/ids.ts'
import { instant } from '../worker/rules/time.ts'
import { openSecret, sealSecret } from '../worker/sealed.ts'
import { newTotpSecret, totpStep } from '../worker/totp.ts'

const SITE_KEY = 'k'.repeat(32)

test('the codes are those of RFC 6238, appendix B, in six digits, and name their time step', () => {
  const secret = Secret.fromLatin1('12345678901234567890').base32
  const vectors = [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ] as const
  for (const [seconds, code] of vectors)
    expect([seconds, totpStep(secret, code, instant(seconds * 1000))]).toEqual([seconds, Math.floor(seconds / 30)])
})

test('a code holds one step early and one step late, no longer, and only as six digits', () => {
  const secret = Secret.fromLatin1('12345678901234567890').base32
  const at = (seconds: number) => totpStep(secret, '005924', instant(seconds * 1000))
  const step = Math.floor(1234567890 / 30)
  expect([at((step - 1) * 30 - 1), at((step - 1) * 30), at((step + 2) * 30 - 1), at((step + 2) * 30)]).toEqual([
    null,
    step,
    step,
    null,
  ])
  for (const code of ['', '5924', '0059240', '00592x', '００５９２４'])
    expect([code, totpStep(secret, code, instant(1234567890000))]).toEqual([code, null])
  expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/)
})

test('a sealed secret opens for its owner and purpose, at its site, unaltered, and never twice the same', async () => {
  const mine = { purpose: 'totp-secret', owner: 'stf_1' } as const
  const [sealed, again] = [await sealSecret(SITE_KEY, 'JBSWY3DP', mine), await sealSecret(SITE_KEY, 'JBSWY3DP', mine)]
  expect(sealed).not.toBe(again)
  expect([
    await openSecret(SITE_KEY, sealed, mine),
    await openSecret(SITE_KEY, sealed, { ...mine, owner: 'stf_2' }),
    await openSecret(SITE_KEY, sealed, { ...mine, purpose: 'device' }),
    await openSecret('x'.repeat(32), sealed, mine),
    await openSecret(SITE_KEY, `${sealed.slice(0, -2)}AA`, mine),
    await openSecret(SITE_KEY, '', mine),
  ]).toEqual(['JBSWY3DP', null, null, null, null, null])
})

test('a recovery code is read however it is typed, and is one person’s', () => {
  const [mine, other] = ['stf_1' as StaffId, 'stf_2' as StaffId]
  const hash = recoveryCodeHash(SITE_KEY, mine, 'A0B1C-D2E3F')
  expect(hash).toMatch(/^.{22}$/)
  expect(recoveryCodeHash(SITE_KEY, mine, ' aobic d2e3f ')).toBe(hash)
  expect([recoveryCodeHash(SITE_KEY, other, 'A0B1C-D2E3F') === hash, recoveryCodeHash(SITE_KEY, mine, '123456')]).toEqual([
    false,
    null,
  ])
})

test('a device is called what its owner would call it', () => {
  const says = (agent: string | undefined) => deviceInWords(agent)
  expect([
    says(
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0',
    ),
    says(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50',
    ),
    says('Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36'),
    says('Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0'),
    says('curl/8'),
    says(undefined),
  ]).toEqual(['Windows 电脑，Edge', 'iPhone，微信', '安卓手机，Chrome', 'Linux 电脑，Firefox', '未知设备', '未知设备'])
})
