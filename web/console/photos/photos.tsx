import { useRef, useState } from 'preact/hooks'
import { staffPaths } from '../../staff-paths.ts'
import type { PhotosData } from '../desk-data.ts'
import { DropZone } from '../intake/drop-zone.tsx'
import { type Making, makePhoto } from './make.ts'
import { isPictureName, matchFiles } from './match.ts'
import { PhotoRow } from './photo-row.tsx'
import { atOnce, sendPhotos } from './send.ts'

/** A file, whom it shows, and how far it has come. */
export interface Item {
  readonly id: number
  readonly file: File
  /** Number of the nominee; null until somebody says who it is. */
  readonly number: number | null
  /** Null while it is being looked at. */
  readonly making: Making | null
  readonly state: 'waiting' | 'sending' | 'sent' | 'failed'
  readonly says: string
}

/** Files looked at side by side; each takes a large picture's memory. */
const LOOKS = 2

/** Many files, matched by their names, checked, then sent. The button stands above them, however many there are. */
export function Photos({ data }: { readonly data: PhotosData }) {
  const [items, setItems] = useState<readonly Item[]>([])
  const [white, setWhite] = useState(true)
  const [sending, setSending] = useState(false)
  const ids = useRef(0)
  const change = (id: number, part: Partial<Item>) =>
    setItems(known => known.map(one => (one.id === id ? { ...one, ...part } : one)))
  const persons = new Map(data.nominees.map(({ number, person }) => [number, person]))

  const choose = async (files: readonly File[]) => {
    const pictures = files.filter(({ name }) => isPictureName(name))
    const matched = matchFiles(
      pictures.map(({ name }) => name),
      data,
    )
    const taken = new Set(items.flatMap(({ number }) => (number === null ? [] : [number])))
    const fresh = pictures.map((file): Item => {
      const number = matched.get(file.name) ?? null
      const free = number !== null && !taken.has(number)
      if (free) taken.add(number)
      return { id: ids.current++, file, number: free ? number : null, making: null, state: 'waiting', says: '' }
    })
    // Those that nobody was found for come first: among 150 nobody would find them.
    setItems(known => [...known, ...fresh.filter(one => one.number === null), ...fresh.filter(one => one.number !== null)])
    await atOnce(
      fresh,
      async ({ id, file, number }) =>
        change(id, { making: await makePhoto(file, { white: white && persons.get(number ?? 0) !== false }) }),
      LOOKS,
    )
  }
  const ready = items.filter(one => one.number !== null && one.making?.ok && (one.state === 'waiting' || one.state === 'failed'))
  const send = async () => {
    setSending(true)
    const parcels = ready.flatMap(({ id, number, making }) =>
      number !== null && making?.ok
        ? [
            {
              number,
              made: making,
              tell: (state: 'sending' | 'sent' | { readonly failed: string }) =>
                change(id, typeof state === 'object' ? { state: 'failed', says: state.failed } : { state, says: '' }),
            },
          ]
        : [],
    )
    await sendPhotos(data.slug, parcels)
    setSending(false)
  }
  const looking = items.filter(({ making }) => making === null).length
  const sent = items.filter(({ state }) => state === 'sent').length
  return (
    <>
      <DropZone
        id="files"
        label="选择照片，或把照片、文件夹拖到这里"
        hint="可以一次选很多张"
        accept="image/jpeg,image/png,image/webp,.heic"
        many
        onFiles={files => void choose(files)}
      />
      <DropZone
        id="folder"
        label="或者选择整个文件夹"
        hint="文件夹里的照片都会列出来"
        accept=""
        many
        folder
        onFiles={files => void choose(files)}
      />
      <div class="card">
        <label class="tick">
          <input type="checkbox" checked={white} onChange={event => setWhite(event.currentTarget.checked)} />
          <span>
            检查个人照片是不是白底 <span class="soft small">只提醒，不阻止上传；工作照请不要勾选</span>
          </span>
        </label>
      </div>
      {items.length > 0 && (
        <section class="card">
          <h2>{items.length} 张照片</h2>
          <p class="soft" role="status">
            {sayProgress(items, looking, sent)}
          </p>
          {sending && <progress max={ready.length + sent} value={sent} aria-label="上传进度" />}
          <div class="desk-acts steps-bar">
            {(ready.length > 0 || sent === 0 || sending) && (
              <button
                type="button"
                class="main"
                disabled={sending || looking > 0 || ready.length === 0}
                onClick={() => void send()}
              >
                {sending ? '正在上传……' : `上传 ${ready.length} 张`}
              </button>
            )}
            {sent > 0 && !sending && (
              <a class="button" href={staffPaths.nominees(data.slug)}>
                看候选对象
              </a>
            )}
          </div>
          <ul class="photo-rows">
            {items.map(item => (
              <PhotoRow
                key={item.id}
                item={item}
                data={data}
                taken={items}
                onNumber={number => change(item.id, { number })}
                onDrop={() => setItems(items.filter(one => one !== item))}
              />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function sayProgress(items: readonly Item[], looking: number, sent: number): string {
  if (looking > 0) return `正在检查，还有 ${looking} 张`
  const strange = items.filter(({ number }) => number === null).length
  const refused = items.filter(({ making }) => making && !making.ok).length
  const parts = [
    sent > 0 && `已上传 ${sent} 张`,
    strange > 0 && `${strange} 张没有对上人，请选择`,
    refused > 0 && `${refused} 张不能用，原因写在旁边`,
  ].filter(Boolean)
  return parts.length > 0 ? `${parts.join('；')}。` : '都对上了人，可以上传。'
}
