import { hydrate, render } from 'preact'
import type { Milestone } from '../../worker/rules/campaign.ts'
import { readMoment } from '../../worker/rules/moment.ts'
import type { FormFlaw } from '../../worker/rules/refusal.ts'
import { categoryRows, rearranged, stepsIn } from '../../worker/rules/settings-form.ts'
import type { Day, Instant } from '../../worker/rules/time.ts'
import { CategoryRows } from './category-rows.tsx'
import { showFlaws } from './flaws-shown.ts'
import { read, Saver } from './saver.ts'
import { TimetableView } from './timetable-view.tsx'

// The settings page made comfortable: the timetable follows what is typed, a draft saves itself, rows of categories move
// without the page. Everything here posts the same form that the page posts without script.

interface TimetableData {
  readonly years: readonly string[]
  readonly holidays: readonly Day[]
  readonly makeUpDays: readonly Day[]
  readonly names: Readonly<Record<Day, string>>
  readonly publicityDays: number
  readonly draft: boolean
  readonly now: Instant
}

const form = document.querySelector<HTMLFormElement>('#settings')
if (form) comfort(form)

function comfort(form: HTMLFormElement): void {
  const drawTimetable = followTimetable(form)
  const drawRows = followRows(form)
  const saver = new Saver(form, {
    place: document.getElementById('save-state') as HTMLElement,
    auto: form.dataset.draft === '1' && form.dataset.conflict !== '1',
    onFlaws: flaws => {
      drawRows(flaws)
      showFlaws(form, flaws)
    },
  })
  const changed = () => {
    drawTimetable()
    saver.changed()
  }
  form.addEventListener('input', changed)
  document.addEventListener('click', event => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[name=do]')
    // What two people wrote differently is settled by a page that begins anew.
    if (!button || button.form !== form || (button.value === 'save' && form.dataset.conflict)) return
    event.preventDefault()
    if (button.value === 'save') void saver.save()
    else {
      drawRows([], button.value)
      changed()
    }
  })
}

function followTimetable(form: HTMLFormElement): () => void {
  const place = document.getElementById('timetable')
  if (!place) return () => undefined
  const { years, holidays, makeUpDays, ...data } = JSON.parse(place.dataset.timetable ?? '{}') as TimetableData
  const calendar = { years: new Set(years), holidays: new Set<string>(holidays), makeUpDays: new Set<string>(makeUpDays) }
  const view = () => {
    const fields = read(form)
    const publicityDays = Number(fields.get('publicityDays')) || data.publicityDays
    const milestones = stepsIn(fields).flatMap((step): Milestone[] => {
      const [from, until] = [readMoment(step.from, 'from'), readMoment(step.until, 'until')]
      return from === null || until === null ? [] : [{ step: step.step, title: step.title, from, until }]
    })
    return <TimetableView {...data} calendar={calendar} publicityDays={publicityDays} milestones={milestones} />
  }
  hydrate(view(), place)
  return () => render(view(), place)
}

/** Draws the rows of categories, after a button of theirs was pressed; the keyboard stays where it was. */
function followRows(form: HTMLFormElement): (flaws: readonly FormFlaw[], action?: string) => void {
  const place = document.getElementById('category-rows')
  if (!place) return () => undefined
  const first = JSON.parse(place.dataset.flaws ?? '[]') as readonly FormFlaw[]
  hydrate(<CategoryRows rows={categoryRows(read(form))} flaws={first} />, place)
  return (flaws, action = '') => {
    const rows = rearranged(categoryRows(read(form)), action)
    render(<CategoryRows rows={rows} flaws={flaws} />, place)
    const [verb, at = ''] = action.split(':')
    const next = { add: rows.length - 1, up: Number(at) - 1, down: Number(at) + 1, remove: Math.max(0, Number(at) - 1) }[
      verb ?? ''
    ]
    if (next === undefined) return
    const moved = place.querySelector<HTMLElement>(`button[value="${verb}:${next}"]:not([disabled])`)
    const row = moved ?? place.querySelector<HTMLElement>(`[name="categories.${next}.name"]`)
    row?.focus()
  }
}
