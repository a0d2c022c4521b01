import { createHash, randomBytes } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { choicePage, saysPage } from './wechat-stub-pages.ts'

// "WeChat" for tests and for the demo: it speaks the documented protocol of web authorization over real HTTP, as strictly as
// the documents do. It is started by this machine's commands only; nothing of it is in any build of the Worker.

/** Who may be at the phone. The last one reads a snapshot page, for which WeChat makes up another account each time. */
export const STUB_ACCOUNTS = ['演示微信号甲', '演示微信号乙', '演示微信号丙'] as const
export const SNAPSHOT_ACCOUNT = '快照页访客'

/** What goes wrong instead of an answer to a code, or the error code it is answered with. */
export type StubFault = 'hang' | 'html' | 'broken' | 'empty' | number

interface Minted {
  readonly account: string
  readonly at: number
  used: boolean
}

export interface StubWishes {
  readonly host?: string
  readonly port?: number
  /** The hosts that the service account has named as its own; any while it is null. */
  readonly domains?: readonly string[] | null
}

const CODE_LIFE = 300_000
const PARAMETERS = ['appid', 'redirect_uri', 'response_type', 'scope', 'state']

export class WechatStub {
  readonly appId = 'wx0demo0000000000'
  readonly secret = randomBytes(16).toString('hex')
  readonly ticketKey = randomBytes(16).toString('hex')
  readonly ticket = `demo-ticket-${randomBytes(24).toString('base64url')}`
  /** Every question for an openid, in order: the code and what was answered. */
  readonly asked: { readonly code: string; readonly answer: Readonly<Record<string, unknown>> | StubFault }[] = []
  ticketsAsked = 0
  /** The relay answers as WeChat does to an address that is not listed. */
  unlisted = false
  /** Who is at the phone, without being asked, as `snsapi_base` is; null shows the choice, which only a demo has. */
  account: string | null = null
  fault: StubFault | null = null
  /** Milliseconds before an answer to a code. */
  delay = 0
  /** Added to this machine's clock, so that a test can wait five minutes. */
  skew = 0
  readonly #codes = new Map<string, Minted>()
  readonly #server: Server
  readonly #domains: readonly string[] | null

  constructor({ domains = null }: StubWishes = {}) {
    this.#domains = domains
    this.#server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://stub')
      if (url.pathname === '/connect/oauth2/authorize') this.#authorize(url.searchParams, response)
      else if (url.pathname === '/sns/oauth2/access_token') void this.#accessToken(url.searchParams, response)
      else if (url.pathname === '/ticket') this.#ticket(request.headers.authorization, response)
      else show(response, 404, saysPage('没有这个地址', '这里是演示用的“微信”，只有网页授权。'))
    })
  }

  async listen({ host = '127.0.0.1', port = 0 }: StubWishes = {}): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(port, host, resolve)
    })
    return this
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** The settings that lead a site to this stub; `host` is how browsers reach this machine. */
  vars(host = '127.0.0.1'): Record<string, string> {
    return {
      WECHAT_APP_ID: this.appId,
      WECHAT_APP_SECRET: this.secret,
      WECHAT_API_URL: `http://127.0.0.1:${this.port}`,
      WECHAT_OPEN_URL: `http://${host}:${this.port}`,
      WECHAT_TICKET_URL: `http://127.0.0.1:${this.port}/ticket`,
      WECHAT_TICKET_KEY: this.ticketKey,
    }
  }

  stop(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  /** A code for an account, as the authorization page gives one to the browser: 5 minutes, once. */
  mint(account: string): string {
    const code = `0${randomBytes(16).toString('hex')}`.slice(0, 32)
    this.#codes.set(code, { account, at: this.#now(), used: false })
    return code
  }

  #now(): number {
    return Date.now() + this.skew
  }

  #authorize(query: URLSearchParams, response: ServerResponse): void {
    const wrong = this.#wrongRequest(query)
    const account = query.get('account') ?? this.account
    if (wrong) show(response, 200, saysPage('不能打开', wrong))
    else if (account === null) show(response, 200, choicePage([...STUB_ACCOUNTS, SNAPSHOT_ACCOUNT], query))
    else this.#back(query, account, response)
  }

  #back(query: URLSearchParams, account: string, response: ServerResponse): void {
    const back = new URL(query.get('redirect_uri') as string)
    back.searchParams.set('code', this.mint(account))
    back.searchParams.set('state', query.get('state') ?? '')
    response.writeHead(302, { location: back.href, 'cache-control': 'no-store' }).end()
  }

  /** What the authorization page itself says of a request that is not in order. */
  #wrongRequest(query: URLSearchParams): string | null {
    const names = [...query.keys()].filter(name => name !== 'account')
    if (names.join() !== PARAMETERS.join()) return `参数应依次为 ${PARAMETERS.join('、')}，现为 ${names.join('、')}。`
    if (query.get('appid') !== this.appId) return '10012：appid 不正确。'
    if (query.get('response_type') !== 'code' || query.get('scope') !== 'snsapi_base') return '10005：没有这个 scope 的权限。'
    if (!/^[a-zA-Z0-9]{1,128}$/.test(query.get('state') ?? '')) return '10013：state 应为字母和数字，最多 128 字节。'
    const back = query.get('redirect_uri') ?? ''
    if (!/^https?:\/\//.test(back)) return '10011：redirect_uri 不正确。'
    if (this.#domains && !this.#domains.includes(new URL(back).host)) return '10003：redirect_uri 域名与后台配置不一致。'
    return null
  }

  async #accessToken(query: URLSearchParams, response: ServerResponse): Promise<void> {
    if (this.delay > 0) await new Promise(resolve => setTimeout(resolve, this.delay))
    const answer = this.fault ?? this.#exchange(query)
    this.asked.push({ code: query.get('code') ?? '', answer })
    if (answer === 'hang') return
    if (answer === 'broken') return void response.destroy()
    if (answer === 'html') return void response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad Gateway</h1>')
    const text = answer === 'empty' ? '' : JSON.stringify(typeof answer === 'number' ? error(answer, 'said by the demo') : answer)
    // As the real one: errors too come with 200, and JSON calls itself plain text.
    response.writeHead(200, { 'content-type': 'text/plain' }).end(text)
  }

  #exchange(query: URLSearchParams): Readonly<Record<string, unknown>> {
    if (!query.get('appid')) return error(41002, 'appid missing')
    if (query.get('appid') !== this.appId) return error(40013, 'invalid appid')
    if (!query.get('secret')) return error(41004, 'appsecret missing')
    if (query.get('secret') !== this.secret) return error(40125, 'invalid appsecret')
    if (query.get('grant_type') !== 'authorization_code') return error(40002, 'invalid grant_type')
    const code = query.get('code')
    if (!code) return error(41008, 'missing code')
    const minted = this.#codes.get(code)
    if (!minted || this.#now() - minted.at > CODE_LIFE) return error(40029, 'invalid code')
    if (minted.used) return error(40163, 'code been used')
    minted.used = true
    return granted(minted.account)
  }

  #ticket(authorization: string | undefined, response: ServerResponse): void {
    this.ticketsAsked += 1
    if (authorization !== `Bearer ${this.ticketKey}`) return void response.writeHead(401).end()
    const given = { errcode: 0, errmsg: 'ok', ticket: this.ticket, expires_in: 7200 }
    const answer = this.unlisted ? error(40164, 'invalid ip') : given
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }
}

function granted(account: string): Readonly<Record<string, unknown>> {
  const snapshot = account === SNAPSHOT_ACCOUNT
  const seed = snapshot ? randomBytes(16) : account
  return {
    access_token: randomBytes(24).toString('base64url'),
    expires_in: 7200,
    refresh_token: randomBytes(24).toString('base64url'),
    openid: openidOf(seed),
    scope: 'snsapi_base',
    ...(snapshot ? { is_snapshotuser: 1 } : {}),
  }
}

/** 28 signs that begin with an 'o', as real ones. */
export const openidOf = (seed: string | Uint8Array): string =>
  `o${createHash('sha256').update(seed).digest('base64url').slice(0, 27)}`

const error = (errcode: number, errmsg: string) => ({ errcode, errmsg: `${errmsg}, rid: ${randomBytes(12).toString('hex')}` })

const show = (response: ServerResponse, status: number, html: string): void =>
  void response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(html)
