import { forgetFlaw } from './flaws-shown.ts'
import { Saver } from './saver.ts'

// The draft of a decision saves itself while it is typed; handing it in is a form like any other.

const form = document.querySelector<HTMLFormElement>('#decision')
const place = document.getElementById('save-state')
if (form && place) {
  const saver = new Saver(form, { place, auto: true, onFlaws: () => undefined })
  form.addEventListener('input', event => {
    forgetFlaw(event)
    saver.changed()
  })
}
