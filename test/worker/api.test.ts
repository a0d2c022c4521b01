import * as v from 'valibot'
import { beforeAll, expect, test } from 'vitest'
import { createApp } from '../../worker/app.ts'
import { STATUS } from '../../worker/refusals.ts'
import { ENDPOINTS } from '../../worker/routes/api.ts'
import { WECHAT_ENDPOINTS } from '../../worker/routes/api-wechat.ts'
import { HOUR, instant } from '../../worker/rules/time.ts'
import { aDocument, OPENS } from '../support/makers.ts'
import { aVoter, castBy, openCampaign, type Standing, setClock, Visitor } from '../support/visitor.ts'

interface Description {
  readonly openapi: string
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly summary: string
            readonly description: string
            readonly responses: Record<string, unknown>
            readonly requestBody?: unknown
          }
        >
      >
    >
  >
}

let described: Description
let campaign: Standing

beforeAll(async () => {
  await setClock(OPENS - HOUR)
  campaign = await openCampaign(
    aDocument({
      slug: 'api-2026',
      visibility: 'live',
      milestones: [
        { step: 'vote', title: '网上评议', from: '2026-04-20 09:00', until: '2026-04-25' },
        { step: 'likes', title: '点赞', from: '2026-04-20 09:00', until: '2026-04-25' },
      ],
    }),
  )
  described = (await (await new Visitor().send('/api/openapi.json')).json()) as Description
})

test('the description speaks of exactly the running addresses of the API', () => {
  const { app } = createApp(() => instant(0))
  const running = [
    ...new Set(
      app.routes
        .filter(({ path, method }) => path.startsWith('/api/') && method !== 'ALL' && !path.endsWith('.json'))
        .map(({ method, path }) => `${method} ${path.replaceAll(/:([a-z]+)/g, '{$1}')}`),
    ),
  ]
  const written = Object.entries(described.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
  )
  expect(written.sort()).toEqual(running.sort())
  expect(described.openapi).toBe('3.1.0')
})

test('every call says what it does, what repeating it does, and how it may be refused', () => {
  for (const { method, path, refusals } of ENDPOINTS) {
    const operation = described.paths[path.replaceAll(/:([a-z]+)/g, '{$1}')]?.[method]
    expect([path, (operation?.summary.length ?? 0) > 3, (operation?.description.length ?? 0) > 3]).toEqual([path, true, true])
    expect(Object.keys(operation?.responses ?? {}).sort()).toEqual(
      [...new Set(['200', ...refusals.map(code => String(STATUS[code]))])].sort(),
    )
  }
})

test('what the API answers is what its description says', async () => {
  const noon = OPENS + 3 * HOUR
  const voter = await aVoter(campaign, noon)
  const receipt = ((await (await castBy(voter, campaign, [1, 4])).json()) as { receipt: string }).receipt
  const { runDurableObjectAlarm } = await import('cloudflare:test')
  const { env } = await import('cloudflare:workers')
  const { boxOf } = await import('../../worker/objects/names.ts')
  await runDurableObjectAlarm(boxOf(env, campaign.id, 0))
  // A site without WeChat signs nothing; what one with it answers is compared in test/host/wechat.test.ts.
  const calls = ENDPOINTS.filter(endpoint => endpoint.method === 'get' && !WECHAT_ENDPOINTS.includes(endpoint))
  for (const { method, path, answer, query } of calls) {
    const asked = path.replace(':slug', 'api-2026').replace(':number', '1').replace(':code', receipt) + (query ? '?for=vote' : '')
    const got = await voter.send(asked)
    const parsed = v.safeParse(answer, await got.json())
    expect([method, asked, got.status, parsed.success ? [] : parsed.issues.map(issue => v.getDotPath(issue))]).toEqual([
      method,
      asked,
      200,
      [],
    ])
  }
})

test('every refusal the API gives has a code, a Chinese sentence, and the status of its code', async () => {
  const voter = await aVoter(campaign, OPENS + 3 * HOUR)
  for (const [path, body] of [
    ['/api/campaigns/nothing/ballots', {}],
    ['/api/campaigns/api-2026/ballots', {}],
    ['/api/campaigns/api-2026/code', { code: 'x' }],
    ['/api/campaigns/api-2026/likes', { number: 1 }],
  ] as const) {
    const answer = await voter.post(path, body)
    const { code, message } = (await answer.json()) as { code: keyof typeof STATUS; message: string }
    expect([path, answer.status, /[\u4e00-\u9fff]{4}/.test(message)]).toEqual([path, STATUS[code], true])
  }
})
