import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { campaign } from '../../worker/host/campaign.ts'
import { witnessServer } from '../../worker/host/witness.ts'
import { makeKeyFile, publicText } from '../../worker/host/witness-key.ts'
import { WitnessState } from '../../worker/host/witness-state.ts'
import { verifyEd25519 } from '../../worker/rules/tlog/ed25519.ts'
import { leafHash, nodeHash, type ReadNode } from '../../worker/rules/tlog/merkle.ts'
import { readKey, readNote, verifyNote } from '../../worker/rules/tlog/note.ts'
import { inclusionProof } from '../../worker/rules/tlog/proof.ts'
import { formatProof } from '../../worker/rules/tlog/tlog-proof.ts'
import { flawsInBothLights } from '../support/axe.ts'
import { aBundle, aLog, type FileMap, logFiles, zipped } from '../support/bundles.ts'
import { openPhone } from '../support/chromium.ts'
import { browser, demo } from '../support/demo-stage.ts'

const folder = mkdtempSync(join(tmpdir(), 'verify-'))

afterAll(() => {
  rmSync(folder, { recursive: true })
})

function written(name: string, bytes: string | Uint8Array): string {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}

/** A receipt of the third ballot, under the head over six entries. */
function aReceipt(): string {
  const { entries } = aLog(0)
  const hashes = entries.slice(0, 6).map(leafHash)
  const read: ReadNode = (level, index) =>
    level === 0 ? (hashes[index] as Uint8Array) : nodeHash(read(level - 1, 2 * index), read(level - 1, 2 * index + 1))
  const checkpoint = logFiles(0, entries).get('s0/checkpoints/6') as string
  return formatProof({ index: 3, proof: inclusionProof(3, 6, read), checkpoint, extra: Buffer.from(entries[3] as string) })
}

async function verdictOf(page: Page, files: FileMap): Promise<readonly string[]> {
  await page.locator('[data-bundle]').setInputFiles(written('bundle.zip', zipped(files)))
  await page.locator('[data-result] .verdict').waitFor()
  const failed = page.locator('.checks .fail .why')
  return [await page.locator('[data-result] h3').innerText(), ...(await failed.allInnerTexts())]
}

async function receiptSays(page: Page, text: string): Promise<string> {
  await page.locator('[data-pasted]').fill(text)
  await page.getByRole('button', { name: '核对回执' }).click()
  return page.locator('[data-receipt-result]').innerText()
}

const OPENED = /openings\/s1/

test('a phone counts a bundle again and names the ballot that was opened otherwise; a receipt holds, and is found in the bundle', async () => {
  const phone = await openPhone(browser)
  const page = await phone.newPage()
  await page.goto(`${demo.origin}/c/binjiang-hall/proof`)
  await page.getByRole('link', { name: '核验投票记录' }).click()
  await page.waitForURL('**/verify#keys=*')
  const before = await receiptSays(page, aReceipt())
  expect(before).toContain('签名未核对')
  expect(await verdictOf(page, aBundle())).toEqual(['核验通过'])
  const rootOf = (name: string) => String(aBundle().get(name)).split('\n')[2] ?? ''
  await page.getByLabel('结果公告上印的总指纹').fill(`第 2 册，共 11 条记录：${rootOf('s1/checkpoint')}`)
  const compared = page.locator('[data-compared]')
  await expect.poll(() => compared.innerText()).toBe('相同：就是第 2 册，11 条记录最终的总指纹。')
  await page.getByLabel('结果公告上印的总指纹').fill(rootOf('s0/checkpoints/6'))
  await expect.poll(() => compared.innerText()).toContain('就是第 1 册，6 条记录签名时的总指纹')
  await page.getByLabel('结果公告上印的总指纹').fill(rootOf('s0/checkpoint').replace(/^./, sign => (sign === 'A' ? 'B' : 'A')))
  await expect.poll(() => compared.innerText()).toMatch(/^不同/)
  await page.getByLabel('结果公告上印的总指纹').fill('一串字')
  await expect.poll(() => compared.innerText()).toContain('没有认出总指纹')
  const held = await receiptSays(page, aReceipt())
  expect(held).toMatch(/签名有效[\s\S]*有您的这张选票[\s\S]*vote\.example\.cn\/c\/c1\/s0[\s\S]*作废/)
  expect(held).not.toMatch(/\[5\]|\[1\]/)
  expect(await receiptSays(page, aReceipt().replace('index 3', 'index 2'))).toContain('自身对不上')
  expect(await receiptSays(page, 'my receipt')).toContain('没有认出')
  expect(await flawsInBothLights(page)).toEqual([])
  const changed = new Map(
    [...aBundle()].map(([name, file]) => [name, OPENED.test(name) ? String(file).replace('[2,3]', '[2,4]') : file]),
  )
  expect(await verdictOf(page, changed)).toEqual(['核验未通过', '第 2 册 第 4 号记录：这张选票的封存内容与当时的指纹不符。'])
  expect(await flawsInBothLights(page)).toEqual([])
  await phone.close()
})

test('the page that was kept as a file does the same without a network, and the site’s own bundle passes', async () => {
  const kept = await fetch(`${demo.origin}/verify/offline`)
  expect(kept.headers.get('content-disposition')).toContain('attachment')
  const file = written('kept.html', new Uint8Array(await kept.arrayBuffer()))
  const phone = await openPhone(browser)
  await phone.setOffline(true)
  const page = await phone.newPage()
  const asked: string[] = []
  page.on('request', request => asked.push(request.url()))
  await page.goto(`file://${file}`)
  const bundle = await fetch(`${demo.origin}/c/binjiang-hall/bundle.zip`)
  await page.locator('[data-bundle]').setInputFiles(written('site.zip', new Uint8Array(await bundle.arrayBuffer())))
  await page.locator('[data-result] .verdict').waitFor()
  await expect.poll(() => page.locator('[data-result] h3').innerText()).toBe('核验通过')
  await expect.poll(() => page.locator('.checks li.ok').count()).toBe(11)
  expect(asked.filter(url => !url.startsWith('file:'))).toEqual([])
  await phone.close()
})

test('without script the page says so, and what it is for', async () => {
  const phone = await openPhone(browser, { script: false })
  const page = await phone.newPage()
  await page.goto(`${demo.origin}/verify`)
  await expect.poll(() => page.locator('main').innerText()).toContain('脚本功能没有打开')
  await expect.poll(() => page.locator('[data-tool]').isVisible()).toBe(false)
  await phone.close()
})

test('T16: a witness signs what the site shows, the site shows who did, and the command counts the campaign again from its public addresses', async () => {
  const key = makeKeyFile(join(folder, 'key'), 'witness.example.cn/shenji')
  const bundle = (await (await fetch(`${demo.origin}/c/binjiang-hall/bundle.json`)).json()) as { logs: { key: string }[] }
  const logs = bundle.logs.map(log => readKey(log.key)).filter(log => log !== null)
  const state = new WitnessState(join(folder, 'witness'))
  const server = witnessServer({ key, logs, state }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const said: string[] = []
  const note = (line: string) => said.push(line)
  const witness = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const words = ['cosign', 'binjiang-hall', '--witness', witness, '--vkey', publicText(key)]
  const at = { env: {}, folder, say: note, note }
  expect([await campaign([...words, '--site', demo.origin, '--key', demo.operatorKey], at), said]).toEqual([
    0,
    [expect.stringMatching(/^第 1 册：前 \d+ 条记录已有见证签名$/)],
  ])
  server.close()
  state.close()
  // A head may be kept by caches for three seconds.
  const signed = async () => {
    const note = readNote(await (await fetch(`${demo.origin}/c/binjiang-hall/s0/checkpoint`)).text())
    return note && verifyNote(note, key.key, verifyEd25519)
  }
  await expect.poll(signed, { timeout: 20_000, interval: 500 }).toBe(true)
  const output = await runCommand(['worker/host/verify.ts', `${demo.origin}/c/binjiang-hall`, '--save', join(folder, 'saved')])
  expect(output).toMatch(/收到 \d+ 张：计入 \d+，暂缓 \d+，作废 0。\n全部通过。\n$/)
  // The policy of whoever checks, not that of the site, says whom it trusts.
  const policy = join(folder, 'saved/policy.txt')
  writeFileSync(policy, readFileSync(policy, 'utf8').replace('quorum none', `witness A ${publicText(key)}\nquorum A`))
  expect(await runCommand(['worker/host/verify.ts', join(folder, 'saved')])).toMatch(/V6 {2}通过/)
  const open = await runCommand(['worker/host/verify.ts', `${demo.origin}/c/qinghe`]).catch(error => error)
  expect([open.code, open.stderr]).toEqual([2, '投票（点赞）还没有结束，或数字还没有核定，核验包尚未公布\n'])
})

const runCommand = async (args: readonly string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, [...args])).stdout
