import type { FormFlaw } from '../../worker/rules/refusal.ts'

/** Puts what is said of a field beside it, as the server would have rendered it; takes away what no longer holds. */
export function showFlaws(form: HTMLFormElement, flaws: readonly FormFlaw[]): void {
  for (const old of form.querySelectorAll('.flaw[data-shown]')) {
    const control = form.querySelector(`[id="f-${(old as HTMLElement).dataset.shown}"]`)
    control?.removeAttribute('aria-invalid')
    old.remove()
  }
  for (const { field, says } of flaws) show(form, field, says)
  const first = form.querySelector<HTMLElement>('[aria-invalid]')
  first?.closest('details')?.setAttribute('open', '')
}

function show(form: HTMLFormElement, field: string, says: string): void {
  const control = form.querySelector<HTMLElement>(`[id="f-${field}"]`)
  const id = `${field}-flaw`
  if (!control || form.querySelector(`[id="${id}"]`)) return
  control.setAttribute('aria-invalid', 'true')
  control.setAttribute('aria-describedby', [control.getAttribute('aria-describedby'), id].filter(Boolean).join(' '))
  const note = Object.assign(document.createElement('p'), { className: 'flaw', id, textContent: says })
  note.dataset.shown = field
  control.closest('.field')?.append(note)
}

/**
 * What was said of a field by the server was said of what stood in it then: once that is changed it may no longer hold, and
 * the next save says what does.
 */
export function forgetFlaw({ target }: Event): void {
  if (!(target instanceof HTMLElement)) return
  target.removeAttribute('aria-invalid')
  target.closest('.field')?.querySelector('.flaw:not([data-shown])')?.remove()
}
