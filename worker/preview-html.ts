import { staffPaths } from '../web/staff-paths.ts'
import type { Slug } from './rules/ids.ts'

/**
 * A public page as the preview shows it: its addresses below /c/:slug lie below the preview instead, every other way out
 * ends in the preview too, nothing but the reader's own settings runs, and it says what it is.
 */
export function previewHtml(html: string, slug: Slug): string {
  const page = staffPaths.previewPage(slug)
  return html
    .replaceAll(new RegExp(`(href|src|action)="/c/${slug}(?=["/?#])`, 'g'), `$1="${page}`)
    .replaceAll(/href="\/(?!staff\/campaigns\/|assets\/)[^"]*"/g, `href="${page}/elsewhere"`)
    .replaceAll(/<link rel="(?:canonical|alternate)"[^>]*>/g, '')
    .replaceAll(/<script type="module" src="(?!\/assets\/site-)[^"]*"><\/script>/g, '')
    .replace(/(<body[^>]*>)/, '$1<aside class="note" aria-label="预览">预览 · 只有工作人员能看到</aside>')
}
