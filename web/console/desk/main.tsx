import { render } from 'preact'
import type { DeskData } from '../desk-data.ts'
import { Desk } from './desk.tsx'
import { Ledger } from './ledger.ts'

// Takes the place of the plain table once the whole list has come. Until then, and if it never comes, the plain one serves.

const place = document.getElementById('desk')
if (place) {
  const data = JSON.parse(place.dataset.desk ?? 'null') as DeskData
  let round = 0
  let loaded = false
  const draw = () => {
    round += 1
    if (loaded) render(<Desk ledger={ledger} round={round} />, place)
  }
  const ledger = new Ledger(data, draw)
  void ledger.load().then(came => {
    if (!came) return
    if (ledger.lines.length === 0 && data.opened) return
    loaded = true
    place.replaceChildren()
    place.classList.add('live')
    draw()
  })
}
