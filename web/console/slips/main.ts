import { csvText } from '../../../worker/rules/csv.ts'
import { drawCodes, guardCodes, saveFile } from './sheet.ts'

// The page on which a batch of voting codes stands, once.

const sheet = document.querySelector<HTMLElement>('.slips')
const says = document.querySelector<HTMLElement>('[data-slips-says]')
const table = document.querySelector<HTMLButtonElement>('[data-slips-table]')
const print = document.querySelector<HTMLButtonElement>('[data-slips-print]')

if (sheet && says && table && print) {
  const done = guardCodes()
  table.hidden = false
  table.addEventListener('click', () => {
    const slips = [...sheet.querySelectorAll<HTMLElement>('.slip')].map(({ dataset }) => dataset)
    const rows = slips.map(({ code = '', link = '', unit = '' }, i) => [i + 1, unit, code, link])
    const text = csvText([['序号', '单位', '投票码', '链接'], ...rows])
    saveFile(`${sheet.dataset.name}.csv`, new Blob([text], { type: 'text/csv;charset=utf-8' }))
    done()
  })
  void drawCodes(sheet, (ready, all) => {
    says.textContent = ready < all ? `正在画二维码 ${ready}/${all}……` : `二维码已画好，共 ${all} 张，可以打印。`
    print.hidden = ready < all
  })
  print.addEventListener('click', () => window.print())
}
