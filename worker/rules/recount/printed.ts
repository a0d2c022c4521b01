import { fromBase64 } from '../tlog/base64.ts'
import { sameHash } from '../tlog/merkle.ts'
import type { SignedHead } from './head-steps.ts'
import type { Report } from './recount.ts'

/** The root in what somebody typed or copied from a notice, which may be the whole line of it; null when there is none. */
export function rootIn(text: string): Uint8Array | null {
  const [packed = ''] = /[A-Za-z0-9+/]{43}=/.exec(text.replaceAll(/\s/g, '')) ?? []
  const root = fromBase64(packed)
  return root?.length === 32 ? root : null
}

/**
 * The head of a bundle with this root, the latest of several; null when it has none. A log may have grown since a notice was
 * printed: then the head is one of the earlier ones, which step V7 has found to be the beginning of what is there now.
 */
export const headWithRoot = ({ heads }: Extract<Report, { verdict: 'ok' | 'fail' }>, root: Uint8Array): SignedHead | null =>
  [...heads].reverse().find(head => sameHash(head.root, root)) ?? null
