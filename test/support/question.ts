const NUMERALS = '零一二三四五六七八九'

/** What "三 加 五" comes to. */
export function sumIn(text: string): string {
  const [, a = '', b = ''] = /：(.) 加 (.) 等于/.exec(text) ?? []
  return String(NUMERALS.indexOf(a) + NUMERALS.indexOf(b))
}

/** The value of a field of a page. */
export const fieldIn = (html: string, name: string): string =>
  (new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1] ?? '').replaceAll('&amp;', '&')

export const unescaped = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
