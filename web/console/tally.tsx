import { hydrate, render } from 'preact'
import { Board, type BoardData } from './board.tsx'

// The organizer's page keeps itself up to date; it rests while nobody looks at it.

const EVERY = 5000
const place = document.getElementById('board')
if (place) {
  const source = place.dataset.source ?? ''
  let data = JSON.parse(place.dataset.board ?? 'null') as BoardData
  hydrate(<Board data={data} />, place)
  const refresh = async () => {
    if (document.hidden) return
    try {
      const response = await fetch(source, { headers: { accept: 'application/json' }, cache: 'no-store' })
      if (response.status === 401) return location.reload()
      if (!response.ok) return
      data = (await response.json()) as BoardData
      render(<Board data={data} />, place)
    } catch {
      // The figures on the page say as of when they are; the next round tries again.
    }
  }
  setInterval(() => void refresh(), EVERY)
  document.addEventListener('visibilitychange', () => void refresh())
}
