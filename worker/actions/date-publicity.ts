import { setPeriod, setUncounted } from '../../db/publicity.ts'
import type { Deps } from '../deps.ts'
import { type PublicityPeriod, stateOf } from '../rules/notice.ts'
import { extensionFlaws, minimumOf, publicityFlaws, uncountedYear } from '../rules/publicity.ts'
import type { FormFlaw } from '../rules/refusal.ts'
import type { Staff } from '../rules/roles.ts'
import { refuse, type Verdict } from '../rules/verdict.ts'
import { type Extending, extending, type PublicityCase, reasonFlaws } from './list-publicity.ts'
import { turn, whyStale } from './turn-publicity.ts'

export interface Dating extends Omit<Extending, 'through'>, PublicityPeriod {
  readonly revision: number
}

/**
 * Sets the period of a public notice that nobody has read yet, or moves the last day of a published one to a later day. A
 * period that is too short is not even written down. Saving the same form twice is refused as stale.
 */
export async function datePublicity(deps: Deps, staff: Staff, one: PublicityCase, dating: Dating): Promise<Verdict<null>> {
  const { notice, file, campaign, calendar } = one
  const { posted, through, reason, uncounted, revision } = dating
  if (notice.conclusion !== null || file.revision !== revision) return refuse(await whyStale(deps, notice.id))
  const terms = { minimum: minimumOf(campaign), calendar, uncounted }
  const { state } = stateOf(notice, deps.now())
  const said = (says: string): FormFlaw => ({ field: 'through', says })
  if (state === 'draft' || state === 'scheduled') {
    const flaws = publicityFlaws({ posted, through }, terms).map(said)
    if (flaws.length > 0) return refuse({ code: 'form-refused', flaws })
    const year = uncountedYear({ posted, through }, terms)
    const event = { kind: 'publicity-dated', notice: notice.id, posted, through, uncounted: year } as const
    return turn(deps, staff, { notice: notice.id, revision, event, unread: true }, [
      setPeriod(deps.db, { notice: notice.id, posted, through }),
      setUncounted(deps.db, notice.id, year),
    ])
  }
  const flaws = [...extensionFlaws(notice.period, through, { ...terms, relisted: null }).map(said), ...reasonFlaws(reason, true)]
  if (through === notice.period.through) flaws.push(said('请选一个比现在更晚的日子。'))
  if (flaws.length > 0) return refuse({ code: 'form-refused', flaws })
  const event = { kind: 'publicity-extended', notice: notice.id, through, reason } as const
  const longer = extending(deps, staff, one, { through, reason, uncounted, relisted: null })
  return turn(deps, staff, { notice: notice.id, revision, event }, longer)
}
