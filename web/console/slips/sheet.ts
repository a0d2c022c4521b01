import { encode } from 'uqr'

// What script adds to a sheet of slips: the QR codes, a file for those who print labels themselves, and a warning before the
// only place where the codes stand is left.

const SVG = 'http://www.w3.org/2000/svg'
/** Milliseconds of drawing at a stretch, so that the page answers while five thousand codes are drawn. */
const STRETCH = 30

/** A QR code as strokes along its rows: a third of what a square for each point would take. */
function drawn(text: string): SVGElement {
  const { size, data } = encode(text, { ecc: 'M', border: 2 })
  let [path, atX, atY] = ['', 0, 0]
  data.forEach((row, y) => {
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue
      let run = 1
      while (row[x + run]) run += 1
      path += path === '' ? `M${x} ${y}.5h${run}` : `m${x - atX} ${y - atY}h${run}`
      ;[atX, atY] = [x + run, y]
      x += run
    }
  })
  const svg = document.createElementNS(SVG, 'svg')
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': '投票二维码' }))
    svg.setAttribute(name, value)
  const line = document.createElementNS(SVG, 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}

const pause = (): Promise<void> => new Promise(resolve => setTimeout(resolve))

/** Draws the code of every slip below `place`; `tell` hears how many are done. */
export async function drawCodes(place: ParentNode, tell: (done: number, all: number) => void): Promise<void> {
  const slips = [...place.querySelectorAll<HTMLElement>('.slip')]
  let since = performance.now()
  for (const [i, slip] of slips.entries()) {
    slip.querySelector('.slip-qr')?.replaceChildren(drawn(slip.dataset.link ?? ''))
    slip.classList.add('scannable')
    if (performance.now() - since < STRETCH) continue
    tell(i + 1, slips.length)
    await pause()
    since = performance.now()
  }
  tell(slips.length, slips.length)
}

/** Gives the reader a file. */
export function saveFile(name: string, file: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

/** Asks before the page is left as long as nothing was printed or saved; returns what says that something was. */
export function guardCodes(): () => void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault()
  const done = () => removeEventListener('beforeunload', ask)
  addEventListener('beforeunload', ask)
  addEventListener('afterprint', done)
  return done
}
