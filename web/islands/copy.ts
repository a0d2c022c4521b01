import { toast } from './toast.ts'

// A button that copies the text beside it; without script there is none, and the text can be marked by hand.

const button = document.querySelector<HTMLButtonElement>('[data-copy]')
const text = document.querySelector<HTMLTextAreaElement>('[data-share]')
if (button && text) {
  button.hidden = false
  button.addEventListener('click', () => {
    // Works on plain http too, where the newer way does not exist.
    text.select()
    toast(document.execCommand('copy') ? '已复制' : '没有复制成功，请长按文字复制')
  })
}
