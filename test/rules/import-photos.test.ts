import { expect, test } from 'vitest'
import { initialsOf } from '../../worker/import/initials.ts'
import type { Face } from '../../worker/import/nominee-table.ts'
import { inOrder } from '../../worker/import/order.ts'
import { choosePhotos } from '../../worker/import/photo-names.ts'
import { sayProblem } from '../../worker/import/problem.ts'

const face = (row: number, name: string, change: Partial<Face> = {}): Face => ({
  row,
  name,
  number: row - 1,
  photo: null,
  ...change,
})
const choose = (faces: readonly Face[], there: readonly string[]) => {
  const { files, problems, warnings } = choosePhotos(faces, { there, table: '候选对象.xlsx' })
  return { files: Object.fromEntries(files), problems: problems.map(sayProblem), warnings: warnings.map(sayProblem) }
}

test('a picture is found by the name the table gives, else by the name of the person, else by the number', () => {
  const faces = [face(2, '安宁', { photo: '合影.png' }), face(3, '柏杨'), face(4, '陈静'), face(5, '丁一')]
  expect(choose(faces, ['3.webp', '合影.png', '柏杨.JPG'])).toEqual({
    files: { 2: '合影.png', 3: '柏杨.JPG', 4: '3.webp' },
    problems: [],
    warnings: [],
  })
})

test('10: a picture that the table names and the folder lacks is a problem, with the file that was probably meant', () => {
  expect(
    choose([face(2, '安宁', { photo: '安宁1.jpg' }), face(3, '柏杨', { photo: '柏杨' })], ['安宁.jpg', '柏杨.jpg']).problems,
  ).toEqual([
    '候选对象.xlsx 第 2 行“照片”：photos 文件夹里没有“安宁1.jpg”，是不是“安宁.jpg”；请放入这张照片，或改正文件名',
    '候选对象.xlsx 第 3 行“照片”：photos 文件夹里没有“柏杨”，是不是“柏杨.jpg”；请放入这张照片，或改正文件名',
  ])
})

test('10: a picture that nobody uses is a warning', () => {
  expect(choose([face(2, '安宁')], ['安宁.jpg', '路人.jpg'])).toEqual({
    files: { 2: '安宁.jpg' },
    problems: [],
    warnings: ['photos/路人.jpg：没有候选对象用到它；请核对文件名，应为姓名或编号，如 张明.jpg 或 12.jpg'],
  })
})

test('of two pictures of one name the first is taken and the other warned of', () => {
  expect(choose([face(2, '安宁')], ['安宁.jpg', '安宁.png'])).toMatchObject({
    files: { 2: '安宁.jpg' },
    warnings: [expect.stringMatching(/^photos\/安宁\.png：没有候选对象用到它/)],
  })
})

test('two people of one name never share a face by accident', () => {
  const two = [face(2, '安宁'), face(3, '安宁')]
  expect(choose(two, ['1.jpg', '2.jpg', '安宁.jpg'])).toMatchObject({ files: { 2: '1.jpg', 3: '2.jpg' }, problems: [] })
  expect(choose(two, ['1.jpg', '安宁.jpg'])).toMatchObject({
    files: { 2: '1.jpg' },
    problems: ['photos/安宁.jpg：名单第 3 行和另一行都叫“安宁”，分不清是谁的照片；请改用编号作文件名，例如 2.jpg'],
  })
})

test('one picture for two nominees is warned of', () => {
  expect(choose([face(2, '安宁', { photo: 'a.jpg' }), face(3, '柏杨', { photo: 'A.JPG' })], ['a.jpg'])).toEqual({
    files: { 2: 'a.jpg', 3: 'a.jpg' },
    problems: [],
    warnings: ['photos/a.jpg：名单第 2、3 行都用这一张照片，请核对'],
  })
})

test('a picture in another format is found, so that it can be refused as what it is', () => {
  expect(choose([face(2, '安宁')], ['安宁.heic']).files).toEqual({ 2: '安宁.heic' })
})

test('by strokes the surnames with fewer strokes come first, and equals stand by number', () => {
  const nominees = ['张明', '丁一', '王五', '马六', '丁一'].map((name, i) => ({ name, number: 5 - i }))
  expect(inOrder(nominees, 'strokes').map(({ name, number }) => `${name}${number}`)).toEqual([
    '丁一1',
    '丁一4',
    '马六2',
    '王五3',
    '张明5',
  ])
  expect(inOrder(nominees, 'number').map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
  expect(inOrder(nominees, 'shuffle').map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
})

test('pinyin initials read a surname as a surname and leave out what cannot be typed', () => {
  const people = ['张明', '单雄', '曾志', '欧阳修', '阿依古丽·买买提', 'Ｊohn 李'].map(name => initialsOf(name, 'person'))
  expect(people).toEqual(['zm', 'sx', 'zz', 'oyx', 'ayglmmt', 'johnl'])
  expect(initialsOf('城东A1社区党总支（第二支部）', 'organization')).toBe('cda1sqdzzdezb')
})
