import { Hono } from 'hono'
import { csvHeaders } from '../csv-headers.ts'
import { CACHEABLE } from '../headers.ts'
import { type AppContext, type AppTypes, Refused } from '../http.ts'
import { keyInForce } from '../log-key.ts'
import { type Log, noteOf, sizesOf } from '../logs.ts'
import { boxOf } from '../objects/names.ts'
import { campaignAt } from '../reads.ts'
import { bundleJson, openedLogs, policyText, resultJson, resultsCsv, selectionLines } from '../recount.ts'
import { recountZip } from '../recount-zip.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import { readReceiptCode } from '../rules/receipt.ts'
import { toBase64 } from '../rules/tlog/base64.ts'
import { ED25519, formatNote, noteKey } from '../rules/tlog/note.ts'
import { readTilePath } from '../rules/tlog/tile.ts'
import { formatProof } from '../rules/tlog/tlog-proof.ts'
import { HEAD_CACHE, json, sizesText, TEXT, text, tileAnswer, zipAnswer } from './log-answers.ts'

/** The logs of ballots, the proofs for their voters and the recount bundle. Everything here is public and shows no choice before the close. */
export const logRoutes = new Hono<AppTypes>()

const LOG = '/c/:slug/:log{s(?:0|[1-9][0-9]{0,2})}'

/** The campaign and the number of the log in the address. */
async function logAt(c: AppContext): Promise<{ readonly campaign: CampaignFile; readonly shard: number }> {
  const campaign = await campaignAt(c.var.deps, c.req.param('slug') ?? '')
  const shard = Number((c.req.param('log') ?? '').slice(1))
  if (campaign.openedAt === null || shard >= campaign.shards) throw new Refused({ code: 'not-found' })
  return { campaign, shard }
}

logRoutes.get(`${LOG}/checkpoint`, async c => {
  const { campaign, shard } = await logAt(c)
  return text(c, await noteOf(c.var.deps, campaign, shard), HEAD_CACHE)
})

logRoutes.get(`${LOG}/checkpoints`, async c => {
  const { campaign, shard } = await logAt(c)
  const sizes = await sizesOf(c.var.deps, campaign, shard)
  return text(c, sizesText(sizes), HEAD_CACHE)
})

// Witnesses may still add their lines to it.
logRoutes.get(`${LOG}/checkpoints/:size{[1-9][0-9]{0,9}}`, async c => {
  const { campaign, shard } = await logAt(c)
  return text(c, await noteOf(c.var.deps, campaign, shard, Number(c.req.param('size'))), CACHEABLE)
})

logRoutes.get(`${LOG}/:tile{tile/.+}`, async c => {
  const { campaign, shard } = await logAt(c)
  const tile = readTilePath(c.req.param('tile'))
  return tileAnswer(c, tile && (await boxOf(c.env, campaign.id, shard).tile(tile)))
})

async function logsAt(c: AppContext): Promise<{ readonly campaign: CampaignFile; readonly logs: readonly Log[] }> {
  const campaign = await campaignAt(c.var.deps, c.req.param('slug') ?? '')
  return { campaign, logs: await openedLogs(c.var.deps, campaign) }
}

logRoutes.get('/c/:slug/bundle.json', async c => {
  const { campaign, logs } = await logsAt(c)
  return json(c, bundleJson(campaign, logs))
})
logRoutes.get('/c/:slug/rules.json', async c => json(c, (await logsAt(c)).logs[0]?.rules ?? ''))
logRoutes.get('/c/:slug/policy.txt', async c => text(c, policyText((await logsAt(c)).logs), CACHEABLE))
logRoutes.get('/c/:slug/result.json', async c => json(c, resultJson((await logsAt(c)).logs)))

logRoutes.get('/c/:slug/results.csv', async c => {
  const { campaign, logs } = await logsAt(c)
  return c.body(resultsCsv(campaign, logs), 200, csvHeaders(`${campaign.shortTitle}-结果`))
})

logRoutes.get('/c/:slug/selections.txt', async c => {
  const { campaign, logs } = await logsAt(c)
  const lines = selectionLines(c.var.deps, campaign, logs)
  // Refuses before the first byte, not in the middle of an answer.
  const first = await lines.next()
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = first.value ? { value: first.value, done: false } : await lines.next()
      first.value = undefined
      if (done || value === undefined) controller.close()
      else controller.enqueue(new TextEncoder().encode(value))
    },
  })
  return c.body(stream, 200, { 'content-type': TEXT })
})

logRoutes.get('/c/:slug/bundle.zip', async c => {
  const { campaign, logs } = await logsAt(c)
  resultJson(logs)
  return zipAnswer(c, `${campaign.shortTitle}-核验包.zip`, recountZip(c.var.deps, campaign, logs))
})

/** The box and the place a receipt speaks of. Refuses when it cannot be one. */
async function receiptAt(c: AppContext) {
  const campaign = await campaignAt(c.var.deps, c.req.param('slug') ?? '')
  const read = readReceiptCode(c.req.param('code') ?? '')
  if (!read || read.place.shard >= campaign.shards || campaign.openedAt === null) throw new Refused({ code: 'not-found' })
  return { campaign, read, box: boxOf(c.env, campaign.id, read.place.shard) }
}

const fileHeaders = (name: string) => ({
  'content-type': TEXT,
  'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
})

// What the site promises at once: this leaf is entered at this place. Signed anew every time, with the same words and signature.
logRoutes.get('/c/:slug/receipts/:code/promise', async c => {
  const { campaign, read, box } = await receiptAt(c)
  const promised = await box.promised(read.place.seq, read.tag)
  if (!promised) throw new Refused({ code: 'not-found' })
  const { origin, index, leaf, key: named } = promised
  const words = `mingping receipt v1\n${origin}\n${index}\n${toBase64(leaf)}\n`
  const key = await keyInForce(c.var.deps.config.siteKey, { campaign: campaign.id, shard: read.place.shard, ...named })
  if (!key) throw new Refused({ code: 'not-logged-yet', retryAfter: 60 })
  const { name, id } = noteKey(origin, ED25519, key.publicKey)
  const note = formatNote({ text: words, signatures: [{ name, id, signature: await key.sign(words) }] })
  return c.body(note, 200, fileHeaders(`回执-${read.code}.txt`))
})

logRoutes.get('/c/:slug/receipts/:code/proof', async c => {
  const { campaign, read, box } = await receiptAt(c)
  if (!(await box.receipt(read.place.seq, read.tag))) throw new Refused({ code: 'not-found' })
  const logged = await box.logged(read.place.seq, read.tag)
  if (!logged) throw new Refused({ code: 'not-logged-yet', retryAfter: 60 })
  const { index, proof, entry, note, size } = logged
  // With what witnesses have signed beneath it since.
  const checkpoint = (await noteOf(c.var.deps, campaign, read.place.shard, size)) ?? note
  const source = formatProof({ index, proof, checkpoint, extra: new TextEncoder().encode(entry) })
  return c.body(source, 200, fileHeaders(`回执-${read.code}.tlog-proof`))
})
