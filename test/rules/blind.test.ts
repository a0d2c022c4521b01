import { expect, test } from 'vitest'
import { blinded } from '../../worker/rules/blind.ts'
import type { NomineeProfile } from '../../worker/rules/nominee.ts'

const zhang: NomineeProfile = {
  number: 7,
  category: 'people',
  name: '张明',
  unit: '清河市第一中学',
  initials: 'zm',
  post: '清河市第一中学教师',
  hasPhoto: true,
  outcome: null,
  withdrawn: null,
  brief: '张明，第一中学教师。张　明同志扎根一线。',
  deeds: '2019年，张 明到清河市第一中学任教。\n清河市的家长都认识他。',
  honours: '2020年5月，清河市总工会授予张明先进工作者',
}

test('a blind panel reads a number where there was a name, a unit or a photo, in the deeds too', () => {
  expect(blinded(zhang, 'person')).toEqual({
    ...zhang,
    name: '7号',
    unit: '',
    initials: '',
    hasPhoto: false,
    post: '【单位】教师',
    brief: '【姓名】，【单位】教师。【姓名】同志扎根一线。',
    deeds: '2019年，【姓名】到【单位】任教。\n清河市的家长都认识他。',
    honours: '2020年5月，清河市总工会授予【姓名】先进工作者',
  })
})

test('an organization is covered by its own name, and signs that mean something to a pattern are only signs', () => {
  const house = { ...zhang, name: '城东(新区)党总支', unit: '城东社区', brief: '城东(新区)党总支设在城东社区。', deeds: '' }
  expect(blinded(house, 'organization').brief).toBe('【单位】设在【单位】。')
  expect(blinded({ ...zhang, name: '', unit: '' }, 'person').brief).toBe(zhang.brief)
})
