/** What somebody was honoured with before, a line each; nothing where there is nothing. */
export const Honours = ({ honours }: { readonly honours: string | null }) =>
  honours ? (
    <section class="card">
      <h2>曾受表彰</h2>
      <ul class="honours">
        {honours.split('\n').map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  ) : null

/** What somebody has done, a paragraph a line. */
export const Deeds = ({ deeds }: { readonly deeds: string | null }) =>
  deeds ? (
    <section class="card deeds">
      <h2>主要事迹</h2>
      <div>
        {deeds.split('\n').map(line => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </section>
  ) : null
