import { useState } from 'preact/hooks'

export interface DropZoneProps {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly accept: string
  readonly many?: boolean
  /** Also whole folders. */
  readonly folder?: boolean
  readonly onFiles: (files: readonly File[]) => void
}

/** A place to drop files on, which is also the label of a file field: keyboard and finger do the same as the mouse. */
export function DropZone({ id, label, hint, accept, many = false, folder = false, onFiles }: DropZoneProps) {
  const [over, setOver] = useState(false)
  const take = (list: FileList | null | undefined) => {
    if (list && list.length > 0) onFiles([...list])
  }
  return (
    <div class="card">
      <label
        for={id}
        class={over ? 'drop over' : 'drop'}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={event => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer?.files)
        }}
      >
        <b>{label}</b>
        <span class="soft small">{hint}</span>
        <input
          id={id}
          type="file"
          accept={accept}
          multiple={many}
          {...(folder ? { webkitdirectory: true } : {})}
          onChange={event => {
            take(event.currentTarget.files)
            event.currentTarget.value = ''
          }}
        />
      </label>
    </div>
  )
}
