import type { OverLimit } from '../limits.ts'
import type { Cell, TakeCells } from './cells.ts'
import { cellText } from './cells.ts'
import type { TableHeader } from './table-header.ts'

/** What may be the rest of a number. */
const REST = /^[\d.,]/

/**
 * Finds rows of CSV that a line break cut in two, as a mail program wraps long lines, also within `1 234,50`: both halves
 * together have the cells of one row, and the second lacks what each record has. Hands every row on, those halves as over
 * the limit `break`.
 */
export class BrokenRows {
  readonly #handOn: TakeCells
  #width = 0
  /** Where the last column stands that each record has. */
  #neededAt = -1
  #endsWithAmount = false
  /** A row that may be the first half of one. */
  #waiting: { cells: readonly Cell[]; row: number; over: OverLimit | null } | null = null

  constructor(handOn: TakeCells) {
    this.#handOn = handOn
  }

  /** The header is found; its row has so many cells. */
  begin({ columns }: TableHeader, width: number): void {
    this.#width = width
    this.#neededAt = Math.max(-1, ...[...columns].filter(([, { required }]) => required).map(([at]) => at))
    this.#endsWithAmount = columns.get(width - 1)?.type === 'decimal'
  }

  readonly take: TakeCells = (cells, row, over = null) => {
    const before = this.#waiting
    this.#waiting = null
    const isRest = before !== null && this.#areHalves(before.cells, cells)
    if (before && !this.#handOn(before.cells, before.row, isRest ? 'break' : before.over)) return false
    if (isRest) return this.#handOn(cells, row, 'break')
    const mayBreak = cells.length < this.#width || (this.#endsWithAmount && cells.length === this.#width)
    if (!mayBreak) return this.#handOn(cells, row, over)
    this.#waiting = { cells, row, over }
    return true
  }

  /** Hands on what waits for a row that did not come. */
  end(): void {
    const { cells, row, over } = this.#waiting ?? {}
    this.#waiting = null
    if (cells && row !== undefined) this.#handOn(cells, row, over)
  }

  #areHalves(first: readonly Cell[], second: readonly Cell[]): boolean {
    if (first.length + second.length - 1 !== this.#width || second.length > this.#neededAt) return false
    return first.length < this.#width || REST.test(cellText(second[0]).trim())
  }
}
