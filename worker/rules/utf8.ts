const encoder = new TextEncoder()

/**
 * Writes a text as UTF-8 and answers how many bytes that were. There must be room for three bytes a sign, whatever signs they
 * are: it throws otherwise. Most texts are plain ASCII, and to write that sign by sign is quicker than to ask the runtime.
 */
export function writeUtf8(text: string, to: Uint8Array, at: number): number {
  if (at + 3 * text.length > to.length) throw new RangeError('there is no room for the text')
  for (let i = 0; i < text.length; i++) {
    const sign = text.charCodeAt(i)
    if (sign > 127) return encoder.encodeInto(text, to.subarray(at)).written
    to[at + i] = sign
  }
  return text.length
}
