/** What the server says when it says no; the message is meant for people. */
export interface Refused {
  readonly code: string
  readonly message: string
  readonly retryAfter?: number
  readonly receipt?: string
}

/** An answer, a refusal, or silence: the request may or may not have arrived. */
export type Answer<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly refusal: Refused }
  | { readonly kind: 'silent' }

export interface Wishes {
  readonly body?: unknown
  readonly headers?: Record<string, string>
  readonly timeout?: number
}

/** Asks the site. A time-out and a broken connection are silence, never a failure. */
export async function ask<T>(path: string, { body, headers = {}, timeout = 10_000 }: Wishes = {}): Promise<Answer<T>> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), timeout)
  try {
    const init: RequestInit = {
      headers: { accept: 'application/json', ...headers },
      credentials: 'same-origin',
      cache: 'no-store',
      signal: stop.signal,
    }
    const response = await fetch(
      path,
      body === undefined
        ? init
        : {
            ...init,
            method: 'POST',
            body: JSON.stringify(body),
            headers: { ...init.headers, 'content-type': 'application/json' },
          },
    )
    const json: unknown = await response.json()
    return response.ok ? { kind: 'ok', value: json as T } : { kind: 'refused', refusal: json as Refused }
  } catch {
    return { kind: 'silent' }
  } finally {
    clearTimeout(timer)
  }
}

export const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

/** A UUIDv7, made without crypto.randomUUID, which phones on plain http do not have. */
export function mintKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let time = Date.now()
  for (let i = 5; i >= 0; i--) {
    bytes[i] = time % 256
    time = Math.floor(time / 256)
  }
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
