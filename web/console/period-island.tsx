import { hydrate, render } from 'preact'
import { type PeriodData, PeriodPicker } from './period.tsx'

// Counts the working days while the days are being chosen.

const place = document.getElementById('period')
if (place) {
  let data = JSON.parse(place.dataset.period ?? 'null') as PeriodData
  const onChange = (change: { posted?: string; through?: string }) => {
    data = { ...data, ...change }
    render(<PeriodPicker data={data} onChange={onChange} />, place)
  }
  place.querySelector('[data-recount]')?.remove()
  hydrate(<PeriodPicker data={data} onChange={onChange} />, place)
}
