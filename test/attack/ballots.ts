import { type Chance, Wheel } from './chance.ts'
import type { Shape, ShapeCategory } from './shape.ts'

/** How much of the sheet somebody fills in: one name, a few, or as many as may be. */
export type Breadth = 'one' | 'few' | 'many'

/** A valid ballot with these favourites on it; the rest by appeal. Nobody leaves out what the rules ask for. */
export function ballotOf(shape: Shape, chance: Chance, favourites: readonly number[], breadth: Breadth): readonly number[] {
  return shape.categories.flatMap(category => {
    const { nominees, min, max } = category
    const chosen = favourites.filter(nominee => nominees.includes(nominee)).slice(0, max)
    const skipped = chosen.length === 0 && min === 0 && chance.yes(breadth === 'one' ? 0.9 : 0.2)
    const wanted = skipped ? 0 : Math.max(min, howMany(chance, max, breadth))
    while (chosen.length < wanted) {
      const nominee = wheelOf(shape, category).spin(chance)
      if (!chosen.includes(nominee)) chosen.push(nominee)
    }
    return chosen
  })
}

function howMany(chance: Chance, max: number, breadth: Breadth): number {
  if (breadth === 'many') return chance.whole(Math.ceil(max / 2), max)
  return breadth === 'few' ? chance.whole(1, Math.min(3, max)) : 0
}

const wheels = new WeakMap<object, Wheel<number>>()

/** By appeal, within a category or among all. */
function wheelOf(shape: Shape, list: ShapeCategory | Shape): Wheel<number> {
  const held = wheels.get(list)
  if (held) return held
  const wheel = new Wheel(list.nominees.map(nominee => [nominee, shape.appeal.get(nominee) as number] as const))
  wheels.set(list, wheel)
  return wheel
}

/** Whom a voter with ties to somebody has ties to: the famous have more friends. */
export const someFavourite = (shape: Shape, chance: Chance): number => wheelOf(shape, shape).spin(chance)

/** The nominees of a category by appeal, the best loved first. */
export const ranked = (shape: Shape, category: number): readonly number[] =>
  [...(shape.categories[category]?.nominees ?? [])].sort(
    (a, b) => (shape.appeal.get(b) as number) - (shape.appeal.get(a) as number),
  )

/** Neither among the best loved nor hopeless: who has a reason to buy. */
export function someAspirant(shape: Shape, chance: Chance): number {
  const list = ranked(shape, chance.whole(0, shape.categories.length - 1))
  return list[chance.whole(Math.floor(list.length * 0.25), Math.floor(list.length * 0.8))] as number
}
