import type { Control, Witness } from './control.ts'
import type { Copy } from './copy.ts'
import { type Ended, type Ran, runTests, type Tests } from './suite.ts'

/**
 * What a test makes of a removed control: it fails by an assertion ('seen'), passes all the same ('survived'), fails in
 * another way ('broke'), or fails with the control as well or is not there ('unsound').
 */
export type Sight = 'seen' | 'survived' | 'broke' | 'unsound'

export interface Seen extends Witness {
  readonly sight: Sight
  readonly why: string
}

export interface Trial {
  readonly control: Control
  readonly seen: readonly Seen[]
  /** How many other tests that are named for controls, in the same files, fail without this one. */
  readonly others: number
  readonly seconds: number
}

/** Whether every test that is named for the control sees it gone. */
export const holds = ({ seen }: Trial): boolean => seen.length > 0 && seen.every(({ sight }) => sight === 'seen')

type File = Pick<Witness, 'project' | 'file'>
const nameOf = ({ project, file }: File): string => `${project} ${file}`

/**
 * Removes controls one after the other, in any number of copies of the checkout. A file is run once with all controls in
 * place, and then without one, with the same of its tests each time: all that are named for any control, since a test
 * may rest on what those before it have left.
 */
export class Trials {
  readonly #named = new Map<string, Tests>()
  readonly #sound = new Map<string, Promise<Ran>>()

  constructor(controls: readonly Control[]) {
    for (const { project, file, title } of controls.flatMap(({ seenBy }) => seenBy)) {
      const { titles } = this.#named.get(nameOf({ project, file })) ?? { titles: [] as readonly string[] }
      const all = titles.includes(title) ? titles : [...titles, title]
      this.#named.set(nameOf({ project, file }), { project, file, titles: all })
    }
  }

  async of(control: Control, copy: Copy): Promise<Trial> {
    const began = performance.now()
    const names = [...new Set(control.seenBy.map(nameOf))]
    const before = new Map<string, Ran>()
    for (const name of names) before.set(name, await this.#usual(name, copy))
    const seen: Seen[] = []
    let others = 0
    await copy.without(control.edits, async () => {
      for (const name of names) {
        const now = await runTests(copy.folder, this.#tests(name))
        const own = control.seenBy.filter(witness => nameOf(witness) === name)
        seen.push(...own.map(witness => sightOf(witness, before.get(name), now)))
        others += now.tests.filter(({ title, ending }) => ending !== 'passed' && !own.some(one => one.title === title)).length
      }
    })
    return { control, seen, others, seconds: (performance.now() - began) / 1000 }
  }

  #usual(name: string, copy: Copy): Promise<Ran> {
    const known = this.#sound.get(name) ?? runTests(copy.folder, this.#tests(name))
    this.#sound.set(name, known)
    return known
  }

  #tests(name: string): Tests {
    return this.#named.get(name) as Tests
  }
}

function sightOf(witness: Witness, before: Ran | undefined, now: Ran): Seen {
  const isIt = ({ title }: Ended): boolean => title === witness.title
  const usual = before?.tests.find(isIt)
  if (usual?.ending !== 'passed')
    return { ...witness, sight: 'unsound', why: usual?.why || before?.why || 'there is no such test' }
  const ended = now.tests.find(isIt)
  if (!ended) return { ...witness, sight: 'broke', why: now.why || 'the file could not be run' }
  const sight = ({ passed: 'survived', refuted: 'seen', broke: 'broke' } as const)[ended.ending]
  return { ...witness, sight, why: ended.why }
}
