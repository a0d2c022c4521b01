/** What came of sending something: an answer, a refusal with its sentence, or silence, in which case nothing is known. */
export type Sent<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | {
      readonly kind: 'refused'
      readonly code: string
      readonly message: string
      readonly more: Readonly<Record<string, unknown>>
    }
  | { readonly kind: 'silent' }

interface Wishes {
  readonly timeout?: number
  /** Told how much of the body has gone, from 0 to 1. */
  readonly onProgress?: (part: number) => void
}

/** Posts a form and reads JSON. By the older way of asking, since only it tells how far an upload has come. */
export function send<T>(
  path: string,
  body: FormData | URLSearchParams,
  { timeout = 20_000, onProgress }: Wishes = {},
): Promise<Sent<T>> {
  return new Promise(resolve => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.setRequestHeader('accept', 'application/json')
    request.timeout = timeout
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0)
    request.onload = () => resolve(answerOf<T>(request))
    request.onerror = () => resolve({ kind: 'silent' })
    request.ontimeout = request.onerror
    request.onabort = request.onerror
    request.send(body)
  })
}

function answerOf<T>({ status, response }: XMLHttpRequest): Sent<T> {
  if (status === 200 && response) return { kind: 'ok', value: response as T }
  const said = response as { code?: string; message?: string } | null
  if (!said?.code || !said.message) return { kind: 'silent' }
  return { kind: 'refused', code: said.code, message: said.message, more: said as Record<string, unknown> }
}
