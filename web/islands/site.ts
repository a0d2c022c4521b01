import { remaining } from '../text/dates.ts'
import { keep, recall } from './stored.ts'
import { toast } from './toast.ts'

// On every page: the reader's view, countdowns by the server's clock, the print button.

interface StoredView {
  elder?: boolean
  size?: string
}

const root = document.documentElement
const view = recall<StoredView>('mp-view') ?? {}

function storeView(change: StoredView): void {
  Object.assign(view, change)
  keep('mp-view', view)
}

const elderLink = document.querySelector<HTMLAnchorElement>('[data-elder]')
function nameElderLink(): void {
  if (elderLink) elderLink.textContent = root.classList.contains('elder') ? '退出大字版' : '大字版'
}
nameElderLink()
elderLink?.addEventListener('click', event => {
  event.preventDefault()
  storeView({ elder: root.classList.toggle('elder') })
  nameElderLink()
})

const sizeLinks = document.querySelectorAll<HTMLAnchorElement>('[data-text-size]')
function markSize(): void {
  for (const link of sizeLinks)
    if (link.dataset.textSize === root.dataset.size) link.setAttribute('aria-current', 'true')
    else link.removeAttribute('aria-current')
}
markSize()
for (const link of sizeLinks)
  link.addEventListener('click', event => {
    event.preventDefault()
    root.dataset.size = link.dataset.textSize ?? 'm'
    storeView({ size: root.dataset.size })
    markSize()
  })

const print = document.querySelector<HTMLButtonElement>('[data-print]')
if (print) {
  print.hidden = false
  print.addEventListener('click', () => window.print())
}

// Says when the network goes and comes; what was chosen is kept on the phone either way.
addEventListener('offline', () => toast('网络断开，选择保存在本机'))
addEventListener('online', () => toast('网络已恢复'))

// WeChat's own script is fetched by WeChat's own browser alone, from pages that can be signed for it (wechat-share.ts).
const { wechat } = root.dataset
if (wechat && navigator.userAgent.includes('MicroMessenger')) void import(/* @vite-ignore */ wechat)

const countdowns = document.querySelectorAll<HTMLElement>('[data-until]')
if (countdowns.length > 0) void followServerTime()

/** The phone's clock decides nothing (law 10): one question to the server gives the difference. */
async function followServerTime(): Promise<void> {
  let ahead = 0
  try {
    const asked = Date.now()
    const { now } = (await (await fetch('/api/time')).json()) as { now: number }
    ahead = now - (asked + Date.now()) / 2
  } catch {
    ahead = Number(root.dataset.now) - Date.now()
  }
  const tick = () => {
    for (const one of countdowns) {
      const { until, before = '', after = '', over = '' } = one.dataset
      const left = Number(until) - (Date.now() + ahead)
      const text = left > 0 ? before + remaining(left) + after : over
      if (one.textContent !== text) one.textContent = text
    }
  }
  tick()
  setInterval(tick, 5000)
}
