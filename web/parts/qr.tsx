import { encode } from 'uqr'

export interface QrProps {
  readonly text: string
  /** What it is for, for those who hear the page. */
  readonly label: string
}

/** A QR code drawn into the page: black on white in either mode, since phones read nothing else well. */
export function Qr({ text, label }: QrProps) {
  const { size, data } = encode(text, { ecc: 'M', border: 4 })
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      width="196"
      height="196"
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
