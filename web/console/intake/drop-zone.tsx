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
  const take = (files: readonly File[]) => {
    if (files.length > 0) onFiles(files)
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
          if (event.dataTransfer) void filesIn(event.dataTransfer).then(take)
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
            take([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }}
        />
      </label>
    </div>
  )
}

/** What was dropped, with the files of any folder among it. */
async function filesIn({ items, files }: DataTransfer): Promise<readonly File[]> {
  const entries = [...items].map(item => item.webkitGetAsEntry()).filter(entry => entry !== null)
  if (!entries.some(({ isDirectory }) => isDirectory)) return [...files]
  return (await Promise.all(entries.map(filesBelow))).flat()
}

async function filesBelow(entry: FileSystemEntry): Promise<readonly File[]> {
  if (entry.isFile) return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))]
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: FileSystemEntry[] = []
  // A folder is handed out in parts; an empty part is the last.
  for (;;) {
    const part = await new Promise<readonly FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (part.length === 0) break
    found.push(...part)
  }
  return (await Promise.all(found.map(filesBelow))).flat()
}
