import { SECOND } from './time.ts'

/** Nobody reads a page and answers it within this time. */
export const LEAST_AGE = 3 * SECOND

/** Whole seconds until a device of this age may go on; one from the future (a clock was set back) waits no longer than a new one. */
export const secondsToGo = (age: number): number =>
  Math.min(LEAST_AGE / SECOND, Math.max(1, Math.ceil((LEAST_AGE - age) / SECOND)))
