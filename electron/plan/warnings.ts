import type { BilldrRecord } from '../../shared/domain.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'

/**
 * What is said beside a document that goes all the same: a date that may have been mistyped, or that an amount of it was
 * rounded. A date more than a year ahead never comes this far (`lastDay` of the readers holds it). `today` is an ISO day.
 */
export function warningOf(record: BilldrRecord, today: string): Problem | null {
  const rounded = record.rounded === undefined ? null : problem('amount-rounded', { value: record.rounded })
  return dateWarning(record, today) ?? rounded
}

function dateWarning(record: BilldrRecord, today: string): Problem | null {
  switch (record.kind) {
    case 'invoice':
      return record.status === 'voided'
        ? null
        : (datedAhead(record.issuedOn, today) ?? dueTooEarly(record.issuedOn, record.dueOn))
    case 'credit':
      return record.status === 'voided' ? null : datedAhead(record.issuedOn, today)
    case 'payment':
      return datedAhead(record.receivedOn, today)
    case 'expense':
      return record.status === 'rejected'
        ? null
        : (datedAhead(record.spentOn, today) ??
            dueTooEarly(record.spentOn, record.paidWith === 'unpaid' ? record.dueOn : null))
    case 'purchase-order':
      return record.status === 'cancelled' ? null : datedAhead(record.issuedOn, today)
    case 'client':
    case 'project':
    case 'professional':
    case 'cost-code':
      return null
  }
}

function datedAhead(date: string, today: string): Problem | null {
  return date > today ? problem('dated-ahead', { date }) : null
}

function dueTooEarly(date: string, due: string | null): Problem | null {
  return due !== null && due < date ? problem('due-before-date', { date, due }) : null
}
