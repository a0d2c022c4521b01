import type { BaseIssue, BaseSchema, InferOutput } from 'valibot'
import * as v from 'valibot'
import { type AppContext, Refused, readJson } from '../http.ts'
import { campaignAt } from '../reads.ts'
import type { CampaignFile } from '../rules/campaign.ts'
import type { RefusalCode } from '../rules/refusal.ts'

type Schema = BaseSchema<unknown, unknown, BaseIssue<unknown>>

/** One call of the JSON API, from which both the running route and its description are made. */
export interface Endpoint {
  readonly method: 'get' | 'post'
  /** In the router's notation: /api/campaigns/:slug. */
  readonly path: string
  readonly summary: string
  /** What repeating the call does, in one sentence; every call says so. */
  readonly repeat: string
  readonly query?: Schema
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Schema
  readonly answer: Schema
  readonly refusals: readonly RefusalCode[]
  readonly handle: (c: AppContext) => Response | Promise<Response>
}

/** How a call that takes a JSON body may refuse it before it is looked at. */
export const BODY_REFUSALS = [
  'body-malformed',
  'wrong-content-type',
  'body-too-large',
  'cross-site',
] as const satisfies readonly RefusalCode[]

/** The JSON body of a request, checked; refused with the place where it went wrong. */
export async function bodyOf<S extends Schema>(c: AppContext, schema: S): Promise<InferOutput<S>> {
  const parsed = v.safeParse(schema, await readJson(c.req.raw), { abortEarly: true })
  if (parsed.success) return parsed.output
  throw new Refused({ code: 'body-malformed', where: v.getDotPath(parsed.issues[0]) ?? 'body' })
}

/** What is said of calls that only read. */
export const HARMLESS = '可以重复调用，没有副作用。'

/** The campaign that the address names; refuses with 'not-found'. */
export const campaignIn = (c: AppContext): Promise<CampaignFile> => campaignAt(c.var.deps, c.req.param('slug') ?? '')
