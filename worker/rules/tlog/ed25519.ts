import * as ed25519 from '@noble/ed25519'
import { sha512 } from '@noble/hashes/sha2.js'
import type { VerifyEd25519 } from './note.ts'

// Checking only, and without crypto.subtle: a phone has that over https alone, and it answers with promises.
ed25519.hashes.sha512 = sha512

/**
 * Whether the signature is of this message by this key, as strictly as RFC 8032 wants it: one encoding of every point, S below
 * the order of the group. Another verifier must not come to another answer. False for what has not the right length.
 */
export const verifyEd25519: VerifyEd25519 = (signature, message, key) => {
  if (signature.length !== 64 || key.length !== 32) return false
  try {
    return ed25519.verify(signature, message, key, { zip215: false })
  } catch {
    return false
  }
}
