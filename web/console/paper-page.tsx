import { type Paper, type PaperCell, type PaperTable, plainCell } from '../../worker/rules/paper.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Site } from '../parts/layout.tsx'
import { moment } from '../text/dates.ts'
import { Frame } from './frame.tsx'

export interface PaperPageProps {
  readonly site: Site
  readonly staff: Staff
  readonly paper: Paper
  /** The page it was made from. */
  readonly back: string
}

/** A paper for A4: on screen as it will be printed; on paper every page says at the head of its table what it is of. */
export function PaperPage({ site, staff, paper, back }: PaperPageProps) {
  const { title, campaign, at, lines, tables } = paper
  return (
    <Frame site={site} staff={staff} title={`${title} · ${campaign}`}>
      <article class="card a4">
        <p class="no-print back">
          <a href={back}>‹ 返回</a>
        </p>
        <h1>
          {campaign}
          <small>{title}</small>
        </h1>
        <dl class="facts">
          {lines.map(([label, text]) => (
            <>
              <dt key={label}>{label}</dt>
              <dd>{text}</dd>
            </>
          ))}
        </dl>
        <p class="no-print choices">
          <button type="button" data-print hidden>
            打印
          </button>
        </p>
        {tables.map(table => (
          <Table key={table.name} table={table} running={`${campaign} · ${title} · ${table.name} · ${moment(at)}`} />
        ))}
      </article>
    </Frame>
  )
}

const isNumber = (cell: PaperCell | undefined): boolean => typeof cell === 'number'

/** Paper is narrow: a column in which nothing stands is left out. */
function withoutEmpty({ name, head, rows }: PaperTable): PaperTable {
  const kept = head.map((_, i) => rows.some(row => row[i] !== null && row[i] !== ''))
  const keep = <T,>(cells: readonly T[]) => cells.filter((_, i) => kept[i])
  return { name, head: keep(head), rows: rows.map(keep) }
}

function Table({ table, running }: { readonly table: PaperTable; readonly running: string }) {
  const { name, head, rows } = withoutEmpty(table)
  const numeric = head.map((_, i) => rows.every(row => isNumber(row[i]) || row[i] === null))
  return (
    <section class="scrolls" tabIndex={0} aria-label={name}>
      <h2>{name}</h2>
      {rows.length === 0 ? (
        <p class="soft">没有内容。</p>
      ) : (
        <table>
          <thead>
            {/* Repeated by the printer with the heads, at the top of every page the table runs over. */}
            <tr class="running" aria-hidden>
              <td colSpan={head.length}>{running}</td>
            </tr>
            <tr>
              {head.map((title, i) => (
                <th key={title} scope="col" class={numeric[i] ? 'figure' : undefined}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i}>
                {row.map((cell, j) => (
                  <td key={j} class={numeric[j] ? 'figure' : undefined}>
                    {plainCell(cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
