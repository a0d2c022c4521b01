/** A half-screen sheet: traps the focus while open and gives it back; Escape and the ground close it. */
export interface Sheet {
  readonly body: HTMLElement
  readonly actions: HTMLElement
  close(): void
}

export function openSheet(title: string, onClose?: () => void): Sheet {
  const before = document.activeElement
  const ground = document.createElement('div')
  ground.className = 'sheet'
  ground.innerHTML =
    '<div role="dialog" aria-modal="true" aria-labelledby="sheet-title"><div class="head"><h2 id="sheet-title" tabindex="-1"></h2></div><div class="scroll" tabindex="0"></div><div class="actions"></div></div>'
  const heading = ground.querySelector<HTMLElement>('h2') as HTMLElement
  heading.textContent = title
  const close = () => {
    ground.remove()
    document.removeEventListener('keydown', onKey)
    if (before instanceof HTMLElement) before.focus()
    onClose?.()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close()
    if (event.key === 'Tab') keepFocus(event, ground)
  }
  ground.addEventListener('click', event => {
    if (event.target === ground) close()
  })
  document.addEventListener('keydown', onKey)
  document.body.append(ground)
  heading.focus()
  return { body: ground.querySelector('.scroll') as HTMLElement, actions: ground.querySelector('.actions') as HTMLElement, close }
}

function keepFocus(event: KeyboardEvent, within: HTMLElement): void {
  const stops = [...within.querySelectorAll<HTMLElement>('button:not([disabled]), a, input, [tabindex="0"]')]
  const [first, last] = [stops[0], stops[stops.length - 1]]
  if (event.shiftKey && (document.activeElement === first || document.activeElement?.tagName === 'H2')) {
    event.preventDefault()
    last?.focus()
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault()
    first?.focus()
  }
}

export function button(text: string, press: () => void, main = false): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.textContent = text
  if (main) made.className = 'main'
  made.addEventListener('click', press)
  return made
}

export function line(tag: 'p' | 'h3' | 'li', text: string, className = ''): HTMLElement {
  const made = document.createElement(tag)
  made.textContent = text
  if (className) made.className = className
  return made
}
