import { useState } from 'preact/hooks'
import { staffPaths } from '../../staff-paths.ts'
import { DELETING } from '../../text/desk.ts'
import type { Ledger, Line } from './ledger.ts'
import { Sheet } from './sheet.tsx'

export interface RowBarProps {
  readonly ledger: Ledger
  readonly line: Line
  /** Its place in the whole list, from 1. */
  readonly place: number
  readonly onDeeds: () => void
  readonly onConflict: () => void
  readonly onSay: (text: string) => void
}

/** What can be done with the chosen row beside writing in it. */
export function RowBar({ ledger, line, place, onDeeds, onConflict, onSay }: RowBarProps) {
  const { slug, opened } = ledger.data
  const { number, name, revision } = line.row
  const [asking, setAsking] = useState(false)
  const tell = async (path: string, body: unknown, good: string) => onSay((await ledger.act(path, body)) ?? good)
  const moveTo = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const to = Number(new FormData(event.currentTarget).get('place'))
    if (to !== place)
      void tell(staffPaths.orderNominees(slug), { by: 'place', number, place: to }, `${number}号已移到第 ${to} 位`)
  }
  return (
    <div class="row-bar">
      <b>
        {number}号 {line.typed.name ?? name}
      </b>
      {line.says.length > 0 && (
        <span class="flaw" role="alert">
          {line.says.join(' ')}
        </span>
      )}
      {line.state === 'conflict' && (
        <button type="button" class="main-ish" onClick={onConflict}>
          看两份内容
        </button>
      )}
      {(line.state === 'gone' || line.fresh) && (
        <button type="button" onClick={() => ledger.drop(line)}>
          放弃这一行
        </button>
      )}
      <button type="button" onClick={onDeeds}>
        主要事迹
      </button>
      {!line.fresh && (
        <>
          <a class="button" href={staffPaths.nominee(slug, number)}>
            整页修改、照片{opened ? '、撤下' : ''}
          </a>
          {!opened && (
            <>
              <form class="place" onSubmit={moveTo}>
                <label for="place">移到第</label>
                <input
                  key={`${number}-${place}`}
                  id="place"
                  name="place"
                  type="number"
                  min={1}
                  max={ledger.lines.length}
                  defaultValue={place}
                  required
                />
                <button>位</button>
              </form>
              <button type="button" onClick={() => setAsking(true)}>
                删除
              </button>
            </>
          )}
        </>
      )}
      {asking && (
        <Sheet
          title={`删除 ${number}号 ${name}？`}
          onClose={() => setAsking(false)}
          actions={
            <>
              <button type="button" onClick={() => setAsking(false)}>
                不删除
              </button>
              <button
                type="button"
                class="main"
                onClick={() => {
                  setAsking(false)
                  void tell(staffPaths.removeNominees(slug), { rows: [{ number, revision }] }, `已删除 ${number}号 ${name}`)
                }}
              >
                删除
              </button>
            </>
          }
        >
          <p>{DELETING}</p>
        </Sheet>
      )}
    </div>
  )
}
