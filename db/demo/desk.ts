import type { DemoSite } from './site.ts'

/** Somebody of the staff at the pages of the demo, as a browser without script would be. */
export class Desk {
  readonly #site: DemoSite
  #cookie = ''

  constructor(site: DemoSite) {
    this.#site = site
  }

  async signIn({ login, password }: { readonly login: string; readonly password: string }): Promise<this> {
    const answer = await this.post('/staff/sign-in', { login, password })
    this.#cookie = answer.headers
      .getSetCookie()
      .map(line => line.split(';')[0] ?? '')
      .join('; ')
    return this
  }

  post(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    return fetch(this.#site.origin + path, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        origin: this.#site.origin,
        'content-type': 'application/x-www-form-urlencoded',
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
      },
      body: new URLSearchParams(fields).toString(),
    })
  }

  /** Posts a form with a file, which the demo cannot do without. */
  async send(path: string, fields: Readonly<Record<string, string | File>>): Promise<void> {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    const headers = { origin: this.#site.origin, cookie: this.#cookie }
    const answer = await fetch(this.#site.origin + path, { method: 'POST', redirect: 'manual', headers, body })
    if (answer.status !== 303) throw new Error(`the demo could not send to ${path}: ${answer.status} ${await answer.text()}`)
  }

  get(path: string): Promise<Response> {
    return fetch(this.#site.origin + path, { headers: { cookie: this.#cookie }, redirect: 'manual' })
  }

  async read(path: string): Promise<string> {
    return (await this.get(path)).text()
  }

  /** Posts what the demo cannot do without, and tells where it leads. */
  async press(path: string, fields: Readonly<Record<string, string>> = {}): Promise<string> {
    const answer = await this.post(path, fields)
    if (answer.status !== 303) throw new Error(`the demo could not post to ${path}: ${answer.status} ${await answer.text()}`)
    return answer.headers.get('location') ?? ''
  }
}
