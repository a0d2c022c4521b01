import { Chance } from '../chance.ts'
import type { LabelledLine } from '../traffic.ts'
import { type Plan, type World, worldOf } from '../world.ts'
import type { Target } from './browser.ts'
import { AddressBook } from './disguise.ts'
import { judged, type Replayed } from './judged.ts'
import { type Probe, probe } from './probes.ts'
import { Stage } from './stage.ts'
import { type Ending, type Step, stepsOf } from './voting.ts'

/** Three days of an open poll under attack, and beside it one that votes by codes. */
const OPEN: Plan = {
  seed: 0,
  wish: { level: 'device', period: 'once', organic: 1000, days: 3 },
  crowds: ['O2', 'O4', 'O6', 'O7'],
  attacks: [
    { attack: 'A1', regime: 'naive', weight: 1 },
    { attack: 'A2', regime: 'tuned', weight: 1 },
    { attack: 'A7', regime: 'naive', weight: 1 },
  ],
  volume: 0.25,
  oneTarget: false,
}
const CODED: Plan = {
  seed: 0,
  wish: { level: 'code', period: 'once', organic: 200, days: 3 },
  crowds: [],
  attacks: [{ attack: 'A8', regime: 'naive', weight: 1 }],
  volume: 0.15,
  oneTarget: false,
}
/** One ballot in so many does the work that is asked of it; the others are waved through by whoever holds the site's key. */
const WORKS = 12

/** Sends the ballots of two worlds to the running site, in the order of time and by its own clock, and looks into its boxes. */
export async function replay(seed: number, onProgress: (line: string) => void): Promise<Replayed> {
  const began = performance.now()
  const open = worldOf({ ...OPEN, seed })
  const coded = worldOf({ ...CODED, seed: seed + 1 })
  const stage = await Stage.start()
  try {
    const targets = { open: await stage.open(open.shape, 'attack-open'), coded: await stage.open(coded.shape, 'attack-coded') }
    const endings: Ending[] = []
    const steps = [
      ...(await stepsIn(stage, { world: open, target: targets.open, endings })),
      ...(await stepsIn(stage, { world: coded, target: targets.coded, endings })),
    ]
    onProgress(`${steps.length} ballots on their way`)
    await walk(stage, steps, done => done % 1000 === 0 && onProgress(`${done} steps, ${endings.length} ballots arrived`))
    const probes = await probesOf(stage, { open, coded }, targets)
    await stage.moveTo(Math.max(open.shape.closes, coded.shape.closes) + 3_600_000)
    await stage.stop()
    const seconds = Math.round((performance.now() - began) / 1000)
    return await judged({ state: stage.state, endings, probes, targets, seconds })
  } finally {
    await stage.stop().catch(() => undefined)
    stage.remove()
  }
}

/** The first steps of everybody in a world. Whoever votes by code holds one of his unit. */
async function stepsIn(
  stage: Stage,
  { world, target, endings }: { world: World; target: Target; endings: Ending[] },
): Promise<readonly Step[]> {
  const book = new AddressBook()
  const codes = world.shape.level === 'code' ? await codesFor(stage, target, world.lines) : null
  const chance = new Chance(world.plan.seed, 'works')
  return world.lines.flatMap(entry =>
    stepsOf(entry, {
      target,
      book,
      code: codes?.get(entry.line.unit ?? '')?.pop() ?? null,
      works: chance.yes(1 / WORKS),
      siteTime: at => at + stage.shift,
      opens: world.shape.opens,
      onEnd: ending => void endings.push(ending),
    }),
  )
}

async function codesFor(stage: Stage, { slug }: Target, lines: readonly LabelledLine[]): Promise<Map<string, string[]>> {
  const wanted = new Map<string, number>()
  for (const { line } of lines) wanted.set(line.unit ?? '', (wanted.get(line.unit ?? '') ?? 0) + 1)
  const codes = new Map<string, string[]>()
  for (const [unit, count] of wanted) codes.set(unit, [...(await stage.codes(slug, unit, count))])
  return codes
}

/** Everybody's steps one after the other, as their time comes. */
async function walk(stage: Stage, first: readonly Step[], onProgress: (done: number) => void): Promise<void> {
  const waiting = [...first].sort((a, b) => b.at - a.at)
  for (let done = 1; waiting.length > 0; done++) {
    const step = waiting.pop() as Step
    await stage.moveTo(step.at)
    for (const next of await step.do()) insert(waiting, next)
    onProgress(done)
  }
}

/** Into a list whose last is the next. */
function insert(waiting: Step[], step: Step): void {
  let [low, high] = [0, waiting.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((waiting[middle] as Step).at > step.at) low = middle + 1
    else high = middle
  }
  waiting.splice(low, 0, step)
}

function probesOf(
  stage: Stage,
  { open }: { open: World; coded: World },
  targets: { open: Target; coded: Target },
): Promise<readonly Probe[]> {
  // The last minutes of the poll: steps that came late may have moved the clock near its end.
  let at = open.shape.closes - 600_000
  const move = async (seconds: number) => {
    at += seconds * 1000
    await stage.moveTo(at)
  }
  const [category] = open.shape.categories
  return move(0).then(() =>
    probe(
      { ...targets, choices: category?.nominees.slice(0, Math.max(1, category.min)) ?? [] },
      { wait: move, now: () => at + stage.shift },
    ),
  )
}
