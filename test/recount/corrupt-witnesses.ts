import { checkpointText } from '../../worker/rules/tlog/checkpoint.ts'
import { formatNote, keyText, noteKey } from '../../worker/rules/tlog/note.ts'
import { smallParts } from './bases.ts'
import { badBeside, HEAD, log, old, turned, WITNESS_LINE } from './corrupt-heads.ts'
import { filesOf, type Parts } from './files.ts'
import { BASES, type Corruption, decode, edited, encode, replaced } from './forger.ts'
import { type Signer, signHead, witness } from './keys.ts'
import { Tree } from './tree.ts'

// Who has seen a head besides the log, and the policy that says who must.

const POLICY = { file: 'policy.txt' }
const policy = (name: string, from: string | RegExp, to: string): Corruption => ({
  name,
  step: 'V6',
  place: POLICY,
  make: edited('small', 'policy.txt', replaced(from, to)),
})
const sealed = (name: string, seal: (head: string, parts: Parts) => string): Corruption => ({
  name,
  step: 'V6',
  place: { log: 0, file: HEAD },
  make: () => {
    const parts = smallParts()
    return filesOf(parts).set(HEAD, encode(seal(decode(BASES.small().get(HEAD)), parts)))
  },
})
const headParts = (parts: Parts) => {
  const { origin, entries } = log(parts, 0)
  return { origin, size: entries.length, root: new Tree(entries).root(entries.length) }
}
const lineOf = (by: Signer, time: number | undefined, parts: Parts, head = headParts(parts)): string =>
  formatNote({ text: checkpointText(head), signatures: [signHead(by, head, time)] }).split('\n\n')[1] as string

export const WITNESS_CORRUPTIONS: readonly Corruption[] = [
  turned('a bit of a cosignature turned', 'V6', WITNESS_LINE, -1),
  turned('a bit of the time of a cosignature turned', 'V6', WITNESS_LINE, -65),
  sealed('one witness too few', head => head.replace(WITNESS_LINE, '')),
  sealed('no witness at all', head => head.replace(/— witness\S+ \S+\n/g, '')),
  sealed('a witness that signed another root', (head, parts) =>
    head.replace(
      WITNESS_LINE,
      lineOf(parts.cosigners[1] as Signer, undefined, parts, { ...headParts(parts), root: new Uint8Array(32) }),
    ),
  ),
  sealed('a witness at a time that cannot be', (head, parts) =>
    head.replace(WITNESS_LINE, lineOf(parts.cosigners[1] as Signer, 2 ** 63, parts)),
  ),
  sealed('a witness with another key under the same name', (head, parts) =>
    head.replace(WITNESS_LINE, lineOf(witness('witness.example.cn/w2', new Uint8Array(32).fill(66)), undefined, parts)),
  ),
  sealed('one witness twice', head => head.replace(WITNESS_LINE, (/— witness\S+w1 \S+\n/.exec(head) as RegExpExecArray)[0])),
  sealed('a good and a bad cosignature of one witness', head => head.replace(WITNESS_LINE, badBeside(WITNESS_LINE))),
  sealed('the log signs in place of a witness', (head, parts) => {
    const { key, secret } = old(log(parts, 0))
    return head.replace(WITNESS_LINE, lineOf({ secret, key: noteKey('witness.example.cn/w2', 4, key.key) }, undefined, parts))
  }),
  { name: 'no policy', step: 'V6', place: POLICY, make: edited('small', 'policy.txt', () => null) },
  policy('no quorum', /\tquorum {2}g\n/, ''),
  policy('two quorums', /$/, 'quorum none\n'),
  policy('a quorum nobody defined', 'quorum  g', 'quorum x'),
  policy('a group before its members', /(witness w2.*\n)(group.*\n)/, '$2$1'),
  policy('a group of nobody', 'group g all w1 w2', 'group g all'),
  policy('a group with a member twice', 'group g all w1 w2', 'group g all w1 w1'),
  policy('a group with nobody called none', 'group g all w1 w2', 'group g any w1 none'),
  policy('three of two', 'group g all', 'group g 3'),
  policy('none of two', 'group g all', 'group g 0'),
  policy('a threshold with a leading zero', 'group g all', 'group g 01'),
  policy('a member of two groups', 'group g all w1 w2', 'group h any w1\ngroup g all w1 w2'),
  policy('a name twice', 'witness w2', 'witness w1'),
  policy('a witness called none', 'witness w2', 'witness none'),
  policy('a witness key with another id', /(witness w1 [^+]+\+)./, '$1x'),
  policy('a witness key cut off', /(witness w1 \S+).. /, '$1 '),
  policy('an unknown word', 'group g', 'gruppe g'),
  policy('a line that is not ended', /\n$/, ''),
  policy('line ends of Windows in the policy', /\n/g, '\r\n'),
  policy('a NUL in a remark', '# ', '# \0'),
  policy('a log that is not listed', /log .*s1\+.*\n/, ''),
  policy('a log listed twice', /(log .*s1\+.*\n)/, '$1$1'),
  {
    name: 'a witness that is a log',
    step: 'V6',
    place: POLICY,
    make: () => {
      const parts = smallParts()
      const { key } = parts.cosigners[1] as Signer
      return filesOf({ ...parts, policy: parts.policy.replace(/w2 \S+/, `w2 ${keyText(noteKey(key.name, 1, key.key))}`) })
    },
  },
  {
    name: 'no quorum is asked, but the policy is malformed',
    step: 'V6',
    place: POLICY,
    make: edited('small', 'policy.txt', data =>
      encode(decode(data).replace('quorum  g', 'quorum none').replace('all', 'all all')),
    ),
  },
]
