import { Buffer } from 'node:buffer'
import { keyFor, type Purpose } from './tokens.ts'

const IV = 12

/** The key ring of this isolate: importing a key costs more than using it. */
const imported = new Map<string, Promise<CryptoKey>>()

function keyOf(siteKey: string, purpose: Purpose): Promise<CryptoKey> {
  const name = `${purpose}\n${siteKey}`
  const held = imported.get(name)
  if (held) return held
  const key = crypto.subtle.importKey('raw', new Uint8Array(keyFor(siteKey, purpose)), 'AES-GCM', false, ['encrypt', 'decrypt'])
  imported.set(name, key)
  return key
}

/** What a secret is for and whose it is: neither another purpose nor another owner can open it. */
export interface Sealing {
  readonly purpose: Purpose
  readonly owner: string
}

/** A secret that the site must be able to read again, as the database may hold it: AES-256-GCM, base64url. */
export async function sealSecret(siteKey: string, secret: string, { purpose, owner }: Sealing): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV))
  const data = new TextEncoder().encode(secret)
  const algorithm = { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(owner) }
  const sealed = await crypto.subtle.encrypt(algorithm, await keyOf(siteKey, purpose), data)
  return Buffer.concat([iv, Buffer.from(sealed)]).toString('base64url')
}

/** The secret, or null when it was sealed for something or somebody else, by another site, or was altered. */
export async function openSecret(siteKey: string, sealed: string, { purpose, owner }: Sealing): Promise<string | null> {
  const bytes = Buffer.from(sealed, 'base64url')
  const algorithm = { name: 'AES-GCM', iv: bytes.subarray(0, IV), additionalData: new TextEncoder().encode(owner) }
  try {
    const opened = await crypto.subtle.decrypt(algorithm, await keyOf(siteKey, purpose), bytes.subarray(IV))
    return new TextDecoder().decode(opened)
  } catch {
    return null
  }
}
