import { assets } from '../assets.ts'
import { BUNDLE_HELP, NO_SCRIPT, PRINTED_HELP, RECEIPT_HELP } from '../text/verify.ts'

/** What checks a bundle or a receipt in the reader's browser, with its script in it: the page can be kept as one file. */
export const VerifyTool = () => (
  <>
    <noscript>
      <p class="card">{NO_SCRIPT}</p>
    </noscript>
    <div data-tool hidden>
      <section class="card">
        <h2>核验整个活动</h2>
        <p class="soft small">{BUNDLE_HELP}</p>
        <label class="drop">
          <input type="file" accept=".zip,application/zip" data-bundle />
          <b class="button main">选择核验包</b>
          <span class="soft small">也可以把 ZIP 文件拖到这里</span>
        </label>
        <progress data-bar hidden aria-label="核对进度" />
        <p class="soft small" data-progress aria-live="polite" />
        <div data-result tabindex={-1} aria-live="polite" />
        <div class="field" data-compare hidden>
          <label for="printed">结果公告上印的总指纹</label>
          <input id="printed" spellcheck={false} autocomplete="off" data-printed />
          <p class="soft small">{PRINTED_HELP}</p>
          <p class="verdict" data-compared aria-live="polite" hidden />
        </div>
      </section>
      <section class="card">
        <h2>核对一张回执</h2>
        <p class="soft small">{RECEIPT_HELP}</p>
        <label class="drop">
          <input type="file" accept=".tlog-proof,.txt,text/plain" data-receipt />
          <b class="button">打开回执文件</b>
        </label>
        <div class="field">
          <label for="pasted">回执文字</label>
          <textarea id="pasted" rows={5} spellcheck={false} autocomplete="off" data-pasted />
        </div>
        <details>
          <summary>签名公钥（核验过核验包的不用填）</summary>
          <div class="field">
            <label for="keys">一行一个，在活动的“投票记录公开”页面上</label>
            <textarea id="keys" rows={3} spellcheck={false} autocomplete="off" data-keys />
          </div>
        </details>
        <p class="field">
          <button type="button" class="main" data-check>
            核对回执
          </button>
        </p>
        <div data-receipt-result tabindex={-1} aria-live="polite" />
      </section>
    </div>
    <script dangerouslySetInnerHTML={{ __html: assets.verify }} />
  </>
)
