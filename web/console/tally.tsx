import { hydrate, render } from 'preact'
import type { Day } from '../../worker/rules/time.ts'
import { Board } from './board.tsx'
import type { BoardData, BoardNews } from './board-shape.ts'
import { LiveLink } from './live-link.ts'
import type { LiveState } from './live-state.tsx'

// The organizer's page keeps itself up to date; it rests while nobody looks at it. Where no live connection can be had, it
// asks now and then, and every such look is on record like a visit.

const NOW_AND_THEN = 5 * 60_000

function keepUp(place: HTMLElement): void {
  const { source = '', live = '', here = '', day } = place.dataset
  let data = JSON.parse(place.dataset.board ?? 'null') as BoardData
  let state: LiveState = 'asked'
  const board = () => <Board data={data} live={state} here={here} day={(day as Day | undefined) ?? null} />
  hydrate(board(), place)
  const show = (change: { readonly news?: BoardNews; readonly state?: LiveState }) => {
    data = { ...data, ...change.news }
    state = change.state ?? state
    render(board(), place)
  }
  const ask = async () => {
    if (document.hidden || (state !== 'off' && state !== 'full')) return
    try {
      const response = await fetch(source, { headers: { accept: 'application/json' }, cache: 'no-store' })
      if (response.status === 401) return location.reload()
      if (response.ok) show({ news: (await response.json()) as BoardData })
    } catch {
      // The figures on the page say as of when they are; the next round tries again.
    }
  }
  const link = new LiveLink(`${location.origin.replace(/^http/, 'ws')}${live}`, {
    news: text => show({ news: JSON.parse(text) as BoardNews }),
    state: state => show({ state }),
    signedOut: () => location.reload(),
  })
  link.open()
  setInterval(() => void ask(), NOW_AND_THEN)
}

/** Not before the whole page is there: what is read from the network after that would stand on it twice. */
function begin(): void {
  const place = document.getElementById('board')
  if (place?.dataset.live) keepUp(place)
}
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin)
else begin()
