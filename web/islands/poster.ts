import './copy.ts'
import { type Fitted, fitted, type Room } from './poster-text.ts'

// Draws the poster as a real picture, so that a long press in WeChat can keep it: a drawing surface by itself cannot be
// kept. Everything comes from this page and this site; nothing is sent anywhere.

interface Poster {
  readonly theme: 'red' | 'green'
  readonly title: string
  readonly organizers: string
  readonly nominee: { number: number; name: string; category: string; unit: string; photo: string | null } | null
  readonly text: string
  readonly windows: readonly { title: string; days: string }[]
  readonly label: string | null
  readonly address: string
  readonly qr: readonly string[]
}

const [WIDTH, HEIGHT, EDGE] = [1080, 1620, 84]
const INNER = WIDTH - 2 * EDGE
const FONT = '"PingFang SC","HarmonyOS Sans SC",MiSans,"Noto Sans CJK SC","Microsoft YaHei",sans-serif'
const THEMES = { red: { brand: '#b3261e', tint: '#faedec' }, green: { brand: '#07753f', tint: '#e8f5ee' } } as const
const [INK, SOFT, LIKE, PAPER] = ['#1a1a1a', '#5c5c5c', '#b5445f', '#fff']

type Pen = CanvasRenderingContext2D

function box(pen: Pen, x: number, y: number, width: number, height: number, colour: string): void {
  pen.fillStyle = colour
  pen.fillRect(x, y, width, height)
}

const fontOf = (size: number, bold: boolean): string => `${bold ? '600 ' : ''}${size}px ${FONT}`

const fitText = (pen: Pen, text: string, room: Room, bold = false): Fitted =>
  fitted(text, room, size => part => {
    pen.font = fontOf(size, bold)
    return pen.measureText(part).width
  })

interface Place {
  readonly x: number
  readonly y: number
  readonly colour: string
  readonly bold?: boolean
  readonly lead?: number
  readonly centred?: boolean
}

/** Writes lines from `y` on; gives the place below them. */
function write(pen: Pen, { size, lines }: Fitted, { x, y, colour, bold = false, lead = 1.45, centred = false }: Place): number {
  pen.font = fontOf(size, bold)
  pen.fillStyle = colour
  pen.textAlign = centred ? 'center' : 'left'
  lines.forEach((line, i) => {
    pen.fillText(line, x, y + size + i * size * lead)
  })
  return y + lines.length * size * lead
}

/** A picture cut to a box from its middle, its head kept. */
function paste(
  pen: Pen,
  image: HTMLImageElement,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): void {
  const scale = Math.max(width / image.naturalWidth, height / image.naturalHeight)
  const [w, h] = [width / scale, height / scale]
  pen.drawImage(image, (image.naturalWidth - w) / 2, (image.naturalHeight - h) / 4, w, h, x, y, width, height)
}

/** Squares of a whole number of points with the quiet zone of four around them, so that every reader takes it. */
function code(
  pen: Pen,
  rows: readonly string[],
  { right, bottom, most }: { right: number; bottom: number; most: number },
): number {
  const point = Math.floor(most / (rows.length + 8))
  const size = point * (rows.length + 8)
  const [x, y] = [right - size, bottom - size]
  box(pen, x, y, size, size, PAPER)
  rows.forEach((row, j) => {
    for (let i = 0; i < row.length; i++)
      if (row[i] === '1') box(pen, x + (i + 4) * point, y + (j + 4) * point, point, point, '#000')
  })
  return size
}

function draw(poster: Poster, photo: HTMLImageElement | null): HTMLCanvasElement {
  const { theme, title, organizers, nominee, text } = poster
  const { brand, tint } = THEMES[theme]
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH
  canvas.height = HEIGHT
  const pen = canvas.getContext('2d') as Pen
  box(pen, 0, 0, WIDTH, HEIGHT, PAPER)
  const head = fitText(pen, title, { width: INNER, lines: nominee ? 2 : 3, most: nominee ? 54 : 80, least: 36, even: true }, true)
  const by = fitText(pen, organizers, { width: INNER, lines: 2, most: 32, least: 24 })
  const headHeight = 64 + head.lines.length * head.size * 1.4 + by.lines.length * by.size * 1.5 + 40
  box(pen, 0, 0, WIDTH, headHeight, brand)
  const below = write(pen, head, { x: WIDTH / 2, y: 56, colour: PAPER, bold: true, lead: 1.4, centred: true })
  write(pen, by, { x: WIDTH / 2, y: below + 8, colour: 'rgba(255,255,255,.92)', lead: 1.5, centred: true })
  const foot = drawFoot(pen, poster, brand)
  const from = nominee ? drawNominee(pen, nominee, { photo, y: headHeight + 48, brand, tint }) : headHeight + 72
  const lines = Math.max(1, Math.min(nominee ? 4 : 9, Math.floor((foot - 24 - from) / (38 * 1.6))))
  const words = fitText(pen, text, { width: INNER, lines, most: nominee ? 40 : 46, least: nominee ? 32 : 36 })
  write(pen, words, { x: EDGE, y: from, colour: INK, lead: 1.6 })
  return canvas
}

function drawNominee(
  pen: Pen,
  { number, name, category, unit }: NonNullable<Poster['nominee']>,
  { photo, y, brand, tint }: { photo: HTMLImageElement | null; y: number; brand: string; tint: string },
): number {
  const [width, height] = [400, 500]
  box(pen, EDGE, y, width, height, tint)
  if (photo) paste(pen, photo, { x: EDGE, y, width, height })
  else {
    const initial = { size: 220, lines: [[...name][0] ?? ''] }
    write(pen, initial, { x: EDGE + width / 2, y: y + 120, colour: brand, bold: true, centred: true })
  }
  const x = EDGE + width + 56
  const room = WIDTH - EDGE - x
  const digits = fitText(pen, `${number}`, { width: room - 60, lines: 1, most: 190, least: 80 }, true)
  const under = write(pen, digits, { x, y: y + 40, colour: brand, bold: true, lead: 1.1 })
  write(pen, { size: 44, lines: ['号'] }, { x, y: under + 8, colour: brand })
  box(pen, x, under + 92, 72, 6, brand)
  write(pen, fitText(pen, category, { width: room, lines: 3, most: 44, least: 30 }), { x, y: under + 124, colour: SOFT })
  const named = fitText(pen, name, { width: INNER, lines: 2, most: 84, least: 44 }, true)
  let at = write(pen, named, { x: EDGE, y: y + height + 36, colour: INK, bold: true, lead: 1.3 }) + 4
  if (unit)
    at = write(pen, fitText(pen, unit, { width: INNER, lines: 2, most: 38, least: 30 }), {
      x: EDGE,
      y: at,
      colour: SOFT,
      lead: 1.4,
    })
  return at + 20
}

/** The code, the days and what likes are for; gives the place above them. */
function drawFoot(pen: Pen, { nominee, windows, label, address, qr }: Poster, brand: string): number {
  const bottom = HEIGHT - 64
  const size = code(pen, qr, { right: WIDTH - EDGE + 20, bottom: bottom + 20, most: nominee ? 260 : 420 })
  const top = bottom + 20 - size
  const width = INNER - size - 16
  box(pen, EDGE, top - 24, INNER, 3, brand)
  let y = top
  for (const { title, days } of windows)
    y = write(pen, fitText(pen, `${title}：${days}`, { width, lines: 1, most: 36, least: 24 }), { x: EDGE, y, colour: INK })
  y = write(pen, { size: 36, lines: [nominee ? '扫码看事迹' : '扫码看活动'] }, { x: EDGE, y: y + 4, colour: brand, bold: true })
  if (label) y = write(pen, fitText(pen, label, { width, lines: 2, most: 30, least: 24 }), { x: EDGE, y: y + 4, colour: LIKE })
  write(pen, fitText(pen, address, { width, lines: 2, most: 24, least: 18 }), { x: EDGE, y: y + 4, colour: SOFT })
  return top - 24
}

/** A photo that does not come is no reason for no poster. */
function load(address: string): Promise<HTMLImageElement | null> {
  return new Promise(resolve => {
    const image = new Image()
    image.onload = () => resolve(image)
    image.onerror = () => resolve(null)
    image.src = address
  })
}

async function show(place: HTMLElement): Promise<void> {
  const poster = JSON.parse(place.dataset.poster ?? '') as Poster
  const photo = poster.nominee?.photo ? await load(poster.nominee.photo) : null
  const address = draw(poster, photo).toDataURL('image/jpeg', 0.92)
  const { nominee, title, text, windows, label } = poster
  const picture = new Image()
  picture.width = WIDTH
  picture.height = HEIGHT
  picture.className = 'drawn no-print'
  picture.alt = [
    '海报',
    title,
    nominee && `${nominee.number}号 ${nominee.name} ${nominee.unit}`,
    text,
    ...windows.map(one => `${one.title} ${one.days}`),
    label,
  ]
    .filter(Boolean)
    .join('。')
  picture.src = address
  place.classList.add('has-picture')
  place.prepend(picture)
  const says = document.querySelector('[data-poster-says]')
  if (!says) return
  const save = document.createElement('a')
  save.href = address
  save.download = `${nominee?.name ?? title}-海报.jpg`
  save.className = 'button'
  save.textContent = '下载图片'
  says.replaceChildren('长按图片可以保存到手机。 ', save)
}

const place = document.querySelector<HTMLElement>('[data-poster]')
if (place) void show(place)
