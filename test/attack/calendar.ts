import { type Chance, Wheel } from './chance.ts'
import { HOUR, midnight, type Shape } from './shape.ts'

/** How awake people are in every hour of a day in Shanghai. */
const WAKING = [12, 6, 3, 2, 3, 8, 22, 46, 60, 62, 57, 52, 64, 58, 45, 45, 46, 50, 52, 60, 76, 74, 58, 34] as const

/** When honest people vote: by hours, with more at the beginning and the end, and days that are unlike each other. */
export class Calendar {
  readonly #shape: Shape
  readonly #days: Wheel<number>
  readonly #hours = new Wheel(WAKING.map((weight, hour) => [hour, weight] as const))

  constructor(shape: Shape, chance: Chance) {
    this.#shape = shape
    this.#days = new Wheel(
      Array.from({ length: shape.days }, (_, day) => {
        const push = day === 0 ? 1.8 : day === 1 ? 1.4 : day === shape.days - 1 ? 1.6 : 1
        return [day, chance.logNormal(push, 0.25)] as const
      }),
    )
  }

  moment(chance: Chance): number {
    for (;;) {
      const at = this.hourOf(chance, this.#days.spin(chance))
      if (at >= this.#shape.opens) return at
    }
  }

  /** A moment of this day, by how awake people are. */
  hourOf(chance: Chance, day: number): number {
    return midnight(day) + this.#hours.spin(chance) * HOUR + Math.floor(chance.next() * HOUR)
  }

  /** A whole day that is over before the poll is. */
  someDay(chance: Chance): number {
    return chance.whole(1, this.#shape.days - 1)
  }
}
