import type { Slug } from '../../worker/rules/ids.ts'
import { staffPaths } from '../staff-paths.ts'

/** The ways to take the tally out; each is a line in the log. */
export const TallyDownloads = ({ slug }: { readonly slug: Slug }) => (
  <>
    <a class="button" href={staffPaths.tallyXlsx(slug)}>
      下载 Excel
    </a>
    <a class="button" href={staffPaths.tallyCsv(slug)}>
      下载 CSV
    </a>
    <a class="button" href={staffPaths.tallyPrint(slug)}>
      A4 打印页
    </a>
  </>
)
