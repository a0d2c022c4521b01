import { BALLOT_CORRUPTIONS } from './corrupt-ballots.ts'
import { DEEP_CORRUPTIONS, FILE_CORRUPTIONS } from './corrupt-files.ts'
import { HEAD_CORRUPTIONS } from './corrupt-heads.ts'
import { STORY_CORRUPTIONS } from './corrupt-story.ts'
import { SUM_CORRUPTIONS } from './corrupt-sums.ts'
import type { Corruption } from './forger.ts'

/** Every way to corrupt a bundle that we know; each names the step that must be the first to fail, and where. */
export const CORRUPTIONS: readonly Corruption[] = [
  ...FILE_CORRUPTIONS,
  ...HEAD_CORRUPTIONS,
  ...BALLOT_CORRUPTIONS,
  ...STORY_CORRUPTIONS,
  ...SUM_CORRUPTIONS,
]
/** These need a log of more than 65,536 entries, so the short form leaves them out. */
export const SLOW_CORRUPTIONS: readonly Corruption[] = DEEP_CORRUPTIONS
