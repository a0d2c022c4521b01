import type { Env } from '../env.ts'
import type { CampaignId } from '../rules/ids.ts'
import type { ReasonCode } from '../rules/reason.ts'
import { type RegionCounts, RegionTable } from '../rules/regions.ts'
import type { Reported } from '../rules/robustness.ts'
import { COUNTS, standingApart } from '../rules/score/apart.ts'
import { whole } from '../rules/score/columns.ts'
import { type Findings, judging } from '../rules/score/judge.ts'
import type { ScoreLine } from '../rules/score/line.ts'
import { type Table, TableBuilder } from '../rules/score/table.ts'
import { THRESHOLDS } from '../rules/score/thresholds.ts'
import { wasNoticed } from '../rules/signals.ts'
import type { BallotBox } from './ballot-box.ts'
import { boxOf } from './names.ts'
import type { SeenBallot } from './standing-table.ts'

interface Poll {
  readonly campaign: CampaignId
  readonly shards: number
}

/** Ballots whose standing the rules change, of one box, few enough for one transaction. `place` names it in its run. */
export interface RuledChange {
  readonly shard: number
  readonly place: string
  readonly kind: 'hold' | 'release'
  readonly ballots: readonly { readonly seq: number; readonly reasons: readonly ReasonCode[] }[]
}

const PAGE = 1000
const AT_ONCE = 500
/** Rows judged in one go; then whoever shares this thread (on one machine, the whole site) has a turn. */
const ROWS_AT_A_TIME = 4000

/** What the rules may do to a ballot: hold one that counts, let go one that only waited for its human check. One that people let count is left alone. */
const [NOTHING, MAY_HOLD, MAY_RELEASE, DECIDED] = [0, 1, 2, 3]

/** All ballots of a poll, read page by page from its boxes and judged beside each other. */
export class Examination {
  readonly #env: Env
  readonly #poll: Poll
  readonly #rows = new TableBuilder()
  readonly #shard = whole()
  readonly #seq = whole()
  readonly #may = whole()
  readonly #regions = new RegionTable()
  readonly #choice = whole()
  /** Where the choices of a row begin. */
  readonly #choiceFrom = whole()
  #table: Table | null = null
  #findings: Findings | null = null

  private constructor(env: Env, poll: Poll) {
    this.#env = env
    this.#poll = poll
  }

  static async of(env: Env, poll: Poll): Promise<Examination> {
    const examination = new Examination(env, poll)
    for (let shard = 0; shard < poll.shards; shard++) await examination.#readBox(shard)
    await examination.#judge()
    return examination
  }

  get size(): number {
    return this.#rows.size
  }

  box(shard: number): DurableObjectStub<BallotBox> {
    return boxOf(this.#env, this.#poll.campaign, shard)
  }

  /** What follows from the findings, box by box. */
  changes(): readonly RuledChange[] {
    const { points, held, reasonsOf } = this.#found()
    const [shards, seqs, may] = [this.#shard.done(), this.#seq.done(), this.#may.done()]
    const open = new Map<string, RuledChange & { ballots: { seq: number; reasons: readonly ReasonCode[] }[] }>()
    const done: RuledChange[] = []
    for (let row = 0; row < this.size; row++) {
      const suspected = isSuspected(points[row] as number, held[row] as number)
      const kind = may[row] === MAY_HOLD && held[row] === 1 ? 'hold' : may[row] === MAY_RELEASE && !suspected ? 'release' : null
      if (kind === null) continue
      const shard = shards[row] as number
      const key = `${shard}/${kind}`
      const seq = seqs[row] as number
      const change = open.get(key) ?? { shard, kind, place: `${shard}/${seq}`, ballots: [] }
      change.ballots.push({ seq, reasons: kind === 'hold' ? reasonsOf(row) : [] })
      open.set(key, change)
      if (change.ballots.length < AT_ONCE) continue
      done.push(change)
      open.delete(key)
    }
    return [...done, ...open.values()]
  }

  /**
   * What stays counted although it is suspected: too little to hold it, or found by rules that this poll did not open
   * under. What people have decided is suspected no longer.
   */
  reported(applied: boolean): Omit<Reported, 'at'> {
    const { points, held } = this.#found()
    const [may, choice, from] = [this.#may.done(), this.#choice.done(), this.#choiceFrom.done()]
    const votes: Record<number, number> = {}
    let ballots = 0
    for (let row = 0; row < this.size; row++) {
      const leftCounted = may[row] === MAY_HOLD && !(applied && held[row] === 1)
      if (!leftCounted || !isSuspected(points[row] as number, held[row] as number)) continue
      ballots += 1
      const end = row + 1 < this.size ? (from[row + 1] as number) : choice.length
      for (let i = from[row] as number; i < end; i++) votes[choice[i] as number] = (votes[choice[i] as number] ?? 0) + 1
    }
    return { ballots, votes }
  }

  /** How many votes of every nominee stand apart from all others, among those that count after this look. */
  async apart(applied: boolean): Promise<Readonly<Record<number, number>>> {
    const { points, held, table } = this.#found()
    const counts = this.#may.done().map((may, row): number => {
      if (may === DECIDED) return COUNTS.decided
      if (may === MAY_HOLD) return applied && held[row] === 1 ? COUNTS.not : COUNTS.open
      return may === MAY_RELEASE && applied && !isSuspected(points[row] as number, held[row] as number) ? COUNTS.open : COUNTS.not
    })
    return Object.fromEntries(await inTurns(standingApart(table, Uint8Array.from(counts))))
  }

  /** From where the ballots came and how they stand after this look; null where the network says nothing of it. */
  regions(applied: boolean): RegionCounts | null {
    const { points, held } = this.#found()
    const may = this.#may.done()
    return this.#regions.counts(row => {
      if (!applied || may[row] === NOTHING || may[row] === DECIDED) return null
      if (may[row] === MAY_HOLD) return held[row] === 1 ? 'held' : null
      return isSuspected(points[row] as number, held[row] as number) ? null : 'counted'
    })
  }

  async #readBox(shard: number): Promise<void> {
    for (let seq = 0; ; ) {
      const page = await this.box(shard).seenAfter(seq, PAGE)
      for (const ballot of page) this.#take(shard, ballot)
      seq = page.at(-1)?.seq ?? seq
      if (page.length < PAGE) return
    }
  }

  #take(shard: number, ballot: SeenBallot): void {
    this.#rows.add(lineOf(shard, ballot))
    this.#shard.push(shard)
    this.#seq.push(ballot.seq)
    this.#may.push(mayChange(ballot))
    this.#regions.add(ballot.signals, ballot.status)
    this.#choiceFrom.push(this.#choice.size)
    for (const number of ballot.choices) this.#choice.push(number)
  }

  async #judge(): Promise<void> {
    this.#table = this.#rows.done()
    this.#findings = await inTurns(judging(this.#table))
  }

  #found(): Findings & { readonly table: Table } {
    if (!this.#findings || !this.#table) throw new Error('the ballots have not been judged')
    return { ...this.#findings, table: this.#table }
  }
}

/** Works steps off and lets others have a turn after every few thousand rows. */
async function inTurns<T>(steps: Generator<number, T>): Promise<T> {
  let rows = 0
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value
    rows += step.value
    if (rows < ROWS_AT_A_TIME) continue
    rows = 0
    await scheduler.wait(1)
  }
}

/** Points are hundredths. */
const isSuspected = (points: number, held: number): boolean => held === 1 || points >= THRESHOLDS.report * 100

function mayChange({ status, settled, reasons }: SeenBallot): number {
  if (settled && status === 'counted') return DECIDED as number
  if (settled || status === 'void') return NOTHING as number
  if (status === 'counted') return MAY_HOLD as number
  return (reasons.every(code => code === 'CHAL.UNVERIFIED') ? MAY_RELEASE : NOTHING) as number
}

/** A ballot as the scorer sees it: by numbers and pseudonyms. */
function lineOf(shard: number, { seq, at, choices, level, voter, checked, unit, signals }: SeenBallot): ScoreLine {
  return {
    ...signals,
    views: wasNoticed(signals) ? signals.views : null,
    id: `${shard}/${seq}`,
    at,
    poll: '',
    choices,
    level: level === 'bound' ? 'code' : level,
    voter,
    challenge: checked === 'unverified' ? 'unverified' : 'passed',
    unit,
  }
}
