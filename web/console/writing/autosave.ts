import type { Instant } from '../../../worker/rules/time.ts'
import { keep, recall } from '../../islands/stored.ts'
import { clock } from '../../text/dates.ts'
import { send } from './send.ts'

/** How long the hand must rest before a draft saves itself, and how long it may wait at the most. */
const REST = 2500
const LONGEST = 20_000

interface Kept {
  readonly revision: string
  readonly at: number
  readonly fields: readonly (readonly [string, string])[]
}

export interface Autosave {
  /** Something was written. */
  touch(): void
  /** Saves what is not saved; true when the server has all of it. Deliberately: over what somebody else wrote. */
  now(deliberately?: boolean): Promise<boolean>
}

export interface AutosaveParts {
  readonly form: HTMLFormElement
  /** Brings what is written into the form's fields. */
  readonly gather: () => Promise<void>
  readonly say: (text: string) => void
  readonly conflict: (message: string, theirs: number) => void
}

const storeKey = (form: HTMLFormElement): string => `mp-notice-${form.dataset.notice}`
const fieldsOf = (form: HTMLFormElement): readonly (readonly [string, string])[] =>
  Array.from(new FormData(form)).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))

/**
 * Saves a draft while it is written: on this machine at once, on the server when the hand rests. What the server has not
 * confirmed stays here and is offered again.
 */
export function openAutosave({ form, gather, say, conflict }: AutosaveParts): Autosave {
  let timer = 0
  let waitingSince = 0
  let busy: Promise<boolean> | null = null
  let written = 0
  let savedAt = 0
  const revision = form.elements.namedItem('revision') as HTMLInputElement

  const save = async (deliberately: boolean): Promise<boolean> => {
    await gather()
    const upTo = written
    const fields = fieldsOf(form)
    keep(storeKey(form), { revision: revision.value, at: Date.now(), fields } satisfies Kept)
    if (!form.checkValidity()) {
      say('还有必填项没有填，暂存在本机。')
      return false
    }
    const body = new URLSearchParams([...fields.map(([name, value]) => [name, value]), ['auto', deliberately ? '' : '1']])
    const sent = await send<{ revision: number; at: number }>(form.action, body)
    if (sent.kind === 'ok') {
      revision.value = String(sent.value.revision)
      savedAt = upTo
      if (written === upTo) keep(storeKey(form), null)
      say(`已自动保存 ${clock(sent.value.at as Instant)}`)
      return written === upTo
    }
    if (sent.kind === 'refused' && sent.code === 'edited-by-other') conflict(sent.message, Number(sent.more.theirs))
    else if (sent.kind === 'refused' && sent.code === 'sign-in-needed')
      say('登录已过期，内容暂存在本机。请在新窗口登录，然后回到这里继续。')
    else if (sent.kind === 'refused') say(sent.message)
    else say('网络不通，内容暂存在本机，恢复后自动保存。')
    return false
  }

  const now = async (deliberately = false): Promise<boolean> => {
    clearTimeout(timer)
    waitingSince = 0
    if (busy) await busy
    if (savedAt === written) return true
    busy = save(deliberately).finally(() => {
      busy = null
    })
    return busy
  }

  const touch = (): void => {
    written += 1
    waitingSince ||= Date.now()
    clearTimeout(timer)
    timer = window.setTimeout(() => void now(), Date.now() - waitingSince > LONGEST ? 0 : REST)
  }

  addEventListener('online', () => void (savedAt !== written && now()))
  addEventListener('pagehide', () => {
    if (savedAt !== written)
      keep(storeKey(form), { revision: revision.value, at: Date.now(), fields: fieldsOf(form) } satisfies Kept)
  })
  form.addEventListener('submit', () => keep(storeKey(form), null))
  return { touch, now }
}

/** What this machine still holds that the server may not have; null when nothing, or the same. */
export function heldBack(form: HTMLFormElement): { readonly at: Instant; restore(): void; drop(): void } | null {
  const held = recall<Kept>(storeKey(form))
  if (!held) return null
  const here = new Map(fieldsOf(form))
  if (held.fields.every(([name, value]) => name === 'revision' || here.get(name) === value)) return null
  return {
    at: held.at as Instant,
    restore() {
      for (const [name, value] of held.fields) {
        const field = form.elements.namedItem(name)
        if (name !== 'revision' && (field instanceof HTMLElement || field instanceof RadioNodeList) && 'value' in field)
          field.value = value
      }
    },
    drop: () => keep(storeKey(form), null),
  }
}
