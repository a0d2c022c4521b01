import { type Cell, columnLetters, type Grid, isBlank, tidy } from './cell.ts'
import { nearest } from './nearest.ts'
import { inRow, type Problem, quoted } from './problem.ts'

/** The columns of the nominee table, under the headers they have in it. */
export const HEADERS = {
  number: '编号',
  category: '类别',
  name: '姓名',
  unit: '单位',
  post: '职务',
  brief: '简要事迹',
  deeds: '主要事迹',
  honours: '曾受表彰',
  photo: '照片',
  outcome: '结果',
} as const
/** A column by what it holds. */
export type Column = keyof typeof HEADERS

/** In the order in which a table has them. */
export const COLUMNS = Object.keys(HEADERS) as readonly Column[]
const REQUIRED: readonly Column[] = ['category', 'name', 'unit']
/** Clerks put a title above the table, sometimes with the unit and the date below it. */
const SEARCHED_ROWS = 5
/** Whatever is longer is a sentence, not a header. */
const LONGEST = 12

/** Headers that people write instead. They are asked about, not taken: a wrong guess would put deeds under honours. */
const MEANT: ReadonlyMap<string, Column> = new Map<string, Column>([
  ['序号', 'number'],
  ['号码', 'number'],
  ['候选编号', 'number'],
  ['奖项', 'category'],
  ['称号', 'category'],
  ['组别', 'category'],
  ['名字', 'name'],
  ['候选人', 'name'],
  ['候选对象', 'name'],
  ['部门', 'unit'],
  ['岗位', 'post'],
  ['职称', 'post'],
  ['简介', 'brief'],
  ['事迹简介', 'brief'],
  ['事迹', 'deeds'],
  ['事迹材料', 'deeds'],
  ['先进事迹', 'deeds'],
  ['荣誉', 'honours'],
  ['获奖情况', 'honours'],
  ['所获荣誉', 'honours'],
  ['相片', 'photo'],
  ['图片', 'photo'],
  ['评选结果', 'outcome'],
])

/** What never belongs into a table that will be published. */
export const PRIVATE = /身份证|证件|电话|手机|联系方式|住址|家庭|出生|银行/

/** Where the table begins and which column is where. */
export interface Header {
  /** Index of the header row in the grid. */
  readonly at: number
  readonly columns: ReadonlyMap<Column, number>
  readonly problems: readonly Problem[]
}

/** Without blanks around, line breaks, and a remark in brackets at the end, half or full width: 姓名（名称） is 姓名. */
export const headerText = (cell: Cell | undefined): string =>
  typeof cell === 'string'
    ? tidy(cell)
        .normalize('NFKC')
        .replaceAll('\n', '')
        .replace(/\s*\([^()]*\)$/, '')
        .trim()
    : ''

export const columnOf = (text: string): Column | null =>
  text === '名称' ? 'name' : (COLUMNS.find(column => HEADERS[column] === text) ?? null)

/** The column that a header we do not know was probably meant for. */
export function guess(text: string): Column | null {
  const squeezed = text.replaceAll(/[\s()]/g, '')
  const exact = columnOf(squeezed) ?? MEANT.get(squeezed)
  if (exact) return exact
  if (squeezed.length > LONGEST) return null
  const part = COLUMNS.find(column => squeezed.includes(HEADERS[column]))
  if (part) return part
  // Two characters of which one differs are as often another word (性别, 类别) as a slip.
  const close = squeezed.length < 3 ? null : nearest(squeezed, Object.values(HEADERS))
  return close ? columnOf(close) : null
}

/** Finds the header among the first rows: the one that names most columns, rightly or nearly. Null when there is none. */
export function findHeader(grid: Grid, file: string): Header | null {
  let best: { at: number; score: number } | null = null
  for (const [at, row] of grid.slice(0, SEARCHED_ROWS).entries()) {
    const texts = row.map(headerText).filter(Boolean)
    const known = new Set(texts.map(columnOf).filter(column => column !== null)).size
    const guessed = new Set(texts.map(text => columnOf(text) ?? guess(text)).filter(column => column !== null)).size
    const score = known * COLUMNS.length + guessed
    if (guessed >= (known > 0 ? 2 : 3) && score > (best?.score ?? 0)) best = { at, score }
  }
  return best && { at: best.at, ...readHeader(grid, best.at, file) }
}

/** What to say of a sheet that has no header. */
export const NO_HEADER = `前 ${SEARCHED_ROWS} 行里找不到表头；表头应有 ${REQUIRED.map(column => `“${HEADERS[column]}”`).join('')}等列`

function readHeader(grid: Grid, at: number, file: string): Pick<Header, 'columns' | 'problems'> {
  const columns = new Map<Column, number>()
  const problems: Problem[] = []
  const strangers: { text: string; index: number }[] = []
  const row = grid[at] ?? []
  const width = grid.reduce((most, cells, i) => (i < at ? most : Math.max(most, cells.length)), 0)
  for (let index = 0; index < width; index++) {
    const text = headerText(row[index])
    const column = columnOf(text)
    if (text === '') problems.push(...namelessColumn(grid, { at, index, file }))
    else if (column === null) strangers.push({ text, index })
    else if (columns.has(column))
      problems.push({ file, row: at + 1, column: HEADERS[column], text: '这一列出现了两次，请删去一列' })
    else columns.set(column, index)
  }
  const missing = REQUIRED.filter(column => !columns.has(column))
  const taken = new Set<string>()
  for (const column of missing) {
    const meant = strangers.find(({ text }) => guess(text) === column)
    if (meant) taken.add(meant.text)
    problems.push(inRow(file, at + 1, missingText(column, meant?.text ?? null)))
  }
  for (const { text } of strangers)
    if (!taken.has(text)) problems.push({ file, row: at + 1, column: text, text: strangerText(text, columns) })
  return { columns, problems }
}

const missingText = (column: Column, meant: string | null): string =>
  meant === null
    ? `表头缺少“${HEADERS[column]}”一列，请补上；必须有的列是 ${REQUIRED.map(one => HEADERS[one]).join('、')}`
    : `表头缺少“${HEADERS[column]}”一列；“${meant}”很可能就是它，请把表头改成“${HEADERS[column]}”`

function strangerText(text: string, columns: ReadonlyMap<Column, number>): string {
  if (PRIVATE.test(text)) return '不认识这一列；证件号码、电话等不公开的信息不能放进来，请删去整列'
  const column = guess(text)
  if (column === null) return `不认识这一列，请删去整列；可用的列是 ${Object.values(HEADERS).join('、')}`
  return columns.has(column)
    ? `不认识这一列；像是“${HEADERS[column]}”，但那一列已经有了，请删去整列`
    : `不认识这一列；如果就是“${HEADERS[column]}”，请把表头改成“${HEADERS[column]}”，否则请删去整列`
}

/** A column without a header is nothing while it is empty; with something in it, it would be lost without a word. */
function namelessColumn(grid: Grid, { at, index, file }: { at: number; index: number; file: string }): Problem[] {
  const first = grid.findIndex((row, i) => i > at && !isBlank(row[index]))
  if (first === -1) return []
  const cell = grid[first]?.[index]
  const found = typeof cell === 'string' ? quoted(cell) : '内容'
  return [inRow(file, at + 1, `${columnLetters(index)} 列没有表头，但第 ${first + 1} 行有${found}，请补上表头或删去整列`)]
}
