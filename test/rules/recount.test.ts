import { expect, test } from 'vitest'
import { sayStep } from '../../web/text/recount.ts'
import { keyText } from '../../worker/rules/tlog/note.ts'
import {
  aBundle,
  aKey,
  aLog,
  cosignedBy,
  type FileMap,
  firstFailure,
  logFiles,
  logName,
  recounted,
  signedBy,
  type TestLog,
  witnessKey,
} from '../support/bundles.ts'

const text = (files: FileMap, name: string): string => files.get(name) as string
const changed = (name: string, from: string | RegExp, to: string): FileMap => {
  const files = aBundle()
  const [before, after] = [text(files, name), text(files, name).replace(from, to)]
  expect([name, after]).not.toEqual([name, before])
  return files.set(name, after)
}
/** The first log written anew by somebody who holds its key: everything above the entries agrees with them. */
const forged = (change: (entries: string[]) => string[]): FileMap => {
  const log = aLog(0)
  const entries = change([...log.entries])
  return aBundle([{ ...log, entries } as TestLog, aLog(1)])
}
const entry = (index: number, from: string | RegExp, to: string): FileMap =>
  forged(entries => entries.map((line, i) => (i === index ? line.replace(from, to) : line)))

test('a sound bundle passes every step that applies, and its ballots add up', () => {
  const report = recounted(aBundle())
  expect(report.verdict === 'unusable' ? [] : report.steps.map(({ step, result }) => `${step} ${result}`)).toEqual([
    ...['V1 ok', 'V2 ok', 'V3 ok', 'V4 ok', 'V5 ok', 'V6 skip', 'V7 ok', 'V8 ok', 'V9 ok', 'V10 skip', 'V11 ok', 'V12 ok'],
    ...['V13 ok', 'V14 ok'],
  ])
  expect(report).toMatchObject({ verdict: 'ok', ballots: { counted: 6, held: 2, void: 2 } })
})

test('V1: rules, list of logs and first entries belong together', () => {
  expect(firstFailure(changed('rules.json', '"max":3', '"max":2'))).toBe('V1 s0 #0 rules-hash')
  expect(firstFailure(changed('rules.json', '"period":"once"', '"period":"never"'))).toBe('V1 rules.json malformed')
  expect(firstFailure(changed('bundle.json', '"shard":1', '"shard":2'))).toBe('V1 bundle.json shards-differ')
  expect(firstFailure(changed('bundle.json', '"campaign":"c1"', '"campaign":"c2"'))).toBe('V1 bundle.json manifest-differs')
  expect(firstFailure(entry(0, '"device"', '"openid"'))).toBe('V1 s0 #0 manifest-differs')
  expect(firstFailure(changed('bundle.json', '"v":1', '"v":2'))).toBe('unusable')
  expect(firstFailure(new Map())).toBe('unusable')
})

test('V2: a ballot changed, removed or put in, in whatever file, is found and named', () => {
  const log = aLog(0)
  const bundleOf = (entries: readonly string[]) => logFiles(0, entries).get('s0/tile/entries/000.p/11') as Uint8Array
  const swapped = log.entries.map((line, i) => (i === 2 ? (log.entries[3] as string).replace('"i":3', '"i":2') : line))
  expect(firstFailure(aBundle().set('s0/tile/entries/000.p/11', bundleOf(swapped)))).toBe('V2 s0 #2 entry-hash')
  const removed = Buffer.from(bundleOf(log.entries)).subarray(0, -10)
  expect(firstFailure(aBundle().set('s0/tile/entries/000.p/11', removed))).toBe('V2 s0 s0/tile/entries/000.p/11 wrong-count')
  const files = aBundle()
  files.delete('s1/tile/0/000.p/11')
  expect(firstFailure(files)).toBe('V2 s1 s1/tile/0/000.p/11 missing')
})

test('V4 and V5: who makes the tiles anew cannot sign the head', () => {
  const anew = logFiles(
    0,
    aLog(0).entries.map((line, i) => (i === 4 ? line.replace(/"h":"..../, '"h":"0000') : line)),
  )
  const files = aBundle()
  for (const [name, bytes] of anew) if (!name.includes('checkpoint')) files.set(name, bytes)
  expect(firstFailure(files)).toBe('V4 s0 s0/checkpoint root-differs')
  const head = anew.get('s0/checkpoint') as string
  const stranger = aKey(logName(0), 1, 'a stranger')
  files.set('s0/checkpoint', `${head.split('\n\n')[0]}\n\n${signedBy(stranger, `${head.split('\n\n')[0]}\n`)}`)
  expect(firstFailure(files)).toBe('V5 s0 s0/checkpoint not-signed')
})

test('V7: who holds the key and writes the log anew is found by any head that was kept', () => {
  const files = aBundle()
  for (const [name, bytes] of logFiles(
    0,
    aLog(0).entries.map((line, i) => (i === 4 ? line.replace(/"h":"..../, '"h":"0000') : line)),
  ))
    if (name !== 's0/checkpoints/6') files.set(name, bytes)
  expect(firstFailure(files)).toBe('V7 s0 s0/checkpoints/6 root-differs')
  const shorter = aBundle()
  shorter.set('s0/checkpoints/12', logFiles(0, [...aLog(0).entries, 'x']).get('s0/checkpoint') as string)
  expect(firstFailure(shorter)).toBe('V7 s0 s0/checkpoints/12 beyond-the-end')
})

test('V6: the witnesses asked for must have signed the final head, each with its own key', () => {
  const [one, two] = [witnessKey('w.example/1'), witnessKey('w.example/2')]
  const policy = (quorum: string) =>
    `${text(aBundle(), 'policy.txt').replace('quorum none\n', '')}# two of them\nwitness A ${keyText(one)}\n\twitness B  ${keyText(two)} https://w.example/\ngroup G ${quorum} A B\nquorum G\n`
  const signed = (keys: readonly (typeof one)[]) => {
    const files = aBundle()
    for (const shard of [0, 1]) {
      const head = text(files, `s${shard}/checkpoint`)
      const lines = keys.map(key => cosignedBy(key, `${head.split('\n\n')[0]}\n`))
      files.set(`s${shard}/checkpoint`, head + lines.join(''))
    }
    return files
  }
  expect(firstFailure(signed([one, two]).set('policy.txt', policy('all')))).toBe('ok')
  expect(firstFailure(signed([two]).set('policy.txt', policy('any')))).toBe('ok')
  expect(firstFailure(signed([one]).set('policy.txt', policy('2')))).toBe('V6 s0 s0/checkpoint no-quorum')
  expect(firstFailure(signed([aKey('w.example/1', 4, 'x'), two]).set('policy.txt', policy('all')))).toBe(
    'V6 s0 s0/checkpoint no-quorum',
  )
  for (const bad of ['', 'quorum', 'quorum G\n', 'quorum none\nquorum none\n', `witness none ${keyText(one)}\nquorum none\n`])
    expect([bad, firstFailure(aBundle().set('policy.txt', bad))]).toEqual([bad, 'V6 policy.txt malformed'])
  expect(firstFailure(changed('policy.txt', /^log .*\n/, ''))).toBe('V6 policy.txt log-not-listed')
})

test('V8: entries stand where they say, in time, and close the log as they should', () => {
  expect(firstFailure(entry(3, '"i":3', '"i":4'))).toBe('V8 s0 #3 wrong-index')
  expect(firstFailure(entry(3, '"k":"b"', '"k":"b" '))).toBe('V8 s0 #3 bad-entry')
  expect(firstFailure(entry(3, '"d":"', '"d":"00","d":"'))).toBe('V8 s0 #3 bad-entry')
  expect(firstFailure(entry(5, /"q":\d+/, '"q":2999999'))).toBe('V8 s0 #5 time-goes-back')
  expect(firstFailure(entry(5, /"q":\d+/, '"q":3000144'))).toBe('V8 s0 #5 outside-window')
  expect(firstFailure(entry(5, /"q":\d+/, '"q":3000143'))).toBe('ok')
  expect(firstFailure(entry(6, '"ballots":5', '"ballots":4'))).toBe('V8 s0 #6 wrong-ballots')
  expect(firstFailure(forged(entries => entries.slice(0, 6)))).toBe('V8 s0 #5 no-close')
  expect(firstFailure(forged(entries => entries.slice(0, -1)))).toBe('V8 s0 #9 no-result')
})

test('V9: one mark of a voter stands once, over all logs together', () => {
  const mark = /"d":"([0-9a-f]{32})"/.exec(aLog(0).entries[1] as string)?.[1]
  const second = aLog(1)
  const entries = second.entries.map((line, i) => (i === 4 ? line.replace(/"d":"[0-9a-f]+"/, `"d":"${mark}"`) : line))
  expect(firstFailure(aBundle([aLog(0), { ...second, entries }]))).toBe('V9 s1 #4 voted-twice')
})

test('V11: every published ballot is one that the rules allow', () => {
  const with_ = (from: string | RegExp, to: string) => firstFailure(changed('selections.txt', from, to))
  expect(with_('counted [1] 4', 'counted [1] 04')).toBe('V11 selections.txt bad-line')
  expect(with_('counted [1] 4', 'counted [6] 4')).toBe('V11 selections.txt bad-ballot')
  expect(with_('counted [1] 4', 'counted [1,2,3,4] 4')).toBe('V11 selections.txt bad-ballot')
  expect(with_('counted [2,3]', 'counted [3,2]')).toBe('V11 selections.txt bad-ballot')
  expect(with_('counted [1] 4\n', 'counted [1] 2\ncounted [1] 2\n')).toBe('V11 selections.txt not-sorted')
  expect(with_(/^(.*\n)(.*\n)/, '$2$1')).toBe('V11 selections.txt not-sorted')
  expect(with_(/\n$/, '')).toBe('V11 selections.txt bad-line')
})

test('V12: nothing is voided or released but by those who may, from where they may', () => {
  expect(firstFailure(entry(8, 'organizer auditor', 'organizer organizer'))).toBe('V12 s0 #8 not-allowed')
  expect(firstFailure(entry(8, 'organizer auditor', 'organizer'))).toBe('V12 s0 #8 not-allowed')
  expect(firstFailure(entry(8, 'organizer auditor', 'mingping-9'))).toBe('V12 s0 #8 not-allowed')
  expect(firstFailure(entry(8, '"ranges":"3"', '"ranges":"1"'))).toBe('V12 s0 #8 not-allowed')
  expect(firstFailure(entry(8, '"ranges":"3"', '"ranges":"3-3"'))).toBe('V12 s0 #8 bad-ranges')
  expect(firstFailure(entry(7, '"ranges":"2-4"', '"ranges":"2-4,4"'))).toBe('V12 s0 #7 bad-ranges')
  expect(firstFailure(entry(7, '"ranges":"2-4"', '"ranges":"2-6"'))).toBe('V12 s0 #7 bad-ranges')
  expect(firstFailure(entry(7, '"why":"DEV.UA_CONC"', '"why":""'))).toBe('V12 s0 #7 bad-reason')
  expect(firstFailure(entry(8, 'case-1', 'receipt'))).toBe('V12 s0 #8 bad-receipt')
})

test('V13: the figures of logs, result and ballots are the same', () => {
  expect(firstFailure(entry(10, '"counted":3', '"counted":4'))).toBe('V13 s0 #10 wrong-result')
  expect(firstFailure(entry(10, '1:2/1/0', '1:3/1/0'))).toBe('V13 result.json wrong-sum')
  expect(firstFailure(changed('result.json', '"raw":10', '"raw":11'))).toBe('V13 result.json malformed')
  expect(firstFailure(changed('result.json', '"1":[4,', '"1":[5,'))).toBe('V13 result.json wrong-sum')
  expect(firstFailure(changed('selections.txt', 'counted [1] 4', 'counted [1] 5'))).toBe('V13 selections.txt wrong-sum')
})

test('V14: a ballot opened otherwise than it was sealed is named; without openings the step does not apply', () => {
  expect(firstFailure(changed('openings/s1.txt', '[2,3]', '[2,4]'))).toBe('V14 s1 #4 wrong-opening')
  expect(firstFailure(changed('openings/s1.txt', /\n5 .*\n$/, '\n'))).toBe('V14 s1 #5 missing-opening')
  const files = aBundle()
  files.delete('openings/s0.txt')
  expect(firstFailure(files)).toBe('V14 s0 openings/s0.txt missing')
  files.delete('openings/s1.txt')
  expect(firstFailure(files)).toBe('ok')
})

test('a failure is one sentence that says which ballot of which log', () => {
  const report = recounted(entry(5, /"q":\d+/, '"q":2999999'))
  const failed = report.verdict === 'unusable' ? [] : report.steps.filter(({ result }) => result === 'fail')
  expect(failed.map(sayStep)).toEqual(['第 1 册 第 5 号记录：时间比前一条还早。'])
})
