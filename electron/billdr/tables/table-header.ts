import type { Cell } from './cells.ts'
import { cellText } from './cells.ts'
import { otherNames } from './column-names.ts'
import type { Column } from './columns.ts'
import { COLUMNS, TAXED_TABLES } from './columns.ts'
import type { TableMapping } from '../../../shared/column-mapping.ts'
import { currencyNamed } from '../written/written-numbers.ts'
import { mendedText } from '../written/twice-encoded.ts'
import { plainName } from '../records/names.ts'
import type { TableName } from '../../../shared/tables.ts'
import type { TaxColumn } from './taxes-in-columns.ts'
import { taxColumn } from './taxes-in-columns.ts'

/** What the header of a table says about its columns. */
export interface TableHeader {
  table: TableName
  /** The column at each position; those that nobody knows are absent. */
  columns: ReadonlyMap<number, Column>
  taxes: readonly (TaxColumn & { at: number })[]
  /** The currencies that headers name, beyond a dollar sign alone: "Montant (€)". */
  currencies: ReadonlyMap<number, string>
  /** Where another column has the very header of one that is read: the position of each, and of the one that is read. */
  twins: readonly { at: number; of: number }[]
  /** Headers that were not understood, nor left out by the user. */
  unknown: string[]
  /** Columns without which the table cannot be read. */
  missing: Column[]
}

/** An amount in cents, or a text that a mail program quoted: another column than its letters say, until a person says so. */
const MEANS_ELSE = /[¢‰]|^\s*[>|]/

/**
 * Matches a header row with the columns of a table: first as the user said, then by the contract's names, then by what
 * others call them. A column is matched once; of two headers for it the surer name wins.
 */
export function matchHeader(cells: readonly Cell[], table: TableName, mapping: TableMapping): TableHeader {
  const headers = cells.map((cell) => mendedText(cellText(cell)))
  const plain = headers.map((header) => (MEANS_ELSE.test(header) ? '' : plainName(header)))
  const columns = new Map<number, Column>()
  const taxes: (TaxColumn & { at: number })[] = []
  const settled = new Set<number>()
  const taken = new Set<Column>()
  const isTaxed = TAXED_TABLES.includes(table)
  const settle = (at: number, column: Column): void => {
    settled.add(at)
    taken.add(column)
    columns.set(at, column)
  }
  const settleTax = (at: number, found: TaxColumn | null): void => {
    if (!found || !isTaxed || taxes.some((each) => each.tax === found.tax && each.holds === found.holds)) return
    settled.add(at)
    taxes.push({ ...found, at })
  }

  const byUser = new Map(
    Object.entries(mapping.columns ?? {}).map(([header, field]) => [plainName(mendedText(header)), field]),
  )
  headers.forEach((header, at) => {
    const field = byUser.get(plainName(header))
    if (field === undefined) return
    settled.add(at)
    const column = field === null ? undefined : COLUMNS[table].find((each) => each.name === field && !taken.has(each))
    if (column) settle(at, column)
    else if (field !== null) settleTax(at, taxColumn(field))
  })
  for (const column of COLUMNS[table]) {
    const at = plain.findIndex((name, index) => !settled.has(index) && name === plainName(column.name))
    if (at >= 0 && !taken.has(column)) settle(at, column)
  }
  headers.forEach((header, at) => {
    if (!settled.has(at)) settleTax(at, taxColumn(header))
  })
  for (const column of COLUMNS[table]) {
    if (taken.has(column)) continue
    const names = otherNames(table, column.field)
    const at = names
      .map((name) => plain.findIndex((each, index) => each === name && !settled.has(index)))
      .find((index) => index >= 0)
    if (at !== undefined) settle(at, column)
  }

  const constants = mapping.constants ?? {}
  return {
    table,
    columns,
    taxes,
    currencies: new Map(
      headers.flatMap((header, at) => {
        const currency = currencyNamed(header)
        return currency === null ? [] : [[at, currency] as const]
      }),
    ),
    twins: plain.flatMap((name, at) => {
      const of =
        name === '' || columns.has(at) ? -1 : plain.findIndex((each, index) => each === name && columns.has(index))
      return of < 0 ? [] : [{ at, of }]
    }),
    unknown: headers.filter((header, at) => header.trim() !== '' && !settled.has(at)),
    missing: COLUMNS[table].filter(
      (column) => column.required && !taken.has(column) && !Object.hasOwn(constants, column.name),
    ),
  }
}

/**
 * Finds a header that stands in the middle of a table, as where a program repeats it on each page, or several files were put
 * one behind the other: what follows is read by it, though its columns stand in another order.
 */
export class HeaderAgain {
  readonly #at: number
  readonly #texts: ReadonlySet<string>

  constructor({ columns }: TableHeader, cells: readonly Cell[]) {
    this.#at = [...columns].find(([, { type }]) => type === 'id')?.[0] ?? 0
    this.#texts = new Set(cells.map((cell) => cellText(cell).trim()))
  }

  /** The header that these cells are; null where they are a row. */
  in(cells: readonly Cell[], table: TableName, mapping: TableMapping): TableHeader | null {
    const name = cells[this.#at]
    if (typeof name !== 'string' || name === '' || !this.#texts.has(name.trim())) return null
    const found = matchHeader(cells, table, mapping)
    return found.missing.length === 0 ? found : null
  }
}
