/** A setting that opening has fixed: text to read, and why it is no field. */
export function Fixed({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <div class="field fixed">
      <span>
        {label} <span class="tag plain">已固定</span>
      </span>
      <p>{text}</p>
    </div>
  )
}

/** What stands behind fixed settings, so that the form still says everything. */
export function Kept({ values }: { readonly values: readonly (readonly [string, string])[] }) {
  return (
    <>
      {values.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  )
}
