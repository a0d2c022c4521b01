// Put into the head of every page: the reader's stored view is applied before the first paint, so nothing jumps.
try {
  const root = document.documentElement
  const stored = JSON.parse(localStorage.getItem('mp-view') || '{}') as { elder?: boolean; size?: string }
  if (stored.elder) root.classList.add('elder')
  if (stored.size) root.dataset.size = stored.size
} catch {
  // Storage can be closed to us (private windows); the links with ?view= still work.
}
