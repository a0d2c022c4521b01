/**
 * throws: the alarm of a box throws, and the platform repeats it until it gives up. gone: the platform has given up, so the
 * alarm is not there any more and nothing of its work was done. checkpoint: the box cannot write while it is awake.
 */
export type AlarmTrouble = 'none' | 'throws' | 'gone' | 'checkpoint'

let trouble: AlarmTrouble = 'none'
let left = 0

export function setAlarms(how: string, times: number): void {
  trouble = how as AlarmTrouble
  left = times
}

/** Whether this alarm meets the trouble; it is used up by that. */
export function meets(which: AlarmTrouble): boolean {
  if (trouble !== which || left <= 0) return false
  left -= 1
  console.log(JSON.stringify({ event: 'planted-alarm', how: which, left }))
  return true
}
