import { bandsOf, type Figures as TallyFigures } from '../../worker/rules/robustness.ts'
import { COUNTS, standingApart } from '../../worker/rules/score/apart.ts'
import type { ScoreVerdict } from '../../worker/rules/score/line.ts'
import { TableBuilder } from '../../worker/rules/score/table.ts'
import { instant } from '../../worker/rules/time.ts'
import { isSuspected } from './scorer.ts'
import type { ShapeCategory } from './shape.ts'
import type { Attack, LabelledLine, Organic, Regime } from './traffic.ts'
import type { World } from './world.ts'

/** Ballots of one label in one world: all of them, those held, those only suspected. */
export interface Share {
  readonly label: Organic | Attack
  readonly regime: Regime | null
  readonly ballots: number
  readonly held: number
  readonly suspected: number
}

/** Where an attacked nominee stands among the honest votes, among all, after cleaning, and after cleaning as it can be at best. */
export interface Place {
  readonly nominee: number
  readonly attacks: readonly Attack[]
  readonly honest: number
  readonly raw: number
  readonly cleaned: number
  readonly best: number
}

export interface Figures {
  readonly seed: number
  readonly volume: number
  readonly oneTarget: boolean
  readonly ballots: number
  readonly shares: readonly Share[]
  readonly places: readonly Place[]
  /** Whether who stands among the honoured differs from what the honest votes say. */
  readonly wrong: { readonly raw: boolean; readonly cleaned: boolean; readonly best: boolean }
  /** Whether reviewers are told that every list can be relied on: the flag of their dossier, by its own rule. */
  readonly robust: boolean
  /** Held ballots that do not show two families, network and place counted as one. */
  readonly unexplained: number
  readonly ms: number
}

/** What the verdicts on a world are worth; `ms` is what they cost. */
export function measure({ plan, shape, lines }: World, verdicts: readonly ScoreVerdict[], ms: number): Figures {
  const strange = verdicts.findIndex(({ id }, i) => id !== lines[i]?.line.id)
  if (verdicts.length !== lines.length || strange >= 0)
    throw new Error(`${verdicts.length} verdicts on ${lines.length} ballots, the first strange one at ${strange}`)
  const suspected = verdicts.map(isSuspected)
  const honest = countOf(lines, ({ regime }) => regime === null)
  const raw = countOf(lines, () => true)
  const cleaned = countOf(lines, (_, i) => verdicts[i]?.status !== 'held')
  const best = countOf(lines, entry => !isSeparable(entry))
  const reported = countOf(lines, (_, i) => suspected[i] === true)
  const figures = figuresOf(shape.nominees, { raw, cleaned, reported, apart: apartIn(lines, verdicts) })
  const same = (a: Votes, b: Votes) => shape.categories.every(category => top(category, a) === top(category, b))
  return {
    seed: plan.seed,
    volume: plan.volume,
    oneTarget: plan.oneTarget,
    ballots: lines.length,
    shares: sharesOf(lines, verdicts, suspected),
    places: targetsOf(lines).map(({ nominee, attacks }) => {
      const category = shape.categories.find(({ nominees }) => nominees.includes(nominee)) as ShapeCategory
      const place = (votes: Votes) => ranking(category, votes).indexOf(nominee) + 1
      return { nominee, attacks, honest: place(honest), raw: place(raw), cleaned: place(cleaned), best: place(best) }
    }),
    wrong: { raw: !same(honest, raw), cleaned: !same(honest, cleaned), best: !same(honest, best) },
    robust: shape.categories.every(({ nominees, honours }) => bandsOf(nominees, figures, honours).finding === 'robust'),
    unexplained: verdicts.filter(({ status, families }) => status === 'held' && !explained(families)).length,
    ms,
  }
}

type Votes = ReadonlyMap<number, number>

/**
 * What trust 8.3 wants held: of the attacks every ballot but those of people who vote with their own hands (A4, A5), of the
 * drip and of the mimic, whom it wants reported or priced. Who holds all of these and no honest ballot cleans as well as
 * can be.
 */
const isSeparable = ({ label, regime }: LabelledLine): boolean => regime !== null && !UNHELD.has(label)
const UNHELD: ReadonlySet<LabelledLine['label']> = new Set(['A4', 'A5', 'A6', 'A11'])

/** The same as reviewers' figures. Nothing is voided here: people have not looked yet. */
function figuresOf(
  nominees: readonly number[],
  { raw, cleaned, reported, apart }: Readonly<Record<'raw' | 'cleaned' | 'reported' | 'apart', Votes>>,
): TallyFigures {
  const of = (votes: Votes, number: number) => votes.get(number) ?? 0
  const countsOf = (number: number) => {
    const counted = of(cleaned, number)
    return { counted, held: of(raw, number) - counted, void: 0 }
  }
  return {
    votes: Object.fromEntries(nominees.map(number => [number, countsOf(number)])),
    reported: { at: instant(0), ballots: 0, votes: Object.fromEntries(reported), apart: Object.fromEntries(apart) },
  }
}

/** What the examiner tells of the counted votes; it is ours whoever has scored. */
function apartIn(lines: readonly LabelledLine[], verdicts: readonly ScoreVerdict[]): Votes {
  const rows = new TableBuilder()
  for (const { line } of lines) rows.add(line)
  const counts = Uint8Array.from(verdicts, ({ status }) => (status === 'held' ? COUNTS.not : COUNTS.open))
  const steps = standingApart(rows.done(), counts)
  for (let step = steps.next(); ; step = steps.next())
    if (step.done) return new Map([...step.value].map(([name, votes]) => [Number(name), votes]))
}

function countOf(lines: readonly LabelledLine[], counts: (line: LabelledLine, i: number) => boolean): Votes {
  const votes = new Map<number, number>()
  lines.forEach((entry, i) => {
    if (counts(entry, i))
      for (const choice of entry.line.choices as readonly number[]) votes.set(choice, (votes.get(choice) ?? 0) + 1)
  })
  return votes
}

const ranking = ({ nominees }: ShapeCategory, votes: Votes): readonly number[] =>
  [...nominees].sort((a, b) => (votes.get(b) ?? 0) - (votes.get(a) ?? 0) || a - b)

const top = (category: ShapeCategory, votes: Votes): string =>
  ranking(category, votes)
    .slice(0, category.honours)
    .sort((a, b) => a - b)
    .join()

function sharesOf(
  lines: readonly LabelledLine[],
  verdicts: readonly ScoreVerdict[],
  suspected: readonly boolean[],
): readonly Share[] {
  const shares = new Map<string, { -readonly [key in keyof Share]: Share[key] }>()
  lines.forEach(({ label, regime }, i) => {
    const key = `${label}/${regime}`
    const share = shares.get(key) ?? { label, regime, ballots: 0, held: 0, suspected: 0 }
    share.ballots += 1
    if (verdicts[i]?.status === 'held') share.held += 1
    else if (suspected[i]) share.suspected += 1
    shares.set(key, share)
  })
  return [...shares.values()]
}

/** Whom attacks were for. A false flag is no help to its target, and is told apart. */
function targetsOf(lines: readonly LabelledLine[]): readonly { nominee: number; attacks: readonly Attack[] }[] {
  const targets = new Map<number, Set<Attack>>()
  for (const { label, target } of lines) {
    if (target === null) continue
    const attacks = targets.get(target) ?? new Set()
    targets.set(target, attacks.add(label as Attack))
  }
  return [...targets].map(([nominee, attacks]) => ({ nominee, attacks: [...attacks].sort() }))
}

const explained = (families: readonly string[]): boolean =>
  new Set(families.map(family => (family === 'GEO' ? 'NET' : family))).size >= 2
