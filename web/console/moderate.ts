// The desk of comments by keyboard: J and K go from one to the next, X ticks, A and D press the buttons beside it.

const all = [...document.querySelectorAll<HTMLElement>('[data-one]')]
let at = -1

function go(to: number): void {
  at = Math.min(all.length - 1, Math.max(0, to))
  all[at]?.focus()
  all[at]?.scrollIntoView({ block: 'nearest' })
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input:not([type=checkbox]), select, textarea')

document.addEventListener('focusin', event => {
  const found = all.findIndex(one => one.contains(event.target as Node))
  if (found >= 0) at = found
})

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
  const key = event.key.toLowerCase()
  const here = all[at]
  if (key === 'j') go(at + 1)
  else if (key === 'k') go(at - 1)
  else if (key === 'x') here?.querySelector<HTMLInputElement>('input')?.click()
  else if (key === 'a' || key === 'd') here?.querySelector<HTMLButtonElement>(`[data-key=${key}]`)?.click()
  else return
  event.preventDefault()
})

// After a judgement the next one is at hand.
if (location.search.includes('done=')) go(0)
