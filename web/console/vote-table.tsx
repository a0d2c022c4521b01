import { type Counts, type Ranked, rank, raw } from '../../worker/rules/tally.ts'
import { SplitBar } from '../parts/split-bars.tsx'
import { TableHead } from '../parts/table-head.tsx'
import { BALLOT_STATUS } from '../text/standing.ts'
import type { BoardData, BoardFigures } from './board-shape.ts'

const STANDINGS = ['counted', 'held', 'void'] as const

interface VoteTableProps {
  readonly list: BoardData['lists'][number]
  readonly figures: Pick<BoardFigures, 'votes' | 'final'>
}

/**
 * The nominees of a category with what is counted, held and void side by side. While people vote they stand in the order of
 * the list and have no place: nothing jumps, and nobody watches a race. The last figures stand in the order of votes.
 */
export function VoteTable({ list, figures: { votes, final } }: VoteTableProps) {
  const known = new Map(list.nominees.map(nominee => [nominee.number, nominee]))
  const counts: Record<number, Counts> = {}
  for (const [number, counted, held, voided] of votes) counts[number] = { counted, held, void: voided }
  const numbers = list.nominees.map(({ number }) => number)
  const ranked = rank(numbers, counts)
  const rows = final ? ranked : numbers.flatMap(number => ranked.find(row => row.number === number) ?? [])
  const most = Math.max(...rows.map(row => raw(row.counts)))
  return (
    <table class="votes">
      <caption class="sr">{list.name}的票数</caption>
      <TableHead names={['候选对象', ...STANDINGS.map(status => BALLOT_STATUS[status])]} />
      <tbody>
        {rows.map(row => (
          <VoteLine key={row.number} row={row} nominee={known.get(row.number)} most={most} placed={final} />
        ))}
      </tbody>
    </table>
  )
}

function VoteLine({
  row: { number, place, counts },
  nominee,
  most,
  placed,
}: {
  readonly row: Ranked
  readonly nominee: { readonly name: string; readonly unit: string } | undefined
  readonly most: number
  readonly placed: boolean
}) {
  return (
    <tr>
      <th scope="row">
        <div class="bar-beside">
          <span>
            {number}号 {nominee?.name}
            <small>
              {placed && <span>第 {place} 名 </span>}
              {nominee?.unit !== nominee?.name && nominee?.unit}
            </small>
          </span>
          <SplitBar counts={counts} most={most} />
        </div>
      </th>
      {STANDINGS.map(status => (
        <td key={status}>{counts[status]}</td>
      ))}
    </tr>
  )
}
