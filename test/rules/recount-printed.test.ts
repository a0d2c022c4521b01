import { expect, test } from 'vitest'
import { headWithRoot, rootIn } from '../../worker/rules/recount/printed.ts'
import { instant } from '../../worker/rules/time.ts'
import { toBase64 } from '../../worker/rules/tlog/base64.ts'
import { correctionEntry, keyEntry, resultEntry } from '../../worker/rules/tlog/entry.ts'
import { aBundle, aLog, FROM, firstFailure, recounted } from '../support/bundles.ts'

const HASH = '0f'.repeat(32)
const at = (index: number) => ({ index, at: instant(FROM + 90_000_000) })
const LATER = [
  correctionEntry(at(11), { notice: '/notices/ntc_1', hash: HASH }),
  keyEntry(at(12), toBase64(new Uint8Array(32).fill(7))),
  resultEntry(at(13), { ballots: { counted: 3, held: 1, void: 1 }, votes: votesIn(aLog(0).entries[10]) }),
]

/** The votes that a result entry says. */
function votesIn(entry = ''): Parameters<typeof resultEntry>[1]['votes'] {
  const { votes } = JSON.parse(entry) as { votes: string }
  const lines = votes.split(',').map(line => line.split(/[:/]/).map(Number) as [number, number, number, number])
  return Object.fromEntries(lines.map(([number, counted, held, gone]) => [number, { counted, held, void: gone }]))
}

test('a printed root is found in a bundle as it was copied, and as an earlier head where the log has grown since', () => {
  const report = recounted(aBundle())
  if (report.verdict === 'unusable') throw new Error('no bundle')
  const rootOf = (file: string) => String(aBundle().get(file)).split('\n')[2] ?? ''
  const found = (text: string) => {
    const root = rootIn(text)
    const head = root && headWithRoot(report, root)
    return head && [head.log, head.size]
  }
  const wrapped = rootOf('s1/checkpoint').replace(/^(.{20})/, '$1\n  ')
  expect([
    found(rootOf('s0/checkpoint')),
    found(`- 第 2 册，共 11 条记录：\`${wrapped}\``),
    found(rootOf('s0/checkpoints/3')),
    found(toBase64(new Uint8Array(32))),
    rootIn('AAAA'),
    rootIn(''),
  ]).toEqual([[0, 11], [1, 11], [0, 3], null, null, null])
})

test('what is entered beside the votes is told with its place, and a log that ends with it is refused', () => {
  const log = { ...aLog(0), entries: [...aLog(0).entries, ...LATER] }
  const report = recounted(aBundle([log, aLog(1)]))
  if (report.verdict === 'unusable') throw new Error('no bundle')
  const [book] = report.logs.map(({ book: one }) => one)
  expect([book?.notices, book?.keys.map(({ index }) => index)]).toEqual([
    [{ index: 11, notice: '/notices/ntc_1', hash: HASH }],
    [12],
  ])
  // Signed by the first key still, although an entry has brought another.
  expect(firstFailure(aBundle([log, aLog(1)]))).toBe('V5 s0 s0/checkpoint not-signed')
  const corrected = { ...log, entries: log.entries.slice(0, 12) }
  expect(firstFailure(aBundle([corrected, aLog(1)]))).toBe('V8 s0 #11 no-result')
})
