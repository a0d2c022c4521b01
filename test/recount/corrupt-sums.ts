import { whole, withEntry } from './corrupt-ballots.ts'
import { type Corruption, decode, edited, encode, replaced, type Step } from './forger.ts'

// What is published beside the logs: selections and result.

const SELECTIONS = { file: 'selections.txt' }
const RESULT = { file: 'result.json' }

const selections = (name: string, step: Step, from: string | RegExp, to: string): Corruption => ({
  name,
  step,
  place: SELECTIONS,
  make: edited('small', 'selections.txt', replaced(from, to)),
})

const lines = (name: string, step: Step, change: (lines: string[]) => readonly string[]): Corruption => ({
  name,
  step,
  place: SELECTIONS,
  make: edited('small', 'selections.txt', data =>
    encode(
      change(decode(data).trimEnd().split('\n'))
        .map(line => `${line}\n`)
        .join(''),
    ),
  ),
})

const SELECTED: readonly Corruption[] = [
  { name: 'selections.txt is missing', step: 'V11', place: SELECTIONS, make: edited('small', 'selections.txt', () => null) },
  lines('selections out of order', 'V11', ([a = '', b = '', ...more]) => [b, a, ...more]),
  lines('a line of selections twice', 'V11', ([a = '', ...more]) => [a, a, ...more]),
  lines('the same choices in two lines', 'V11', list =>
    list.flatMap(line => (line === 'counted [2] 3' ? ['counted [2] 1', 'counted [2] 2'] : [line])),
  ),
  selections('an unknown standing', 'V11', /^held \[1,7\]/m, 'heldx [1,7]'),
  selections('a standing in capitals', 'V11', /^counted \[1,2\]/, 'Counted [1,2]'),
  selections('choices nobody made', 'V11', 'counted [2] 3', 'counted [2] 0'),
  selections('a count with a leading zero', 'V11', 'counted [2] 3', 'counted [2] 03'),
  selections('a count with a sign', 'V11', 'counted [2] 3', 'counted [2] +3'),
  selections('a count beyond 2^53', 'V11', 'counted [2] 3', 'counted [2] 9007199254740993'),
  selections('a count of forty digits', 'V11', 'counted [2] 3', `counted [2] ${'3'.repeat(40)}`),
  selections('choices that descend', 'V11', '[1,2]', '[2,1]'),
  selections('a nominee twice on one ballot', 'V11', 'counted [1,2]', 'counted [1,1]'),
  selections('a nominee nobody knows', 'V11', 'void [1] ', 'void [9] '),
  selections('a nominee with a leading zero', 'V11', 'void [1] ', 'void [01] '),
  selections('a nominee beyond 2^53', 'V11', 'void [1] ', 'void [9007199254740993] '),
  selections('three where two are allowed', 'V11', 'counted [1,2]', 'counted [1,2,3]'),
  selections('nobody of a category that needs one', 'V11', 'void [1] ', 'void [7] '),
  selections('two of a category that allows one', 'V11', 'held [3,5]', 'held [3,5,6]'),
  selections('more in all than allowed', 'V11', 'counted [1,2]', 'counted [1,2,5]'),
  selections('an empty ballot', 'V11', 'void [1] ', 'void [] '),
  selections('a blank in the choices', 'V11', 'counted [1,2]', 'counted [1, 2]'),
  selections('no line end at the end', 'V11', /\n$/, ''),
  selections('line ends of Windows', 'V11', /\n/g, '\r\n'),
  selections('an empty line at the end', 'V11', /\n$/, '\n\n'),
  selections('a byte order mark before the selections', 'V11', /^/, '\ufeff'),
  selections('a blank at the end of a line', 'V11', 'counted [2] 3', 'counted [2] 3 '),
  selections('the old order of a line', 'V11', 'void [1] 1', 'void 1 [1]'),
  selections('digits of another script', 'V11', 'counted [2] 3', 'counted [2] ３'),
  { name: 'selections.txt is empty', step: 'V13', place: SELECTIONS, make: edited('small', 'selections.txt', () => encode('')) },
  selections('one selection more', 'V13', 'counted [2] 3', 'counted [2] 4'),
  lines('a held selection counted', 'V13', list =>
    list.filter(line => line !== 'held [2] 1').map(line => (line === 'counted [2] 3' ? 'counted [2] 4' : line)),
  ),
  selections('a vote for another nominee', 'V13', 'counted [3,5] 2', 'counted [3,6] 2'),
  // Sums stay as they are: only the openings can tell.
  lines('two ballots mixed with one another', 'V14', list =>
    list
      .filter(line => line !== 'counted [2] 3' && line !== 'counted [1] 3' && line !== 'counted [1,7] 2')
      .concat('counted [1] 4', 'counted [1,7] 1', 'counted [2] 2', 'counted [2,7] 1')
      .sort((a, b) => (a < b ? -1 : 1)),
  ),
]

const result = (name: string, from: string | RegExp, to: string, place = RESULT): Corruption => ({
  name,
  step: 'V13',
  place,
  make: edited('small', 'result.json', replaced(from, to)),
})

const RESULTS: readonly Corruption[] = [
  { name: 'result.json is missing', step: 'V13', place: RESULT, make: edited('small', 'result.json', () => null) },
  result('one vote more for a nominee', '"1":[9,', '"1":[10,'),
  result('a held vote counted', '"1":[9,1,1]', '"1":[10,0,1]'),
  result('a nominee left out', ',"7":[2,1,0]', ''),
  result('a nominee nobody voted for', ',"7":[2,1,0]', ',"7":[2,1,0],"8":[1,0,0]'),
  result('a held ballot counted', '"counted":17,"held":3', '"counted":18,"held":2'),
  result('one ballot more received', '"raw":21', '"raw":22'),
  result('one ballot more counted and received', '"counted":17,"held":3,"raw":21', '"counted":18,"held":3,"raw":22'),
  result('a name twice in the result', '"counted":17', '"counted":18,"counted":17'),
  result('a name more in the result', '"counted":17', '"by":1,"counted":17'),
  result('a name less in the result', '"raw":21,', ''),
  result('an exponent in the result', '"counted":17', '"counted":17e0'),
  result('a point in the result', '"counted":17', '"counted":17.0'),
  result('a text for a number in the result', '"counted":17', '"counted":"17"'),
  result('a negative number in the result', '"void":1', '"void":-1'),
  result('a number beyond 2^53 in the result', '"counted":17', '"counted":9007199254740993'),
  result('two figures for a nominee', '"1":[9,1,1]', '"1":[9,1]'),
  result('three times nothing for a nominee', '"votes":{', '"votes":{"0":[0,0,0],'),
  result('a nominee that is no number', '"7":[', '"x7":['),
  result('a nominee with a leading zero in the result', '"7":[', '"07":['),
  result('votes as a list', /"votes":\{.*\}\}/, '"votes":[]}'),
  result('a result cut off', /\}\}$/, '}'),
  result('something after the result', /$/, ' 1'),
  result('a byte order mark before the result', /^/, '\ufeff'),
]

const LAST = { log: 0, index: 20 }
const ENTERED: readonly Corruption[] = [
  whole('a result entry that counts a void ballot', 'V13', LAST, withEntry(20, { counted: 10, void: 0 })),
  whole('a result entry that leaves a ballot out', 'V13', LAST, withEntry(20, { counted: 8 })),
  whole('a result entry with votes of two figures', 'V13', LAST, withEntry(20, { votes: '1:4/1' })),
  whole('a result entry with a nominee twice', 'V13', LAST, withEntry(20, { votes: '1:2/1/1,1:2/0/0' })),
  whole('a result entry with nominees that descend', 'V13', LAST, withEntry(20, { votes: '2:3/1/0,1:4/1/1' })),
  whole('a result entry with three times nothing', 'V13', LAST, withEntry(20, { votes: '1:0/0/0' })),
  whole('a result entry with a comma at its end', 'V13', LAST, withEntry(20, { votes: '1:4/1/1,' })),
  whole('a result entry with a huge number', 'V13', LAST, withEntry(20, { votes: `1:${'9'.repeat(20)}/1/1` })),
  whole(
    'a result entry with one vote more',
    'V13',
    RESULT,
    withEntry(20, { votes: '1:5/1/1,2:3/1/0,3:2/0/0,4:2/0/0,5:2/0/0,7:1/1/0' }),
  ),
  whole('a result entry without votes', 'V13', RESULT, withEntry(20, { votes: '' })),
]

export const SUM_CORRUPTIONS: readonly Corruption[] = [...SELECTED, ...RESULTS, ...ENTERED]
