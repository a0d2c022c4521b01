// Put into the head of every page: the reader's stored view is applied before the first paint, so nothing jumps.
const root = document.documentElement
// Room is kept for what only scripts will show (style-ballot.css).
root.dataset.script = ''
try {
  const stored = JSON.parse(localStorage.getItem('mp-view') || '{}') as { elder?: boolean; size?: string }
  if (stored.elder) root.classList.add('elder')
  if (stored.size) root.dataset.size = stored.size
} catch {
  // Storage can be closed to us (private windows); the links with ?view= still work.
}
