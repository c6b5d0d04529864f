import type { Cell } from './cells.ts'
import { isBlank } from './cells.ts'
import type { Column } from './columns.ts'

/** Cells of one column that a workbook shows as one: only the first holds what it says. */
export interface MergedRange {
  /** Counted from 0. */
  column: number
  /** Rows as a spreadsheet counts them. */
  top: number
  bottom: number
}

/** Amounts say what they say once: the same one in each row would be counted again. Ids are of one record. */
const NOT_REPEATED: ReadonlySet<string> = new Set(['decimal', 'count', 'taxes'])

/** Gives each row of a merged range what its first row says, as a person reads it: the owner of lines, a date, a word. */
export class MergedCells {
  readonly #ranges: readonly MergedRange[]
  readonly #said = new Map<MergedRange, Cell>()

  constructor(ranges: readonly MergedRange[], columns: ReadonlyMap<number, Column>) {
    this.#ranges = ranges.filter(({ column: at }) => {
      const column = columns.get(at)
      return column && !NOT_REPEATED.has(column.type) && column.field !== 'id'
    })
  }

  /** The cells of a row with what merged ranges say there. Rows come in their order. */
  filled(cells: readonly Cell[], row: number): readonly Cell[] {
    let filled: Cell[] | null = null
    for (const range of this.#ranges) {
      if (row < range.top || row > range.bottom) continue
      const cell = cells[range.column]
      const said = this.#said.get(range)
      if (row === range.top && cell !== undefined) this.#said.set(range, cell)
      else if (said !== undefined && isBlank(cell)) {
        filled ??= [...cells]
        while (filled.length < range.column) filled.push('')
        filled[range.column] = said
      }
    }
    return filled ?? cells
  }
}

const RANGE = /mergeCell\s[^>]*?ref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?[A-Z]{1,3}\$?(\d{1,7})"/g
/** More merged ranges than this are decoration, not data. */
const MOST_RANGES = 2_000

/** The ranges over several rows that the end of a sheet's XML lists. */
export function mergedRangesIn(xml: string): MergedRange[] {
  const ranges: MergedRange[] = []
  for (const [, letters = '', top = '', bottom = ''] of xml.matchAll(RANGE)) {
    const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
    if (Number(bottom) > Number(top)) ranges.push({ column, top: Number(top), bottom: Number(bottom) })
    if (ranges.length >= MOST_RANGES) break
  }
  return ranges
}
