import { type Day, weekdayOf } from '../../worker/rules/time.ts'

const WEEKDAYS = '日一二三四五六'

/** 周三 */
export const weekday = (day: Day): string => `周${WEEKDAYS[weekdayOf(day)]}`
