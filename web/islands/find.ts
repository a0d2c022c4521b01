import { ask } from './api.ts'
import type { BallotData } from './ballot.ts'

interface Listed {
  readonly nominees: readonly { readonly number: number; readonly initials: string }[]
}

/** Search within the ballot: number, name, unit at once; initials once they have been fetched. Ticked rows always stay. */
export function searchable(form: HTMLFormElement, data: BallotData): void {
  const field = document.getElementById('find')
  if (!(field instanceof HTMLInputElement)) return
  field.hidden = false
  const rows = [...form.querySelectorAll<HTMLElement>('.pick > li')]
  let initials: ReadonlyMap<string, string> | null = null
  let asked = false
  const filter = () => {
    const question = field.value.normalize('NFKC').trim().toLowerCase()
    let shown = 0
    for (const row of rows) {
      const number = row.id.slice(1)
      const text = row.textContent?.toLowerCase() ?? ''
      const hit =
        question === '' ||
        (/^\d+$/.test(question)
          ? number === String(Number(question))
          : text.includes(question) || (initials?.get(number) ?? '').startsWith(question))
      row.hidden = !hit && !row.querySelector<HTMLInputElement>('input')?.checked
      if (!row.hidden) shown += 1
    }
    for (const group of form.querySelectorAll<HTMLElement>('fieldset'))
      group.hidden = question !== '' && !group.querySelector('li:not([hidden])')
    const none = document.getElementById('none')
    if (none) none.hidden = shown > 0
  }
  field.addEventListener('input', () => {
    filter()
    if (asked || !/^[a-z]+$/i.test(field.value.trim())) return
    asked = true
    void ask<Listed>(data.nominees).then(answer => {
      if (answer.kind !== 'ok') return
      initials = new Map(answer.value.nominees.map(one => [String(one.number), one.initials]))
      filter()
    })
  })
  field.addEventListener('keydown', event => {
    // Enter in the search field must not send the ballot.
    if (event.key === 'Enter') event.preventDefault()
  })
}
