import type { Env } from '../../worker/env.ts'
import site, { TallyBoard as RealBoard, BallotBox as RealBox, Notary as RealNotary } from '../../worker/index.ts'

export { Agenda, Examiner, Gate, LikeBoard, ViewCounter, WechatSignIn, WechatTicket } from '../../worker/index.ts'

// The real site with a meter behind its objects: what the platform would bill is read from its own counters.

/** What one kind of object has cost so far. */
export interface Meter {
  /** Calls that reached it, its own alarms among them: each is one billed request. */
  requests: number
  /** Each call of setAlarm bills one row. */
  alarmsSet: number
  alarmsRun: number
  /** Rows written, by table. */
  rows: Readonly<Record<string, number>>
}

export interface Meters {
  readonly box: Meter
  readonly board: Meter
  readonly notary: Meter
}

class Counter {
  requests = 0
  alarmsSet = 0
  alarmsRun = 0
  readonly #rows: Record<string, number> = {}
  /** A cursor's figure is final only once it has been read to its end, which may be later than now. */
  readonly #cursors: { readonly table: string; readonly cursor: SqlStorageCursor<Record<string, SqlStorageValue>> }[] = []

  /** Puts itself before the storage of one object, which must not have been used yet. */
  watch(storage: DurableObjectStorage): void {
    const [exec, setAlarm] = [storage.sql.exec.bind(storage.sql), storage.setAlarm.bind(storage)]
    storage.sql.exec = ((query: string, ...bindings: SqlStorageValue[]) => {
      const cursor = exec(query, ...bindings)
      const table = /\binto (\w+)/i.exec(query)?.[1]
      if (table) this.#cursors.push({ table, cursor })
      return cursor
    }) as SqlStorage['exec']
    storage.setAlarm = time => {
      this.alarmsSet += 1
      return setAlarm(time)
    }
  }

  read(): Meter {
    for (const { table, cursor } of this.#cursors.splice(0)) this.#rows[table] = (this.#rows[table] ?? 0) + cursor.rowsWritten
    const { requests, alarmsSet, alarmsRun } = this
    return { requests, alarmsSet, alarmsRun, rows: { ...this.#rows } }
  }
}

/** Beside the objects and not in them: an object that is put away for a while must not forget what it has cost. */
const box = new Counter()
const board = new Counter()
const notary = new Counter()

export class BallotBox extends RealBox {
  constructor(ctx: DurableObjectState, env: Env) {
    box.watch(ctx.storage)
    super(ctx, env)
  }

  override cast(cast: Parameters<RealBox['cast']>[0]): ReturnType<RealBox['cast']> {
    box.requests += 1
    return super.cast(cast)
  }

  override alarm(): Promise<void> {
    box.requests += 1
    box.alarmsRun += 1
    return super.alarm()
  }
}

export class TallyBoard extends RealBoard {
  constructor(ctx: DurableObjectState, env: Env) {
    board.watch(ctx.storage)
    super(ctx, env)
  }

  override accept(snapshot: Parameters<RealBoard['accept']>[0]): void {
    board.requests += 1
    super.accept(snapshot)
  }
}

export class Notary extends RealNotary {
  constructor(ctx: DurableObjectState, env: Env) {
    notary.watch(ctx.storage)
    super(ctx, env)
  }

  override sign(order: Parameters<RealNotary['sign']>[0]): ReturnType<RealNotary['sign']> {
    notary.requests += 1
    return super.sign(order)
  }
}

export default {
  fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> | Response {
    if (new URL(request.url).pathname !== '/bench/meters') return site.fetch(request, env, ctx)
    return Response.json({ box: box.read(), board: board.read(), notary: notary.read() } satisfies Meters)
  },
}
