import { type Site, startSite } from '../../worker/host/runtime.ts'
import type { CampaignDocument } from '../../worker/import/document.ts'
import { startBare } from './bare.ts'
import { type Order, type Ready, VARS } from './server.ts'

// The far side of server.ts: one server with its supervisor in a process of its own, so that what it costs can be told
// from what the load costs.

const operator = { authorization: `Bearer ${VARS.OPERATOR_KEY}`, 'content-type': 'application/json' }

async function start(order: Order): Promise<{ ready: Ready; stop: () => Promise<void> }> {
  if (order.kind === 'bare') {
    const bare = await startBare({ state: order.state, port: 0, constant: order.constant ?? null })
    return { ready: readyAt((await bare.unsafeGetDirectURL('bare')).port), stop: () => bare.dispose() }
  }
  const build = order.script ? { script: order.script } : 'worker'
  const vars = { ...VARS, ...order.vars }
  const site = await startSite({
    state: order.state,
    host: '127.0.0.1',
    port: 0,
    build,
    vars,
    onLog: line => console.error(line),
  })
  for (const document of order.campaigns) await load(site, document)
  const d1 = await site.runtime.getD1Database('DB')
  const { results } = await d1.prepare('select slug, id from campaigns').all<{ slug: string; id: string }>()
  const ids = Object.fromEntries(results.map(({ slug, id }) => [slug, id]))
  return { ready: readyAt(new URL(site.origin).port, ids), stop: () => site.stop() }
}

const readyAt = (port: string, campaigns: Ready['campaigns'] = {}): Ready => ({
  port: Number(port),
  campaigns,
  v8Flags: process.env.MINIFLARE_WORKERD_V8_FLAGS ?? '',
})

/** Imports and opens one campaign, the way an operator does. */
async function load({ origin }: Site, document: CampaignDocument): Promise<void> {
  const address = `${origin}/operator/campaigns/${document.settings.slug}`
  for (const answer of [
    await fetch(address, { method: 'PUT', headers: operator, body: JSON.stringify(document) }),
    await fetch(`${address}/open`, { method: 'POST', headers: operator }),
  ])
    if (!answer.ok) throw new Error(`the site refused the campaign of the bench: ${await answer.text()}`)
}

const order = await new Promise<Order>(resolve => process.once('message', message => resolve(message as Order)))
const { ready, stop } = await start(order)
process.send?.(ready)
process.once('disconnect', () => void stop().finally(() => process.exit()))
