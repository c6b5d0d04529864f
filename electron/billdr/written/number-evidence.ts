import type { DecimalMark, Separator } from '../../../shared/column-mapping.ts'
import type { TwoReadings } from '../../../shared/column-preview.ts'
import type { NumberForm } from './written-numbers.ts'
import { isOpenNumber, numberForm } from './written-numbers.ts'

/** A value with the field in which it stands, read with a point and with a comma; of a date, day first and month first. */
export interface OpenSample extends TwoReadings {
  field: string
}

/** What stands around the numbers of a file: whose they are, and how the file itself is written. */
export interface NumberSetting {
  locale: string | null
  /** Null of a workbook. */
  separator: Separator | null
}

/** So many rows are shown with a question. */
export const SHOWN_READINGS = 3
/** So many small whole numbers in a column say that large ones are written with groups there. */
const ENOUGH_WHOLE = 3

interface OfColumn {
  small: number
  large: number
  isOpen: boolean
}

/**
 * Gathers what the numbers of one file say about the mark before their decimals. Sure are: both marks in one cell, one or
 * two digits after the last mark, groups of three that repeat, a first group that is no group (`0,125`, `1234,500`), and
 * totals that agree in one way only. Everything else only counts where nothing speaks against it.
 */
export class NumberEvidence {
  readonly #sure: Record<DecimalMark, number> = { '.': 0, ',': 0 }
  readonly #groups = new Set<string>()
  readonly #columns = new Map<string, OfColumn>()
  readonly #openBy: Record<DecimalMark, number> = { '.': 0, ',': 0 }
  #openMoney: Record<DecimalMark, number> = { '.': 0, ',': 0 }
  #signsInFront = 0
  #longFractions = 0
  readonly samples: OpenSample[] = []

  /** Takes one written number. `isMoney`: an amount, which is not written with three decimals without a reason. */
  take(text: string, row: number, field: string, isMoney: boolean): NumberForm {
    const form = numberForm(text)
    const column = this.#columnOf(field)
    if (isOpenNumber(form)) {
      const by: DecimalMark = text.includes(',') ? ',' : '.'
      this.#openBy[by] += 1
      if (isMoney) this.#openMoney[by] += 1
      if (form.isSignInFront && by === ',') this.#signsInFront += 1
      column.isOpen ||= by === ','
      this.#show({ row, field, value: text.trim(), one: form.point ?? '', other: form.comma ?? '' })
    } else if (form.point !== null && form.comma !== null) {
      if (/^\d{1,3}$/.test(form.point)) column.small += 1
      else if (/^\d{4,}$/.test(text.trim())) column.large += 1
      if (form.group) this.#groups.add(form.group)
    } else if (form.point !== null || form.comma !== null) {
      this.#sure[form.point !== null ? '.' : ','] += 1
      if (form.group) this.#groups.add(form.group)
      const decimals = text.split(form.point !== null ? '.' : ',')[1]?.replace(/(?<!\D)\D+$/, '').length ?? 0
      // Many more digits are the noise of a program, not a way to write.
      if (isMoney && decimals >= 3 && decimals <= 4) this.#longFractions += 1
    }
    return form
  }

  /** The totals of a row agree with this mark and not with the other. */
  agreesWith(mark: DecimalMark): void {
    this.#sure[mark] += 1
  }

  /** The mark before the decimals of this file; null where it has to be asked. */
  decide(setting: NumberSetting): DecimalMark | null {
    const [point, comma] = [this.#sure['.'], this.#sure[',']]
    if (point > 0 && comma > 0) return null
    const mark = point > 0 ? '.' : comma > 0 ? ',' : this.#likely(setting)
    if (mark === null || this.#speaksAgainst(mark)) return null
    return mark
  }

  /** Without a sure number: the point, where the file or the company writes so, or the numbers themselves look so. */
  #likely({ locale, separator }: NumberSetting): DecimalMark | null {
    if (separator === ';') return null
    const isFrench = /^fr\b/i.test(locale ?? '')
    if (!isFrench && (separator === ',' || /^en\b/i.test(locale ?? ''))) return '.'
    if (this.#signsInFront > 0) return '.'
    const columns = [...this.#columns.values()].filter((column) => column.isOpen)
    const whole =
      columns.some((column) => column.small >= ENOUGH_WHOLE) && columns.every((column) => column.large === 0)
    return whole && !isFrench ? '.' : null
  }

  #speaksAgainst(mark: DecimalMark): boolean {
    const other: DecimalMark = mark === '.' ? ',' : '.'
    // An amount with three decimals beside amounts with two is rather a thousand of somebody who writes otherwise.
    if (this.#openMoney[mark] > 0 && this.#longFractions === 0) return true
    // Who groups by spaces does not group by the other mark as well.
    if (this.#openBy[other] > 0 && this.#groups.size > 0 && !this.#groups.has(other)) return true
    return mark === ',' && this.#signsInFront > 0
  }

  #columnOf(field: string): OfColumn {
    let column = this.#columns.get(field)
    if (!column) this.#columns.set(field, (column = { small: 0, large: 0, isOpen: false }))
    return column
  }

  #show(sample: OpenSample): void {
    if (this.samples.length < SHOWN_READINGS && this.samples.at(-1)?.row !== sample.row) this.samples.push(sample)
  }
}
