import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import sharp, { type Sharp } from 'sharp'
import type { Cell } from '../../worker/import/cell.ts'
import type { CampaignSettings } from '../../worker/import/document.ts'
import { aDocument } from '../support/makers.ts'

// Campaign folders as a clerk would make them. All people and units are invented.

export type Files = Readonly<Record<string, string | Uint8Array>>

/** Writes a folder; names may have folders in them. */
export function write(folder: string, files: Files): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

/** A picture with a face of sorts, so that no two are alike and cropping can be seen. */
export const aPhoto = (width: number, height: number, seed = 1): Sharp =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/><rect width="100%" height="20%" fill="#c00"/><circle cx="${width / 2}" cy="${height / 2}" r="${100 + (seed % 97)}" fill="rgb(${(seed * 37) % 256},${(seed * 71) % 256},${(seed * 13) % 256})"/></svg>`,
    ),
  ).flatten({ background: '#fff' })

export const sheet = (rows: readonly (readonly Cell[])[]): Promise<Uint8Array> =>
  writeXlsx({ sheets: [{ name: '名单', rows: rows.map(row => [...row]) }] })

export const SETTINGS: CampaignSettings = aDocument({ slug: 'qinghe-xiao' }).settings
export const ROWS: readonly (readonly Cell[])[] = [
  ['编号', '类别', '姓名', '单位'],
  [1, '十佳共产党员', '安宁', '清河市第一中学'],
  [2, '十佳共产党员', '柏杨', '清河市水务局'],
  [3, '十佳基层党组织', '城东社区党总支', '清河市城东街道'],
]

/** A small folder with nothing wrong in it, and what was changed. A null takes a file away. */
export async function aFolder(
  folder: string,
  change: Readonly<Record<string, string | Uint8Array | null>> = {},
): Promise<string> {
  const files = { 'campaign.json': JSON.stringify(SETTINGS, null, 2), '候选对象.xlsx': await sheet(ROWS), ...change }
  return write(
    folder,
    Object.fromEntries(Object.entries(files).flatMap(([name, content]) => (content === null ? [] : [[name, content]]))),
  )
}

const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶']
const GIVEN = ['建国', '秀兰', '海燕', '志强', '明', '文静', '小龙', '春梅', '卫东', '丽']
const PLACES = ['清河市', '东山县', '南湖区', '西岭县', '北原区']
const UNITS = ['第一中学', '水务局', '人民医院', '城东街道', '机械厂', '公交公司']
const NUMBERS = { groups: 15, best: 15, good: 150 }

/** 002 as a folder: 15, 15 and 150 candidates of whom at most 10, 10 and 100 are chosen; names, units and texts made up. */
export async function aJiaozuoFolder(folder: string): Promise<string> {
  const settings: CampaignSettings = {
    ...SETTINGS,
    slug: 'shijia-baiyou',
    title: '清河市“十佳百优”先进典型网上评议',
    order: 'strokes',
    milestones: [
      { step: 'vetting', title: '资格审核', from: '2026-03-25', until: '2026-04-15' },
      { step: 'vote', title: '网上评议', from: '2026-04-16 08:00', until: '2026-04-25' },
      { step: 'inspection', title: '深入考察', from: '2026-04-26', until: '2026-04-30' },
    ],
    categories: [
      { key: 'groups', name: '十佳基层党组织', kind: 'organization', honours: 10, min: 0, max: 10 },
      { key: 'best', name: '十佳共产党员', kind: 'person', honours: 10, min: 0, max: 10 },
      { key: 'good', name: '优秀共产党员', kind: 'person', honours: 100, min: 0, max: 100 },
    ],
  }
  const rows: Cell[][] = []
  const files: Record<string, string | Uint8Array> = {
    'campaign.json': JSON.stringify({ ...settings, nominees: '名单.xlsx' }, null, 2),
  }
  for (let number = 1; number <= NUMBERS.groups + NUMBERS.best + NUMBERS.good; number++) {
    const place = PLACES[number % PLACES.length] ?? ''
    const unit = UNITS[number % UNITS.length] ?? ''
    const isGroup = number <= NUMBERS.groups
    const category = isGroup ? '十佳基层党组织' : number <= NUMBERS.groups + NUMBERS.best ? '十佳共产党员' : '优秀共产党员'
    const person = `${SURNAMES[number % SURNAMES.length]}${GIVEN[Math.floor(number / SURNAMES.length) % GIVEN.length]}`
    const name = isGroup ? `${place}${unit}第${number}党支部` : person
    const honours = number % 3 === 0 ? '2019年7月，县委授予优秀党员\n2021年1月，市总工会授予先进工作者' : null
    const texts = [`${name}事迹简介。`.repeat(10), `第一段，${name}。\n第二段。`.repeat(60), honours]
    rows.push([`${number}号`, category, name, `${place}${unit}`, isGroup ? null : '职工', ...texts])
    const [width, height] = [450 + (number % 7) * 100, 640 + (number % 5) * 160]
    const picture = aPhoto(width, height, number)
    if (number % 10 === 0) files[`photos/${number}.png`] = await picture.png({ compressionLevel: 1 }).toBuffer()
    else
      files[`photos/${name}.JPG`] = await picture
        .jpeg({ quality: 90 })
        .withExif({ IFD0: { Artist: '清河' } })
        .toBuffer()
  }
  const header = ['编号', '类别', '姓名\n（名称）', '单位', '职务', '简要事迹（200字左右）', '主要事迹', '曾受表彰']
  files['名单.xlsx'] = await sheet([['清河市“十佳百优”候选对象名单'], [], header, ...rows])
  files['notices/2026-tongzhi.md'] =
    '类别: 通知\n标题: 关于推荐先进典型的通知\n来源: 市委组织部\n作者: 组织一科\n发布时间: 2026-03-17 09:00\n附件: 登记表.docx、排序表.xlsx\n---\n\n请各单位按名额推荐。\n'
  files['notices/2026-gongshi.md'] =
    '类别：公示\n标题：候选对象公示\n来源：市委组织部\n作者：组织一科\n发布时间：2026-04-08\n张贴日：2026-04-08\n公示截止：2026-04-15\n---\n现予公示。\n\n| 名单 | 人数 |\n| --- | --- |\n| 合计 | 180 |\n'
  files['notices/附件/登记表.docx'] = 'PK docx'
  files['notices/附件/排序表.xlsx'] = 'PK xlsx'
  return write(folder, files)
}
