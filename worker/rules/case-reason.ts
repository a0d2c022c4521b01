import { findPersonalData } from './masking.ts'
import type { FormFlaw } from './refusal.ts'

export const REASON_MEASURE = { least: 10, most: 500 } as const

/** A reason stands in the log for good, and the voter reads it as the answer to an appeal; null when it will do. */
export function reasonFlaw(reason: string): FormFlaw | null {
  const length = [...reason].length
  const { least, most } = REASON_MEASURE
  if (length < least || length > most)
    return { field: 'reason', says: `请写明理由，${least} 到 ${most} 个字，现在 ${length} 个。` }
  return findPersonalData(reason).length > 0
    ? { field: 'reason', says: '理由会留在操作记录里，请不要写证件号、电话等个人信息。' }
    : null
}
