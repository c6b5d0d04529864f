import type { DateOrder } from '../../../shared/column-mapping.ts'
import type { OpenSample } from './number-evidence.ts'
import { SHOWN_READINGS } from './number-evidence.ts'
import { dateOrderOf, possibleOrders } from './written-dates.ts'

/** Gathers what the dates of one file say about which part is the day: `31/03/2026` can be read in one way only. */
export class DateEvidence {
  #dayFirst = 0
  #monthFirst = 0
  readonly samples: OpenSample[] = []

  take(text: string, row: number, field: string): void {
    const orders = possibleOrders(text)
    if (!orders) return
    const { dmy, mdy } = orders
    if (dmy !== null && mdy !== null && dmy !== mdy) {
      if (this.samples.length < SHOWN_READINGS && this.samples.at(-1)?.row !== row)
        this.samples.push({ row, field, value: text.trim(), one: dmy, other: mdy })
    } else if (dmy !== mdy) {
      if (dmy !== null) this.#dayFirst += 1
      else this.#monthFirst += 1
    }
  }

  /** The order of this file's dates, by the file itself and then by the company's locale; null where it has to be asked. */
  decide(locale: string | null): DateOrder | null {
    if (this.#dayFirst > 0 && this.#monthFirst > 0) return null
    if (this.#dayFirst > 0) return 'dmy'
    return this.#monthFirst > 0 ? 'mdy' : dateOrderOf(locale)
  }
}
