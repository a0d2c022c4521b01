import { exports } from 'cloudflare:workers'
import { randomUUID } from 'node:crypto'
import { powProof } from '../../db/demo/voters.ts'
import type { CampaignDocument } from '../../worker/import/document.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { unseal } from '../../worker/tokens.ts'

export const ORIGIN = 'https://vote.example.cn'
export const SITE_KEY = 'a test key of at least thirty-two signs'
export const OPERATOR_KEY = 'an operator key of thirty-two signs!'

interface Sending {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: BodyInit
}

const anyAddress = (): string => `10.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}.7`

type Ask = (path: string, init: RequestInit) => Promise<Response>
const askTheSite: Ask = (path, init) => exports.default.fetch(ORIGIN + path, init)

/** One browser: it keeps cookies, follows no redirect, and says where its requests come from. */
export class Visitor {
  readonly cookies = new Map<string, string>()
  /** Every visitor comes from a network of its own, unless a test says otherwise. */
  address = anyAddress()
  readonly #ask: Ask

  /** `ask` is the site itself, or one with other settings (countedSite). */
  constructor(ask = askTheSite) {
    this.#ask = ask
  }

  async send(path: string, { method = 'GET', headers = {}, body }: Sending = {}): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const own = method === 'GET' ? {} : { origin: ORIGIN }
    const init: RequestInit = {
      method,
      redirect: 'manual',
      headers: { 'x-real-ip': this.address, ...own, ...(cookie ? { cookie } : {}), ...headers },
    }
    const answer = await this.#ask(path, body === undefined ? init : { ...init, body })
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';')
      const at = pair.indexOf('=')
      if (attributes.some(text => /max-age=0/i.test(text))) this.cookies.delete(pair.slice(0, at))
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return answer
  }

  /** From another network: a test that knocks a hundred times at once must not be shed as a flood. */
  moved(): this {
    this.address = anyAddress()
    return this
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.send(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    })
  }

  form(path: string, fields: readonly (readonly [string, string])[]): Promise<Response> {
    return this.send(path, {
      method: 'POST',
      body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  }

  /** The device the site gave this visitor. */
  get device(): string {
    const payload = unseal(SITE_KEY, 'device', decodeURIComponent(this.cookies.get('__Host-device') ?? ''))
    return payload?.split('.')[0] ?? ''
  }
}

/** Status and JSON of an answer in one value, so that a test compares the whole. */
export const told = async (answer: Response): Promise<readonly [number, unknown]> => [answer.status, await answer.json()]

interface Order {
  readonly method?: string
  readonly body?: unknown
  /** False leaves a new staff account as people have them; else it signs in with its password alone. */
  readonly waived?: boolean
}

export async function operate(path: string, { method = 'POST', body, waived = true }: Order = {}): Promise<Response> {
  const answer = await new Visitor().send(`/operator/${path}`, {
    method,
    headers: { authorization: `Bearer ${OPERATOR_KEY}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (path === 'staff' && answer.ok && waived) await operate(`staff/waive/${(body as { login: string }).login}`)
  return answer
}

/** Sets the site's clock, for the Worker and every object. */
export async function setClock(at: number): Promise<void> {
  const answer = await operate(`clock/${Math.round(at - Date.now())}`)
  if (!answer.ok) throw new Error(`the clock did not move: ${answer.status}`)
}

export interface Standing {
  readonly slug: string
  readonly id: CampaignId
}

/** Imports a campaign and opens its poll. */
export async function openCampaign(document: CampaignDocument): Promise<Standing> {
  const { slug } = document.settings
  const imported = await operate(`campaigns/${slug}`, { method: 'PUT', body: document })
  if (!imported.ok) throw new Error(`not imported: ${await imported.text()}`)
  const opened = await operate(`campaigns/${slug}/open`)
  if (!opened.ok) throw new Error(`not opened: ${await opened.text()}`)
  const { campaigns } = (await (await operate('campaigns', { method: 'GET' })).json()) as { campaigns: readonly Standing[] }
  const found = campaigns.find(one => one.slug === slug)
  if (!found) throw new Error('the campaign is not listed')
  return found
}

/** A visitor whose device the site has known for a while: it opened the ballot and has read it. */
export async function aVoter({ slug }: Standing, at: number): Promise<Visitor> {
  const visitor = new Visitor()
  await setClock(at - 60_000)
  await visitor.send(`/api/campaigns/${slug}/challenge?for=vote`)
  await setClock(at)
  return visitor
}

export interface CastWishes {
  readonly key?: string
  readonly now?: number
  readonly proof?: unknown
}

/** Casts a ballot through the API with a proof of work that is in order. */
export async function castBy(
  visitor: Visitor,
  campaign: Standing,
  choices: readonly number[],
  { key = randomUUID(), now = Date.now(), proof }: CastWishes = {},
): Promise<Response> {
  const check =
    proof ?? (await powProof({ siteKey: SITE_KEY, campaign: campaign.id, now: now + 86_400_000 * 365 }, visitor.device))
  return visitor.post(`/api/campaigns/${campaign.slug}/ballots`, { choices, check }, { 'idempotency-key': key })
}
