import type { ScoreLine } from '../../../worker/rules/score/line.ts'
import { readSignals } from '../../../worker/rules/signals.ts'
import { openBoxes, type StoredBallot } from '../../faults/boxes.ts'
import { scorerOf } from '../scorer.ts'
import type { Label } from '../traffic.ts'
import type { Target } from './browser.ts'
import type { Probe } from './probes.ts'
import type { Ending } from './voting.ts'

/** What became of the ballots of one label. */
export interface Fortune {
  readonly name: string
  readonly honest: boolean
  readonly sent: number
  readonly refused: Readonly<Record<string, number>>
  readonly putOff: number
  readonly heldAtCast: number
  readonly heldLater: number
  readonly counted: number
  /** Hashes that a challenge took in the mean; null where nobody did them. */
  readonly hashes: number | null
}

export interface Replayed {
  readonly passed: boolean
  readonly fortunes: readonly Fortune[]
  readonly probes: readonly Probe[]
  readonly honestRefused: number
  /** Acknowledged ballots that are not in a box. */
  readonly lost: number
  /** Ballots that the site itself held after they were cast; its hours pass too fast here for it to look at all of them. */
  readonly heldBySite: number
  readonly seconds: number
}

interface Traces {
  readonly state: string
  readonly endings: readonly Ending[]
  readonly probes: readonly Probe[]
  readonly targets: { readonly open: Target; readonly coded: Target }
  readonly seconds: number
}

interface Kept {
  readonly ballot: StoredBallot
  readonly poll: string
  readonly heldLater: boolean
}

/** Looks into the boxes of a site that has ended. */
export async function judged({ state, endings, probes, seconds }: Traces): Promise<Replayed> {
  const kept = new Map<string, Kept>()
  const boxes = openBoxes(state)
  for (const box of boxes) {
    const later = box.heldLater()
    for (const ballot of box.ballots())
      kept.set(ballot.key, { ballot, poll: box.campaign, heldLater: later.has(ballot.seq) && ballot.status === 'held' })
    box.close()
  }
  const suspects = await heldAfterwards([...kept.values()])
  const fortunes = fortunesOf(endings, key => {
    const found = kept.get(key)
    if (!found) return null
    if (found.heldLater || (found.ballot.status === 'counted' && suspects.has(key))) return 'later'
    return found.ballot.status === 'held' ? 'at-cast' : 'counted'
  })
  const honestRefused = fortunes.filter(({ honest }) => honest).reduce((n, { refused }) => n + sumOf(refused), 0)
  const lost = endings.filter(({ refusal, key }) => refusal === null && !kept.has(key)).length
  return {
    passed: honestRefused === 0 && lost === 0 && probes.every(({ worked }) => worked === 0),
    fortunes,
    probes,
    honestRefused,
    lost,
    heldBySite: [...kept.values()].filter(({ heldLater }) => heldLater).length,
    seconds,
  }
}

/** The keys of the ballots that the scorer holds when it looks at the whole of a poll, as it does at the close. */
async function heldAfterwards(all: readonly Kept[]): Promise<ReadonlySet<string>> {
  const scorer = scorerOf(null)
  const held = new Set<string>()
  for (const poll of new Set(all.map(kept => kept.poll))) {
    const lines = all.filter(kept => kept.poll === poll).map(({ ballot }) => lineOf(ballot, poll))
    for (const { id, status } of await scorer(lines)) if (status === 'held') held.add(id)
  }
  return held
}

const lineOf = ({ key, at, choices, level, voter, checked, unit, signals }: StoredBallot, poll: string): ScoreLine => ({
  id: key,
  at,
  poll,
  choices: JSON.parse(choices) as number[],
  level: level === 'bound' ? 'code' : (level as ScoreLine['level']),
  voter,
  challenge: checked === 'unverified' ? 'unverified' : 'passed',
  unit,
  ...readSignals(signals),
})

const nameOf = ({ label, regime }: Label): string => (regime === null ? label : `${label} ${regime}`)

function fortunesOf(
  endings: readonly Ending[],
  fateOf: (key: string) => 'later' | 'at-cast' | 'counted' | null,
): readonly Fortune[] {
  const names = [...new Set(endings.map(({ entry }) => nameOf(entry)))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  )
  return names.map(name => {
    const own = endings.filter(({ entry }) => nameOf(entry) === name)
    const fates = own.map(({ key }) => fateOf(key))
    const refused: Record<string, number> = {}
    for (const { refusal } of own) if (refusal !== null) refused[refusal] = (refused[refusal] ?? 0) + 1
    const worked = own.flatMap(({ hashes }) => (hashes === null ? [] : [hashes]))
    return {
      name,
      honest: own.every(({ entry }) => entry.regime === null),
      sent: own.length,
      refused,
      putOff: own.reduce((n, ending) => n + ending.putOff, 0),
      heldAtCast: fates.filter(fate => fate === 'at-cast').length,
      heldLater: fates.filter(fate => fate === 'later').length,
      counted: fates.filter(fate => fate === 'counted').length,
      hashes: worked.length > 0 ? Math.round(worked.reduce((a, b) => a + b, 0) / worked.length) : null,
    }
  })
}

const sumOf = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0)
