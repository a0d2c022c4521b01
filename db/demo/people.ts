import { pinyin } from 'pinyin-pro'
import type { NomineeEntry } from '../../worker/import/document.ts'
import type { Chance } from './chance.ts'
import { TRADES, type Trade } from './trades.ts'

// Nobody here exists. Names are drawn from common surnames and signs; cities, units and deeds are made up.

const SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
]
const GIVEN = {
  man: [...'建国志强明军伟华平勇峰磊涛斌辉鹏飞浩宇杰刚波超林海山永福德成文学永新东升立春生'],
  woman: [...'秀兰桂英丽华敏静芳玉梅红燕霞玲萍娟雪琴淑珍慧洁莉颖婷欣怡晓春凤云'],
}

export interface Person {
  readonly name: string
  readonly woman: boolean
}

/** A person whose name none of the others has. */
export function newPerson(chance: Chance, taken: Set<string>): Person {
  for (;;) {
    const woman = chance.next() < 0.42
    const signs = woman ? GIVEN.woman : GIVEN.man
    const given = chance.pick(signs) + (chance.next() < 0.82 ? chance.pick(signs) : '')
    const name = chance.pick(SURNAMES) + given
    // 海海 and the like are nobody's name.
    if (taken.has(name) || given[0] === given[1]) continue
    taken.add(name)
    return { name, woman }
  }
}

export const initialsOf = (name: string): string =>
  pinyin(name, { pattern: 'first', toneType: 'none', type: 'array' })
    .join('')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')

const fill = (text: string, slots: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(slots[name] ?? ''))

interface Telling {
  readonly city: string
  readonly number: number
  readonly category: string
  readonly person: Person
  readonly trade: Trade
  readonly unit: string
}

/** A nominee who is a person: brief, deeds and honours told from a trade. */
export function personEntry(chance: Chance, { city, number, category, person, trade, unit }: Telling): NomineeEntry {
  const years = chance.whole(8, 32)
  const slots = {
    name: person.name,
    he: person.woman ? '她' : '他',
    unit,
    city,
    years,
    many: chance.whole(3, 28) * 10,
    some: chance.whole(12, 96),
    few: chance.whole(3, 9),
  }
  const since = 2025 - years
  return {
    number,
    category,
    name: person.name,
    unit,
    post: trade.post,
    brief: fill(trade.brief, slots),
    deeds: trade.deeds.map(text => fill(text, slots)).join('\n'),
    honours: [
      `${chance.whole(Math.max(since + 4, 2012), 2019)}年5月，${city}总工会授予“${trade.honour}”称号`,
      `${chance.whole(2020, 2024)}年7月，中共${city}委员会授予“优秀共产党员”称号`,
    ].join('\n'),
    initials: initialsOf(person.name),
    photo: null,
    outcome: null,
  }
}

/** Trades in turn, so that every walk of life is there. */
export const tradeAt = (i: number): Trade => TRADES[i % TRADES.length] as Trade
