import { expect, test } from 'vitest'
import { edited } from './controls/control.ts'
import { CONTROLS } from './controls/list.ts'
import { sourcesIn, textOf } from './support/sources.ts'

// T35: a test that cannot fail hides the truth. `npm run controls` removes every control of this list once and demands that
// the tests named for it fail; here it is only seen to that the list still speaks of the sources and tests as they are.

const titleIn = (file: string, title: string): boolean =>
  ["'", '"', '`'].some(quote => textOf(file).includes(`test(${quote}${title}${quote}, `))

test('T35: every control that is tried can still be removed from the sources as they are, and that changes them', () => {
  for (const { name, edits } of CONTROLS) {
    expect([name, edits.length]).not.toEqual([name, 0])
    for (const edit of edits) expect([name, edited(textOf(edit.file), edit)]).not.toEqual([name, textOf(edit.file)])
  }
})

test('T35: every test that is named for a control is there, and every control has one and a name of its own', () => {
  const missing = CONTROLS.flatMap(({ name, seenBy }) =>
    seenBy.filter(({ file, title }) => !titleIn(file, title)).map(({ title }) => [name, title]),
  )
  expect(missing).toEqual([])
  expect(CONTROLS.filter(({ seenBy }) => seenBy.length === 0)).toEqual([])
  expect(new Set(CONTROLS.map(({ name }) => name)).size).toBe(CONTROLS.length)
})

/** Every threat of the threat model; this list itself is what stands against T35. */
const THREATS = Array.from({ length: 35 }, (_, i) => `T${String(i + 1).padStart(2, '0')}`)

test('T35: every threat has a test that is named after it, and a control whose removal that test sees', () => {
  const titles = sourcesIn('test')
    .filter(path => path.endsWith('.test.ts'))
    .map(textOf)
    .join('\n')
  const named = THREATS.filter(threat => new RegExp(`^test\\((['"\`])${threat}: `, 'm').test(titles))
  expect(named).toEqual(THREATS)
  const tried = THREATS.filter(threat =>
    CONTROLS.some(control => control.threat === threat && control.seenBy.some(({ title }) => title.startsWith(`${threat}: `))),
  )
  expect([...tried, 'T35']).toEqual(THREATS)
})
