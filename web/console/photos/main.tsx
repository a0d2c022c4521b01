import { render } from 'preact'
import type { PhotosData } from '../desk-data.ts'
import { Photos } from './photos.tsx'

const place = document.getElementById('photos')
if (place) {
  const data = JSON.parse(place.dataset.photos ?? 'null') as PhotosData
  place.replaceChildren()
  render(<Photos data={data} />, place)
}
