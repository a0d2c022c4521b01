import fc from 'fast-check'
import { expect, test } from 'vitest'
import { invitation } from '../../worker/rules/invitation.ts'
import { passwordFlaw } from '../../worker/rules/password.ts'
import { needsProof, STEP_UP, type Verb } from '../../worker/rules/roles.ts'
import { instant, MINUTE } from '../../worker/rules/time.ts'

const HOLDER = { login: 'wangfang', name: '王芳' }
const good = (password: string) => passwordFlaw(password, HOLDER) === null

test('a password has twelve signs at least, counted as people count them', () => {
  expect([passwordFlaw('短口令 2026', HOLDER), good('三月的风吹过城墙二十'), good('三月的风吹过城墙二十一年')]).toEqual([
    '密码至少 12 个字符，现在是 8 个；可以用一句只有您知道的话。',
    false,
    true,
  ])
  expect(good('𠮷𠮷野家的早餐很好吃的呀')).toBe(true)
})

test('neither the login nor the name may stand in a password, in whatever case or spacing', () => {
  for (const password of ['WangFang-blue-hill', 'blue wang fang hill', '蓝色山坡王芳的早餐和热茶'])
    expect([password, passwordFlaw(password, HOLDER)]).toEqual([password, '密码里不能有您的账号或姓名，别人最先试的就是它们。'])
})

test('what everybody thinks of first is refused', () => {
  for (const password of [
    'password1234',
    'Passw0rd2026',
    'P@ssw0rd!2024',
    'qwertyuiop123',
    '123456789012',
    'abcdefghijkl',
    'aaaaaaaaaaaa',
    'admin1234567',
    'woaini5201314',
    '1qaz2wsx3edc',
    'abc123abc123',
    '111122223333',
    '管理员密码2026年',
    'dangjian2026!',
    'zuzhibu123456',
    '987654321098',
  ])
    expect([password, good(password)]).toEqual([password, false])
})

test('long random passwords, as browsers make them, and whole sentences are taken', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 15, maxLength: 60 }), bytes => {
      const text = Buffer.from(bytes).toString('base64url')
      fc.pre(new Set(text).size >= 10)
      return good(text)
    }),
    { seed: 7 },
  )
  expect(good('correct horse battery staple')).toBe(true)
  expect([good('春江花月夜'.repeat(40)), good(`${'春江花月夜'.repeat(40)}!`)]).toEqual([true, false])
  expect(good(`${'x'.repeat(100)}yzabq-k3`)).toBe(true)
})

const typed = { login: 'wangfang', name: '王芳', role: 'organizer', unit: '', email: '' }

test('an invitation is a person with a role; a clerk, and nobody else, has a unit', () => {
  expect(invitation(typed, false)).toEqual({
    ok: true,
    value: { login: 'wangfang', name: '王芳', role: 'organizer', unit: null, email: null },
  })
  const fields = (change: Partial<typeof typed>, byEmail = false) => {
    const verdict = invitation({ ...typed, ...change }, byEmail)
    return verdict.ok || verdict.refusal.code !== 'form-refused' ? [] : verdict.refusal.flaws.map(({ field }) => field)
  }
  expect([
    fields({ role: 'clerk' }),
    fields({ role: 'clerk', unit: '东城区' }),
    fields({ unit: '东城区' }),
    fields({ role: 'operator' }),
    fields({ login: 'Wang Fang', name: '' }),
    fields({}, true),
    fields({ email: 'wang@example.cn' }, true),
  ]).toEqual([['unit'], [], ['unit'], ['role'], ['name', 'login'], ['email'], []])
})

test('what is marked asks again ten minutes after the last proof; everything else never does', () => {
  const at = instant(1_000_000_000)
  const asks = (verb: Verb, later: number) => needsProof(verb, at, instant(at + later))
  for (const verb of STEP_UP) expect([verb, asks(verb, 10 * MINUTE - 1), asks(verb, 10 * MINUTE)]).toEqual([verb, false, true])
  expect([asks('open-console', 600 * MINUTE), asks('edit-notices', 600 * MINUTE), asks('read-log', 600 * MINUTE)]).toEqual([
    false,
    false,
    false,
  ])
})
