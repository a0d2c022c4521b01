// Places in the life of a ballot at which the process can be made to stand still, so that it is killed exactly there. The hooks
// are laid around the real objects in this build alone: what is deployed has none of them.

export const POINTS = [
  'cast-arrived',
  'commit-begins',
  'first-row',
  'before-commit',
  'after-commit',
  'before-answer',
  'alarm-set',
  'alarm-begins',
  'checkpoint-saved',
  'tally-accepts',
  'tally-accepted',
  'alarm-told',
] as const
export type Point = (typeof POINTS)[number]

/** Worker and objects share one isolate here. */
let armed: { readonly point: string; left: number } | null = null

/** Stands still when this point is passed for the `after`th time from now on. */
export function arm(point: string, after: number): void {
  armed = { point, left: after }
}

export function pass(point: Point): void {
  if (armed?.point !== point) return
  armed.left -= 1
  if (armed.left > 0) return
  console.log(JSON.stringify({ event: 'point', point }))
  // Until it is killed: nothing of this process goes on meanwhile, not even a commit.
  for (;;);
}
