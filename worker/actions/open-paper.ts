import { auditAlone } from '../../db/audit.ts'
import { paperAt, type Whose } from '../../db/private/dossier-papers.ts'
import type { Deps } from '../deps.ts'
import { bytesLabel, openName, paperSeal } from '../dossier-papers.ts'
import { EXTENSIONS, type FileKind, MEDIA_TYPE } from '../rules/file-kind.ts'
import type { Staff } from '../rules/roles.ts'
import { accept, refuse, type Verdict } from '../rules/verdict.ts'

export interface OpenedPaper {
  /** With the ending its bytes ask for. */
  readonly fileName: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** Opens one paper for one reading, with a line in the log that says who and which. Refuses 'not-found'. */
export async function openPaper(
  deps: Deps,
  staff: Staff,
  { whose, id }: { readonly whose: Whose; readonly id: string },
): Promise<Verdict<OpenedPaper>> {
  const paper = await paperAt(deps.db, whose, id)
  const stored = paper && (await deps.env.FILES.get(paper.object))
  if (!paper || !stored) return refuse({ code: 'not-found' })
  const seal = await paperSeal(deps, whose.campaign)
  const name = await openName(seal, paper)
  if (name === null) return refuse({ code: 'not-found' })
  const bytes = await seal.open(new Uint8Array(await stored.arrayBuffer()), bytesLabel(paper.id))
  const event = { kind: 'paper-opened', campaign: whose.campaign, number: whose.number, paper: paper.id, of: paper.kind } as const
  await auditAlone(deps.db, staff, { at: deps.now(), event })
  return accept({ fileName: `${name}.${endingOf(paper.mediaType)}`, mediaType: paper.mediaType, bytes })
}

const endingOf = (mediaType: string): string => {
  const kind = (Object.keys(MEDIA_TYPE) as FileKind[]).find(one => MEDIA_TYPE[one] === mediaType)
  return kind ? (EXTENSIONS[kind][0] as string) : 'bin'
}
