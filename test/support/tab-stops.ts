import type { Page } from 'playwright-core'

/** Where the focus stands: what it is on, and what is wrong with how it looks. */
interface Stop {
  readonly name: string
  readonly flaw: string | null
  /** The place of the element among all of the page; -1 when the focus has left the page. */
  readonly at: number
}

const MOST = 400

/**
 * Looks at what has the focus, as the person who pressed Tab does: is it to be seen (WCAG 2.4.11), and does anything show that
 * it is here (2.4.7)?
 */
const look = (page: Page): Promise<Stop> =>
  page.evaluate(() => {
    const one = document.activeElement as HTMLElement | null
    if (!one || one === document.body) return { name: '', flaw: null, at: -1 }
    const at = [...document.querySelectorAll('*')].indexOf(one)
    const name = `${one.tagName.toLowerCase()} ${(one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 20) || one.id}`
    // A box of which nothing is to be seen stands for the label that is drawn around it.
    const drawn = one.matches('input[type=checkbox], input[type=radio], input[type=file]') ? (one.closest('label') ?? one) : one
    const { left, top, right, height } = drawn.getBoundingClientRect()
    // The middle of what is within the window: what stands in a strip that is scrolled sideways may be there in part.
    const [x, y] = [(Math.max(left, 0) + Math.min(right, innerWidth)) / 2, top + Math.min(height, 44) / 2]
    const covering = document.elementFromPoint(x, y)
    if (y < 0 || y > innerHeight || !covering) return { name, flaw: 'is out of sight', at }
    if (!drawn.contains(covering) && !covering.contains(drawn))
      return { name, flaw: `is behind ${covering.tagName} .${covering.className}`, at }
    const marked = [one, drawn].some(shown => {
      const { outlineStyle, outlineWidth } = getComputedStyle(shown)
      return outlineStyle !== 'none' && outlineWidth !== '0px'
    })
    return { name, flaw: marked ? null : 'shows no focus', at }
  })

/** Goes through the page with the Tab key until the focus leaves it. Answers every stop, in order. */
export async function tabStops(page: Page): Promise<readonly Stop[]> {
  const stops: Stop[] = []
  for (let i = 0; i < MOST; i++) {
    await page.keyboard.press('Tab')
    const stop = await look(page)
    if (stop.at < 0 || stop.at === stops[0]?.at) break
    stops.push(stop)
  }
  return stops
}

/** Places of all that can be pressed, ticked or filled in and is shown: each of them must be a stop. A group of radios is one. */
export const pressable = (page: Page): Promise<readonly { readonly at: number; readonly name: string }[]> =>
  page.evaluate(() => {
    const all = [...document.querySelectorAll<HTMLElement>('*')]
    const groups = new Set<string>()
    return all.flatMap((one, at) => {
      if (
        !one.matches(
          'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [contenteditable=true]',
        )
      )
        return []
      if (
        one.matches(':disabled, [tabindex="-1"]') ||
        !one.checkVisibility({ visibilityProperty: true }) ||
        one.closest('[inert]')
      )
        return []
      if (one instanceof HTMLInputElement && one.type === 'radio') {
        if (groups.has(one.name)) return []
        groups.add(one.name)
      }
      return [{ at, name: `${one.tagName.toLowerCase()} ${(one.textContent ?? '').trim().slice(0, 20) || one.id}` }]
    })
  })
