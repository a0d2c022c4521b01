import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'
import { CampaignDocument } from '../import/document.ts'
import type { Cosigned } from './cosign.ts'

/** What the site answered: the thing asked for, or sentences that say why not. */
export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly string[] }

/** Where a site is and what opens its operator's addresses. */
export interface SiteAddress {
  readonly origin: string
  readonly key: string
}

export interface Sending {
  readonly method?: 'GET' | 'HEAD' | 'PUT' | 'POST'
  readonly json?: unknown
  readonly bytes?: Uint8Array
  /** How often to try when the line breaks or the site is busy; what may not happen twice is tried once. */
  readonly tries?: number
}

const TIMEOUT = 60_000
const TRIES = 4

const accept = <T>(value: T): Answer<T> => ({ ok: true, value })
const refuse = (...problems: readonly string[]): { ok: false; problems: readonly string[] } => ({ ok: false, problems })

const RefusalBody = v.object({ code: v.string(), message: v.optional(v.string()), problems: v.optional(v.array(v.string())) })
const Imported = v.object({ changed: v.boolean(), nominees: v.number(), notices: v.number() })
const Issued = v.object({ batch: v.string(), unit: v.string(), codes: v.array(v.string()), links: v.array(v.string()) })
const Key = v.object({ number: v.number(), entered: v.boolean(), keys: v.array(v.string()) })
const Opened = v.object({ hash: v.nullable(v.string()) })
/** `created` is false where the account was there before and stayed as it was. */
const Staffed = v.object({ login: v.string(), role: v.string(), created: v.optional(v.boolean()) })

/** An account to be made. */
export interface NewStaff {
  readonly login: string
  readonly name: string
  readonly role: string
  readonly unit: string | null
  readonly password: string
  readonly email: string | null
}

/** The operator's addresses of one site as typed calls. */
export class OperatorClient {
  protected readonly site: SiteAddress

  constructor(site: SiteAddress) {
    this.site = site
  }

  /** Whether the site knows the key, asked before any work is done. */
  async greet(): Promise<Answer<unknown>> {
    return this.ask('campaigns', {}, v.unknown())
  }

  /** Whether the site already has a picture (`photos/<hash>-l`) or an attachment (`files/<hash>`). */
  async has(object: string): Promise<Answer<boolean>> {
    const sent = await this.send(object, { method: 'HEAD' })
    if (!sent.ok) return sent
    return sent.value.ok || sent.value.status === 404 ? accept(sent.value.ok) : this.refusalOf(sent.value)
  }

  /** Uploads one object to its address. */
  async put(object: string, bytes: Uint8Array): Promise<Answer<unknown>> {
    return this.ask(object, { method: 'PUT', bytes }, v.unknown())
  }

  /** The bytes of a stored object. */
  async read(object: string): Promise<Answer<Uint8Array>> {
    const sent = await this.send(object, {})
    if (!sent.ok) return sent
    return sent.value.ok ? accept(new Uint8Array(await sent.value.arrayBuffer())) : this.refusalOf(sent.value)
  }

  /** A campaign as a document, as the site holds it now. */
  async document(slug: string): Promise<Answer<CampaignDocument>> {
    return this.ask(campaign(slug), {}, CampaignDocument)
  }

  /** `replace` lets it take the place of what was changed on the screens since the last import. */
  async importDocument(
    document: CampaignDocument,
    { replace }: { replace: boolean },
  ): Promise<Answer<v.InferOutput<typeof Imported>>> {
    const path = `${campaign(document.settings.slug)}${replace ? '?replace=1' : ''}`
    return this.ask(path, { method: 'PUT', json: document }, Imported)
  }

  async open(slug: string): Promise<Answer<v.InferOutput<typeof Opened>>> {
    return this.ask(`${campaign(slug)}/open`, { method: 'POST' }, Opened)
  }

  /** Every call makes new codes, so a broken line is told and not tried again. */
  async issueCodes(
    slug: string,
    order: { unit: string; voterClass: string | null; count: number },
  ): Promise<Answer<v.InferOutput<typeof Issued>>> {
    return this.ask(`${campaign(slug)}/codes`, { method: 'POST', json: order, tries: 1 }, Issued)
  }

  /** Hands over what a witness has signed beneath the head of this size. */
  async addCosignatures(slug: string, { log, size, lines }: Cosigned): Promise<Answer<unknown>> {
    const path = `logs/${encodeURIComponent(slug)}/${log}/${size}/cosignatures`
    return this.ask(path, { method: 'POST', bytes: new TextEncoder().encode(lines) }, v.unknown())
  }

  /** The key of a campaign's logs: its number, whether every log has it, and the public keys that sign now. */
  async logKey(slug: string): Promise<Answer<v.InferOutput<typeof Key>>> {
    return this.ask(`logs/${encodeURIComponent(slug)}/key`, {}, Key)
  }

  /** Another key in place of the one of this number. */
  async turnLogKey(slug: string, number: number): Promise<Answer<v.InferOutput<typeof Key>>> {
    return this.ask(`logs/${encodeURIComponent(slug)}/key`, { method: 'POST', json: { number } }, Key)
  }

  /** Where the public addresses of a campaign begin. */
  publicBase(slug: string): string {
    return `${this.site.origin}/c/${encodeURIComponent(slug)}`
  }

  async addStaff(staff: NewStaff): Promise<Answer<v.InferOutput<typeof Staffed>>> {
    return this.ask('staff', { method: 'POST', json: staff, tries: 1 }, Staffed)
  }

  /** The link of the first administrator, or null when there is one already. */
  async firstAdministrator(): Promise<Answer<{ url: string | null }>> {
    return this.ask('first-administrator', { method: 'POST', tries: 1 }, v.object({ url: v.nullable(v.string()) }))
  }

  /** A link by which the holder of an account sets password and second factor anew. */
  async recoverStaff(login: string): Promise<Answer<{ url: string }>> {
    return this.ask(`staff/${encodeURIComponent(login)}/link`, { method: 'POST', tries: 1 }, v.object({ url: v.string() }))
  }

  protected async ask<T>(path: string, sending: Sending, shape: v.GenericSchema<unknown, T>): Promise<Answer<T>> {
    const sent = await this.send(path, sending)
    if (!sent.ok) return sent
    if (!sent.value.ok) return this.refusalOf(sent.value)
    const parsed = v.safeParse(shape, await sent.value.json().catch(() => null))
    return parsed.success ? accept(parsed.output) : refuse(`${this.site.origin} 的回答看不懂，它可能不是明评网站，或者版本不同`)
  }

  protected async send(path: string, { method = 'GET', json, bytes, tries = TRIES }: Sending): Promise<Answer<Response>> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.site.key}` }
    if (json !== undefined) headers['content-type'] = 'application/json'
    const body = json === undefined ? bytes : JSON.stringify(json)
    for (let left = tries - 1; ; left--) {
      try {
        const signal = AbortSignal.timeout(TIMEOUT)
        const response = await fetch(`${this.site.origin}/operator/${path}`, {
          method,
          headers,
          signal,
          ...(body ? { body: body as BodyInit } : {}),
        })
        const busy = response.status === 429 || response.status >= 502
        if (!busy || left <= 0) return accept(response)
        await response.body?.cancel()
        await wait(Math.min(Number(response.headers.get('retry-after') ?? 1), 10) * 1000)
      } catch {
        if (left <= 0) return refuse(`连不上 ${this.site.origin}，请检查网络后再试`)
        await wait(500 * (tries - left))
      }
    }
  }

  protected async refusalOf(response: Response): Promise<{ ok: false; problems: readonly string[] }> {
    const parsed = v.safeParse(RefusalBody, await response.json().catch(() => null))
    if (!parsed.success) return refuse(`${this.site.origin} 没有完成这次请求（HTTP ${response.status}）`)
    const { code, message, problems } = parsed.output
    if (code === 'not-found') return refuse(await this.missing())
    return refuse(...(problems?.length ? problems : [message ?? `没有完成（${code}）`]))
  }

  /** Without the right key none of these addresses exists, so "not found" may mean either. */
  private async missing(): Promise<string> {
    const sent = await this.send('campaigns', { tries: 1 })
    return sent.ok && sent.value.status === 404
      ? `${this.site.origin} 不认这个运维密钥（或者没有设置密钥）`
      : '网站上没有这个活动或文件，请核对活动代号'
  }
}

const campaign = (slug: string): string => `campaigns/${encodeURIComponent(slug)}`
