export interface PaperLinksProps {
  readonly xlsx: string
  readonly csv: string
  readonly print: string
}

/** The ways to take something out as tables; each is a line in the log. */
export const PaperLinks = ({ xlsx, csv, print }: PaperLinksProps) => (
  <>
    <a class="button" href={xlsx}>
      下载 Excel
    </a>
    <a class="button" href={csv}>
      下载 CSV
    </a>
    <a class="button" href={print}>
      A4 打印页
    </a>
  </>
)
