import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { campaign } from '../../worker/host/campaign.ts'
import { asJson, verifyBundle } from '../../worker/host/verify.ts'
import { type WitnessOptions, witnessServer } from '../../worker/host/witness.ts'
import { makeKeyFile, publicText, readKeyFile } from '../../worker/host/witness-key.ts'
import { WitnessState } from '../../worker/host/witness-state.ts'
import { readKey } from '../../worker/rules/tlog/note.ts'
import { type Answer, gist } from '../recount/gist.ts'
import { inPython, needPython } from '../recount/python.ts'
import { bundleOf, closePolls, type FinishedSite, startOver, voteIn } from '../support/finished-polls.ts'

// The drill of a change of key (ASVS 11.1.2), by the commands an operator and a witness have.

const home = mkdtempSync(join(tmpdir(), 'log-key-'))
const SLUG = 'qinghe'
let site: FinishedSite
const logs: { keys: readonly string[] } = { keys: [] }
let witness: ReturnType<typeof witnessServer>
let vkey = ''

beforeAll(async () => {
  needPython()
  site = await startOver(join(home, 'state'))
  await voteIn(site, SLUG, { ballots: [[1], [2], [1, 2]], held: [2] })
  await closePolls(site, [SLUG])
  makeKeyFile(join(home, 'key'), 'witness.example.cn/shenji')
  const key = readKeyFile(join(home, 'key')) ?? expect.fail('no key')
  vkey = publicText(key)
  const options: WitnessOptions = {
    key,
    get logs() {
      return logs.keys.flatMap(text => readKey(text) ?? [])
    },
    state: new WitnessState(join(home, 'seen')),
  }
  witness = witnessServer(options).listen(0, '127.0.0.1')
}, 60_000)
afterAll(async () => {
  witness.close()
  await site.stop()
  rmSync(home, { recursive: true })
})

async function run(...words: readonly string[]): Promise<{ readonly code: number; readonly lines: readonly string[] }> {
  const lines: string[] = []
  const say = (line: string) => lines.push(line)
  const at = { env: { MINGPING_SITE: site.origin, MINGPING_OPERATOR_KEY: site.operatorKey }, folder: home, say, note: say }
  return { code: await campaign(words, at), lines }
}

const cosign = () =>
  run('cosign', SLUG, '--witness', `http://127.0.0.1:${(witness.address() as AddressInfo).port}`, '--vkey', vkey)

/** How many entries the last signed head of the poll's one log is over. */
const headSize = async (): Promise<number> =>
  Number((await (await fetch(`${site.origin}/c/${SLUG}/s0/checkpoint`)).text()).split('\n')[1])

/** Until a head is signed over more entries than that. */
async function headBeyond(size: number): Promise<void> {
  for (let tries = 0; (await headSize()) <= size; tries++) {
    if (tries === 300) throw new Error('no new head was signed')
    await pause(100)
  }
}

/** What both verifiers say of the bundle as it is now. */
async function verdicts(name: string): Promise<readonly string[]> {
  const path = join(home, `${name}.zip`)
  writeFileSync(path, await bundleOf(site, SLUG))
  const [python] = await inPython([path], home)
  return [gist(asJson(verifyBundle(path)) as Answer), gist(python as Answer)]
}

test('11.1.2: a command changes the key; both verifiers go along, and a witness as soon as it was told of the new key', async () => {
  expect(await verdicts('before')).toEqual(['ok', 'ok'])
  const bundle = (await (await fetch(`${site.origin}/c/${SLUG}/bundle.json`)).json()) as { logs: { key: string }[] }
  logs.keys = bundle.logs.map(({ key }) => key)
  expect((await cosign()).code).toBe(0)
  const size = await headSize()
  const turned = await run('turn-key', SLUG)
  expect([turned.code, turned.lines.length, turned.lines[0]]).toEqual([0, 2, expect.stringContaining('换成第 2 把')])
  await headBeyond(size)
  expect(await verdicts('after')).toEqual(['ok', 'ok'])
  expect(await cosign()).toEqual({ code: 1, lines: [expect.stringContaining('再加上新公钥')] })
  logs.keys = [...logs.keys, turned.lines[1] ?? '']
  expect((await cosign()).code).toBe(0)
  expect(await verdicts('cosigned')).toEqual(['ok', 'ok'])
  expect(await run('turn-key', 'nowhere')).toEqual({ code: 1, lines: [expect.stringContaining('没有这个活动')] })
}, 60_000)
