import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Chance } from '../../db/demo/chance.ts'

/** How badly a network behaves: shares of all requests, and the longest delay in milliseconds. */
export interface Network {
  readonly repeats: number
  readonly drops: number
  readonly delays: number
  readonly longest: number
}

/** A request with everything the far side needs to answer it. */
interface Passing {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

interface Came {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/**
 * A network between clients and the site: it delivers some requests twice, at once or much later and out of order, holds
 * some back for longer than anybody waits, and loses some answers after the site has given them.
 */
export class BadNetwork {
  readonly #chance: Chance
  readonly #network: Network
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 })
  readonly #under = new Set<Promise<unknown>>()
  readonly done = { requests: 0, repeated: 0, delayed: 0, dropped: 0 }
  #server: Server | null = null
  #port = 0

  constructor(chance: Chance, network: Network) {
    this.#chance = chance
    this.#network = network
  }

  /** Listens; answers at which port. Only what `touches` says is mistreated. */
  async listen(to: number, touches: (passing: { method: string; url: string }) => boolean = () => true): Promise<number> {
    this.#port = to
    const server = createServer((incoming, outgoing) => {
      void this.#pass(incoming, touches).then(
        came => {
          if (!came) return incoming.socket.destroy()
          outgoing.writeHead(came.status, came.headers).end(came.body)
        },
        () => incoming.socket.destroy(),
      )
    }).listen(0, '127.0.0.1')
    this.#server = server
    await new Promise(resolve => server.once('listening', resolve))
    return (server.address() as AddressInfo).port
  }

  /** Closes when everything that was held back has been delivered as well. */
  async close(): Promise<void> {
    while (this.#under.size > 0) await Promise.allSettled(this.#under)
    this.#server?.closeAllConnections()
    this.#server?.close()
    this.#agent.destroy()
  }

  /** Null when the answer was lost on its way. */
  async #pass(incoming: IncomingMessage, touches: (passing: { method: string; url: string }) => boolean): Promise<Came | null> {
    const { method = 'GET', url = '/', headers } = incoming
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const passing: Passing = { method, url, headers, body: Buffer.concat(chunks) }
    if (!touches({ method, url })) return this.#deliver(passing, 0)
    this.done.requests += 1
    const copy = this.#happens('repeats', 'repeated') ? this.#deliver(passing, this.#delay()) : null
    const first = this.#deliver(passing, this.#delay())
    // Whichever answer comes first is the one the client gets; the other is nobody's.
    const came = await (copy ? Promise.race([copy, first]) : first)
    return this.#happens('drops', 'dropped') ? null : came
  }

  #happens(what: 'repeats' | 'drops' | 'delays', as: 'repeated' | 'dropped' | 'delayed'): boolean {
    const happens = this.#chance.next() < this.#network[what]
    if (happens) this.done[as] += 1
    return happens
  }

  #delay = (): number => (this.#happens('delays', 'delayed') ? this.#chance.next() * this.#network.longest : 0)

  #deliver(passing: Passing, delay: number): Promise<Came> {
    const delivering = pause(delay).then(() => this.#send(passing))
    this.#under.add(delivering)
    delivering.catch(() => {}).finally(() => this.#under.delete(delivering))
    return delivering
  }

  #send({ method, url, headers, body }: Passing): Promise<Came> {
    return new Promise((resolve, reject) => {
      const { connection: _, ...kept } = headers
      const sent = request(
        { port: this.#port, host: '127.0.0.1', method, path: url, headers: kept, agent: this.#agent },
        answer => {
          const chunks: Buffer[] = []
          answer.on('data', chunk => chunks.push(chunk as Buffer))
          answer.on('error', reject)
          answer.on('end', () => {
            const { 'transfer-encoding': chunked, connection: __, ...told } = answer.headers
            const whole = Buffer.concat(chunks)
            resolve({
              status: answer.statusCode ?? 502,
              headers: { ...told, ...(chunked ? { 'content-length': String(whole.length) } : {}) },
              body: whole,
            })
          })
        },
      )
      sent.on('error', reject)
      sent.end(body)
    })
  }
}
