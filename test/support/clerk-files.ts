import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import sharp from 'sharp'

/** Somebody on a list, as a clerk writes them into a row. */
export interface Listed {
  readonly prize: string
  readonly name: string
  readonly unit: string
}

const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩'
const GIVEN = ['建国', '文秀', '志强', '玉兰', '海英', '晓东', '春梅', '立新', '素芬']
const unitOf = (i: number): string => `清河市第${(i % 12) + 1}街道`

/** People whose names differ, from the one at `first`; there are names for 135. */
export const people = (prize: string, count: number, first = 0): readonly Listed[] =>
  Array.from({ length: count }, (_, k) => {
    const i = first + k
    return { prize, name: `${SURNAMES[i % SURNAMES.length]}${GIVEN[Math.floor(i / SURNAMES.length)]}`, unit: unitOf(i) }
  })

export const branches = (prize: string, count: number): readonly Listed[] =>
  Array.from({ length: count }, (_, i) => ({ prize, name: `清河市第${i + 1}社区党支部`, unit: unitOf(i) }))

/** The workbook as a clerk would have it: a title on top, headers in their own words, a column that must stay private. */
export async function writeList(folder: string, file: string, list: readonly Listed[]): Promise<string> {
  const head = ['序号', '奖项', '候选人', '单位', '岗位', '事迹简介', '先进事迹', '联系电话']
  const rows = list.map(({ prize, name, unit }, i) => {
    const deeds = `${name}长期在一线工作，群众评价好。\n${'把群众的小事当作大事来办，一件一件办到底。'.repeat(6)}`
    return [i + 1, prize, name, unit, '社区工作者', '扎根一线，服务群众', deeds, '13800000000']
  })
  const path = join(folder, file)
  writeFileSync(path, await writeXlsx({ sheets: [{ name: '汇总', rows: [['清河市候选对象汇总表'], head, ...rows] }] }))
  return path
}

/** A picture for everybody, under their name; each in a colour of its own, so that none is taken for another. */
export function writePhotos(folder: string, list: readonly Listed[]): Promise<readonly string[]> {
  return Promise.all(
    list.map(async ({ name }, i) => {
      const coat = { r: (i * 37) % 256, g: (i * 91) % 256, b: (i * 53) % 256 }
      const [face, body] = [
        sharp({ create: { width: 480, height: 720, channels: 3, background: '#fff' } }),
        sharp({ create: { width: 280, height: 420, channels: 3, background: coat } }).png(),
      ]
      const path = join(folder, `${name}.jpg`)
      await face
        .composite([{ input: await body.toBuffer(), left: 100, top: 300 }])
        .jpeg({ quality: 70 })
        .toFile(path)
      return path
    }),
  )
}
