import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { inflateSync } from 'node:zlib'
import jsQR from 'jsqr'
import { expect, test } from 'vitest'
import { boxOf } from '../../worker/objects/names.ts'
import { AFTER_MEETING, aCampaignToDecide, type Decided, deskAt, releasedBy } from '../support/decision-desk.ts'
import { atDesk } from '../support/desk.ts'
import { aPollOf, castAll, named, VOTING } from '../support/held-ballots.ts'
import { ORIGIN, setClock, Visitor } from '../support/visitor.ts'

/** The draft of the result notice of a campaign that has been decided. */
async function draftOf(one: Decided): Promise<{ readonly id: string; readonly body: string }> {
  const [writer, second] = [await atDesk('ni-gao'), await atDesk('fu-he', 'auditor')]
  await releasedBy(one, [writer, second])
  const answer = await writer.form(deskAt(one, '/notice'), [])
  const id = answer.headers.get('location')?.split('/').at(-1) ?? ''
  const row = await env.DB.prepare('select body from notices where id = ?').bind(id).first<{ body: string }>()
  return { id, body: row?.body ?? '' }
}

/** What a phone reads in a PNG of one bit a dot whose lines are not filtered. */
function readIn(png: Uint8Array): string | undefined {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  const rows = inflateSync(png.subarray(41, 41 + view.getUint32(33)))
  const dots = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const bit = ((rows[y * (Math.ceil(width / 8) + 1) + 1 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1
      dots.set([255 * bit, 255 * bit, 255 * bit, 255], (y * width + x) * 4)
    }
  return jsQR(dots, width, height)?.data
}

test('the draft of a result notice prints the final head of every box, and a code that leads to where they are counted again', async () => {
  const poll = await aPollOf('printed-2026', { expectedPeak: 200 })
  await setClock(VOTING)
  await castAll(poll, { names: named('printed', 4), choices: [1] })
  await setClock(AFTER_MEETING)
  const roots: string[] = []
  for (let shard = 0; shard < poll.shards; shard++) {
    await runDurableObjectAlarm(boxOf(env, poll.id, shard))
    const [, size = '', root = ''] = (await (await new Visitor().send(`/c/${poll.slug}/s${shard}/checkpoint`)).text()).split('\n')
    roots.push(`- 第 ${shard + 1} 册，共 ${size} 条记录：\`${root}\``)
  }
  const { body } = await draftOf(poll)
  expect([roots.length, body.includes(`\n\n${roots.join('\n')}\n\n`), body.includes(`<${ORIGIN}/c/${poll.slug}/proof>`)]).toEqual(
    [2, true, true],
  )
  const [picture = ''] = /\/pictures\/[0-9a-f]{64}\.png/.exec(body) ?? []
  const served = await new Visitor().send(picture)
  expect([served.headers.get('content-type'), readIn(new Uint8Array(await served.arrayBuffer()))]).toEqual([
    'image/png',
    `${ORIGIN}/c/${poll.slug}/proof`,
  ])
})

test('nothing is printed of a campaign that keeps no log, nor of one whose result is not in it', async () => {
  const { body } = await draftOf(await aCampaignToDecide('unprinted-2026'))
  expect([body.includes('经部务会议研究决定'), body.includes('总指纹'), body.includes('/pictures/')]).toEqual([
    true,
    false,
    false,
  ])
  const poll = await aPollOf('unfinished-2026', { expectedPeak: 200 })
  await setClock(AFTER_MEETING)
  // One of its boxes has not noticed yet that it is closed.
  await runDurableObjectAlarm(boxOf(env, poll.id, 0))
  expect((await draftOf(poll)).body).not.toContain('总指纹')
})
