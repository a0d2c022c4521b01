import fc from 'fast-check'

const SURROGATES = { from: 0xd800, count: 0x800 }

/** Any sign of Unicode, for `fc.string({ unit: anySign })`. The library's own 'binary' makes a table of all of them first, in every file. */
export const anySign = fc
  .nat(0x10ffff - SURROGATES.count)
  .map(n => String.fromCodePoint(n < SURROGATES.from ? n : n + SURROGATES.count))
