import type { FormFlaw } from '../../worker/rules/refusal.ts'
import { clock } from '../text/dates.ts'
import { isTouched } from './touched.ts'

/** So long after the last change a draft saves itself, and so long after silence it asks again. */
const REST = 2000
const AGAIN = 5000

interface Saved {
  readonly revision: number
  readonly at: number
  readonly was: unknown
}
interface Refused {
  readonly code: string
  readonly message: string
  readonly flaws?: readonly FormFlaw[]
}

interface Wishes {
  /** Where it says how things stand. */
  readonly place: HTMLElement
  /** Whether it saves by itself: a draft, which nobody outside sees half-written. */
  readonly auto: boolean
  readonly onFlaws: (flaws: readonly FormFlaw[]) => void
}

/** Saves a form to the address it would post to, one request at a time, and never says "saved" before it is. */
export class Saver {
  readonly #form: HTMLFormElement
  readonly #wishes: Wishes
  #dirty = false
  #busy = false
  /** Somebody else was quicker: a person decides before anything is sent again. */
  #held = false
  #timer = 0

  constructor(form: HTMLFormElement, wishes: Wishes) {
    this.#form = form
    this.#wishes = wishes
    addEventListener('beforeunload', event => {
      if (this.#dirty && !this.#held) event.preventDefault()
    })
    form.addEventListener('submit', () => {
      this.#dirty = false
    })
    addEventListener('online', () => this.#later(0))
    if (isTouched(form)) this.changed()
  }

  changed(): void {
    this.#dirty = true
    if (this.#held) return
    this.#say(this.#wishes.auto ? '有修改，马上自动保存' : '有未保存的修改')
    if (this.#wishes.auto) this.#later(REST)
  }

  async save({ auto = false } = {}): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#busy) return this.#later(300)
    if (this.#held) return this.#decide()
    this.#busy = true
    this.#dirty = false
    this.#say('正在保存…')
    const body = read(this.#form)
    body.set('do', 'save')
    if (auto) body.set('auto', '1')
    try {
      const response = await fetch(this.#form.action, {
        method: 'POST',
        headers: { accept: 'application/json' },
        body,
        credentials: 'same-origin',
      })
      const answer: unknown = await response.json()
      if (response.ok) this.#saved(answer as Saved)
      else this.#refused(answer as Refused)
    } catch {
      this.#dirty = true
      this.#say('没有连上，稍后再试')
      if (this.#wishes.auto) this.#later(AGAIN)
    } finally {
      this.#busy = false
    }
  }

  #later(ms: number): void {
    clearTimeout(this.#timer)
    if (this.#dirty) this.#timer = window.setTimeout(() => void this.save({ auto: true }), ms)
  }

  #saved({ revision, at, was }: Saved): void {
    const hidden = (name: string) => this.#form.elements.namedItem(name) as HTMLInputElement
    hidden('revision').value = String(revision)
    hidden('was').value = JSON.stringify(was)
    this.#wishes.onFlaws([])
    this.#say(this.#dirty ? '有修改，马上自动保存' : `已保存 ${clock(at as never)}`)
  }

  #refused({ code, message, flaws = [] }: Refused): void {
    this.#dirty = true
    this.#wishes.onFlaws(flaws)
    this.#say(
      code === 'sign-in-needed'
        ? '登录已过期：请在新窗口重新登录，再回来保存，内容都还在'
        : code === 'form-refused'
          ? `有 ${flaws.length} 处需要改正，还没有保存`
          : message,
    )
    if (code === 'edited-by-other') this.#hold()
  }

  /** The page with both versions is the server's; going there sends everything that was typed along. */
  #hold(): void {
    this.#held = true
    const look = Object.assign(document.createElement('button'), { type: 'button', textContent: '看双方的不同' })
    look.addEventListener('click', () => this.#decide())
    this.#wishes.place.append(' ', look)
  }

  #decide(): void {
    this.#form.submit()
  }

  #say(text: string): void {
    if (!this.#held) this.#wishes.place.textContent = text
  }
}

/** A form as it would be sent. */
export const read = (form: HTMLFormElement): URLSearchParams =>
  new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]))
