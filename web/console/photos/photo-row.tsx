import { useState } from 'preact/hooks'
import type { PhotosData } from '../desk-data.ts'
import type { Item } from './photos.tsx'

export interface PhotoRowProps {
  readonly item: Item
  readonly data: PhotosData
  /** All of them, so that nobody is offered twice. */
  readonly taken: readonly Item[]
  readonly onNumber: (number: number | null) => void
  readonly onDrop: () => void
}

/** One file: what it shows, whom, and what is to be said of it. */
export function PhotoRow({ item, data, taken, onNumber, onDrop }: PhotoRowProps) {
  const { file, number, making, state } = item
  const [choosing, setChoosing] = useState(false)
  const others = new Set(taken.filter(one => one !== item).map(one => one.number))
  const nominee = data.nominees.find(one => one.number === number)
  const settled = state === 'sent' || state === 'sending'
  return (
    <li>
      {making?.ok ? <img src={making.shown} alt="" width={56} height={70} /> : <span class="no-photo" aria-hidden="true" />}
      <div>
        <b>{file.name}</b>
        {settled || (number !== null && !choosing) ? (
          <span>
            {number}号 {nominee?.name}
          </span>
        ) : (
          <select
            aria-label={`${file.name}是谁的照片`}
            value={number ?? ''}
            class={number === null ? 'asked' : ''}
            onChange={event => onNumber(event.currentTarget.value === '' ? null : Number(event.currentTarget.value))}
          >
            <option value="">请选择是谁的照片</option>
            {data.nominees
              .filter(one => one.number === number || !others.has(one.number))
              .map(one => (
                <option key={one.number} value={one.number}>
                  {one.number}号 {one.name}
                </option>
              ))}
          </select>
        )}
        {nominee?.hasPhoto && !settled && <span class="soft small">将替换现在的照片</span>}
        {making && !making.ok && (
          <span class="flaw" role="alert">
            {making.why}
          </span>
        )}
        {making?.ok &&
          making.warnings.map(text => (
            <span key={text} class="flaw small">
              提醒：{text}
            </span>
          ))}
        {state === 'failed' && (
          <span class="flaw" role="alert">
            {item.says}
          </span>
        )}
      </div>
      <span class="how-far">
        {making === null ? '检查中' : state === 'sent' ? '已上传' : state === 'sending' ? '上传中' : ''}
        {!settled && number !== null && !choosing && (
          <button type="button" aria-label={`改选${file.name}是谁的照片`} onClick={() => setChoosing(true)}>
            改选
          </button>
        )}
        {!settled && (
          <button type="button" aria-label={`去掉${file.name}`} onClick={onDrop}>
            去掉
          </button>
        )}
      </span>
    </li>
  )
}
