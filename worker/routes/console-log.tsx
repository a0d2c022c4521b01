import { Hono } from 'hono'
import { auditAlone } from '../../db/audit.ts'
import { everyLine, headAt } from '../../db/audit-chain.ts'
import { auditLines, countLines } from '../../db/audit-log.ts'
import { everyStaff } from '../../db/staff.ts'
import { LogPage } from '../../web/console/log.tsx'
import { LogCheckPage } from '../../web/console/log-check.tsx'
import { csvHeaders } from '../csv-headers.ts'
import type { Deps } from '../deps.ts'
import { type AppTypes, readForm } from '../http.ts'
import { logCsv, logLines, logName, streamOf } from '../log-export.ts'
import { personalPage, siteOf } from '../page.tsx'
import { everyCampaign } from '../reads.ts'
import { CHAIN_WALK, type ChainWalk, endAt, type LinkedLine, step } from '../rules/audit-chain.ts'
import { EVERYTHING, logFilter } from '../rules/audit-filter.ts'
import { staffOnly } from '../staff-door.ts'

/** The log: what was done, whether it is whole, and a copy to take away. */
export const consoleLogRoutes = new Hono<AppTypes>()

const A_PAGE = 50

consoleLogRoutes.get('/staff/log', staffOnly('read-log'), async c => {
  const { deps, staff } = c.var
  const filter = logFilter(name => c.req.query(name))
  const page = Math.min(100_000, Math.max(1, Math.trunc(Number(c.req.query('page'))) || 1))
  const [lines, count, people, campaigns] = await Promise.all([
    auditLines(deps.db, filter, { limit: A_PAGE + 1, offset: (page - 1) * A_PAGE }),
    countLines(deps.db, filter),
    everyStaff(deps.db),
    everyCampaign(deps),
  ])
  const shown = { lines: lines.slice(0, A_PAGE), more: lines.length > A_PAGE, count, page }
  return personalPage(c, <LogPage site={siteOf(c)} {...{ staff, filter, people, campaigns, ...shown }} />)
})

/** Walks the whole chain; changes nothing and leaves no line. */
consoleLogRoutes.get('/staff/log/check', staffOnly('read-log'), async c => {
  const { deps, staff } = c.var
  const noted = { seq: Math.trunc(Number(c.req.query('seq'))) || 0, hash: (c.req.query('hash') ?? '').trim().toLowerCase() }
  const { walk, line } = await walkChain(deps, noted.seq)
  const kept = noted.seq > 0 ? { ...noted, found: line?.hash ?? null } : null
  return personalPage(c, <LogCheckPage site={siteOf(c)} staff={staff} walk={walk} noted={kept} now={deps.now()} />)
})

async function walkChain({ db }: Deps, sought: number): Promise<{ walk: ChainWalk; line: LinkedLine | null }> {
  // Asked before the walk: what is written meanwhile is not missing.
  const { seq } = await headAt(db)
  let walk = CHAIN_WALK
  let line: LinkedLine | null = null
  for await (const page of everyLine(db)) {
    walk = page.reduce(step, walk)
    line = page.find(one => one.seq === sought) ?? line
  }
  return { walk: endAt(walk, seq), line }
}

consoleLogRoutes.post('/staff/log/export', staffOnly('export-log'), async c => {
  const { deps, staff } = c.var
  const form = await readForm(c.req.raw)
  const whole = form.get('form') === 'jsonl'
  const filter = whole ? EVERYTHING : logFilter(name => form.get(name))
  const at = deps.now()
  // Its own line goes out with it when nothing is filtered, so the count is of what was there before.
  const event = { kind: 'log-exported', lines: await countLines(deps.db, filter), form: whole ? 'JSON' : 'CSV' } as const
  await auditAlone(deps.db, staff, { at, event })
  if (!whole) return c.body(streamOf(logCsv(deps.db, filter)), 200, csvHeaders(logName(at)))
  return c.body(streamOf(logLines(deps.db)), 200, {
    'content-type': 'application/jsonl; charset=utf-8',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${logName(at)}.jsonl`)}`,
  })
})
