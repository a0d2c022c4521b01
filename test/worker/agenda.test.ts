import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import type { Agenda } from '../../worker/objects/agenda.ts'
import { agendaOf } from '../../worker/objects/names.ts'
import { instant } from '../../worker/rules/time.ts'

test('what is set for a moment while the agenda is at work is not forgotten when it has nothing else to do', async () => {
  await runInDurableObject(agendaOf(env) as DurableObjectStub<Agenda>, async (agenda, { storage }) => {
    const atWork = agenda.alarm()
    await agenda.wake(instant(Date.now() + 3_600_000))
    await atWork
    expect(await storage.getAlarm()).not.toBe(null)
    await agenda.alarm()
    expect(await storage.getAlarm()).toBe(null)
  })
})
