import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { boxOf, tallyOf } from '../../worker/objects/names.ts'
import type { Visibility } from '../../worker/rules/campaign.ts'
import type { Standing } from './visitor.ts'

// Two worlds in which the same people voted at the same moments, and only for others: whoever cannot tell them apart has
// learned nothing of for whom the votes are.

/** Who takes whose place; both ways. */
const OTHER: Readonly<Record<string, string>> = { 1: '2', 2: '1', 4: '5', 5: '4' }
const exchanged = (text: string): string => text.replaceAll(/\d+/g, number => OTHER[number] ?? number)

/** The votes of a stored tally change their owners; every other figure stays. */
function otherVotes(stored: string): string {
  const tally = JSON.parse(stored) as { readonly votes: Readonly<Record<string, unknown>> }
  const votes = Object.fromEntries(Object.entries(tally.votes).map(([number, counts]) => [OTHER[number] ?? number, counts]))
  return JSON.stringify({ ...tally, votes })
}

/**
 * Leads from one world into the other, and by the same call back: in the ballots and in whatever was counted of them. With
 * `since` what was frozen at the last daily batch stays as it is.
 */
export async function exchangeWorlds({ id }: Pick<Standing, 'id'>, { since = false } = {}): Promise<void> {
  const [box, board] = [boxOf(env, id, 0), tallyOf(env, id)]
  await runInDurableObject(box, (_, { storage: { sql } }) => {
    for (const { seq, choices } of sql.exec('select seq, choices from ballot').toArray()) {
      const other = (JSON.parse(exchanged(choices as string)) as number[]).sort((a, b) => a - b)
      sql.exec('update ballot set choices = ? where seq = ?', JSON.stringify(other), seq)
    }
    sql.exec('delete from checkpoint')
  })
  await runInDurableObject(board, (_, { storage: { sql } }) => {
    for (const { shard, tally } of sql.exec('select shard, tally from shard').toArray())
      sql.exec('update shard set tally = ? where shard = ?', otherVotes(tally as string), shard)
    if (since) return
    for (const { at, tally } of sql.exec('select at, tally from batch').toArray())
      sql.exec('update batch set tally = ? where at = ?', otherVotes(tally as string), at)
  })
  await Promise.all([evictDurableObject(box), evictDurableObject(board)])
}

/** The settings of a poll that is open, by the back door: on the screens and in a folder they are fixed by then. */
export async function disclosing(
  { id }: Pick<Standing, 'id'>,
  { visibility, running }: { readonly visibility: Visibility; readonly running: boolean },
): Promise<void> {
  await env.DB.prepare('update campaigns set visibility = ?, organizer_sees_running = ? where id = ?')
    .bind(visibility, running ? 1 : 0, id)
    .run()
}
