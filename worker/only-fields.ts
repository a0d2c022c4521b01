import { Refused } from './http.ts'

/** Refuses a form that has other fields than these, or one of them twice (T23). */
export function onlyFields(form: FormData | URLSearchParams, known: readonly string[]): void {
  const names = [...form.keys()]
  const strange = names.find((name, i) => !known.includes(name) || names.indexOf(name) !== i)
  if (strange !== undefined) throw new Refused({ code: 'body-malformed', where: strange.slice(0, 20) })
}
