/** A JSON text with the line of every value in it, or the line where it stops being JSON and why. */
export type PlacedJson =
  | { readonly ok: true; readonly value: unknown; readonly lineOf: (path: string) => number | null }
  | { readonly ok: false; readonly line: number; readonly text: string }

/** JSON forbids control signs within a string, but not those from U+007F on. */
const STRING = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const DEEPEST = 50

/**
 * Reads JSON that people write by hand. The engine's own words for a mistake are English, differ between engines and
 * often name no line; here a full-width comma is called what it is. Paths are keys joined by dots.
 */
export function readPlacedJson(written: string): PlacedJson {
  const text = written.replace(/^\uFEFF/, '')
  const lines = new Map<string, number>()
  const scan = new Scan(text, lines)
  scan.value('', 0)
  scan.end()
  if (scan.fault) return { ok: false, ...scan.fault }
  return { ok: true, value: JSON.parse(text) as unknown, lineOf: path => lines.get(path) ?? null }
}

/** Walks once through the text, stopping at the first fault. */
class Scan {
  fault: { readonly line: number; readonly text: string } | null = null
  private at = 0
  private readonly text: string
  private readonly lines: Map<string, number>

  constructor(text: string, lines: Map<string, number>) {
    this.text = text
    this.lines = lines
  }

  value(path: string, depth: number): void {
    this.blanks()
    this.lines.set(path, this.line())
    const sign = this.text[this.at]
    if (depth > DEEPEST) this.fail('嵌套得太深')
    else if (sign === '{') this.members(path, depth)
    else if (sign === '[') this.items(path, depth)
    else if (sign === '"') this.string()
    else if (this.take(SCALAR) === null) this.fail(this.stranger('一个值：文字要放在英文双引号里'))
  }

  end(): void {
    this.blanks()
    if (!this.fault && this.at < this.text.length) this.fail(`结尾多了${this.found()}`)
  }

  private members(path: string, depth: number): void {
    const seen = new Set<string>()
    this.list('}', () => {
      const key = this.text[this.at] === '"' ? this.string() : null
      if (key === null) this.fail(this.stranger('用英文双引号括起来的字段名'))
      else if (seen.has(key)) this.fail(`“${key}”写了两次，只能有一个`)
      else this.member(key, path, depth)
      seen.add(key ?? '')
    })
  }

  private member(key: string, path: string, depth: number): void {
    this.blanks()
    if (this.text[this.at] !== ':') this.fail(this.stranger(`字段名“${key}”后面的英文冒号 :`))
    this.at += 1
    if (!this.fault) this.value(path ? `${path}.${key}` : key, depth + 1)
  }

  private items(path: string, depth: number): void {
    let index = 0
    this.list(']', () => this.value(path ? `${path}.${index++}` : String(index++), depth + 1))
  }

  /** What stands between an opening bracket and its closing one, divided by commas. */
  private list(close: '}' | ']', one: () => void): void {
    this.at += 1
    this.blanks()
    while (!this.fault && this.text[this.at] !== close) {
      one()
      this.blanks()
      if (!this.fault && this.text[this.at] !== close) this.comma(close)
    }
    this.at += 1
  }

  private comma(close: '}' | ']'): void {
    const sign = this.text[this.at]
    if (sign === '"' || sign === '{') this.fail(`${this.found()}前面少了一个英文逗号 ,（在上一项的末尾）`)
    else if (sign !== ',') this.fail(this.stranger(`英文逗号 , 或 ${close}`))
    this.at += 1
    this.blanks()
    if (this.text[this.at] === close) this.fail(`${close} 前面多了一个逗号，最后一项后面不写逗号`)
  }

  private string(): string {
    const found = this.take(STRING)
    if (found !== null) return JSON.parse(found) as string
    this.fail('文字没有写完：少了结尾的英文双引号 "，或者文字里有换行、\\ 或没有写成 \\" 的双引号')
    return ''
  }

  private take(shape: RegExp): string | null {
    shape.lastIndex = this.at
    const found = shape.exec(this.text)?.[0] ?? null
    this.at += found?.length ?? 0
    return found
  }

  private blanks(): void {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? '')) this.at += 1
  }

  private line(): number {
    return this.text.slice(0, this.at).split('\n').length
  }

  private found(): string {
    const sign = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0)
    return this.at >= this.text.length ? '文件的结尾' : sign === '"' ? '文字' : ` ${sign} `
  }

  private stranger(expected: string): string {
    const sign = this.text[this.at]
    if (sign === undefined) return `文件不完整，这里应为${expected}`
    if ('“”‘’＂'.includes(sign) || sign === "'") return `这里的 ${sign} 应改为英文双引号 "`
    if (sign === '，' || sign === '、') return `这里的 ${sign} 应改为英文逗号 ,`
    if (sign === '：') return '这里的 ： 应改为英文冒号 :'
    if (sign === '/' || sign === '#') return '这里不能写注释，请删去'
    return `这里是${this.found()}，应为${expected}`
  }

  private fail(text: string): void {
    this.fault ??= { line: this.line(), text }
  }
}
