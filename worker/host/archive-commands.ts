import type { Manifest } from '../rules/archive.ts'
import { ArchiveClient } from './archive-client.ts'
import { restoreArchive } from './archive-restore.ts'
import { writeArchive } from './archive-write.ts'
import { type Call, clientOf, done, failed, type Outcome } from './command-call.ts'

const rowsIn = ({ counts }: Manifest): number => Object.values(counts).reduce((sum, n) => sum + n, 0)

/** `archive`: a campaign of the site as one file. */
export async function archiveCommand(call: Call): Promise<Outcome> {
  const [slug = '', written = ''] = call.words
  const client = await clientOf(call, ArchiveClient)
  if (!client.ok) return client
  const whole = call.values.private ?? false
  const made = await writeArchive(call.path(written), { client: client.value, slug, whole, tell: call.tell })
  if (!made.ok) return made
  for (const object of made.value.missing) call.at.note(`注意：网站上找不到 ${object}，存档里没有它`)
  const { files, says } = made.value
  return done(`已打包到 ${written}：数据 ${rowsIn(made.value)} 条，文件 ${files.length} 个`, ...says)
}

/** `restore`: a campaign from such a file. */
export async function restoreCommand(call: Call): Promise<Outcome> {
  const client = await clientOf(call, ArchiveClient)
  if (!client.ok) return client
  const restored = await restoreArchive(call.path(call.words[0] ?? ''), { client: client.value, tell: call.tell })
  if (!restored.ok) return failed(...restored.problems, '网站没有任何改动')
  const { manifest, changed } = restored.value
  return done(
    changed ? `已恢复“${manifest.title}”：数据 ${rowsIn(manifest)} 条` : `没有变化：网站上的“${manifest.title}”和存档一模一样`,
  )
}
