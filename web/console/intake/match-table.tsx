export interface MatchTableProps<C extends string> {
  readonly opened: {
    readonly matching: {
      readonly columns: readonly { readonly index: number; readonly text: string; readonly secret?: boolean }[]
    }
    readonly preview: readonly (readonly string[])[]
    readonly rows: number
  }
  readonly columns: readonly (C | null)[]
  /** Ours that may be chosen, with what they are called. */
  readonly names: readonly (readonly [C, string])[]
  /** Whether what is not read is not shown either, because it does not leave the computer. */
  readonly veiled: boolean
  readonly onColumns: (columns: readonly (C | null)[]) => void
}

/** Their columns over the first rows of their file, and which of ours each is. One of ours can be meant only once. */
export function MatchTable<C extends string>({ opened, columns, names, veiled, onColumns }: MatchTableProps<C>) {
  const { matching, preview, rows } = opened
  const choose = (index: number, column: C | null) =>
    onColumns(columns.map((one, i) => (i === index ? column : one === column ? null : one)))
  return (
    <section class="card">
      <h2>列对应</h2>
      <p class="soft">
        请核对每一列是什么；不需要的列选“不读”{veiled && '，不读的列不会离开这台电脑'}。下面是前 {preview.length} 行，共 {rows}{' '}
        行。
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
                      onChange={event => choose(i, (event.currentTarget.value || null) as C | null)}
                    >
                      <option value="">不读</option>
                      {names.map(([column, name]) => (
                        <option key={column} value={column}>
                          {name}
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
                    <span class="one-line">{veiled && columns[j] === null ? '—' : cell}</span>
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
