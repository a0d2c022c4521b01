import { type Breadth, ballotOf, someFavourite } from './ballots.ts'
import { Chance } from './chance.ts'
import { type Person, somebody, votes } from './people.ts'
import type { Scene } from './scene.ts'
import { dayIn, HOUR, MINUTE } from './shape.ts'

/**
 * O1: people one by one, by the hours of the day. A third of them come because a friend put the link into a group, so
 * that there are small rushes for one name all the time: the counts of honest hours vary more than pure chance would.
 */
export function individuals(scene: Scene, ballots: number): void {
  const chance = new Chance(scene.shape.seed, 'O1')
  const until = scene.lines.length + ballots
  while (scene.lines.length < until) {
    if (chance.yes(0.03)) cascade(scene, chance, until)
    else {
      const favourite = chance.yes(0.3) ? [someFavourite(scene.shape, chance)] : []
      comes(scene, chance, somebody(scene, chance), scene.calendar.moment(chance), favourite)
    }
  }
}

/** Somebody shares the link; a dozen friends follow within the hour. */
function cascade(scene: Scene, chance: Chance, until: number): void {
  const start = scene.calendar.moment(chance)
  const favourite = [someFavourite(scene.shape, chance)]
  const friends = Math.min(90, Math.ceil(chance.logNormal(11, 0.8)))
  for (let i = 0; i < friends && scene.lines.length < until; i++)
    comes(scene, chance, somebody(scene, chance), start + chance.exponential(25 * MINUTE), favourite)
}

const BREADTHS: readonly Breadth[] = ['one', 'one', 'few', 'few', 'many']

/** Votes, and in a poll of every day perhaps again: most on one day, some on a few, one in eight nearly always. */
export function comes(scene: Scene, chance: Chance, who: Person, at: number, favourites: readonly number[]): void {
  const { shape } = scene
  const breadth: Breadth = favourites.length > 0 ? chance.pick(BREADTHS) : chance.yes(0.5) ? 'few' : 'many'
  const habit = ballotOf(shape, chance, favourites, breadth)
  votes(scene, chance, who, at, habit, 'O1', { pace: favourites.length > 0 ? 28 : 40 })
  if (shape.period === 'once') return
  const sort = chance.next()
  const zeal = sort < 0.6 ? 0 : sort < 0.87 ? 0.3 : 0.85
  const known = { ...who, since: who.since ?? at - MINUTE }
  for (let day = dayIn(at) + 1; day < shape.days; day++) {
    if (!chance.yes(zeal)) continue
    const hour = chance.yes(0.6)
      ? at + (day - dayIn(at)) * 24 * HOUR + chance.normal() * 90 * MINUTE
      : scene.calendar.hourOf(chance, day)
    const choices = chance.yes(0.7) ? habit : ballotOf(shape, chance, favourites, breadth)
    const place = chance.yes(0.6) ? who.place : scene.internet.mobile(chance)
    votes(scene, chance, { ...known, place }, hour, choices, 'O1', { pace: 16, spread: 0.6, returning: 1 })
  }
}
