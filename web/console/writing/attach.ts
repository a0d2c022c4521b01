import { send } from './send.ts'

/** Sends an attachment with its progress shown; without this the form does it by itself. */
export function openAttach(form: HTMLFormElement, before: () => Promise<boolean>): void {
  const bar = form.querySelector<HTMLProgressElement>('progress')
  const flaw = form.querySelector<HTMLElement>('#file-flaw')
  form.addEventListener('submit', event => {
    event.preventDefault()
    void upload()
  })
  form.querySelector('input[type=file]')?.addEventListener('change', () => void upload())

  async function upload(): Promise<void> {
    const data = new FormData(form)
    const file = data.get('file')
    if (!(file instanceof File) || file.size === 0 || !bar || !flaw) return
    flaw.hidden = true
    bar.hidden = false
    // What is being written must be safe before the page comes anew.
    await before()
    const sent = await send(form.action, data, { timeout: 300_000, onProgress: part => (bar.value = part) })
    bar.hidden = true
    bar.value = 0
    if (sent.kind === 'ok') {
      location.hash = 'files'
      location.reload()
      return
    }
    form.reset()
    flaw.textContent = sent.kind === 'refused' ? sent.message : '没有传上去，请检查网络后再试。'
    flaw.hidden = false
  }
}
