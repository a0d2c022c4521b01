import type { Ballot } from '../../db/demo/voters.ts'

/** The bytes of the request that casts a ballot, as a browser would send it over an open connection. */
export function castRequest(ballot: Ballot, { slug, host, address }: { slug: string; host: string; address?: string }): Buffer {
  const headers = [
    `POST /api/campaigns/${slug}/ballots HTTP/1.1`,
    `host: ${host}`,
    `origin: http://${host}`,
    'content-type: application/json',
    `cookie: ${ballot.cookie}`,
    `idempotency-key: ${ballot.key}`,
    ...(address ? [`x-real-ip: ${address}`] : []),
    `content-length: ${Buffer.byteLength(ballot.body)}`,
  ]
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${ballot.body}`)
}
