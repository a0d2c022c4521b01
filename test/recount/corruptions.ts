import { BALLOT_CORRUPTIONS } from './corrupt-ballots.ts'
import { BUNDLE_CORRUPTIONS } from './corrupt-bundle.ts'
import { HEAD_CORRUPTIONS } from './corrupt-heads.ts'
import { LIKE_CORRUPTIONS } from './corrupt-likes.ts'
import { OPENING_CORRUPTIONS } from './corrupt-openings.ts'
import { RULE_CORRUPTIONS } from './corrupt-rules.ts'
import { STORY_CORRUPTIONS } from './corrupt-story.ts'
import { SUM_CORRUPTIONS } from './corrupt-sums.ts'
import { DEEP_CORRUPTIONS, TILE_CORRUPTIONS } from './corrupt-tiles.ts'
import { WITNESS_CORRUPTIONS } from './corrupt-witnesses.ts'
import type { Corruption } from './forger.ts'

/** Every way to corrupt a bundle that we know; each names the step that must be the first to fail, and where. */
export const CORRUPTIONS: readonly Corruption[] = [
  ...BUNDLE_CORRUPTIONS,
  ...RULE_CORRUPTIONS,
  ...TILE_CORRUPTIONS,
  ...HEAD_CORRUPTIONS,
  ...WITNESS_CORRUPTIONS,
  ...BALLOT_CORRUPTIONS,
  ...STORY_CORRUPTIONS,
  ...SUM_CORRUPTIONS,
  ...OPENING_CORRUPTIONS,
  ...LIKE_CORRUPTIONS,
]
/** These need a log of more than 65,536 entries, so the short form leaves them out. */
export const SLOW_CORRUPTIONS: readonly Corruption[] = DEEP_CORRUPTIONS
