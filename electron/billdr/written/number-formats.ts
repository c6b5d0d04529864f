import Big from 'big.js'
import { plainDecimal } from './decimals.ts'
import { currencyNamed } from './written-numbers.ts'

/** What a workbook's number format makes of a number, where that is more than its digits, groups and decimals. */
export interface NumberFormat {
  /**
   * `percent`: shown a hundredfold; `date`: a day or time; `other`: shown in thousands, with a letter that stands for them, or
   * not at all; `number`: itself.
   */
  as: 'number' | 'percent' | 'date' | 'other'
  /** The currency that it names, beyond a dollar sign alone. */
  currency: string | null
  /** What stands before and behind the digits of a whole number, and how many digits there are at least: `"F-"0000`. */
  padded: { before: string; after: string; digits: number } | null
  /** Of `other`: the words around its digits, if it shows any, and by how many thousands they are divided. */
  inUnits: { before: string; after: string; thousands: number; hasDigits: boolean } | null
}

/** Formats that a workbook names by number alone (ECMA-376, 18.8.30); the others of them are numbers. */
const BUILT_IN_PERCENT = new Set([9, 10])
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

/** Letters that make another number of the one before them: thousands, millions, cents. */
const OTHER_UNIT = /(?<!\p{L})(?:[kK]|MM?|Mio|Md)(?!\p{L})|mille|thousand|million|[¢‰]/u
/** What the parts of a code are: words in quotes, single marks, room that is left, brackets, and everything else. */
const PARTS = /"([^"]*)"|\\(.)|_.|\*.|\[([^\][]*)\]|(general|standard|am\/pm|a\/p|e[+-])|([^])/giu
const CONDITION = /^(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)$/

interface Section {
  format: NumberFormat
  /** Null where none is said: by its place among the others. */
  condition: ((value: number) => boolean) | null
}

/** The formats of a workbook by their number. */
export class NumberFormats {
  readonly #codes = new Map<number, string>()
  readonly #styles: number[] = []
  readonly #sections = new Map<number, Section[]>()

  /** The format of this number is this code ("#,##0.00"). */
  define(id: number, code: string): void {
    this.#codes.set(id, code)
  }

  /** The next style has the format of this number. */
  addStyle(id: number): void {
    this.#styles.push(id)
  }

  /** What the format of a style makes of a number; null where it is shown as itself. */
  of(style: number, value: number): NumberFormat | null {
    const id = this.#styles[style]
    if (id === undefined || id === 0) return null
    let sections = this.#sections.get(id)
    if (!sections) this.#sections.set(id, (sections = sectionsOf(this.#codes.get(id) ?? builtIn(id))))
    const { format } = sectionFor(sections, value) ?? { format: null }
    if (!format || (format.as === 'number' && !format.currency && !format.padded)) return null
    // However naught is shown, as a stroke or not at all: it is naught.
    return value === 0 && format.as === 'other' ? null : format
  }
}

function builtIn(id: number): string {
  if (BUILT_IN_PERCENT.has(id)) return '0%'
  return isBuiltInDate(id) ? 'yyyy-mm-dd' : 'General'
}

/** The section of a code that shows a value: by conditions, else one each for above, below and naught. */
function sectionFor(sections: readonly Section[], value: number): Section | undefined {
  const byCondition = sections.find(({ condition }) => condition?.(value))
  if (byCondition) return byCondition
  if (sections.some(({ condition }) => condition)) return sections.find(({ condition }) => condition === null)
  if (value < 0 && sections.length > 1) return sections[1]
  return value === 0 && sections.length > 2 ? sections[2] : sections[0]
}

function sectionsOf(code: string): Section[] {
  return parted(code).slice(0, 3).map(sectionOf)
}

/** Takes the sections of a code apart, at semicolons outside of quotes. */
function parted(code: string): string[] {
  const sections = ['']
  for (const [part] of code.matchAll(PARTS)) {
    if (part === ';') sections.push('')
    else sections[sections.length - 1] += part
  }
  return sections
}

function sectionOf(code: string): Section {
  let marks = ''
  /** Words before all marks, between them, and behind them. */
  const words = { before: '', between: '', after: '' }
  let currency: string | null = null
  let condition: Section['condition'] = null
  let isDate = false
  for (const [, quoted, escaped, bracket, word, mark = ''] of code.matchAll(PARTS)) {
    let literal = quoted ?? escaped ?? ''
    if (bracket !== undefined) {
      literal = /^\$([^-]*)/.exec(bracket)?.[1] ?? ''
      currency ??= currencyOf(literal, true)
      condition ??= conditionOf(bracket)
      isDate ||= /^[hms]+$/i.test(bracket)
    } else if (word !== undefined) {
      isDate ||= /^a/i.test(word)
      marks += /^[gs]/i.test(word) ? '@' : ''
    } else if (/[0#?.,%/@]/.test(mark)) {
      words.between += words.after
      words.after = ''
      marks += mark
    } else if (/[ymdhsgeb]/i.test(mark)) isDate = true
    else literal ||= mark
    if (marks === '') words.before += literal
    else words.after += literal
  }
  const all = Object.values(words).join(' ')
  currency ??= currencyOf(all, false)
  const thousands = marks.split('.').reduce((sum, part) => sum + commasBehind(part), 0)
  const as = isDate ? 'date' : marks.includes('%') ? 'percent' : isOther(marks, all, thousands) ? 'other' : 'number'
  const isPadded =
    as === 'number' && words.between === '' && (/^00+$/.test(marks) || (marks === '0' && all.trim() !== ''))
  const padded = isPadded ? { before: words.before, after: words.after, digits: marks.length } : null
  const inUnits =
    as === 'other'
      ? { before: words.before, after: words.between + words.after, thousands, hasDigits: marks !== '' }
      : null
  return { format: { as, currency, padded, inUnits }, condition }
}

/** The commas behind the last digit of a part of a code: each divides by a thousand. */
function commasBehind(part: string): number {
  let at = part.length
  while (part[at - 1] === ',') at -= 1
  return part.length - at
}

/** Whether a number is not shown, or in other units than its own. */
function isOther(marks: string, words: string, thousands: number): boolean {
  return !/[0#?@]/.test(marks) || thousands > 0 || OTHER_UNIT.test(words)
}

function currencyOf(words: string, isSymbol: boolean): string | null {
  const code = isSymbol && /^[A-Z]{3}$/.test(words) ? words : null
  return code ?? currencyNamed(words)
}

function conditionOf(bracket: string): Section['condition'] {
  const [, sign, bound] = CONDITION.exec(bracket) ?? []
  if (sign === undefined || bound === undefined) return null
  const limit = Number(bound)
  const isLess = sign.includes('<')
  const isMore = sign.includes('>')
  const isEqual = sign.includes('=')
  return (value) => (isLess && value < limit) || (isMore && value > limit) || (isEqual && value === limit)
}

/** The percentage that a number stands for: "0.5" → "50"; null where it is no number. */
export function percentOf(number: string): string | null {
  const plain = plainDecimal(number)
  return plain === null ? null : plainDecimal(new Big(plain).times(100).toFixed())
}

/** The number that a written percentage stands for: "50" → "0.5"; null where it is no number. */
export function partOf(percent: string): string | null {
  const plain = plainDecimal(percent)
  return plain === null ? null : plainDecimal(new Big(plain).div(100).toFixed())
}

/** A number as it is shown in other units: "1234.5K" of 1234500; of one that is not shown, the words alone. */
export function numberInUnits(number: string, units: NonNullable<NumberFormat['inUnits']>): string {
  const { before, after, thousands, hasDigits } = units
  const plain = plainDecimal(number)
  const digits = plain === null || thousands === 0 ? number : new Big(plain).div(1000 ** thousands).toFixed()
  return `${before}${hasDigits ? digits : ''}${after}`.trim()
}

/** A whole number with the naughts and the words of its format: "F-0042"; null of any other number. */
export function paddedNumber(
  number: string,
  { before, after, digits }: NonNullable<NumberFormat['padded']>,
): string | null {
  return /^\d{1,15}$/.test(number) ? `${before}${number.padStart(digits, '0')}${after}` : null
}
