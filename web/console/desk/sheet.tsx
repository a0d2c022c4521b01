import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

export interface SheetProps {
  readonly title: string
  readonly onClose: () => void
  readonly actions: ComponentChildren
  readonly children: ComponentChildren
}

/** A half-screen sheet over the table. The browser's own dialog keeps the focus and gives it back. */
export function Sheet({ title, onClose, actions, children }: SheetProps) {
  const place = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    place.current?.showModal()
  }, [])
  return (
    <dialog
      ref={place}
      class="half"
      aria-labelledby="half-title"
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
    >
      <h2 id="half-title">{title}</h2>
      <div class="half-body">{children}</div>
      <div class="desk-acts">{actions}</div>
    </dialog>
  )
}
