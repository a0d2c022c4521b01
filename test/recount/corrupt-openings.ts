import { BASES, type Corruption, decode, edited, encode } from './forger.ts'

// What auditors get: the nonce and the choices of every ballot.

const opened = (
  name: string,
  place: { log: number; index?: number; file?: string },
  change: (lines: string[]) => readonly string[],
): Corruption => ({
  name,
  step: 'V14',
  place,
  make: edited('small', `openings/s${place.log}.txt`, data => encode(change(decode(data).split('\n')).join('\n'))),
})
const ballot = (index: number) => ({ log: 0, index })
const edit =
  (index: number, change: (line: string) => string) =>
  (list: string[]): readonly string[] =>
    list.map((line, i) => (i === index - 1 ? change(line) : line))

export const OPENING_CORRUPTIONS: readonly Corruption[] = [
  opened(
    'another nonce',
    ballot(3),
    edit(3, line => line.replace(/ ./, one => (one === ' 0' ? ' 1' : ' 0'))),
  ),
  opened(
    'other choices behind a commitment',
    ballot(1),
    edit(1, line => line.replace('[1]', '[2]')),
  ),
  opened(
    'choices spelled otherwise',
    ballot(3),
    edit(3, line => line.replace('[1,2]', '[1, 2]')),
  ),
  opened('two openings swapped', ballot(3), list => [list[0], list[1], list[3], list[2], ...list.slice(4)] as string[]),
  opened('what two openings say swapped', ballot(3), list => {
    const [third, fourth] = [list[2]?.slice(2), list[3]?.slice(2)]
    return list.map((line, i) => (i === 2 ? `3 ${fourth}` : i === 3 ? `4 ${third}` : line))
  }),
  opened('an opening left out', ballot(5), list => list.filter((_, i) => i !== 4)),
  opened('the last opening left out', ballot(12), list => [...list.slice(0, 11), '']),
  opened('an opening too many', { log: 0, file: 'openings/s0.txt' }, list => [
    ...list.slice(0, 12),
    (list[11] as string).replace('12', '13'),
    '',
  ]),
  opened('an opening twice', ballot(2), list => [list[0] as string, ...list]),
  opened(
    'an index with a leading zero',
    ballot(3),
    edit(3, line => `0${line}`),
  ),
  opened(
    'a nonce in capitals',
    ballot(3),
    edit(3, line => line.replace(/[0-9a-f]{64}/, one => one.toUpperCase())),
  ),
  opened(
    'a short nonce',
    ballot(3),
    edit(3, line => line.replace(/[0-9a-f]{2} /, ' ')),
  ),
  opened(
    'two blanks in an opening',
    ballot(3),
    edit(3, line => line.replace(' ', '  ')),
  ),
  opened(
    'a blank after an opening',
    ballot(3),
    edit(3, line => `${line} `),
  ),
  opened('the last line cut off', ballot(12), list => list.slice(0, 12)),
  opened('something after the openings', { log: 0, file: 'openings/s0.txt' }, list => [...list, 'x']),
  opened(
    'openings of the second box wrong',
    { log: 1, index: 9 },
    edit(9, line => line.replace('[1,2]', '[1]')),
  ),
  {
    name: 'openings of one box missing',
    step: 'V14',
    place: { log: 1, file: 'openings/s1.txt' },
    make: edited('small', 'openings/s1.txt', () => null),
  },
  {
    name: 'openings of the boxes interchanged',
    step: 'V14',
    place: ballot(1),
    make: () => {
      const files = BASES.small()
      const [first, second] = [files.get('openings/s0.txt'), files.get('openings/s1.txt')] as [Uint8Array, Uint8Array]
      return files.set('openings/s0.txt', second).set('openings/s1.txt', first)
    },
  },
]
