import type { ComponentChildren } from 'preact'
import { DropZone } from './drop-zone.tsx'

export interface FileChoiceProps {
  readonly label: string
  readonly hint: string
  /** The file that is being read; null when none is. */
  readonly reading: string | null
  readonly unreadable: string | null
  readonly onFiles: (files: readonly File[]) => void
}

/** Where a table is chosen, and how its reading goes. */
export const FileChoice = ({ label, hint, reading, unreadable, onFiles }: FileChoiceProps) => (
  <>
    <DropZone id="table" label={label} hint={hint} accept=".xlsx,.csv" onFiles={onFiles} />
    {reading && (
      <p class="card" role="status">
        正在读取“{reading}”……
      </p>
    )}
    {unreadable && (
      <p class="card note" role="alert">
        {unreadable}
      </p>
    )}
  </>
)

export interface FileWaysProps<M extends string> {
  readonly file: string
  readonly opened: { readonly rows: number; readonly warnings: readonly string[] }
  readonly modes: readonly { readonly mode: M; readonly name: string; readonly hint: string }[]
  readonly mode: M
  readonly onMode: (mode: M) => void
  readonly children?: ComponentChildren
}

/** What was read, and how it is to be taken in. */
export const FileWays = <M extends string>({ file, opened, modes, mode: chosen, onMode, children }: FileWaysProps<M>) => (
  <section class="card">
    <h2>
      {file}：{opened.rows} 行
    </h2>
    {opened.warnings.map(text => (
      <p key={text} class="soft">
        {text}
      </p>
    ))}
    <fieldset class="modes">
      <legend>怎样导入</legend>
      {modes.map(({ mode, name, hint }) => (
        <label key={mode} class="tick">
          <input type="radio" name="mode" checked={chosen === mode} onChange={() => onMode(mode)} />
          <span>
            <b>{name}</b> <span class="soft small">{hint}</span>
          </span>
        </label>
      ))}
    </fieldset>
    {children}
  </section>
)

/** What the server or the network said against it. */
export const Said = ({ says }: { readonly says: readonly string[] }) =>
  says.length > 0 && (
    <div class="card note" role="alert">
      {says.map(text => (
        <p key={text}>{text}</p>
      ))}
    </div>
  )
