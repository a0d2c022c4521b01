import type { Findings } from './findings.ts'
import { table } from './table.ts'
import { percent, targetsOf, told } from './targets.ts'
import { ATTACKS, type Attack, ORGANIC, type Organic, REGIMES } from './traffic.ts'

/** The report for people. */
export function printFindings(found: Findings, title: string): void {
  console.log(title)
  const { worlds, ballots, boughtShare, linesPerSecond } = found
  console.log(
    `${worlds} worlds, ${ballots} ballots, ${percent(boughtShare)} of them bought; scored ${linesPerSecond} ballots a second`,
  )
  console.log(
    `held: precision ${told(found.precision)}; honest ballots held ${told(found.falseHolds)}, only reported ${told(found.falseSuspicion)}`,
  )
  table('Honest ballots held', ['crowd', 'what it is', 'worlds', 'held'], strataRows(found))
  table(
    'Bought ballots (surviving of 1,000; yuan for one that survives; times the cheapest script where nothing is held)',
    ['attack', 'what it is', 'regime', 'worlds', 'held', 'held or reported', 'surviving', 'yuan', 'times'],
    attackRows(found),
  )
  table(
    'The attacked nominee: places off (median / p95), and the list of the honoured; at best: if exactly the ballots of A1, A2, A3, A7, A8 and A12 were held',
    ['bought', 'raw', 'cleaned', 'at best', 'list wrong raw', 'cleaned', 'at best', 'cleaned, not flagged', 'flagged'],
    volumeRows(found),
  )
  table(
    'Targets',
    ['target', 'wanted', 'found [95 %]', ''],
    targetsOf(found).map(({ name, wanted, found: figure, verdict }) => [name, wanted, figure, verdict]),
  )
  console.log(`\nHeld less than one in four: ${unheld(found).join(', ') || 'none'}.`)
  console.log(PLAINLY)
}

/** What the scorer does not separate, in this very run. */
const unheld = ({ fates }: Findings): readonly string[] =>
  (Object.keys(fates) as Attack[]).flatMap(attack =>
    REGIMES.filter(regime => (fates[attack]?.[regime].recall.value ?? 1) < 0.25).map(regime => `${attack} ${regime}`),
  )

const strataRows = ({ strata }: Findings): string[][] =>
  (Object.entries(strata) as [Organic, Findings['precision']][])
    .filter(([, { worlds }]) => worlds > 0)
    .map(([label, held]) => [label, ORGANIC[label], String(held.worlds), told(held)])

const attackRows = ({ fates, costs }: Findings): string[][] =>
  (Object.keys(fates) as Attack[]).flatMap(attack =>
    REGIMES.flatMap(regime => {
      const fate = fates[attack]?.[regime]
      const cost = costs[attack]?.[regime]
      if (!fate || !cost) return []
      return [
        [
          attack,
          ATTACKS[attack],
          regime,
          String(fate.recall.worlds),
          told(fate.recall),
          told(fate.seen),
          String(cost.surviving),
          Number.isFinite(cost.perVote) ? cost.perVote.toFixed(2) : '–',
          Number.isFinite(cost.multiplier) ? cost.multiplier.toFixed(1) : '–',
        ],
      ]
    }),
  )

const volumeRows = ({ ranks, lists }: Findings): string[][] =>
  Object.entries(ranks).map(([volume, { before, after, best }]) => {
    const list = lists[volume]
    return [
      percent(Number(volume)),
      `${before.median.value} / ${before.p95.value}`,
      `${after.median.value} / ${after.p95.value}`,
      `${best.median.value} / ${best.p95.value}`,
      ...(list
        ? [list.wrongRaw, list.wrongCleaned, list.wrongAtBest, list.wrongSilently, list.flagged].map(one => told(one))
        : []),
    ]
  })

const PLAINLY = `
What no figure here promises. Real people who are paid or asked to vote for somebody they do not know (A4, A5) look like
real people who were asked by a friend; a slow drip by the hours of honest voters (A6 evasive) and a mimic on local
lines (A11 evasive) leave nothing but a somewhat better result. They cannot be told apart reliably from what a ballot
box sees, and whoever holds them by rule holds honest voters as well. A nominee whom one of them serves stands too high
after cleaning, and the list may be wrong although nothing on it looks doubtful. Where that matters a campaign must ask for more
than a device or an account: codes or a list. Rented addresses (A2 evasive) are known because hardly two of their ballots share
a network, a shelf of accounts (A3 evasive) because they were made together and compute alike: who rents lines that many
people share, or buys accounts that have grown old apart, is a mimic (A11). Surges are held within the hour, because the table is looked at hourly.
A8 by guessing is refused at the door (T25 in test/worker); A9, replay and race, cannot happen (T07, T08, T09 in
test/worker, npm run fault); A10, insertion by an insider, is shown by the log of the boxes and not by any score.
The generators are invented: they know what is written about farms, not the farms. Prices are guesses in their order.`
