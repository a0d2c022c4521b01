const SHOWN = 10

/** What a refusal counts, line by line; nothing where the refusal has named the only one. */
export function Missing({ of }: { readonly of: readonly string[] }) {
  if (of.length < 2) return null
  return (
    <ul class="missing">
      {of.slice(0, SHOWN).map(one => (
        <li key={one}>{one}</li>
      ))}
      {of.length > SHOWN && <li>还有 {of.length - SHOWN} 项</li>}
    </ul>
  )
}
