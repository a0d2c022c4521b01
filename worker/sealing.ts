import { hkdfSync } from 'node:crypto'
import type { CampaignId, NoticeId } from './rules/ids.ts'
import { keyFor } from './tokens.ts'

// AES-256-GCM (NIST SP 800-38D). A sealed text is: version (1), nonce (12, random), cipher text, tag (16). The label says
// where it belongs and is authenticated with it, so a row that was copied to another place does not open.

const VERSION = 1
const NONCE = 12
const encoder = new TextEncoder()

/** Seals and opens what belongs to one campaign; a notice outside a campaign has a key of its own. */
export interface Seal {
  close(content: Uint8Array, label: string): Promise<Uint8Array>
  /** Throws when it was not sealed here, for this label, or was altered. */
  open(sealed: Uint8Array, label: string): Promise<Uint8Array>
}

/** The seal of everything written about the notices of one campaign; or, under a key of their own, of its nominees' papers. */
export async function sealFor(
  siteKey: string,
  whose: CampaignId | NoticeId,
  purpose: 'objection-seal' | 'paper-seal' = 'objection-seal',
): Promise<Seal> {
  const bytes = hkdfSync('sha256', keyFor(siteKey, purpose), whose, 'aes-256-gcm/v1', 32)
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
  return {
    async close(content, label) {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE))
      const sealed = await crypto.subtle.encrypt(algorithm(iv, label), key, content as Uint8Array<ArrayBuffer>)
      const whole = new Uint8Array(1 + NONCE + sealed.byteLength)
      whole[0] = VERSION
      whole.set(iv, 1)
      whole.set(new Uint8Array(sealed), 1 + NONCE)
      return whole
    },
    async open(sealed, label) {
      if (sealed[0] !== VERSION) throw new Error(`sealed under version ${sealed[0]}`)
      const iv = sealed.slice(1, 1 + NONCE)
      const cipher = sealed.slice(1 + NONCE)
      return new Uint8Array(await crypto.subtle.decrypt(algorithm(iv, label), key, cipher))
    },
  }
}

const algorithm = (iv: Uint8Array<ArrayBuffer>, label: string) => ({ name: 'AES-GCM', iv, additionalData: encoder.encode(label) })

/** A value as JSON, sealed. */
export const closeJson = (seal: Seal, value: unknown, label: string): Promise<Uint8Array> =>
  seal.close(encoder.encode(JSON.stringify(value)), label)

export const openJson = async <T>(seal: Seal, sealed: Uint8Array, label: string): Promise<T> =>
  JSON.parse(new TextDecoder().decode(await seal.open(sealed, label))) as T
