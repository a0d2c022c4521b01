/** Crockford's base 32: no I, L, O or U, so that a code can be read aloud and typed by anybody. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const VALUE = new Map([...SIGNS].map((sign, value) => [sign, value]))

/** 5 bits a sign; the last sign is padded with zero bits. */
export function encodeCrockford(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += SIGNS[(held >> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + SIGNS[(held << (5 - bits)) & 31] : text
}

/** Exactly `length` bytes, or null when the text has another length, a foreign sign, or padding that is not zero. */
export function decodeCrockford(text: string, length: number): Uint8Array<ArrayBuffer> | null {
  if (text.length !== Math.ceil((length * 8) / 5)) return null
  const bytes = new Uint8Array(length)
  let bits = 0
  let held = 0
  let at = 0
  for (const sign of text) {
    const value = VALUE.get(sign)
    if (value === undefined) return null
    held = (held << 5) | value
    bits += 5
    if (bits >= 8 && at < length) {
      bits -= 8
      bytes[at++] = held >> bits
      held &= (1 << bits) - 1
    }
  }
  return held === 0 ? bytes : null
}

/** What a person typed, as the code was printed: full-width signs, case, look-alikes, hyphens and blanks set right. */
export function plain(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐-―_.]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
}

/** Groups of four with hyphens. */
export const grouped = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1-')
