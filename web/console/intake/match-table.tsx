import type { Column } from '../../../worker/import/header.ts'
import { HEADERS } from '../../../worker/import/header.ts'
import { FILLED } from '../../../worker/import/matching.ts'
import type { Report } from './messages.ts'

export interface MatchTableProps {
  readonly opened: Extract<Report, { kind: 'opened' }>
  readonly columns: readonly (Column | null)[]
  /** Whether categories may no longer change. */
  readonly frozen: boolean
  readonly onColumns: (columns: readonly (Column | null)[]) => void
}

/** Their columns over the first rows of their file, and which of ours each is. One of ours can be meant only once. */
export function MatchTable({ opened, columns, frozen, onColumns }: MatchTableProps) {
  const { matching, preview, rows } = opened
  const choose = (index: number, column: Column | null) =>
    onColumns(columns.map((one, i) => (i === index ? column : one === column ? null : one)))
  return (
    <section class="card">
      <h2>列对应</h2>
      <p class="soft">
        请核对每一列是什么；不需要的列选“不读”。下面是前 {preview.length} 行，共 {rows} 行。
      </p>
      <section class="scrolls" tabIndex={0} aria-label="列对应和前几行">
        <table class="plain log match">
          <thead>
            <tr>
              {matching.columns.map(({ index, text, secret }, i) => (
                <th key={index} scope="col">
                  <b>{text || '（没有表头）'}</b>
                  {secret ? (
                    <span class="flaw">不公开的信息，不读</span>
                  ) : (
                    <select
                      aria-label={`“${text || '没有表头的列'}”是`}
                      class={columns[i] === null ? 'unread' : ''}
                      value={columns[i] ?? ''}
                      onChange={event => choose(i, (event.currentTarget.value || null) as Column | null)}
                    >
                      <option value="">不读</option>
                      {FILLED.filter(column => !(frozen && column === 'category')).map(column => (
                        <option key={column} value={column}>
                          {HEADERS[column]}
                        </option>
                      ))}
                    </select>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.map((row, i) => (
              <tr key={i}>
                {row.map((cell, j) => (
                  <td key={j} class={columns[j] === null ? 'soft' : ''}>
                    <span class="one-line">{cell}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
