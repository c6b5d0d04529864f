import { isDocumentKind } from '../../shared/kinds.ts'
import type { Cents } from '../../shared/money.ts'
import { cents } from '../../shared/money.ts'
import type { QueueRow } from '../../shared/row.ts'
import { needsPerson } from '../../shared/row.ts'
import type { TaxSum } from '../../shared/row-sums.ts'
import type { TabCounts } from './shown-state.ts'
import { hasTaxToAdd, tabOf, TABS } from './shown-state.ts'

/** What is still to be matched, and what could not be read: counted over all rows of a company. */
export interface ToMatch {
  contacts: number
  costCodes: number
  /** Rows with a cell that could not be read. */
  unread: number
}

/** What is said of a whole list. Documents are counted apart from contacts and cost codes. */
export interface ListTotals {
  documents: number
  /** Documents that are in QuickBooks. */
  there: number
  failed: number
  taxToAdd: TaxSum[]
}

/** What is counted over all rows of a company, kept up row by row: a change of one row does not count a hundred thousand. */
export class RowTotals {
  readonly #tabs = Object.fromEntries(TABS.map((tab) => [tab, 0])) as TabCounts
  readonly #toMatch: ToMatch = { contacts: 0, costCodes: 0, unread: 0 }
  readonly #totals = { documents: 0, there: 0, failed: 0 }
  readonly #tax = new Map<string | null, { amount: Cents; documents: number }>()

  /** Counts a row once more, or once less. */
  count(row: QueueRow, by: 1 | -1): void {
    this.#tabs[tabOf(row)] += by
    this.#tabs.all += by
    if (row.state === 'failed') this.#totals.failed += by
    if (isDocumentKind(row.kind)) {
      this.#totals.documents += by
      if (row.quickbooks !== null) this.#totals.there += by
    }
    if (hasTaxToAdd(row)) this.#countTax(row, by)
    if (row.problem?.code === 'record-field-invalid') this.#toMatch.unread += by
    if (row.kind === 'cost-code') this.#toMatch.costCodes += row.state === 'held' ? by : 0
    else if ((row.kind === 'client' || row.kind === 'project' || row.kind === 'professional') && needsPerson(row))
      this.#toMatch.contacts += by
  }

  #countTax({ tax, currency }: QueueRow, by: 1 | -1): void {
    this.#tabs.tax += by
    const sum = this.#tax.get(currency) ?? { amount: cents(0), documents: 0 }
    this.#tax.set(currency, {
      amount: cents(sum.amount + by * (tax?.toAdd ?? 0)),
      documents: sum.documents + by,
    })
  }

  /** How many stand on each tab. */
  tabs(): TabCounts {
    return { ...this.#tabs }
  }

  toMatch(): ToMatch {
    return { ...this.#toMatch }
  }

  totals(): ListTotals {
    const taxToAdd = [...this.#tax].flatMap(([currency, sum]) => (sum.documents > 0 ? [{ currency, ...sum }] : []))
    return { ...this.#totals, taxToAdd }
  }
}
