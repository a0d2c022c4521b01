import { Buffer } from 'node:buffer'
import { type Data, sha256 as hash, hmacSha256 as hmac } from './sha256.ts'

// SHA-256 and HMAC as buffers, which know hexadecimal and base 64. They are plain JavaScript: node:crypto makes an object of the
// runtime for each, and those are only let go by a full collection, which then stands still for as long as it has many of
// them to let go: at a thousand ballots a second that doubled the worst waits.

const view = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length)

/** SHA-256 over the parts as one. */
export const sha256 = (...parts: readonly Data[]): Buffer => view(hash(...parts))

/** HMAC-SHA-256; a key must not change once it was used. */
export const hmacSha256 = (key: Uint8Array, data: Data): Buffer => view(hmac(key, data))
