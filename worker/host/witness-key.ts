import { Buffer } from 'node:buffer'
import { createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fromBase64, toBase64 } from '../rules/tlog/base64.ts'
import { COSIGNATURE, cosignedText, keyText, type NoteKey, noteKey, signatureLine } from '../rules/tlog/note.ts'

/** What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The key of a witness: who it is, and how it signs. */
export interface WitnessKey {
  readonly key: NoteKey
  /** The line beneath a head whose text this is, at a time in seconds since 1970. */
  cosign(text: string, time: number): string
}

/** Makes a key and writes it where nothing is yet. Throws when there is. */
export function makeKeyFile(path: string, name: string): WitnessKey {
  const seed = randomBytes(32)
  const { key } = keyOf(name, seed)
  const id = key.id.toString(16).padStart(8, '0')
  const line = `PRIVATE+KEY+${name}+${id}+${toBase64(Uint8Array.of(COSIGNATURE, ...seed))}\n`
  writeFileSync(path, line, { flag: 'wx', mode: 0o600 })
  return keyOf(name, seed)
}

/** The key in a file, in the form in which Go's tools write one; null when there is none, or not one of a witness. */
export function readKeyFile(path: string): WitnessKey | null {
  const [, name = '', id = '', packed = ''] =
    /^PRIVATE\+KEY\+([^+\s]+)\+([0-9a-f]{8})\+(\S+)\s*$/.exec(readFileSync(path, 'utf8')) ?? []
  const bytes = fromBase64(packed)
  if (bytes?.length !== 33 || bytes[0] !== COSIGNATURE) return null
  const key = keyOf(name, bytes.subarray(1))
  return key.key.id === Number.parseInt(id, 16) ? key : null
}

function keyOf(name: string, seed: Uint8Array): WitnessKey {
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const key = noteKey(
    name,
    COSIGNATURE,
    new Uint8Array(createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32)),
  )
  return {
    key,
    cosign: (text, time) => {
      const bytes = new Uint8Array(72)
      new DataView(bytes.buffer).setBigUint64(0, BigInt(time))
      bytes.set(sign(null, Buffer.from(cosignedText(text, time)), secret), 8)
      return signatureLine(key, bytes)
    },
  }
}

/** How others are told whom to trust. */
export const publicText = ({ key }: WitnessKey): string => keyText(key)
