import type { NoticeId } from '../../worker/rules/ids.ts'
import { staffPaths } from '../staff-paths.ts'
import { clock } from '../text/dates.ts'
import { isTouched } from './touched.ts'
import { openAttach } from './writing/attach.ts'
import { heldBack, openAutosave } from './writing/autosave.ts'
import { type Brought, cleaned } from './writing/bring-in.ts'
import { openRich, type Rich } from './writing/rich.ts'
import { send } from './writing/send.ts'
import { openToolbar } from './writing/toolbar.ts'

// The page on which a notice is written. Without this it is a form with Markdown; with it, a region to write in as in
// Word, that saves itself and shows at its side what a phone will show.

const form = document.querySelector<HTMLFormElement>('form#notice')
if (form) void open(form)

async function open(form: HTMLFormElement): Promise<void> {
  const part = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T
  const [area, format] = [part<HTMLTextAreaElement>('f-body'), form.elements.namedItem('format') as HTMLInputElement]
  const [said, preview, title] = [part('said'), part('preview'), part<HTMLInputElement>('f-title')]
  const say = (text: string) => {
    said.textContent = text
  }
  offerHeldBack(form, say)

  let rich: Rich | null = null
  const gather = async () => {
    if (rich) area.value = await cleaned(rich.html())
  }
  const autosave = openAutosave({
    form,
    gather,
    say,
    conflict: (message, theirs) => showConflict(form, { message, theirs, again: () => autosave.now(true) }),
  })

  let drawing = 0
  const draw = () => {
    clearTimeout(drawing)
    drawing = window.setTimeout(async () => {
      await gather()
      const body = new URLSearchParams({ format: format.value, body: area.value })
      const sent = await send<{ html: string | null }>(staffPaths.noticePreview(form.dataset.notice as NoticeId), body)
      // What comes back has been cleaned by the server.
      if (sent.kind === 'ok' && sent.value.html !== null) preview.innerHTML = sent.value.html
    }, 700)
  }
  const changed = () => {
    autosave.touch()
    draw()
  }
  form.addEventListener('input', () => {
    part('preview-title').textContent = title.value
    changed()
  })

  // A text in Markdown stays one; an empty one begins as in Word.
  if (format.value === 'html' || area.value.trim() === '') {
    const start = await cleaned(area.value)
    format.value = 'html'
    rich = openRich(part('rich'), changed)
    rich.place.innerHTML = start || '<p><br></p>'
    openToolbar(part('tools'), rich)
    area.closest<HTMLElement>('.field')?.setAttribute('hidden', '')
  }

  document.addEventListener('brought-in', event => {
    const { title: found, warnings } = (event as CustomEvent<Brought>).detail
    const notes = [...warnings]
    if (found && found !== title.value.trim()) {
      notes.unshift(`标题取自文中，原来填的是“${title.value}”。`)
      title.value = found.slice(0, 100)
      part('preview-title').textContent = title.value
    }
    if (notes.length > 0) showNotes(notes)
    changed()
  })

  form.addEventListener('submit', event => {
    if (!rich || form.dataset.ready) return
    event.preventDefault()
    void gather().then(() => {
      form.dataset.ready = '1'
      form.submit()
    })
  })
  if (isTouched(form)) changed()
  document.querySelector('[data-check]')?.addEventListener('click', event => {
    event.preventDefault()
    const { href } = event.currentTarget as HTMLAnchorElement
    void autosave.now().then(good => good && location.assign(href))
  })
  const upload = document.querySelector<HTMLFormElement>('form#upload')
  if (upload) openAttach(upload, autosave.now)
}

/** What was typed on this machine and never reached the server. */
function offerHeldBack(form: HTMLFormElement, say: (text: string) => void): void {
  const held = heldBack(form)
  if (!held) return
  const note = aside(`本机存有 ${clock(held.at)} 没有保存上的内容。`)
  const take = actionOf('恢复', () => {
    held.restore()
    const rich = document.getElementById('rich')
    const area = document.getElementById('f-body') as HTMLTextAreaElement
    if (rich && !rich.hidden)
      void cleaned(area.value).then(html => {
        rich.innerHTML = html
        rich.dispatchEvent(new Event('input'))
      })
    else form.dispatchEvent(new Event('input'))
    say('已恢复本机的内容。')
    note.remove()
  })
  const drop = actionOf('丢弃', () => {
    held.drop()
    note.remove()
  })
  note.append(take, drop)
  form.closest('.writing')?.before(note)
}

function showConflict(
  form: HTMLFormElement,
  { message, theirs, again }: { message: string; theirs: number; again: () => Promise<boolean> },
): void {
  const note = document.getElementById('conflict') as HTMLElement
  const look = Object.assign(document.createElement('a'), {
    href: staffPaths.noticeVersions(form.dataset.notice as NoticeId),
    target: '_blank',
    rel: 'noopener',
    textContent: '看对方改了什么',
  })
  const mine = actionOf('以我的为准', () => {
    ;(form.elements.namedItem('revision') as HTMLInputElement).value = String(theirs)
    note.hidden = true
    void again()
  })
  const other = actionOf('载入对方的', () => location.reload())
  note.replaceChildren(`${message} `, look, mine, other)
  note.hidden = false
}

/** What could not be taken along. */
function showNotes(notes: readonly string[]): void {
  document.getElementById('brought')?.remove()
  const note = aside('请核对：')
  note.id = 'brought'
  const list = document.createElement('ul')
  list.append(...notes.map(text => Object.assign(document.createElement('li'), { textContent: text })))
  note.append(
    list,
    actionOf('知道了', () => note.remove()),
  )
  document.querySelector('.writing')?.before(note)
}

const aside = (text: string): HTMLElement => {
  const note = Object.assign(document.createElement('div'), { className: 'note', textContent: text })
  note.setAttribute('role', 'status')
  return note
}

function actionOf(name: string, act: () => void): HTMLButtonElement {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: name })
  button.addEventListener('click', act)
  return button
}
