import type { Cell, OpenCell } from './cells.ts'
import { isBlank } from './cells.ts'
import type { TableHeader } from './table-header.ts'

/** Columns that take whatever a comma cut off an amount; others refuse it by themselves, or are amounts. */
const TAKES_ANYTHING: ReadonlySet<string> = new Set(['text', 'id'])
/** No part of an amount is longer. */
const LONGEST = 20
const SIGN = String.raw`[-\u2212+(]?\s?(?:(?:CA|US|C|U)?\$|€|CAD|USD)?\s?[-\u2212]?`
const AFTER = String.raw`\s?[-\u2212)]?\s?(?:\$(?: ?(?:CA|US))?|€|CAD|USD)?\s?[)]?`
/** `1` and `234.50`: a thousand whose groups a comma parts. */
const FIRST_GROUP = new RegExp(`^${SIGN}[1-9]\\d{0,2}$`, 'i')
const OTHER_GROUPS = new RegExp(`^\\d{3}(?:\\.\\d+)?${AFTER}$`, 'i')
/** `1234` and `50`: an amount with its comma before the cents. */
const UNITS = new RegExp(`^${SIGN}(?:\\d+|[1-9]\\d{0,2}(?:[ \\u00a0\\u202f'’.]\\d{3})+)$`, 'i')
const CENTS = new RegExp(`^\\d{1,2}${AFTER}$`, 'i')

/** An amount of a row that may be one with the cell behind it. */
interface CutAmount {
  field: string
  cell: OpenCell
}

/**
 * Amounts of CSV that their own comma cut in two, for want of quotation marks, in rows that are no longer than the header
 * because their last cells are empty: `1,234.50` is then 1, and a memo says 234.50. Such a row has a cell more than the
 * others have; where no row is without doubt, nobody can say.
 */
export class CutAmounts {
  readonly #pairs: readonly { at: number; field: string }[]
  /** The length of the shortest row in which no amount could be cut. */
  #shortest = Infinity

  constructor({ columns }: TableHeader) {
    this.#pairs = [...columns].flatMap(([at, { field, type }]) => {
      const next = columns.get(at + 1)
      return type === 'decimal' && (!next || TAKES_ANYTHING.has(next.type)) ? [{ at, field }] : []
    })
  }

  /** Takes a row of the whole file into account. */
  take(cells: readonly Cell[]): void {
    if (cells.length < this.#shortest && this.possible(cells).length === 0) this.#shortest = cells.length
  }

  /** The amounts of a row that could be cut, by what stands in it alone. */
  possible(cells: readonly Cell[]): CutAmount[] {
    return this.#pairs.flatMap(({ at, field }) => {
      const [amount, rest] = [cells[at], cells[at + 1]]
      if (typeof amount !== 'string' || typeof rest !== 'string' || rest.length > LONGEST || isBlank(rest)) return []
      const [one, other] = [amount.trim(), rest.trim()]
      const isOne =
        (OTHER_GROUPS.test(other) && FIRST_GROUP.test(one)) ||
        (CENTS.test(other) && one.length <= LONGEST && UNITS.test(one))
      return isOne ? [{ field, cell: { error: `${one},${other}`, asks: 'comma' } }] : []
    })
  }

  /** The amounts of a row that nobody can read, after all rows were taken. */
  cut(cells: readonly Cell[]): CutAmount[] {
    const possible = this.possible(cells)
    return this.#shortest === Infinity || cells.length > this.#shortest ? possible : []
  }
}
