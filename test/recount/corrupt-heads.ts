import { fromBase64, toBase64 } from '../../worker/rules/tlog/base64.ts'
import { checkpointText } from '../../worker/rules/tlog/checkpoint.ts'
import { formatNote } from '../../worker/rules/tlog/note.ts'
import { smallParts } from './bases.ts'
import { filesOf, headOf, type Parts } from './files.ts'
import { BASES, type Corruption, decode, edited, encode, replaced, type Step } from './forger.ts'
import { logSigner, type Signer, signHead } from './keys.ts'
import type { LogParts } from './parts.ts'
import { Tree } from './tree.ts'

// Heads and who signed them; the policy that says who must.

export const HEAD = 's0/checkpoint'
const head = (name: string, step: Step, from: string | RegExp, to: string, file = HEAD): Corruption => ({
  name,
  step,
  place: { log: Number(file[1]), file },
  make: edited('small', file, replaced(from, to)),
})

const SIZE = /\n21\n/
const LOG_LINE = /— vote\S+ \S+\n/
export const WITNESS_LINE = /— witness\S+w2 \S+\n/
/** Turns a bit of the signature in the first line that matches; counted from the end of its bytes. */
export const turned = (name: string, step: Step, line: RegExp, at: number): Corruption => ({
  name,
  step,
  place: { log: 0, file: HEAD },
  make: edited('small', HEAD, data =>
    encode(
      decode(data).replace(line, found => {
        const [dash, signer, packed = ''] = found.trimEnd().split(' ')
        const bytes = fromBase64(packed) as Uint8Array
        bytes[bytes.length + at] = (bytes[bytes.length + at] as number) ^ 1
        return `${dash} ${signer} ${toBase64(bytes)}\n`
      }),
    ),
  ),
})

const FORM: readonly Corruption[] = [
  { name: 'no head', step: 'V4', place: { log: 0, file: HEAD }, make: edited('small', HEAD, () => null) },
  head('a head of another log', 'V4', 's0\n', 's1\n'),
  head('a head that says one entry more', 'V4', SIZE, '\n22\n'),
  head('a size with a leading zero', 'V4', SIZE, '\n021\n'),
  head('a size with a sign', 'V4', SIZE, '\n+21\n'),
  head('a size beyond 2^53', 'V4', SIZE, '\n9007199254740993\n'),
  head('another root', 'V4', /\n21\n./, '\n21\nA'),
  head('a root without its padding', 'V4', '=\n\n', '\n\n'),
  head('a root of 33 bytes', 'V4', /\n21\n\S+\n/, `\n21\n${toBase64(new Uint8Array(33))}\n`),
  head('no empty line before the signatures', 'V4', '\n\n', '\n'),
  head('no signatures at all', 'V4', /\n\n(.|\n)*$/, '\n'),
  head('an empty line of extensions', 'V4', '=\n\n', '=\n\nx\n\n'),
  head('no line end at the end of the head', 'V4', /\n$/, ''),
  head('a hyphen for the dash', 'V4', '— vote', '- vote'),
  head('a tab in the head', 'V4', '— vote', '—\tvote'),
  head('line ends of Windows in the head', 'V4', /\n/g, '\r\n'),
  head('a signature that is no base 64', 'V4', /(— vote\S+ )./, '$1*'),
  head('sixty-five signatures', 'V4', /$/, '— a.example AAAAAAA=\n'.repeat(65)),
  head('a byte order mark before the head', 'V4', /^/, '\ufeff'),
]

const SIGNED: readonly Corruption[] = [
  turned('a bit of the signature turned', 'V5', LOG_LINE, -1),
  turned('a bit of the point in the signature turned', 'V5', LOG_LINE, -40),
  turned('a bit of the key id turned', 'V5', LOG_LINE, -68),
  head('the signature of the log left out', 'V5', LOG_LINE, ''),
  head('the signature under another name', 'V5', '— vote.example.cn/c/cmp0001/s0', '— vote.example.cn/c/cmp0001/s1'),
  head('a good and a bad signature of the log', 'V5', LOG_LINE, badBeside(LOG_LINE)),
  head('an extension line nobody signed', 'V5', '=\n\n', '=\nextra\n\n'),
  head('an older head without its signature', 'V5', LOG_LINE, '— a.example AAAAAAA=\n', 's0/checkpoints/5'),
  head('an older head that says another root', 'V5', /\n5\n./, '\n5\nA', 's0/checkpoints/5'),
  head('an older head that is cut off', 'V5', /\n$/, '', 's0/checkpoints/13'),
]

/** The line itself and the same with another signature. */
export function badBeside(line: RegExp): string {
  const [found = ''] = line.exec(decode(BASES.small().get(HEAD))) ?? []
  const [dash, signer, packed = ''] = found.trimEnd().split(' ')
  const bytes = fromBase64(packed) as Uint8Array
  return `${found}${dash} ${signer} ${toBase64(bytes.map((byte, i) => (i === 10 ? byte ^ 1 : byte)))}\n`
}

/** S + L in place of S: the same signature to whoever does not hold S against the order of the group. */
const ORDER = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n
function malleable(line: string): string {
  const [dash, signer, packed = ''] = line.trimEnd().split(' ')
  const bytes = fromBase64(packed) as Uint8Array
  let sum = ORDER
  for (let i = 0; i < 32; i++) sum += BigInt(bytes[36 + i] as number) << BigInt(8 * i)
  for (let i = 0; i < 32; i++) bytes[36 + i] = Number((sum >> BigInt(8 * i)) & 255n)
  return `${dash} ${signer} ${toBase64(bytes)}\n`
}

export const log = (parts: Parts, shard: number): LogParts => parts.logs[shard] as LogParts

/** One head is signed by someone else than who should. */
const signedBy = (name: string, file: string, who: (log: LogParts) => Signer): Corruption => ({
  name,
  step: 'V5',
  place: { log: 1, file },
  make: () => {
    const parts = smallParts()
    const own = log(parts, 1)
    const size = file === 's1/checkpoint' ? own.entries.length : Number(file.split('/').at(-1))
    const signers = [{ since: 0, signer: who(own) }]
    return filesOf(parts).set(
      file,
      encode(headOf({ ...own, signers }, new Tree(own.entries), size, file === 's1/checkpoint' ? parts.cosigners : [])),
    )
  },
})
export const old = ({ signers }: LogParts): Signer => signers[0]?.signer as Signer
const next = ({ signers }: LogParts): Signer => signers[1]?.signer as Signer

/** An older head of another tree, or one that lies about itself, with a good signature of the log. */
const older = (
  name: string,
  file: string,
  head: (log: LogParts, tree: Tree) => { origin: string; size: number; root: Uint8Array },
): Corruption => ({
  name,
  step: 'V7',
  place: { log: 0, file },
  make: () => {
    const parts = smallParts()
    const own = log(parts, 0)
    const told = head(own, new Tree(own.entries))
    return filesOf(parts).set(file, encode(formatNote({ text: checkpointText(told), signatures: [signHead(old(own), told)] })))
  },
})

const KEYS: readonly Corruption[] = [
  {
    name: 'a signature with S beyond the order of the group',
    step: 'V5',
    place: { log: 0, file: HEAD },
    make: edited('small', HEAD, data => encode(decode(data).replace(LOG_LINE, malleable))),
  },
  signedBy('the head signed by the key before the change', 's1/checkpoint', old),
  signedBy('the head signed by a stranger', 's1/checkpoint', ({ origin }) => logSigner(origin, new Uint8Array(32).fill(77))),
  signedBy('an older head signed by a key that came later', 's1/checkpoints/13', next),
  signedBy('a head after the change signed by the old key', 's1/checkpoints/16', old),
  signedBy('the empty tree signed by a stranger', 's1/checkpoints/0', ({ origin }) =>
    logSigner(origin, new Uint8Array(32).fill(77)),
  ),
]

const FORKS: readonly Corruption[] = [
  older('a fork: an older head with another root', 's0/checkpoints/5', ({ origin }) => ({
    origin,
    size: 5,
    root: new Uint8Array(32).fill(5),
  })),
  older('an older head with the root of another size', 's0/checkpoints/13', ({ origin }, tree) => ({
    origin,
    size: 13,
    root: tree.root(12),
  })),
  older('an older head under another size', 's0/checkpoints/5', ({ origin }, tree) => ({ origin, size: 6, root: tree.root(6) })),
  older('an older head of another log', 's0/checkpoints/5', (_, tree) => ({
    origin: 'vote.example.cn/other',
    size: 5,
    root: tree.root(5),
  })),
  older('an older head that is larger than the log', 's0/checkpoints/22', ({ origin }, tree) => ({
    origin,
    size: 22,
    root: tree.root(21),
  })),
  older('an empty tree with the root of one entry', 's0/checkpoints/0', ({ origin }, tree) => ({
    origin,
    size: 0,
    root: tree.root(1),
  })),
  older('a second head of the final size', 's0/checkpoints/21', ({ origin }) => ({ origin, size: 21, root: new Uint8Array(32) })),
]

export const HEAD_CORRUPTIONS: readonly Corruption[] = [...FORM, ...SIGNED, ...KEYS, ...FORKS]
