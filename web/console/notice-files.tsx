import type { DeskNotice } from '../../worker/rules/notice-desk.ts'
import { staffPaths } from '../staff-paths.ts'
import { readableSize } from '../text/sizes.ts'

const KINDS = 'PDF、Word（.docx）、Excel（.xlsx）、JPG、PNG，每个不超过 20 MB'
const ACCEPT = '.pdf,.docx,.xlsx,.jpg,.jpeg,.png'

/** The attachments of a notice. Every button is a form of its own, so that all of it works without script. */
export function NoticeFiles({ notice }: { readonly notice: DeskNotice }) {
  const draft = notice.publishAt === null
  if (!draft && notice.attachments.length === 0) return null
  return (
    <section class="card files" id="files">
      <h2>附件</h2>
      {notice.attachments.length > 0 && (
        <ol>
          {notice.attachments.map(({ name, size }, i) => (
            <li key={name}>
              <a class="grow" href={staffPaths.noticeFile(notice.id, name)}>
                {name}
              </a>
              <span class="soft small">{readableSize(size)}</span>
              {draft && (
                <form method="post" action={staffPaths.noticeFilesArrange(notice.id)}>
                  <input type="hidden" name="name" value={name} />
                  {i > 0 && (
                    <button name="do" value="up" aria-label={`上移 ${name}`}>
                      上移
                    </button>
                  )}
                  <button name="do" value="remove" aria-label={`移除 ${name}`}>
                    移除
                  </button>
                </form>
              )}
            </li>
          ))}
        </ol>
      )}
      {draft && (
        <form id="upload" class="upload" method="post" action={staffPaths.noticeFiles(notice.id)} enctype="multipart/form-data">
          <label for="file">添加附件</label>
          <input id="file" type="file" name="file" accept={ACCEPT} required aria-describedby="file-hint" />
          <p class="soft small" id="file-hint">
            {KINDS}。
          </p>
          <progress id="sent" max="1" value="0" aria-label="上传进度" hidden />
          <p class="flaw" id="file-flaw" role="alert" hidden />
          <button>上传附件</button>
        </form>
      )}
    </section>
  )
}
