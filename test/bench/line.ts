import { connect, type Socket } from 'node:net'

/** Called for every whole answer; what came is given as it came, and only until the call returns. */
export type OnAnswer = (line: Line, status: number, answer: Buffer) => void

const HEAD_END = Buffer.from('\r\n\r\n')
const LENGTH = Buffer.from('ontent-length: ', 'latin1')
const LENGTH_CAPITAL = Buffer.from('ontent-Length: ', 'latin1')
const NOTHING = Buffer.alloc(0)

/**
 * A kept-open connection that looks at as little of an answer as it can: where it ends and what its status is. On two
 * cores the load has one and must not be what is measured; turning ten kilobytes into text would cost more than the
 * site takes to send them.
 */
export class Line {
  readonly #socket: Socket
  #onAnswer: OnAnswer
  #held: Buffer = NOTHING
  #whole = -1

  private constructor(socket: Socket, onAnswer: OnAnswer) {
    this.#socket = socket
    this.#onAnswer = onAnswer
    socket.setNoDelay(true)
    socket.on('data', data => this.#take(data))
    socket.on('error', error => {
      throw error
    })
  }

  static open(port: number, onAnswer: OnAnswer): Promise<Line> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.removeListener('error', reject)
        resolve(new Line(socket, onAnswer))
      })
    })
  }

  static openMany(count: number, port: number, onAnswer: OnAnswer = () => {}): Promise<readonly Line[]> {
    return Promise.all(Array.from({ length: count }, () => Line.open(port, onAnswer)))
  }

  set onAnswer(onAnswer: OnAnswer) {
    this.#onAnswer = onAnswer
  }

  /** Only after the answer to what was sent before. */
  send(bytes: Buffer): void {
    this.#socket.write(bytes)
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(data: Buffer): void {
    const held = this.#held === NOTHING ? data : Buffer.concat([this.#held, data])
    if (this.#whole < 0) this.#whole = lengthOf(held)
    if (this.#whole < 0 || held.length < this.#whole) {
      this.#held = held
      return
    }
    this.#held = NOTHING
    this.#whole = -1
    this.#onAnswer(this, statusOf(held), held)
  }
}

/** Bytes of the whole answer, or -1 while its head is incomplete. */
function lengthOf(answer: Buffer): number {
  const head = answer.indexOf(HEAD_END)
  if (head < 0) return -1
  const at = Math.max(answer.indexOf(LENGTH), answer.indexOf(LENGTH_CAPITAL))
  if (at < 0 || at > head) throw new Error(`an answer without a length: ${answer.toString('latin1', 0, head)}`)
  let length = 0
  for (let i = at + LENGTH.length; answer[i] !== 13; i++) length = length * 10 + (answer[i] as number) - 48
  return head + HEAD_END.length + length
}

const digit = (answer: Buffer, at: number): number => (answer[at] as number) - 48
const statusOf = (answer: Buffer): number => digit(answer, 9) * 100 + digit(answer, 10) * 10 + digit(answer, 11)
