import { encode } from 'uqr'
import type { Theme } from '../../worker/rules/campaign.ts'

/** Everything a poster shows, as plain data: set as a page on the server, drawn as a picture by the island. */
export interface PosterData {
  readonly theme: Theme
  readonly title: string
  readonly organizers: string
  /** Null on the poster of a whole campaign. */
  readonly nominee: {
    readonly number: number
    readonly name: string
    readonly category: string
    readonly unit: string
    readonly photo: string | null
  } | null
  /** One deed, or what the campaign is about. */
  readonly text: string
  readonly windows: readonly { readonly title: string; readonly days: string }[]
  /** What likes are for, where there are likes. */
  readonly label: string | null
  readonly address: string
  /** The rows of the QR code, '1' for a dark square. */
  readonly qr: readonly string[]
}

/** The code of an address; a quarter of it may be dirty, as on a wall. */
export const qrRows = (address: string): readonly string[] =>
  encode(address, { ecc: 'M', border: 0 }).data.map(row => row.map(dark => (dark ? '1' : '0')).join(''))

/** The poster as everybody sees it before script, and as it is printed. */
export function Poster({ poster }: { readonly poster: PosterData }) {
  const { theme, title, organizers, nominee, text, windows, label, address, qr } = poster
  return (
    <article class="poster" data-theme={theme} aria-label="海报">
      <header>
        <h2>{title}</h2>
        <p>{organizers}</p>
      </header>
      {nominee && (
        <div class="who">
          <span class="face">
            {nominee.photo ? (
              <img src={nominee.photo} alt="" width="480" height="600" />
            ) : (
              <i aria-hidden="true">{[...nominee.name][0]}</i>
            )}
          </span>
          <div>
            <p class="number">
              <b>{nominee.number}</b>号
            </p>
            <p>{nominee.category}</p>
          </div>
        </div>
      )}
      <div class="words">
        {nominee && <h3>{nominee.name}</h3>}
        {nominee?.unit && <p class="unit">{nominee.unit}</p>}
        <p class="deed">{text}</p>
      </div>
      <footer>
        <div>
          {windows.map(one => (
            <p key={one.title}>
              {one.title}：{one.days}
            </p>
          ))}
          <p>扫码{nominee ? '看事迹' : '看活动'}</p>
          {label && <p class="label">{label}</p>}
          <p class="address">{address}</p>
        </div>
        <Qr rows={qr} />
      </footer>
    </article>
  )
}

function Qr({ rows }: { readonly rows: readonly string[] }) {
  const size = rows.length + 8
  const path = rows.flatMap((row, y) => [...row].map((dark, x) => (dark === '1' ? `M${x + 4} ${y + 4}h1v1h-1z` : ''))).join('')
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="本页二维码">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
