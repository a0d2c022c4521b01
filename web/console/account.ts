import { askDevice, hasPasskeys } from './passkey.ts'

// Pages of signing in and of accounts: passkeys, sending on what was kept, copying a link, printing recovery codes.

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
  if (!hasPasskeys()) continue
  form.hidden = false
  form.addEventListener('submit', event => {
    event.preventDefault()
    void submitWithPasskey(form)
  })
}
for (const words of document.querySelectorAll<HTMLElement>('[data-no-passkey]')) words.hidden = hasPasskeys()

async function submitWithPasskey(form: HTMLFormElement): Promise<void> {
  const press = form.querySelector('button') as HTMLButtonElement
  const words = form.querySelector('[role=status]') as HTMLElement
  press.disabled = true
  words.textContent = ''
  const asked = await askDevice({
    does: form.dataset.passkey === 'create' ? 'create' : 'get',
    options: JSON.parse(form.dataset.options ?? '{}') as object,
  })
  if ('answer' in asked) {
    ;(form.elements.namedItem('passkey') as HTMLInputElement).value = asked.answer
    form.submit()
  } else {
    words.textContent = asked.says
    press.disabled = false
  }
}

// Its button stays for where this does not run.
document.querySelector<HTMLFormElement>('form[data-carry-on]')?.submit()

for (const press of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
  if (!navigator.clipboard) continue
  press.hidden = false
  press.addEventListener('click', () => {
    void navigator.clipboard.writeText(press.dataset.copy ?? '').then(() => {
      press.textContent = '已复制'
    })
  })
}
