import type { Env } from '../env.ts'
import { newsFor } from '../live-board.ts'
import type { TallyState } from '../rules/disclosure.ts'
import { ENDED, LIVE, type Watcher } from '../rules/live.ts'
import type { Instant } from '../rules/time.ts'

type Keeper = Pick<DurableObjectState, 'acceptWebSocket' | 'getWebSockets' | 'setWebSocketAutoResponse'>

/**
 * The live connections of one tally. The platform keeps them while the object sleeps (hibernation), each with its
 * watcher attached, so nothing of them is kept in memory here.
 */
export class Watchers {
  readonly #keeper: Keeper
  readonly #env: Env
  #turn: Promise<void> = Promise.resolve()

  constructor(keeper: Keeper, env: Env) {
    this.#keeper = keeper
    this.#env = env
    // Answered by the platform without waking the object.
    keeper.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  }

  get any(): boolean {
    return this.#sockets().length > 0
  }

  /** A new connection with its first message; one too many is told so and ended. Answers the other end. */
  async admit(watcher: Watcher, moment: Moment): Promise<WebSocket> {
    const { 0: theirs, 1: ours } = new WebSocketPair()
    if (this.#sockets().length >= LIVE.most) {
      ours.accept()
      ours.close(ENDED.full, 'full')
      return theirs
    }
    this.#keeper.acceptWebSocket(ours)
    ours.serializeAttachment(watcher)
    await this.#tell([ours], moment)
    return theirs
  }

  /** Tells everybody how the tally stands, and ends the connections whose time is up. */
  async tellAll(moment: Moment): Promise<void> {
    const [over, going] = [[] as WebSocket[], [] as WebSocket[]]
    for (const socket of this.#sockets()) (watcherOf(socket).until <= moment.now ? over : going).push(socket)
    for (const socket of over) socket.close(ENDED.again, 'again')
    await this.#tell(going, moment)
  }

  /** One telling at a time: so a connection is noted once, and sixty that come together do not all write into the log at once. */
  #tell(sockets: readonly WebSocket[], moment: Moment): Promise<void> {
    const told = this.#turn.then(() => this.#tellNow(sockets, moment))
    this.#turn = told.catch(() => undefined)
    return told
  }

  async #tellNow(sockets: readonly WebSocket[], moment: Moment): Promise<void> {
    if (sockets.length === 0) return
    const watchers = sockets.map(watcherOf)
    const told = await newsFor(this.#env, watchers, moment)
    for (const [i, socket] of sockets.entries()) {
      const [watcher, news] = [watchers[i], told[i]]
      if (!watcher || !news) socket.close(ENDED.signedOut, 'signed out')
      else {
        if (news.noted !== watcher.noted) socket.serializeAttachment({ ...watcher, noted: news.noted })
        send(socket, news.text)
      }
    }
  }

  /** Those that are not on their way out. */
  #sockets(): readonly WebSocket[] {
    return this.#keeper.getWebSockets().filter(({ readyState }) => readyState === WebSocket.OPEN)
  }
}

interface Moment {
  readonly state: TallyState
  readonly now: Instant
}

const watcherOf = (socket: WebSocket): Watcher => socket.deserializeAttachment() as Watcher

/** A phone that went away between two messages is no fault of the others. */
function send(socket: WebSocket, text: string): void {
  try {
    socket.send(text)
  } catch {
    socket.close(ENDED.again, 'again')
  }
}
