import { readFile } from 'node:fs/promises'
import type { CampaignFolder } from './folder.ts'
import { eachOf, type Progress } from './folder-steps.ts'
import type { Answer, OperatorClient } from './operator-client.ts'
import { smallOf } from './photos.ts'

/** What an import came to. */
export interface FolderImport {
  /** False when the site already held exactly this. */
  readonly changed: boolean
  readonly nominees: number
  readonly notices: number
  /** Files sent; the site had the others. */
  readonly sent: number
}

/** A file that the document names: where the site would have it, and how to bring it there. */
interface Upload {
  readonly object: string
  send(): Promise<Answer<unknown>>
}

/** Brings a folder to the site: the files first, then the document, which the site takes whole or not at all. */
export async function importFolder(
  { document, photos, files }: CampaignFolder,
  { client, tell, replace }: { client: OperatorClient; tell: Progress; replace: boolean },
): Promise<Answer<FolderImport>> {
  if (document === null) return { ok: false, problems: ['文件夹里还有错误，没有导入'] }
  const pictures = [...photos.values()].map(({ hash, large }): Upload => {
    return { object: `photos/${hash}-l`, send: () => sendPicture(client, hash, large) }
  })
  const attachments = [...files].map(([hash, path]): Upload => {
    return { object: `files/${hash}`, send: async () => client.put(`files/${hash}`, await readFile(path)) }
  })
  const sentPictures = await sendMissing(pictures, { what: '上传照片', client, tell })
  if (!sentPictures.ok) return sentPictures
  const sentFiles = await sendMissing(attachments, { what: '上传附件', client, tell })
  if (!sentFiles.ok) return sentFiles
  const imported = await client.importDocument(document, { replace })
  return imported.ok ? { ok: true, value: { ...imported.value, sent: sentPictures.value + sentFiles.value } } : imported
}

/** The small one first: where the large one is found again, the small one is there too. */
async function sendPicture(client: OperatorClient, hash: string, large: Uint8Array): Promise<Answer<unknown>> {
  const small = await client.put(`photos/${hash}/s`, await smallOf(large))
  return small.ok ? client.put(`photos/${hash}/l`, large) : small
}

/** Sends what the site does not have yet, and stops at the first failure. Answers how many were sent. */
async function sendMissing(
  uploads: readonly Upload[],
  { what, client, tell }: { what: string; client: OperatorClient; tell: Progress },
): Promise<Answer<number>> {
  let failure: Extract<Answer<never>, { ok: false }> | null = null
  const sent = await eachOf(
    uploads,
    async ({ object, send }) => {
      if (failure) return false
      const there = await client.has(object)
      const answer = there.ok && !there.value ? await send() : there
      if (!answer.ok) failure = answer
      return there.ok && !there.value
    },
    { what, tell },
  )
  return failure ?? { ok: true, value: sent.filter(Boolean).length }
}
