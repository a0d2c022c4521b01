/** An element with a class and what is in it. Texts are set as texts: nothing in a file can become part of the page. */
export function make(tag: string, look: string, ...children: readonly (Node | string)[]): HTMLElement {
  const element = document.createElement(tag)
  if (look !== '') element.className = look
  element.append(...children)
  return element
}

/** The element of the page that carries this mark. Throws when the page has none. */
export function marked<T extends HTMLElement>(name: string): T {
  const found = document.querySelector<T>(`[data-${name}]`)
  if (!found) throw new Error(`no [data-${name}]`)
  return found
}

/** Lets the browser draw what was changed. */
export const drawn = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 0))

const PIECE_MS = 40

/** Runs work that comes in small steps without letting the page stand still; `shown` is told the newest step. */
export async function inPieces<Step, Done>(work: Generator<Step, Done>, shown: (step: Step) => void): Promise<Done> {
  let begun = performance.now()
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    if (performance.now() - begun < PIECE_MS) continue
    shown(step.value)
    await drawn()
    begun = performance.now()
  }
}

/** The bytes of a file somebody chose. */
export const bytesOf = async (file: Blob): Promise<Uint8Array> => new Uint8Array(await new Response(file).arrayBuffer())
