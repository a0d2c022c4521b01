import { ROSTER_COLUMNS, ROSTER_HEADERS, type RosterColumn } from '../../../worker/import/roster-header.ts'
import type { Report } from './messages.ts'

export interface MatchProps {
  readonly opened: Extract<Report, { kind: 'opened' }>
  readonly columns: readonly (RosterColumn | null)[]
  readonly onColumns: (columns: readonly (RosterColumn | null)[]) => void
}

/** Their columns over the first rows of their file, and which of ours each is. What is not read does not leave the computer. */
export function Match({ opened, columns, onColumns }: MatchProps) {
  const { matching, preview, rows } = opened
  const choose = (index: number, column: RosterColumn | null) =>
    onColumns(columns.map((one, i) => (i === index ? column : one === column ? null : one)))
  return (
    <section class="card">
      <h2>列对应</h2>
      <p class="soft">
        请核对每一列是什么；不需要的列选“不读”，不读的列不会离开这台电脑。下面是前 {preview.length} 行，共 {rows} 行。
      </p>
      <section class="scrolls" tabIndex={0} aria-label="列对应和前几行">
        <table class="plain log match">
          <thead>
            <tr>
              {matching.columns.map(({ index, text }, i) => (
                <th key={index} scope="col">
                  <b>{text || '（没有表头）'}</b>
                  <select
                    aria-label={`“${text || '没有表头的列'}”是`}
                    class={columns[i] === null ? 'unread' : ''}
                    value={columns[i] ?? ''}
                    onChange={event => choose(i, (event.currentTarget.value || null) as RosterColumn | null)}
                  >
                    <option value="">不读</option>
                    {ROSTER_COLUMNS.map(column => (
                      <option key={column} value={column}>
                        {ROSTER_HEADERS[column]}
                      </option>
                    ))}
                  </select>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.map((row, i) => (
              <tr key={i}>
                {row.map((cell, j) => (
                  <td key={j} class={columns[j] === null ? 'soft' : ''}>
                    <span class="one-line">{columns[j] === null ? '—' : cell}</span>
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
