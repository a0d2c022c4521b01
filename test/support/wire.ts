import { connect, type Socket } from 'node:net'

/** One answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number
  readonly head: string
  readonly body: string
}

/**
 * A kept-open connection that sends prepared bytes and reads whole answers: the cheapest client there is, so that on
 * two cores the site gets the other one. Rejects when the connection breaks, which never tells what became of the
 * request.
 */
export class Wire {
  readonly #socket: Socket
  #buffer = Buffer.alloc(0)
  #waiting: { resolve: (answer: WireAnswer) => void; reject: (error: Error) => void } | null = null
  #broken: Error | null = null

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', data => this.#take(data))
    const fail = (error: Error) => {
      this.#broken ??= error
      this.#waiting?.reject(this.#broken)
      this.#waiting = null
    }
    socket.on('error', fail)
    socket.on('close', () => fail(new Error('the connection was closed')))
  }

  static open(port: number, host = '127.0.0.1'): Promise<Wire> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, host)
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.removeListener('error', reject)
        resolve(new Wire(socket))
      })
    })
  }

  send(bytes: Buffer): Promise<WireAnswer> {
    if (this.#broken) return Promise.reject(this.#broken)
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#socket.write(bytes)
    })
  }

  close(): void {
    this.#broken ??= new Error('closed by us')
    this.#socket.destroy()
  }

  #take(data: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? data : Buffer.concat([this.#buffer, data])
    const end = this.#buffer.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.#buffer.toString('latin1', 0, end)
    const body = bodyIn(this.#buffer.subarray(end + 4), head)
    if (body === null) return
    this.#buffer = Buffer.alloc(0)
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.resolve({ status: Number(head.slice(9, 12)), head, body })
  }
}

/** The whole body, or null while some of it is still to come. */
function bodyIn(bytes: Buffer, head: string): string | null {
  const length = /content-length: (\d+)/i.exec(head)?.[1]
  if (length !== undefined) return bytes.length >= Number(length) ? bytes.toString('utf8', 0, Number(length)) : null
  if (!/transfer-encoding: chunked/i.test(head)) return bytes.toString('utf8')
  if (!bytes.subarray(-5).equals(Buffer.from('0\r\n\r\n'))) return null
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const line = bytes.indexOf('\r\n', at)
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16)
    if (!size) break
    text += bytes.toString('utf8', line + 2, line + 2 + size)
    at = line + 2 + size + 2
  }
  return text
}
