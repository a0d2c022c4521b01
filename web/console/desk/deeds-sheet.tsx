import { useEffect, useRef, useState } from 'preact/hooks'
import type { DeskFile } from '../../../worker/rules/nominee-desk.ts'
import { ask } from '../../islands/api.ts'
import { staffPaths } from '../../staff-paths.ts'
import { COLUMNS } from './columns.ts'
import type { Ledger, Line } from './ledger.ts'
import { Sheet } from './sheet.tsx'

const MOST = COLUMNS.find(({ key }) => key === 'deeds')?.most ?? 0

export interface DeedsSheetProps {
  readonly ledger: Ledger
  readonly line: Line
  readonly onClose: () => void
}

/** The deeds of one nominee, fetched when they are opened, with a count against the limit. */
export function DeedsSheet({ ledger, line, onClose }: DeedsSheetProps) {
  const { number, name } = line.row
  const [before, setBefore] = useState<string | null>(line.fresh ? (line.typed.deeds ?? '') : null)
  const [text, setText] = useState('')
  const [failed, setFailed] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (before !== null) field.current?.focus()
  }, [before])
  useEffect(() => {
    if (line.fresh) return setText(line.typed.deeds ?? '')
    void ask<DeskFile>(staffPaths.nominee(ledger.data.slug, number)).then(answer => {
      if (answer.kind !== 'ok') return setFailed(true)
      const known = line.typed.deeds ?? answer.value.deeds
      setBefore(known)
      setText(known)
    })
  }, [])
  const over = text.length - MOST
  const keep = () => {
    if (before !== null) ledger.writeDeeds(number, before, text)
    onClose()
  }
  return (
    <Sheet
      title={`${number}号 ${line.typed.name ?? name}：主要事迹`}
      onClose={keep}
      actions={
        <>
          <button type="button" onClick={onClose}>
            不改
          </button>
          <button type="button" class="main" disabled={before === null} onClick={keep}>
            完成
          </button>
        </>
      }
    >
      {failed ? (
        <p class="note">暂时连不上，没有读到事迹。请稍后再试。</p>
      ) : (
        <>
          <textarea
            ref={field}
            class="deeds-text"
            aria-label="主要事迹"
            aria-describedby="deeds-count"
            disabled={before === null}
            value={text}
            onInput={event => setText(event.currentTarget.value)}
          />
          <p id="deeds-count" class={over > 0 ? 'flaw' : 'soft small'} role="status">
            {text.length} / {MOST} 字{over > 0 && `，请删减 ${over} 个字`}
          </p>
        </>
      )}
    </Sheet>
  )
}
