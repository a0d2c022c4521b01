import { expect, test } from 'vitest'
import { htmlOfPlainText, tidied } from '../../web/notice-tidy.ts'

test('plain lines from a scan become a document: title, salutation, headings, whole paragraphs, tables, who signs', () => {
  const text = `
中共清河市委组织部

关于做好全市先进基层党组织推荐

工作的通知

各县区委组织部，市直各单位、各人民团体党（工）
委：
　　为充分发挥先进典型的示范引领作用，市委拟在“七

一”前夕表彰一批先进基层党组织。现将有关事项

通知如下。
一、推荐名额
（一）名额分配
全市推荐 9 个，见下表。
单位\t名额\t备注
东城区\t5\t
西城区\t4\t含窗口单位
二、材料报送
请于 4 月 15 日前报 送市委组织部组织一科。
中共清河市委组织部
2026 年 4 月 8 日
`
  expect(tidied(htmlOfPlainText(text))).toEqual({
    title: '关于做好全市先进基层党组织推荐工作的通知',
    html: [
      '<p class="center">中共清河市委组织部</p>',
      '<p class="left">各县区委组织部，市直各单位、各人民团体党（工）委：</p>',
      '<p>为充分发挥先进典型的示范引领作用，市委拟在“七一”前夕表彰一批先进基层党组织。现将有关事项通知如下。</p>',
      '<h2>一、推荐名额</h2>',
      '<h3>（一）名额分配</h3>',
      '<p>全市推荐 9 个，见下表。</p>',
      '<table><tbody><tr><th scope="col">单位</th><th scope="col">名额</th><th scope="col">备注</th></tr><tr><td>东城区</td><td>5</td><td></td></tr><tr><td>西城区</td><td>4</td><td>含窗口单位</td></tr></tbody></table>',
      '<h2>二、材料报送</h2>',
      '<p>请于 4 月 15 日前报送市委组织部组织一科。</p>',
      '<p class="right">中共清河市委组织部</p>',
      '<p class="right">2026 年 4 月 8 日</p>',
    ].join('\n'),
  })
})

test('whole paragraphs stay as they are, and blanks of a form stay blank', () => {
  const text =
    '各党支部要加强领导，精心组织，坚持标准，严格程序，公开透明。\n会议应到   人，实到   人，同意   人，反对   人，弃权   人。'
  expect(htmlOfPlainText(text)).toBe(
    '<p>各党支部要加强领导，精心组织，坚持标准，严格程序，公开透明。</p>\n<p>会议应到   人，实到   人，同意   人，反对   人，弃权   人。</p>',
  )
})

test('words that look like marks stay words', () => {
  expect(htmlOfPlainText('甲 < 乙 & 丙\n<script>alert(1)</script>')).toBe(
    '<p>甲 &lt; 乙 &amp; 丙</p>\n<p>&lt;script>alert(1)&lt;/script></p>',
  )
})
