import { prove } from './human-check.ts'

// The objection form works without this. With it nobody has to do a sum, sizes are checked before anything is sent, and the
// fields of a name are out of the way of who has none to give.

const LARGEST = 10 * 1024 * 1024
const MOST = 5

function enhance(form: HTMLFormElement): void {
  const say = sayIn(document.getElementById('state'))
  const button = form.querySelector<HTMLButtonElement>('button.main')
  hideQuestion(form)
  const named = form.querySelector<HTMLSelectElement>('select[name=named]')
  const showNamed = () => {
    for (const part of form.querySelectorAll<HTMLElement>('[data-named]')) part.hidden = named?.value === '0'
  }
  named?.addEventListener('change', showNamed)
  showNamed()
  const chosen = form.querySelector<HTMLInputElement>('input[type=file]')
  chosen?.addEventListener('change', () => say(flawOf(chosen) ?? '', true))
  form.addEventListener('submit', event => {
    event.preventDefault()
    const flaw = chosen && flawOf(chosen)
    if (flaw) return say(flaw, true)
    if (button) button.disabled = true
    void send(form, say).then(gone => {
      if (!gone && button) button.disabled = false
    })
  })
  // Coming back to the page must not find the button still asleep.
  addEventListener('pageshow', () => {
    if (button) button.disabled = false
  })
}

type Say = (text: string, bad?: boolean) => void
const sayIn =
  (place: HTMLElement | null): Say =>
  (text, bad = false) => {
    if (!place) return
    place.textContent = text
    place.classList.toggle('flaw', bad)
  }

function hideQuestion(form: HTMLFormElement): void {
  for (const part of form.querySelectorAll<HTMLElement>('[data-question]')) {
    part.hidden = true
    for (const field of part.querySelectorAll('input')) field.disabled = true
  }
}

function flawOf({ files }: HTMLInputElement): string | null {
  const list = [...(files ?? [])]
  if (list.length > MOST) return `最多选 ${MOST} 个文件，现在选了 ${list.length} 个。`
  const large = list.find(file => file.size > LARGEST)
  return large ? `“${large.name}”超过 10 MB，请压缩后再选。` : null
}

/** Proves that a person is here and lets the form go as it would have gone by itself. */
async function send(form: HTMLFormElement, say: Say): Promise<boolean> {
  say('正在进行安全验证……')
  const proven = await prove(form.dataset.challenge ?? '', 'objection', null)
  if (proven.kind === 'silent') {
    say(`网络不通，还没有提交。您填写的内容还在，请稍后再按“${form.querySelector('button.main')?.textContent}”。`, true)
    return false
  }
  if (proven.kind === 'refused') {
    say(proven.message, true)
    return false
  }
  say('正在提交，请不要离开……')
  const field = form.querySelector<HTMLInputElement>('input[name=proof]') ?? document.createElement('input')
  field.type = 'hidden'
  field.name = 'proof'
  field.value = JSON.stringify(proven.proof)
  form.append(field)
  form.submit()
  return true
}

const form = document.getElementById('objection')
if (form instanceof HTMLFormElement) enhance(form)
