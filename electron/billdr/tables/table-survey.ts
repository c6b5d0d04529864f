import type { DateOrder, DecimalMark, Separator, TableMapping } from '../../../shared/column-mapping.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { Cell, TakeCells } from './cells.ts'
import { isBlank } from './cells.ts'
import { MONEY } from './columns.ts'
import { CutAmounts } from './cut-amounts.ts'
import { DateEvidence } from '../written/date-evidence.ts'
import type { TableFile } from '../export/find-tables.ts'
import type { NumberSetting, OpenSample } from '../written/number-evidence.ts'
import { NumberEvidence } from '../written/number-evidence.ts'
import { askedProblem } from '../written/open-values.ts'
import type { NumberReadings } from '../written/written-numbers.ts'
import { isOpenNumber } from '../written/written-numbers.ts'
import type { TableHeader } from './table-header.ts'
import { HeaderAgain, matchHeader } from './table-header.ts'

/** How a table is written, as far as somebody said so. */
export interface StatedWriting {
  mark: DecimalMark | null
  order: DateOrder | null
}

export interface Decided extends StatedWriting {
  /** What has to be asked of a person, at most one question each about numbers and dates. */
  questions: Problem[]
}

interface NumberColumn {
  at: number
  field: string
  /** What its amounts are of the document's total; null: they do not count there. */
  part: 'subtotal' | 'total' | 'tax' | null
}

/** Goes through all rows of a table for how its numbers and dates are written, without making records of them. */
export class TableSurvey {
  readonly #file: TableFile
  readonly #mapping: TableMapping
  readonly #numbers = new NumberEvidence()
  readonly #dates = new DateEvidence()
  #header: TableHeader | null = null
  #again: HeaderAgain | null = null
  /** Of a CSV file that is separated by commas. */
  #cuts: CutAmounts | null = null
  readonly #separator: Separator | null
  #numberColumns: NumberColumn[] = []
  #dateColumns: { at: number; field: string }[] = []

  constructor(file: TableFile, mapping: TableMapping, separator: Separator | null) {
    this.#separator = separator
    this.#file = file
    this.#mapping = mapping
  }

  readonly take: TakeCells = (cells, row, over) => {
    if ((over && over !== 'end') || cells.every(isBlank)) return true
    if (!this.#header) {
      const found = matchHeader(cells, this.#file.table, this.#mapping)
      if (found.missing.length === 0) this.#begin(found, cells)
      return true
    }
    const again = this.#again?.in(cells, this.#file.table, this.#mapping)
    if (again) {
      this.#begin(again, cells)
      return true
    }
    for (const { at, field } of this.#dateColumns) {
      const cell = cells[at]
      if (typeof cell === 'string' && cell !== '') this.#dates.take(cell, row, field)
    }
    this.#takeNumbers(cells, row)
    this.#cuts?.take(cells)
    return true
  }

  #begin(header: TableHeader, cells: readonly Cell[]): void {
    this.#header = header
    this.#again = new HeaderAgain(header, cells)
    if (this.#separator === ',') this.#cuts ??= new CutAmounts(header)
    const columns = [...header.columns].map(([at, { field, type }]) => ({ at, field, type }))
    this.#dateColumns = columns.filter(({ type }) => type === 'day' || type === 'instant')
    this.#numberColumns = [
      ...columns
        .filter(({ type }) => type === 'decimal' || type === 'taxes')
        .map(({ at, field, type }) => ({ at, field, part: partOf(field, type === 'taxes') })),
      ...header.taxes.map(({ at, holds }) => ({
        at,
        field: holds === 'amount' ? 'taxes' : 'rate',
        part: holds === 'amount' ? ('tax' as const) : null,
      })),
    ]
  }

  #takeNumbers(cells: readonly Cell[], row: number): void {
    const parts: { part: NumberColumn['part']; form: NumberReadings }[] = []
    let anyOpen = false
    for (const { at, field, part } of this.#numberColumns) {
      const cell = cells[at]
      if (cell === undefined || isBlank(cell)) continue
      let form: NumberReadings
      if (typeof cell === 'string') form = this.#numbers.take(cell.replace(/%\s*$/, ''), row, field, MONEY.has(field))
      else if ('number' in cell) form = { point: cell.number, comma: cell.number }
      else return
      anyOpen ||= isOpenNumber(form)
      if (part) parts.push({ part, form })
    }
    if (!anyOpen) return
    const [point, comma] = [addsUp(parts, 'point'), addsUp(parts, 'comma')]
    if (point !== comma) this.#numbers.agreesWith(point ? '.' : ',')
  }

  /** What its rows say of amounts that a comma may have cut; null where no comma does. */
  get cuts(): CutAmounts | null {
    return this.#cuts
  }

  /** What the file says, after all its rows. What was said by a person goes before. */
  decide(setting: NumberSetting, stated: StatedWriting): Decided {
    const mark = stated.mark ?? this.#numbers.decide(setting)
    const order = stated.order ?? this.#dates.decide(setting.locale)
    const questions: Problem[] = []
    if (mark === null && this.#numbers.samples.length > 0)
      questions.push(this.#question('number', this.#numbers.samples))
    if (order === null && this.#dates.samples.length > 0) questions.push(this.#question('date', this.#dates.samples))
    return { mark, order, questions }
  }

  #question(asks: 'number' | 'date', samples: readonly OpenSample[]): Problem {
    const { table, facts } = this.#file
    const [first] = samples
    return askedProblem(asks, table, facts.path, first?.row ?? 0, first?.field ?? '', first?.value ?? '', samples)
  }
}

function partOf(field: string, isTaxes: boolean): NumberColumn['part'] {
  return isTaxes ? 'tax' : field === 'subtotal' || field === 'total' ? field : null
}

/** Whether subtotal and taxes are the total, to a tenth of a cent; false where one of them is no number in that way. */
function addsUp(
  parts: readonly { part: NumberColumn['part']; form: NumberReadings }[],
  way: keyof NumberReadings,
): boolean {
  let sum = 0
  const found = new Set<NumberColumn['part']>()
  for (const { part, form } of parts) {
    const amount = form[way]
    if (amount === null) return false
    found.add(part)
    sum += Number(amount) * (part === 'total' ? -1 : 1)
  }
  return found.size === 3 && Math.abs(sum) < 0.001
}
