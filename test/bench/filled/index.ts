import type { Env } from '../../../worker/env.ts'
import real from '../../../worker/index.ts'
import { BallotBox as RealBox } from '../../../worker/objects/ballot-box.ts'
import type { Cast } from '../../../worker/objects/ballot-messages.ts'
import { TallyBoard as RealTally } from '../../../worker/objects/tally-board.ts'
import type { CampaignId } from '../../../worker/rules/ids.ts'
import { NO_SIGNALS, signalsText } from '../../../worker/rules/signals.ts'

// The real Worker with a door behind which its boxes are filled, through the very code that records a ballot: so the rows
// are of today's shape whatever that is. Nothing lies on the way of a ballot that comes through the front.

export * from '../../../worker/index.ts'

const AT_ONCE = 500

export class BallotBox extends RealBox {
  /** Records so many ballots of people who are not there. */
  fill(count: number, nominees: number): void {
    for (let left = count; left > 0; left -= AT_ONCE)
      this.record(Array.from({ length: Math.min(AT_ONCE, left) }, (_, i) => someCast((left + i) % nominees)))
  }
}

const SIGNALS = signalsText(NO_SIGNALS)
const someCast = (nominee: number): Cast => ({
  voter: { level: 'device', id: crypto.randomUUID().replaceAll('-', '') },
  unit: null,
  key: crypto.randomUUID(),
  choices: [nominee + 1],
  checked: 'pow',
  voterClass: null,
  signals: SIGNALS,
})

export class TallyBoard extends RealTally {
  #rows = 0

  constructor(ctx: DurableObjectState, env: Env) {
    const { sql } = ctx.storage
    const exec = sql.exec
    const read: { count: (rows: number) => void } = { count: () => {} }
    Object.defineProperty(sql, 'exec', {
      value: (text: string, ...values: SqlStorageValue[]) => {
        const cursor = exec.call(sql, text, ...values)
        // A cursor knows its reads only when it has been read through.
        const { toArray, one } = cursor
        const counted = <T>(rows: T): T => {
          read.count(cursor.rowsRead)
          return rows
        }
        Object.defineProperty(cursor, 'toArray', { value: () => counted(toArray.call(cursor)) })
        Object.defineProperty(cursor, 'one', { value: () => counted(one.call(cursor)) })
        return cursor
      },
    })
    super(ctx, env)
    read.count = rows => {
      this.#rows += rows
    }
  }

  /** Rows that one question for the tally reads. */
  async rowsRead(): Promise<number> {
    this.#rows = 0
    await this.state()
    return this.#rows
  }
}

export default {
  async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
    const [, door, campaign = '', shard, count, nominees] = new URL(request.url).pathname.split('/')
    if (door === 'fill') {
      const box = env.BOX.get(env.BOX.idFromName(`${campaign}/${shard}`)) as unknown as DurableObjectStub<BallotBox>
      await box.fill(Number(count), Number(nominees))
      return new Response()
    }
    if (door === 'rows-read') {
      const board = env.TALLY.get(env.TALLY.idFromName(campaign as CampaignId)) as unknown as DurableObjectStub<TallyBoard>
      return Response.json(await board.rowsRead())
    }
    return real.fetch(request, env, ctx)
  },
}
