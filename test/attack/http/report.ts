import { table } from '../table.ts'
import { ATTACKS, type Attack, ORGANIC, type Organic } from '../traffic.ts'
import type { Fortune, Replayed } from './judged.ts'

export function printReplay({ passed, fortunes, probes, honestRefused, lost, heldBySite, seconds }: Replayed): void {
  console.log(`npm run attack -- --http: ${fortunes.reduce((n, { sent }) => n + sent, 0)} ballots over three days, ${seconds} s`)
  table(
    `Ballots; held later by the scorer over the boxes at the close, ${heldBySite} of them by the site before`,
    ['label', 'what it is', 'sent', 'refused at the door', 'put off', 'held at cast', 'held later', 'counted', 'hashes'],
    fortunes.map(rowOf),
  )
  table(
    'Tried at the door',
    ['what', 'tries', 'worked'],
    probes.map(({ name, tries, worked }) => [name, String(tries), String(worked)]),
  )
  console.log(`\nhonest voters refused: ${honestRefused}; acknowledged ballots that are in no box: ${lost}`)
  console.log(passed ? 'No honest voter was refused, and nothing that was tried at the door worked.' : 'FAILED')
}

const rowOf = ({ name, sent, refused, putOff, heldAtCast, heldLater, counted, hashes }: Fortune): string[] => {
  const label = name.split(' ')[0] as Attack | Organic
  const told = Object.entries(refused).map(([code, times]) => `${times} × ${code}`)
  return [
    name,
    label in ATTACKS ? ATTACKS[label as Attack] : ORGANIC[label as Organic],
    String(sent),
    told.join(', ') || '0',
    String(putOff),
    String(heldAtCast),
    String(heldLater),
    String(counted),
    hashes === null ? '–' : String(hashes),
  ]
}
