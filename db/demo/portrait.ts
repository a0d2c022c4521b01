import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { chanceFrom } from './chance.ts'

/** A made-up face or house as the two pictures the site keeps, with the hash that names them. */
export interface Portrait {
  readonly hash: string
  readonly large: Buffer
  readonly small: Buffer
}

const SKIN = ['#f3cfb0', '#eabf9c', '#e0ad86', '#d39b73']
const HAIR = ['#1d1a18', '#2b2420', '#3a332e', '#55504c', '#6f6a66']
const CLOTH = ['#2f4b6e', '#3d5a45', '#5b3f52', '#4a4a55', '#6b4b36', '#284f57', '#7a3b34', '#f4f4f2']
const GROUND = ['#dfe8ef', '#e8e4da', '#e1ebe2', '#ece2e2', '#e6e4ee']

/** Drawn, so that nobody can be taken for a real person. */
export async function personPortrait(seed: number, woman: boolean): Promise<Portrait> {
  const chance = chanceFrom(seed * 7919 + (woman ? 1 : 0))
  const [skin, hair, cloth, ground] = [chance.pick(SKIN), chance.pick(HAIR), chance.pick(CLOTH), chance.pick(GROUND)]
  const width = chance.whole(92, 112)
  const collar = cloth === '#f4f4f2' ? '#c9c9c4' : '#ffffff'
  const back = woman
    ? `<path d="M${200 - width - 14} 250q-22-150 ${width + 14}-164q${width + 36} 14 ${width + 14} 164l10 130h-${2 * width + 48}z" fill="${hair}"/>`
    : ''
  const fringe = woman
    ? `<path d="M${200 - width} 250q-6-138 ${width}-146q${width + 6} 8 ${width} 146q-24-78-${width}-86q-${width - 12} 10-${width} 86z" fill="${hair}"/>`
    : `<path d="M${200 - width} 240Q${192 - width} 106 200 104Q${208 + width} 106 ${200 + width} 240Q${196 + width} 186 ${172 + width} 172Q200 148 ${228 - width} 172Q${204 - width} 186 ${200 - width} 240z" fill="${hair}"/>`
  const glasses =
    chance.next() < 0.3
      ? '<g fill="none" stroke="#333" stroke-width="5"><rect x="134" y="232" width="54" height="38" rx="12"/><rect x="212" y="232" width="54" height="38" rx="12"/><path d="M188 248h24"/></g>'
      : ''
  return rendered(`<rect width="400" height="500" fill="${ground}"/>${back}
    <path d="M28 500q8-118 118-138l54-10 54 10q110 20 118 138z" fill="${cloth}"/>
    <path d="M152 356l48 64 48-64-10-40h-76z" fill="${skin}"/><path d="M146 360l54 78 54-78 16 10-70 100-70-100z" fill="${collar}"/>
    <ellipse cx="200" cy="246" rx="${width}" ry="122" fill="${skin}"/>${fringe}
    <g fill="#2a211c"><ellipse cx="161" cy="252" rx="9" ry="10"/><ellipse cx="239" cy="252" rx="9" ry="10"/></g>
    <g fill="none" stroke="${hair}" stroke-width="7" stroke-linecap="round"><path d="M140 226q20-12 42-2"/><path d="M218 224q22-10 42 2"/></g>${glasses}
    <path d="M196 262q-6 26-4 34q8 6 16 0" fill="none" stroke="#00000033" stroke-width="5" stroke-linecap="round"/>
    <path d="M168 ${chance.whole(320, 326)}q32 ${chance.whole(16, 26)} 64 0" fill="none" stroke="#9c4a40" stroke-width="7" stroke-linecap="round"/>`)
}

/** A house front for an organization. */
export async function housePortrait(seed: number): Promise<Portrait> {
  const chance = chanceFrom(seed * 104_729)
  const [wall, roof, sky] = [
    chance.pick(['#efe6d8', '#e6ebee', '#f0dfd5', '#e8e8e2']),
    chance.pick(['#8c3b30', '#5b6b78', '#7a4a3a', '#3f5d50']),
    chance.pick(GROUND),
  ]
  const columns = chance.whole(3, 4)
  const step = 300 / columns
  const windows = Array.from({ length: columns * 3 }, (_, i) => {
    const [x, y] = [50 + (i % columns) * step + step / 2 - 22, 190 + Math.floor(i / columns) * 74]
    return `<rect x="${x}" y="${y}" width="44" height="50" fill="#a9c4d6"/><path d="M${x + 22} ${y}v50M${x} ${y + 25}h44" stroke="#fff" stroke-width="4"/>`
  }).join('')
  return rendered(`<rect width="400" height="500" fill="${sky}"/><rect y="440" width="400" height="60" fill="#b9c3ae"/>
    <rect x="50" y="160" width="300" height="290" fill="${wall}"/><path d="M30 160l170-70 170 70z" fill="${roof}"/>
    ${windows}<rect x="165" y="396" width="70" height="54" fill="${roof}"/><rect x="110" y="168" width="180" height="16" fill="${roof}" opacity=".85"/>
    <path d="M200 90V46" stroke="#888" stroke-width="5"/><path d="M200 48h44v28h-44z" fill="#c4281b"/>`)
}

async function rendered(body: string): Promise<Portrait> {
  const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 500" width="480" height="600">${body}</svg>`)
  const drawn = sharp(svg).flatten({ background: '#fff' })
  const [large, small] = await Promise.all([
    drawn.clone().jpeg({ quality: 80, progressive: true }).toBuffer(),
    drawn.clone().resize(176, 220).jpeg({ quality: 78 }).toBuffer(),
  ])
  return { hash: createHash('sha256').update(large).digest('hex'), large, small }
}
