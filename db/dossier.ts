import { and, asc, eq, inArray, isNotNull, lte, sql } from 'drizzle-orm'
import type { PublicityRecord } from '../worker/rules/dossier.ts'
import type { CampaignId } from '../worker/rules/ids.ts'
import { DONE } from '../worker/rules/objection.ts'
import type { Day, Instant } from '../worker/rules/time.ts'
import type { Db } from './open.ts'
import { notices } from './schema/notices.ts'
import { publicityLevels, publicityNominees } from './schema/publicity.ts'

/** The public notices in which this very name stood under this number, as the public knows of them, oldest first. */
export async function publicityRecordsOf(
  db: Db,
  { campaign, number, name }: { campaign: CampaignId; number: number; name: string },
  now: Instant,
): Promise<readonly PublicityRecord[]> {
  const count = (what: ReturnType<typeof sql>) =>
    sql<number>`(select count(*) from objections o where o.notice_id = notices.id ${what})`
  const rows = await db
    .select({
      notice: notices.id,
      title: notices.title,
      posted: notices.posted,
      through: notices.through,
      withdrawn: sql<number>`${notices.withdrawnAt} is not null`,
      concluded: sql<number>`${notices.conclusion} is not null`,
      received: count(sql``),
      done: count(sql`and o.state in (select value from json_each(${JSON.stringify(DONE)}))`),
    })
    .from(notices)
    .innerJoin(publicityNominees, eq(publicityNominees.noticeId, notices.id))
    .where(
      and(
        eq(notices.campaignId, campaign),
        eq(notices.kind, 'publicity'),
        lte(notices.publishAt, now),
        isNotNull(notices.posted),
        isNotNull(notices.through),
        eq(publicityNominees.number, number),
        eq(publicityNominees.name, name),
      ),
    )
    .orderBy(asc(notices.publishAt), asc(notices.id))
  const ids = rows.map(({ notice }) => notice)
  const levels =
    ids.length === 0
      ? []
      : await db
          .select()
          .from(publicityLevels)
          .where(inArray(publicityLevels.noticeId, ids))
          .orderBy(asc(publicityLevels.position))
  return rows.map(({ posted, through, received, done, withdrawn, concluded, ...row }) => ({
    ...row,
    posted: posted as Day,
    through: through as Day,
    withdrawn: withdrawn === 1,
    concluded: concluded === 1,
    objections: { received, done },
    levels: levels
      .filter(({ noticeId }) => noticeId === row.notice)
      .map(({ level, place, from, through, result }) => ({ level, place, from, through, result })),
  }))
}
