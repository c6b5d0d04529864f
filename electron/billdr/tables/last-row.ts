import type { Cell } from './cells.ts'
import { cellText, isBlank } from './cells.ts'
import type { Column } from './columns.ts'
import type { TableHeader } from './table-header.ts'

/** So many rows above say what the last cell of a row looks like. */
const ENOUGH_ROWS = 2

interface Range {
  least: number
  most: number
}

/**
 * Tells whether a file of CSV that ends without the end of a line was cut within its last row: that is shorter than all
 * above it, or its last cell has fewer decimals, or fewer characters, than every cell above it.
 */
export class LastRow {
  readonly #last: Column | undefined
  readonly #isAmount: boolean
  readonly #width: number
  #rows = 0
  #shortest = Infinity
  readonly #decimals: Range = { least: Infinity, most: 0 }
  readonly #length: Range = { least: Infinity, most: 0 }

  constructor(header: TableHeader, width: number) {
    this.#width = width
    this.#last = header.columns.get(width - 1)
    this.#isAmount =
      this.#last?.type === 'decimal' || this.#last?.type === 'taxes' || header.taxes.some(({ at }) => at === width - 1)
  }

  /** Takes a row that has its end. */
  take(cells: readonly Cell[]): void {
    this.#rows += 1
    if (cells.length < this.#shortest) this.#shortest = cells.length
    const last = cells[this.#width - 1]
    if (!this.#last && !this.#isAmount) return
    const text = cellText(last).trim()
    widen(this.#length, text.length)
    if (this.#isAmount) widen(this.#decimals, decimalsOf(text))
  }

  /** Whether a row without its end says by itself that it was cut. */
  isCut(cells: readonly Cell[]): boolean {
    if (this.#rows > 0 && cells.length < this.#shortest) return true
    const last = cells[this.#width - 1]
    if (this.#rows < ENOUGH_ROWS || isBlank(last)) return false
    const text = cellText(last).trim()
    if (this.#isAmount) return isOne(this.#decimals) && decimalsOf(text) < this.#decimals.least
    return (
      this.#last !== undefined && this.#last.type !== 'text' && isOne(this.#length) && text.length < this.#length.least
    )
  }
}

function widen(range: Range, value: number): void {
  range.least = Math.min(range.least, value)
  range.most = Math.max(range.most, value)
}

function isOne({ least, most }: Range): boolean {
  return least === most && least > 0
}

function decimalsOf(text: string): number {
  return /[.,](\d+)\D*$/.exec(text)?.[1]?.length ?? 0
}
