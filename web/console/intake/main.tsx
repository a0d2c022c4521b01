import { render } from 'preact'
import type { IntakeData } from '../desk-data.ts'
import { Intake } from './intake.tsx'

const place = document.getElementById('intake')
if (place) {
  const data = JSON.parse(place.dataset.desk ?? 'null') as IntakeData
  place.replaceChildren()
  render(<Intake data={data} />, place)
}
