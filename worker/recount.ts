import { NOMINEE_RESULT_HEAD } from '../web/text/recount.ts'
import type { Deps } from './deps.ts'
import { Refused } from './http.ts'
import { type Log, logsOf, vkeyOf } from './logs.ts'
import type { Selection } from './objects/ballot-table.ts'
import { boxOf } from './objects/names.ts'
import type { CampaignFile } from './rules/campaign.ts'
import { csvText } from './rules/csv.ts'
import { NO_COUNTS } from './rules/tally.ts'
import { addResults, type Result, readResult, resultText } from './rules/tlog/total.ts'

// The recount bundle: what anybody needs to count again what this site has counted. Its files are the ones of the README,
// "The recount bundle"; tiles and heads are the log's own.

/** The logs of a campaign. Refuses where there are none. */
export async function openedLogs(deps: Deps, campaign: CampaignFile): Promise<readonly Log[]> {
  const logs = await logsOf(deps, campaign)
  if (logs.length === 0) throw new Refused({ code: 'not-found' })
  return logs
}

/** What the bundle holds, and under which keys. */
export function bundleJson(campaign: CampaignFile, logs: readonly Log[]): string {
  const entries = logs.map(log => ({ shard: log.shard, key: vkeyOf(log), size: log.head?.size ?? 0 }))
  return `${JSON.stringify({ v: 1, campaign: campaign.id, title: campaign.title, logs: entries })}\n`
}

/** c2sp.org/tlog-policy: the logs. Which witnesses to trust is for whoever checks to say. */
export const policyText = (logs: readonly Log[]): string => `${logs.map(log => `log ${vkeyOf(log)}`).join('\n')}\nquorum none\n`

/** The sum over all logs of what each entered last. Refuses until every one of them has. */
export function resultOf(logs: readonly Log[]): Result {
  const results = logs.map(({ result }) => (result === null ? null : readResult(result)))
  if (results.length === 0 || !results.every(result => result !== null)) throw new Refused({ code: 'not-final' })
  return addResults(results as readonly Result[])
}

export const resultJson = (logs: readonly Log[]): string => resultText(resultOf(logs))

/** The result for people, with names. */
export function resultsCsv(campaign: CampaignFile, logs: readonly Log[]): string {
  const { votes } = resultOf(logs)
  const nameOf = new Map(campaign.categories.map(({ key, name }) => [key, name]))
  const rows = campaign.nominees.map(({ number, category, name, unit }) => {
    const { counted, held, void: gone } = votes[number] ?? NO_COUNTS
    return [nameOf.get(category) ?? '', number, name, unit ?? '', counted + held + gone, counted, held, gone]
  })
  return csvText([[campaign.title], [...NOMINEE_RESULT_HEAD], ...rows])
}

/** So many lines of all boxes together lie in memory at once. */
const LINES_AT_ONCE = 100_000

/** Every set of choices with how often it was made, over all boxes together, in the order of the lines. Refuses before the close. */
export async function* selectionLines(deps: Deps, campaign: CampaignFile, logs: readonly Log[]): AsyncGenerator<string> {
  resultOf(logs)
  const most = Math.max(500, Math.floor(LINES_AT_ONCE / logs.length))
  const queues = await Promise.all(logs.map(({ shard }) => Queue.of(deps, campaign, { shard, most })))
  for (;;) {
    let first: Selection | null = null
    for (const { head } of queues) if (head && (!first || textOf(head) < textOf(first))) first = head
    if (!first) return
    let count = 0
    for (const queue of queues)
      if (queue.head && textOf(queue.head) === textOf(first)) {
        count += queue.head.count
        await queue.next()
      }
    yield `${textOf(first)} ${count}\n`
  }
}

const textOf = ({ status, choices }: Selection): string => `${status} ${choices}`

/** The selections of one box, a page at a time. */
class Queue {
  readonly #read: (from: number) => Promise<readonly Selection[]>
  #page: readonly Selection[] = []
  #from = 0
  #at = 0

  private constructor(read: (from: number) => Promise<readonly Selection[]>) {
    this.#read = read
  }

  static async of(deps: Deps, campaign: CampaignFile, { shard, most }: { shard: number; most: number }): Promise<Queue> {
    const queue = new Queue(async from => (await boxOf(deps.env, campaign.id, shard).selections(from, most)) ?? [])
    queue.#page = await queue.#read(0)
    return queue
  }

  get head(): Selection | null {
    return this.#page[this.#at] ?? null
  }

  async next(): Promise<void> {
    this.#at += 1
    if (this.#at < this.#page.length || this.#page.length === 0) return
    this.#from += this.#page.length
    this.#at = 0
    this.#page = await this.#read(this.#from)
  }
}
