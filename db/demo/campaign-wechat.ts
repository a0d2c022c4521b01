import type { CampaignDocument } from '../../worker/import/document.ts'
import { chanceFrom } from './chance.ts'
import { newPerson, personEntry, tradeAt } from './people.ts'
import type { Timetable } from './timetable.ts'

const UNITS = ['公交公司', '第二人民医院', '供电所', '政务服务中心', '城管大队', '自来水公司']

/** A small vote by WeChat accounts, for a demo that has a WeChat of its own (`npm start -- --wechat`). */
export function wechatCampaign(time: Timetable): CampaignDocument {
  const chance = chanceFrom(6006)
  const taken = new Set<string>()
  const nominees = UNITS.map((unit, i) =>
    personEntry(chance, {
      city: '南屏市',
      number: i + 1,
      category: 'people',
      person: newPerson(chance, taken),
      trade: tradeAt(i * 3 + 1),
      unit: `南屏市${unit}`,
    }),
  )
  return {
    settings: {
      format: 'mingping-campaign/1',
      slug: 'nanping-window',
      title: `南屏市${time.year}年“群众满意服务之星”网上评议`,
      shortTitle: '南屏“服务之星”评议',
      organizers: ['南屏市总工会'],
      theme: 'green',
      summary: '六位候选人来自服务群众的一线岗位。请看事迹，再作选择；评议结果供评委参考。',
      rules: ['一个微信号投一次。', '不用注册，也没有任何奖品。'],
      order: 'number',
      contact: {
        office: '市总工会经济部（演示）',
        phone: '0000-6789012',
        address: '南屏市湖滨路 3 号（演示地址）',
        email: 'nanping@example.cn',
      },
      use: 'advisory',
      identity: 'openid',
      visibility: 'hidden',
      batchHour: 18,
      organizerSeesRunning: false,
      period: 'once',
      totalMin: null,
      totalMax: null,
      expectedPeak: 100,
      humanChecks: ['pow'],
      milestones: [
        { step: 'publicity', title: '名单公示', from: time.at(-12), until: time.publicityEnd(-13) },
        { step: 'vote', title: '网上评议', from: time.at(-1, '09:00'), until: time.at(9) },
        { step: 'decision', title: '评委评定', from: time.at(10), until: time.at(14) },
      ],
      categories: [{ key: 'people', name: '群众满意服务之星', kind: 'person', honours: 3, min: 1, max: 3 }],
    },
    nominees,
    notices: [],
  }
}
