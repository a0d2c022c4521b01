import { render } from 'preact'
import type { RosterData } from '../desk-data.ts'
import { Roster } from './roster.tsx'

const place = document.getElementById('roster')
if (place) {
  const data = JSON.parse(place.dataset.roster ?? 'null') as RosterData
  place.replaceChildren()
  render(<Roster data={data} />, place)
}
