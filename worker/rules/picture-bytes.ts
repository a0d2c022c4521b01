// Numbers and words at a place in a file that may end anywhere: what lies behind its end reads as nothing.

export const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0
export const u16be = (bytes: Uint8Array, at: number): number => (byteAt(bytes, at) << 8) | byteAt(bytes, at + 1)
export const u16le = (bytes: Uint8Array, at: number): number => byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8)
export const u24le = (bytes: Uint8Array, at: number): number => u16le(bytes, at) | (byteAt(bytes, at + 2) << 16)
export const u32be = (bytes: Uint8Array, at: number): number => ((u16be(bytes, at) << 16) | u16be(bytes, at + 2)) >>> 0
export const u32le = (bytes: Uint8Array, at: number): number => (u16le(bytes, at) | (u16le(bytes, at + 2) << 16)) >>> 0

/** Latin-1, one sign a byte; shorter where the file ends. */
export const textAt = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length))

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** A picture put together again, its size as it lies in the file, and which way up it was noted to be. */
export interface PictureParts {
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
  readonly orientation: number
}
