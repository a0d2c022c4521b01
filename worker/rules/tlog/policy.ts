import { COSIGNATURE, ED25519, type Note, type NoteKey, readKey, type VerifyEd25519, verifyNote } from './note.ts'

/** Which logs are known, and whose cosignatures make a head valid (c2sp.org/tlog-policy). */
export interface Policy {
  readonly logs: readonly NoteKey[]
  /** Null where none is asked for. */
  readonly quorum: Group | null
}

/** So many of these must have signed; a witness is its key. */
interface Group {
  readonly needed: number
  readonly members: readonly (Group | NoteKey)[]
}

/** Thrown within this file only. */
class NoPolicy extends Error {}

const refuse = (): never => {
  throw new NoPolicy()
}

/** Null for bytes that are no policy. Names are compared byte by byte, whatever they spell. */
export function readPolicy(bytes: Uint8Array): Policy | null {
  if (!bytes.every(byte => byte === 9 || byte === 10 || (byte >= 32 && byte !== 127))) return null
  const lines = latin1(bytes).split('\n')
  if (lines.pop() !== '') return null
  const reader = new Reader()
  try {
    for (const line of lines) reader.take(line.split(/[ \t]+/).filter(word => word !== ''))
    return reader.policy()
  } catch (error) {
    if (error instanceof NoPolicy) return null
    throw error
  }
}

class Reader {
  readonly #logs = new Map<string, NoteKey>()
  readonly #witnesses = new Set<string>()
  readonly #names = new Map<string, Group | NoteKey>()
  readonly #members = new Set<string>()
  #quorum: Group | null | undefined

  take(words: readonly string[]): void {
    const [kind = '', ...rest] = words
    if (kind === '' || kind.startsWith('#')) return
    if (kind === 'log') this.#log(rest)
    else if (kind === 'witness') this.#witness(rest)
    else if (kind === 'group') this.#group(rest)
    else if (kind === 'quorum') this.#choose(rest)
    else refuse()
  }

  policy(): Policy {
    return { logs: [...this.#logs.values()], quorum: this.#quorum === undefined ? refuse() : this.#quorum }
  }

  #log([key = '', ...more]: readonly string[]): void {
    const read = keyOf(key, ED25519)
    if (this.#logs.has(nameOf(read)) || more.length > 1) refuse()
    this.#logs.set(nameOf(read), read)
  }

  #witness([name = '', key = '', ...more]: readonly string[]): void {
    const read = keyOf(key, COSIGNATURE)
    if (this.#witnesses.has(nameOf(read)) || more.length > 1) refuse()
    this.#witnesses.add(nameOf(read))
    this.#define(name, read)
  }

  #group([name = '', count = '', ...members]: readonly string[]): void {
    const needed =
      count === 'any' ? 1 : count === 'all' ? members.length : /^[1-9]\d{0,5}$/.test(count) ? Number(count) : refuse()
    if (members.length === 0 || needed > members.length) refuse()
    const found = members.map(member => {
      // Everybody counts in one way only.
      if (this.#members.has(member)) refuse()
      this.#members.add(member)
      return this.#names.get(member) ?? refuse()
    })
    this.#define(name, { needed, members: found })
  }

  #choose([name = '', ...more]: readonly string[]): void {
    if (this.#quorum !== undefined || more.length > 0) refuse()
    const chosen = name === 'none' ? null : (this.#names.get(name) ?? refuse())
    this.#quorum = chosen && 'needed' in chosen ? chosen : chosen && { needed: 1, members: [chosen] }
  }

  #define(name: string, what: Group | NoteKey): void {
    if (name === 'none' || this.#names.has(name)) refuse()
    this.#names.set(name, what)
  }
}

/** Two keys are the same when their bytes are, however they are named. */
const nameOf = ({ key }: NoteKey): string => latin1(key)

const latin1 = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

function keyOf(word: string, kind: number): NoteKey {
  const bytes = Uint8Array.from(word, sign => sign.charCodeAt(0))
  try {
    const key = readKey(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    return key?.kind === kind ? key : refuse()
  } catch {
    return refuse()
  }
}

/** Whether enough of those who are asked for have signed this head. */
export const meetsQuorum = (note: Note, { quorum }: Policy, verify: VerifyEd25519): boolean =>
  quorum === null || has(note, quorum, verify)

function has(note: Note, { needed, members }: Group, verify: VerifyEd25519): boolean {
  const signed = members.filter(member => ('needed' in member ? has(note, member, verify) : verifyNote(note, member, verify)))
  return signed.length >= needed
}
