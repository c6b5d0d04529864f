import type { Cell, NumberCell, OpenCell } from './cells.ts'
import { cellText, isCellError } from './cells.ts'
import type { DateOrder, DecimalMark, TableMapping } from '../../../shared/column-mapping.ts'
import type { OldAlphabet } from '../written/code-pages.ts'
import type { Column } from './columns.ts'
import { plainDecimal } from '../written/decimals.ts'
import { wordsOf, yesOrNo } from './known-words.ts'
import type { MergedRange } from './merged-cells.ts'
import { shown } from '../records/field-problem.ts'
import { plainName } from '../records/names.ts'
import { partOf, percentOf } from '../written/number-formats.ts'
import { shownText } from './shown-text.ts'
import type { WrittenDay } from '../written/written-dates.ts'
import { serialDay, serialInstant, writtenDay, writtenInstant } from '../written/written-dates.ts'
import { isTwiceEncoded, mendedText } from '../written/twice-encoded.ts'
import { OPEN, writtenNumber } from '../written/written-numbers.ts'

/** How the cells of one table are to be understood. */
export interface CellRules {
  /** Null: a number that can be read in two ways is asked about. */
  mark: DecimalMark | null
  /** Null: a date that can be read in two ways is asked about. */
  order: DateOrder | null
  /** Serial dates count from 1904 (workbooks of old Macintoshes). */
  from1904: boolean
  /** Of a text that is no Unicode: its alphabet, or null and how it reads in each that is possible. */
  letters: { alphabet: OldAlphabet | null; samples: string } | null
  /** How a text reads that was encoded twice, as it is and mended; null as long as none was met. */
  twice: string | null
  /** Cells of a workbook that are shown as one. */
  merged: readonly MergedRange[]
  mapping: TableMapping
}

/** How the cells of a column are read. What cannot be understood comes back as it was written, for the record to refuse. */
export function readerOf(column: Column, table: string, rules: CellRules): (cell: Cell) => unknown {
  const read = rawReaderOf(column, table, rules)
  // Numbers and dates refuse them by themselves.
  const holdsLetters = column.type === 'text' || column.type === 'id' || column.type === 'word'
  return (cell) => {
    if (isCellError(cell)) return cell
    // What stands for letters of which nobody knows which they are is no text: its record waits for the answer.
    if (rules.letters?.alphabet === null && typeof cell === 'string' && cell.includes('\ufffd'))
      return { error: cell.trim(), asks: 'letters', samples: rules.letters.samples }
    if (holdsLetters && typeof cell === 'string' && isTwiceEncoded(cell)) {
      rules.twice ??= `utf-8|${sampleOf(cell)}\nutf-8-twice|${sampleOf(mendedText(cell))}`
      return { error: cell.trim(), asks: 'letters', samples: rules.twice }
    }
    return read(cell)
  }
}

/** A text without the marks that part a question's lines. */
function sampleOf(text: string): string {
  return shown(text.trim()).replaceAll('|', ' ')
}

function rawReaderOf(
  column: Column,
  table: string,
  rules: CellRules,
): (cell: Exclude<Cell, { error: string }>) => unknown {
  switch (column.type) {
    case 'text':
      return (cell) => textIn(cell, rules, FREE_TEXTS.has(column.field))
    case 'id':
      return (cell) => {
        const text = textIn(cell, rules, false)
        return typeof text === 'string' ? text.trim() : text
      }
    case 'decimal':
    case 'count':
      return (cell) => decimalIn(cell, rules, column.field === 'quantity' ? 'part' : null)
    case 'day':
      return (cell) =>
        typeof cell === 'string'
          ? dayOr(writtenDay(cell, rules.order), cell)
          : (serialDay(cell.number, rules.from1904) ?? cell.number)
    case 'instant':
      return (cell) =>
        typeof cell === 'string'
          ? dayOr(writtenInstant(cell, rules.order), cell)
          : (serialInstant(cell.number, rules.from1904) ?? cell.number)
    case 'flag':
      return (cell) => yesOrNo(cellText(cell)) ?? cellText(cell)
    case 'taxes':
      return (cell) => (typeof cell === 'string' ? (listIn(cell) ?? decimalIn(cell, rules)) : decimalIn(cell, rules))
    case 'word':
      return wordReader(column, table, rules.mapping)
  }
}

/** The contract's word for what a cell says: as the user said, or as it is known. The few words of a column are remembered. */
function wordReader(column: Column, table: string, mapping: TableMapping): (cell: Cell) => unknown {
  const words = new Map(wordsOf(table, column.field))
  for (const [theirs, ours] of Object.entries(mapping.values?.[column.name] ?? {})) words.set(plainName(theirs), ours)
  const remembered = new Map<string, string>()
  return (cell) => {
    const text = cellText(cell).trim()
    const known = remembered.get(text)
    if (known !== undefined) return known
    const word = words.get(plainName(text)) ?? text
    if (remembered.size < 1_000) remembered.set(text, word)
    return word
  }
}

/** Texts in which whatever a spreadsheet shows may stand. In others (a number, a code, a name) a date is its mistake. */
const FREE_TEXTS: ReadonlySet<string> = new Set(['memo', 'description'])

/** A text as a person sees it. What a spreadsheet made a date of (a cost code 03-30) is no code any more. */
function textIn(cell: Exclude<Cell, { error: string }>, rules: CellRules, isFree: boolean): unknown {
  if (typeof cell === 'string' || !cell.format) return cellText(cell)
  return cell.format.as === 'date' && !isFree ? otherThanShown(cell, rules) : shownText(cell, rules.from1904)
}

function otherThanShown(cell: NumberCell, rules: CellRules): OpenCell {
  return { error: cell.number, asks: 'format', shows: shownText(cell, rules.from1904) }
}

/**
 * A number of a cell. A percentage is the part of one that it stands for in a quantity, itself in a rate, and no amount. A
 * workbook's number that is shown as a date or in other units is none either.
 */
export function decimalIn(cell: Cell, rules: CellRules, percent: 'part' | 'rate' | null = null): unknown {
  if (isCellError(cell)) return cell
  if (typeof cell === 'string') {
    const isPercent = percent !== null && cell.trimEnd().endsWith('%')
    const written = writtenNumber(isPercent ? cell.trimEnd().slice(0, -1) : cell, rules.mark)
    if (isPercent && percent === 'part' && typeof written === 'string') return partOf(written)
    return written === OPEN ? { error: cell.trim(), asks: 'number' } : (written ?? cell)
  }
  if (cell.format?.as === 'percent' && percent !== null)
    return (percent === 'rate' ? percentOf(cell.number) : plainDecimal(cell.number)) ?? cell.number
  if (cell.format && cell.format.as !== 'number') return otherThanShown(cell, rules)
  return plainDecimal(cell.number) ?? cell.number
}

function dayOr(day: WrittenDay, text: string): unknown {
  return day === 'ambiguous' ? { error: text.trim(), asks: 'date' } : (day?.day ?? text)
}

/** A list as JSON has it; null where a cell holds none. */
function listIn(cell: string): unknown[] | null {
  if (!cell.trimStart().startsWith('[')) return null
  try {
    return JSON.parse(cell) as unknown[]
  } catch {
    return null
  }
}
