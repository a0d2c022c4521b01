import { type ComponentChildren, createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { FormFlaw } from '../../worker/rules/refusal.ts'

interface Common {
  readonly name: string
  readonly label: string
  readonly hint?: ComponentChildren
  /** Those of the whole form: the field shows what is said of it. */
  readonly flaws?: readonly FormFlaw[] | undefined
}

const NONE: readonly FormFlaw[] = []

/** What a control may be told beside its name; the element's own attributes, as HTML names them. */
interface Control {
  readonly value?: string | number | undefined
  readonly type?: string
  readonly required?: boolean
  readonly disabled?: boolean
  readonly minLength?: number
  readonly maxLength?: number
  readonly min?: string | number
  readonly max?: string | number
  readonly step?: string | number
  readonly rows?: number
  readonly placeholder?: string
  readonly autocomplete?: string
  readonly inputmode?: string
  readonly pattern?: string
  readonly list?: string
  readonly multiple?: boolean
  readonly accept?: string
}

/** Where a page has several forms with fields of one name, each form says which it is; ids are told apart by it. */
export const FormName = createContext('')

/** Label, hint, control and what is wrong with it, tied together for those who hear the page. */
function Field({
  name,
  label,
  hint,
  flaws = NONE,
  children,
}: Common & { readonly children: (aria: object) => ComponentChildren }) {
  const id = useContext(FormName) + name
  const says = flaws.filter(({ field }) => field === name).map(({ says }) => says)
  const described = [hint && `${id}-hint`, says.length > 0 && `${id}-flaw`].filter(Boolean).join(' ')
  const aria = {
    id: `f-${id}`,
    ...(described ? { 'aria-describedby': described } : {}),
    ...(says.length > 0 ? { 'aria-invalid': true } : {}),
  }
  return (
    <div class="field">
      <label for={`f-${id}`}>{label}</label>
      {children(aria)}
      {hint && (
        <p class="soft small" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {says.length > 0 && (
        <p class="flaw" id={`${id}-flaw`}>
          {says.join(' ')}
        </p>
      )}
    </div>
  )
}

export type TextFieldProps = Common & Control

/** One line of text, a number, a day (`type="date"`) or a moment. */
export function TextField({ name, label, hint, flaws, ...input }: TextFieldProps) {
  return (
    <Field name={name} label={label} hint={hint} flaws={flaws}>
      {aria => <input name={name} {...(input as object)} {...aria} />}
    </Field>
  )
}

export type AreaFieldProps = Common & Control

/** Several lines of text. */
export function AreaField({ name, label, hint, flaws, value, ...area }: AreaFieldProps) {
  return (
    <Field name={name} label={label} hint={hint} flaws={flaws}>
      {aria => (
        <textarea name={name} {...(area as object)} {...aria}>
          {value}
        </textarea>
      )}
    </Field>
  )
}

export interface Choice {
  readonly value: string
  readonly name: string
}

export type ChoiceFieldProps = Common & Control & { readonly choices: readonly Choice[] }

/** One of a few. */
export function ChoiceField({ name, label, hint, flaws, choices, value, ...select }: ChoiceFieldProps) {
  return (
    <Field name={name} label={label} hint={hint} flaws={flaws}>
      {aria => (
        <select name={name} {...(select as object)} {...aria}>
          {choices.map(choice => (
            <option key={choice.value} value={choice.value} selected={choice.value === value}>
              {choice.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

export interface CheckFieldProps {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly checked: boolean
}

/** Yes or no; an unticked box sends nothing, as forms do. */
export function CheckField({ name, label, hint, checked }: CheckFieldProps) {
  const id = useContext(FormName) + name
  return (
    <div class="field">
      <label class="tick">
        <input type="checkbox" name={name} value="1" checked={checked} aria-describedby={hint ? `${id}-hint` : undefined} />
        <span>{label}</span>
      </label>
      {hint && (
        <p class="soft small" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
