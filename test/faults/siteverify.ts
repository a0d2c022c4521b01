import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { scopeText } from '../../worker/adapters/human-check.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import { tagOf } from '../../worker/tokens.ts'
import { KEYS } from './poll.ts'

/** What becomes of a question: an answer, or one of the ways in which a service fails. */
export type Failing = 'none' | 'down' | 'slow' | 'error' | 'html' | 'wrong'

export const FAILINGS = ['down', 'slow', 'error', 'html', 'wrong'] as const satisfies readonly Failing[]

/** Siteverify over real HTTP: a token 'token-<voter>' is good for that voter, once for each key. */
export class Siteverify {
  failing: Failing = 'none'
  asked = 0
  /** Until when the campaign is not known nobody is vouched for. */
  campaign: CampaignId | null = null
  readonly #spent = new Map<string, string>()
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  async listen(): Promise<Readonly<Record<string, string>>> {
    this.#server.listen(0, '127.0.0.1')
    await new Promise(resolve => this.#server.once('listening', resolve))
    const { port } = this.#server.address() as AddressInfo
    return {
      TURNSTILE_SITE_KEY: '1x00000000000000000000AA',
      TURNSTILE_SECRET: '1x0000000000000000000000000000000AA',
      TURNSTILE_VERIFY_URL: `http://127.0.0.1:${port}/siteverify`,
    }
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    this.asked += 1
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    switch (this.failing) {
      case 'down':
        return void request.socket.destroy()
      case 'slow':
        return
      case 'error':
        return void response.writeHead(500).end('oops')
      case 'html':
        return void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>busy</h1>')
      case 'wrong':
        return void json(200, { unexpected: true })
      case 'none':
        return void json(200, this.#verdict(JSON.parse(text) as { response: string; idempotency_key: string }))
    }
  }

  #verdict({ response: token, idempotency_key: key }: { response: string; idempotency_key: string }): object {
    const before = this.#spent.get(token)
    // The service's own rule: a token twice is refused, unless it is the same question again.
    if (before !== undefined && before !== key) return { success: false, 'error-codes': ['timeout-or-duplicate'] }
    this.#spent.set(token, key)
    const holder = token.replace('token-', '')
    const scope = this.campaign && scopeText({ campaign: this.campaign, purpose: 'vote', holder })
    return {
      success: scope !== null,
      'error-codes': [],
      challenge_ts: new Date().toISOString(),
      hostname: '127.0.0.1',
      action: 'vote',
      cdata: scope && tagOf(KEYS.SITE_KEY, 'cdata', scope),
    }
  }
}
