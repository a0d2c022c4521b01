import { DESK_TEXTS } from '../../../worker/rules/nominee-desk.ts'
import { FIELD } from '../../text/desk.ts'
import type { Ledger, Line } from './ledger.ts'
import { Sheet } from './sheet.tsx'

export interface ConflictSheetProps {
  readonly ledger: Ledger
  readonly line: Line
  readonly onClose: () => void
}

/** What two people wrote into one row, side by side. Until it is settled both are kept: theirs is stored, mine is here. */
export function ConflictSheet({ ledger, line, onClose }: ConflictSheetProps) {
  const { theirs, typed, row } = line
  if (!theirs) return null
  const fields = DESK_TEXTS.filter(field => typed[field] !== undefined && typed[field] !== theirs[field])
  const settle = (whose: 'mine' | 'theirs') => {
    ledger.settle(line, whose)
    onClose()
  }
  const shown = (field: (typeof DESK_TEXTS)[number], word: string) =>
    field === 'category' ? (ledger.data.categories.find(({ key }) => key === word)?.name ?? word) : word
  return (
    <Sheet
      title={`${row.number}号：${theirs.editedBy ?? '另一位工作人员'}也改了这一行`}
      onClose={onClose}
      actions={
        <>
          <button type="button" onClick={() => settle('theirs')}>
            用对方的
          </button>
          <button type="button" class="main" onClick={() => settle('mine')}>
            用我的
          </button>
        </>
      }
    >
      {fields.length === 0 ? (
        <p>两人改的不是同一处，您写的和对方写的都会保留。请按“用我的”。</p>
      ) : (
        <dl class="versus">
          {fields.map(field => (
            <div key={field}>
              <dt>{FIELD[field]}</dt>
              <dd>
                <span class="tag plain">我的</span> {shown(field, typed[field] ?? '') || '（空）'}
              </dd>
              <dd>
                <span class="tag plain">对方的</span> {shown(field, theirs[field]) || '（空）'}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Sheet>
  )
}
