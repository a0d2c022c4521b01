import { showFlaws } from './flaws-shown.ts'
import { Saver } from './saver.ts'

// A scoring sheet saves itself while it is written; without script its button does.

const form = document.querySelector<HTMLFormElement>('#sheet')
const place = document.getElementById('save-state')
if (form && place) {
  const saver = new Saver(form, { place, auto: true, onFlaws: flaws => showFlaws(form, flaws) })
  form.addEventListener('input', () => saver.changed())
  document.addEventListener('click', event => {
    const button = (event.target as Element).closest<HTMLButtonElement>('button[name=do]')
    if (!button || button.form !== form) return
    event.preventDefault()
    void saver.save()
  })
}
