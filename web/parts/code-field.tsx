export interface CodeFieldProps {
  /** What the code is called where it was given out. */
  readonly label: string
  readonly typed?: string
}

/** Where sixteen signs from a slip or a page are typed; how they are grouped and whether they are large does not matter. */
export const CodeField = ({ label, typed = '' }: CodeFieldProps) => (
  <label class="field">
    <span>{label}</span>
    <input
      name="code"
      value={typed}
      required
      autocomplete="off"
      autocapitalize="characters"
      spellcheck={false}
      maxLength={40}
      placeholder="四位一组，共四组"
    />
  </label>
)
