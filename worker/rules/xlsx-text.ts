// What a text must be so that a workbook holds exactly that text (ECMA-376 18.4, ST_Xstring). The library sees to neither.

/** Controls, halves of pairs, and what is no sign at all: XML 1.0 has no way to write them. */
const UNWRITABLE = /[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu

/** The format takes _x000D_ for a character's number; written so, it stays the text that it is. */
export const literal = (text: string): string => text.replaceAll(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')

/** The text without what no workbook can hold. A cell holds 32,767 signs. */
export const writable = (text: string): string =>
  text.replaceAll(UNWRITABLE, sign => ('\t\n\r'.includes(sign) ? sign : '')).slice(0, 32_000)
