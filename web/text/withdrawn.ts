/** A nominee that was taken off the list; it stays to be seen, with the reason. */
export const WITHDRAWN = '已撤下'

/** What becomes of a ballot that names somebody who has been withdrawn: it is never lost (law 3). */
export const WITHDRAWN_BALLOT = '选了已撤下的候选对象，选票照常记录，不会作废；这一项的票数照实公布，并注明已撤下。'
