import { createHash } from 'node:crypto'
import type { StoredDocument } from '../db/documents.ts'
import { ZipFile } from './zip-file.ts'

// What an organizer may take home of a campaign: what was written and uploaded. No ballot, no figure, nothing private, and
// nothing of the log; those have doors of their own.

interface CopiedFile {
  readonly name: string
  /** Its text, or the stored object that holds it. */
  readonly content: string | { readonly object: string }
}

/** The files of a copy, by name. A campaign is imported again from its document. */
export function copiedFiles({ document }: Pick<StoredDocument, 'document'>): readonly CopiedFile[] {
  const { nominees, notices } = document
  const photos = nominees.flatMap(({ number, photo }) =>
    photo === null ? [] : [{ name: `photos/${number}.jpg`, content: { object: `photos/${photo}-l` } }],
  )
  const papers = notices.flatMap(({ key, attachments }) =>
    attachments.map(({ name, hash }, i) => ({
      name: `notices/${bare(key)}/${i + 1}-${bare(name)}`,
      content: { object: `files/${hash}` },
    })),
  )
  const json: CopiedFile = { name: 'campaign-document.json', content: `${JSON.stringify(document, null, 2)}\n` }
  return [json, ...papers, ...photos].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** A name that leads nowhere: attachments are called what people call them. */
const bare = (name: string): string => name.replaceAll(/[/\\:\p{Cc}]/gu, '_').replace(/^\.+/, '_')

/** The copy as a zip that is made while it is sent: one file is in memory at a time. What is not stored is left out and said. */
export function copyOf(files: R2Bucket, list: readonly CopiedFile[]): ReadableStream<Uint8Array> {
  const zip = new ZipFile()
  const sums: string[] = []
  let next = 0
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const file = list[next++]
      if (!file) {
        controller.enqueue(zip.add('SHA256SUMS', Buffer.from(sums.join('')), { pack: true }))
        controller.enqueue(zip.end())
        controller.close()
        return
      }
      const bytes = await bytesOf(files, file)
      sums.push(bytes ? `${createHash('sha256').update(bytes).digest('hex')}  ${file.name}\n` : `# ${file.name} 没有找到\n`)
      controller.enqueue(bytes ? zip.add(file.name, bytes, { pack: typeof file.content === 'string' }) : new Uint8Array())
    },
  })
}

async function bytesOf(files: R2Bucket, { content }: CopiedFile): Promise<Uint8Array | null> {
  if (typeof content === 'string') return Buffer.from(content)
  const object = await files.get(content.object)
  return object && new Uint8Array(await object.arrayBuffer())
}
