let timer = 0

/** One short line over the page, gone after a while and read aloud once. */
export function toast(text: string): void {
  const place =
    document.getElementById('toast') ??
    document.body.appendChild(Object.assign(document.createElement('div'), { id: 'toast', className: 'toast' }))
  place.setAttribute('role', 'status')
  place.textContent = text
  place.hidden = false
  clearTimeout(timer)
  timer = window.setTimeout(() => {
    place.hidden = true
  }, 2600)
}
