import { dayOf, instant } from '../../worker/rules/time.ts'
import { ask, pause } from './api.ts'
import { type CheckProof, prove } from './human-check.ts'
import { keep, recall } from './stored.ts'
import { toast } from './toast.ts'

// Hearts: pressed at once, sent behind, honest about what is not known yet. What was pressed is kept on the phone until
// the server has answered, so a reload or a lost network loses no like; the same like is counted once however often it
// is sent.

interface Kept {
  /** The day `liked` speaks of. */
  readonly day: string
  readonly liked: readonly number[]
  readonly waiting: readonly { readonly number: number; readonly sent: string }[]
  /** The day for which this device has earned a pass, so that it shows no new proof. */
  readonly passed?: string
}

/** After this many silent tries a like waits for the network or the next visit. */
const TRIES = 5
/** When a like that got no answer is sent again by itself, in milliseconds. */
const LATER = 20_000
/** A wait longer than this is told to the person, who may press again. */
const MOST_WAIT = 10

const home = document.querySelector<HTMLElement>('[data-likes]')
const { likes = '', mine = '', challenge = '' } = home?.dataset ?? {}
const store = `mp-likes ${likes}`
const today = dayOf(instant(Number(document.documentElement.dataset.now)))
const EMPTY: Kept = { day: today, liked: [], waiting: [] }
const kept = (): Kept => recall<Kept>(store) ?? memory
let memory = EMPTY
const remember = (change: Partial<Kept>): void => {
  memory = { ...kept(), ...change }
  keep(store, memory)
}

type State = 'free' | 'waiting' | 'unsure' | 'liked'
const hearts = new Map<number, (state: State) => void>()

for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-like]')) {
  const number = Number(link.dataset.like)
  const button = document.createElement('button')
  button.type = 'button'
  button.className = link.className
  button.append(...Array.from(link.childNodes))
  const words = button.querySelector('span') as HTMLElement
  const free = words.textContent ?? ''
  const says = { free, waiting: '已点赞', unsure: '正在确认…', liked: '今天已点赞' }
  hearts.set(number, state => {
    button.setAttribute('aria-pressed', String(state !== 'free'))
    button.classList.toggle('unsure', state === 'unsure')
    words.textContent = words.className ? `${free}：${says[state]}`.replace(`：${free}`, '') : says[state]
  })
  hearts.get(number)?.('free')
  button.addEventListener('click', () => press(number))
  link.replaceWith(button)
}

const paint = (number: number, state: State): void => hearts.get(number)?.(state)

function paintAll(): void {
  const { day, liked, waiting } = kept()
  for (const number of hearts.keys()) paint(number, day === today && liked.includes(number) ? 'liked' : 'free')
  for (const { number } of waiting) paint(number, 'waiting')
}

function press(number: number): void {
  const { day, liked, waiting } = kept()
  if (waiting.some(one => one.number === number)) return void flush()
  if (day === today && liked.includes(number)) return void toast('您今天已经点过赞，明天 0:00 后可以再点')
  remember({ waiting: [...waiting, { number, sent: today }] })
  paint(number, 'waiting')
  void flush()
}

let flushing = false
/** Sends what waits, one like after the other, until each has been answered or the network is gone. */
async function flush(): Promise<void> {
  if (flushing) return
  flushing = true
  try {
    for (let next = kept().waiting[0]; next; next = kept().waiting[0]) {
      const ended = await send(next)
      if (ended === 'silent') return void setTimeout(() => void flush(), LATER)
      const { liked, waiting } = kept()
      const { number } = next
      remember({
        waiting: waiting.filter(one => one.number !== number),
        ...(ended === 'liked' ? { day: today, liked: [...liked.filter(one => one !== number), number] } : {}),
      })
      paint(number, ended)
    }
  } finally {
    flushing = false
  }
}

async function send({ number, sent }: Kept['waiting'][number]): Promise<'liked' | 'free' | 'silent'> {
  let check: CheckProof | null = null
  for (let tries = 0; tries < TRIES; ) {
    if (!check && kept().passed !== today) {
      const proven = await prove(challenge, 'like', null)
      if (proven.kind === 'ok') check = proven.proof
      else if (proven.kind === 'refused') return refused(proven.message)
      else {
        await unsure(number, tries++)
        continue
      }
    }
    const answer = await ask<{ day: string }>(likes, { body: { number, sent, ...(check ? { check } : {}) } })
    if (answer.kind === 'ok') {
      remember({ passed: today })
      return 'liked'
    }
    if (answer.kind === 'silent') {
      await unsure(number, tries++)
      continue
    }
    const { code, message, retryAfter = 3 } = answer.refusal
    tries += 1
    if (/^human-check-(failed|expired)$|^session-missing$/.test(code)) {
      check = null
      remember({ passed: '' })
    } else if (/^(too-quick|slow-down|busy|human-check-unavailable)$/.test(code) && retryAfter <= MOST_WAIT)
      await pause(retryAfter * 1000)
    else return refused(message)
  }
  return 'silent'
}

/** Nobody knows whether the like has arrived: that is said, and asked again. */
async function unsure(number: number, tries: number): Promise<void> {
  paint(number, 'unsure')
  await pause(Math.min(8000, 700 * 2 ** tries))
}

function refused(message: string): 'free' {
  toast(message)
  return 'free'
}

async function start(): Promise<void> {
  paintAll()
  if (kept().day !== today || !recall(store)) {
    const answer = await ask<{ day: string; liked: number[] }>(mine)
    if (answer.kind === 'ok') remember({ day: answer.value.day, liked: answer.value.liked })
    paintAll()
  }
  await flush()
}
addEventListener('online', () => void flush())
if (home) void start()
