/** The text of a file in the first encoding that fits it wholly; null when none does. A byte order mark is left out. */
export function textIn(bytes: Uint8Array, encodings: readonly string[] = ['utf-8']): string | null {
  for (const encoding of encodings) {
    try {
      return new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes)
    } catch {
      // Not this one.
    }
  }
  return null
}
