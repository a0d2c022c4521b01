import { createHash } from 'node:crypto'
import { addEvidence, writeLevel } from '../../db/publicity.ts'
import type { Deps } from '../deps.ts'
import { findPersonalData } from '../rules/masking.ts'
import { type LevelRecord, MOST_LEVELS, type PublicityLevel } from '../rules/publicity-level.ts'
import type { FormFlaw } from '../rules/refusal.ts'
import type { Staff } from '../rules/roles.ts'
import type { Day } from '../rules/time.ts'
import { refuse, type Verdict } from '../rules/verdict.ts'
import type { PublicityCase } from './list-publicity.ts'
import { putAway, takeFiles } from './take-files.ts'
import { turn, whyStale } from './turn-publicity.ts'

export interface LevelForm {
  /** The place of one that is there; null for a new one. */
  readonly position: number | null
  readonly level: PublicityLevel
  readonly place: string
  readonly from: Day
  readonly through: Day
  readonly result: string
  readonly files: readonly File[]
  readonly revision: number
}

const EVIDENCE = { most: 6, bytes: 10 * 1024 * 1024 } as const

/**
 * Records where else the list was posted, with dates, result and photographs of the posting. What happened is recorded as it
 * was, long enough or not: the page counts its working days for all to see. Saving the same form twice is refused as stale.
 */
export async function recordLevel(deps: Deps, staff: Staff, one: PublicityCase, form: LevelForm): Promise<Verdict<null>> {
  const { notice, file } = one
  const { files: sent, revision, position: asked, ...row } = form
  if (notice.conclusion !== null || file.revision !== revision) return refuse(await whyStale(deps, notice.id))
  const position = asked ?? Math.max(-1, ...file.levels.map(level => level.position)) + 1
  const flaws = levelFlaws(row, { position, asked, levels: file.levels })
  if (flaws.length > 0) return refuse({ code: 'form-refused', flaws })
  const taken = await takeFiles(sent, EVIDENCE)
  if (!taken.ok) return taken
  const files = taken.value.map(({ name, mediaType, bytes }) => {
    const object = `files/${createHash('sha256').update(bytes).digest('hex')}`
    return { name, mediaType, size: bytes.length, object, bytes }
  })
  await putAway(deps, files)
  const event = { kind: 'publicity-recorded', notice: notice.id, level: row.place } as const
  return turn(deps, staff, { notice: notice.id, revision, event }, [
    writeLevel(deps.db, notice.id, { position, ...row }),
    addEvidence(
      deps.db,
      { notice: notice.id, level: position },
      files.map(({ bytes: _bytes, ...rest }) => rest),
    ),
  ])
}

function levelFlaws(
  { place, from, through, result }: Pick<LevelRecord, 'place' | 'from' | 'through' | 'result'>,
  { position, asked, levels }: { position: number; asked: number | null; levels: readonly LevelRecord[] },
): readonly FormFlaw[] {
  const flaws: FormFlaw[] = []
  const say = (field: string, says: string) => flaws.push({ field, says })
  if (asked !== null && !levels.some(level => level.position === position)) say('place', '这一条已经不在了，请刷新页面。')
  if (asked === null && levels.length >= MOST_LEVELS) say('place', `最多登记 ${MOST_LEVELS} 处。`)
  if (place.length < 2 || place.length > 60) say('place', '请写明在哪里公示，2 到 60 个字。')
  if (through < from) say('through', '结束日期不能早于开始日期。')
  if (result.length > 200) say('result', '公示结果最多 200 个字。')
  if (findPersonalData(place + result).length > 0) say('result', '这些内容会公开显示，请不要写证件号、电话等个人信息。')
  return flaws
}
