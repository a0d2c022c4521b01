import type { BrowserContext } from 'playwright-core'

/**
 * Notes whatever a page does that no page of ours may do, whoever wrote the text in it: a dialog, a request to anybody
 * else, a script that fails, and every time the strict policy has to step in, in frames too.
 */
export async function listen(context: BrowserContext, origin: string): Promise<string[]> {
  const seen: string[] = []
  context.on('dialog', dialog => {
    seen.push(`dialog on ${dialog.page()?.url()}: ${dialog.message()}`)
    void dialog.dismiss()
  })
  context.on('request', request => {
    const own = [origin, 'data:', `blob:${origin}`].some(beginning => request.url().startsWith(beginning))
    if (!own) seen.push(`asked ${request.url()}`)
  })
  context.on('weberror', one => seen.push(`error on ${one.page()?.url()}: ${one.error().message}`))
  await context.exposeFunction('note', (text: string) => seen.push(text))
  await context.addInitScript(() => {
    const { note } = window as unknown as { note: (text: string) => void }
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      note(`${location.pathname}: ${violatedDirective} ${blockedURI} ${sample}`),
    )
  })
  return seen
}
