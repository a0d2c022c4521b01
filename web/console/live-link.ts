import { ENDED, LIVE } from '../../worker/rules/live.ts'
import type { LiveState } from './live-state.tsx'

/** Seconds before each new try, give or take a quarter, so that a site that comes back is not met by everybody at once. */
const WAITS = [1, 2, 4, 8, 15, 30, 60]
/** So many tries in vain, about a minute, before the page says that it is cut off. It goes on trying. */
const GIVES_UP = 5
/** A connection in which not even a sign of life was answered for so long is dead, whatever the phone believes. */
const SILENT = 2 * LIVE.ping + 10_000

interface Listener {
  news(text: string): void
  state(state: LiveState): void
  signedOut(): void
}

/** Keeps a live connection while somebody looks at the page: opens it, notices when it is dead, and opens it again. */
export class LiveLink {
  readonly #address: string
  readonly #listener: Listener
  #socket: WebSocket | null = null
  #failed = 0
  #heard = 0
  #timer = 0

  constructor(address: string, listener: Listener) {
    this.#address = address
    this.#listener = listener
    addEventListener('online', () => this.open())
    addEventListener('offline', () => this.#lost())
    document.addEventListener('visibilitychange', () => (document.hidden ? this.#rest() : this.open()))
    setInterval(() => this.#signOfLife(), LIVE.ping)
  }

  open(): void {
    if (this.#socket || document.hidden) return
    clearTimeout(this.#timer)
    const socket = new WebSocket(this.#address)
    this.#socket = socket
    this.#heard = performance.now()
    socket.onmessage = ({ data }) => this.#hear(socket, String(data))
    socket.onclose = ({ code }) => this.#closed(socket, code)
  }

  #hear(socket: WebSocket, text: string): void {
    if (socket !== this.#socket) return
    this.#heard = performance.now()
    this.#failed = 0
    this.#listener.state('live')
    if (text !== 'pong') this.#listener.news(text)
  }

  #closed(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return
    this.#socket = null
    if (code === ENDED.signedOut) this.#listener.signedOut()
    else this.#tryAgain(code)
  }

  /** After its ten minutes a connection is only exchanged for another: nobody needs to be told. */
  #tryAgain(code: number): void {
    this.#failed = code === ENDED.full ? WAITS.length : this.#failed + 1
    if (code === ENDED.full) this.#listener.state('full')
    else if (code !== ENDED.again) this.#listener.state(this.#failed < GIVES_UP ? 'again' : 'off')
    const wait = WAITS[Math.min(this.#failed, WAITS.length) - 1] ?? 0
    this.#timer = setTimeout(() => this.open(), wait * 1000 * scattered())
  }

  #lost(): void {
    const socket = this.#socket
    if (!socket) return
    socket.close()
    this.#closed(socket, 0)
  }

  #rest(): void {
    clearTimeout(this.#timer)
    const socket = this.#socket
    this.#socket = null
    socket?.close(1000)
  }

  #signOfLife(): void {
    if (!this.#socket) return
    if (performance.now() - this.#heard > SILENT) this.#lost()
    else if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send('ping')
  }
}

/** From 0.75 to 1.25. */
const scattered = (): number => 0.75 + ((crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 255) * 0.5
