/** Longest text in a line of the log. */
const MOST = 4000
/** What a terminal or a viewer would act on instead of showing it: control signs beyond JSON's own, and signs that turn the direction of writing. */
const ACTING = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/**
 * Writes one line of JSON to the log, whatever the texts in it hold (T29). What a visitor sends has no place in it; the
 * text of an error may still quote some of it, so everything is escaped and cut here.
 */
export function logLine(event: string, detail: Readonly<Record<string, unknown>> = {}): void {
  const line = JSON.stringify({ event, ...detail }, (_, value: unknown) =>
    typeof value === 'string' ? value.slice(0, MOST) : value,
  )
  console.error(line.replace(ACTING, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`))
}
