const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
/** Elements within a line; every other one begins a new one. */
const INLINE = /<\/?(?:a|abbr|b|code|del|em|i|ins|mark|s|small|span|strong|sub|sup|u)(?:\s[^>]*)?>/gi

/**
 * What a reader sees of HTML that we made ourselves, as plain text, for the search and for descriptions. It is shown
 * only as text, never as HTML: this takes nothing dangerous out.
 */
export const textOfHtml = (html: string): string =>
  html
    .replaceAll(INLINE, '')
    .replaceAll(/<[^>]*>/g, '\n')
    .replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) =>
      signOf(whole, { decimal, hex, name }),
    )
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n[\n ]*/g, '\n')
    .trim()

function signOf(whole: string, { decimal, hex, name }: { decimal?: string; hex?: string; name?: string }): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole
  const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '', 16)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
}
