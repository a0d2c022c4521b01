const LINE_BREAK = 10

/**
 * The lines of a text of nothing but printable ASCII, one at a time: a file of a million ballots is not made into a text first.
 * Null, and then nothing more, for a line that is not ended or holds another sign.
 */
export function* linesOf(bytes: Uint8Array): Generator<string | null> {
  const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })
  for (let from = 0; from < bytes.length; ) {
    const until = bytes.indexOf(LINE_BREAK, from)
    const line = until < 0 ? null : decoder.decode(bytes.subarray(from, until))
    const sound = line !== null && /^[\x20-\x7e]*$/.test(line)
    yield sound ? line : null
    if (!sound) return
    from = until + 1
  }
}
