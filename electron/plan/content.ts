import { createHash } from 'node:crypto'
import type { BilldrRecord, Line, Payment } from '../../shared/domain.ts'

/**
 * A fingerprint of what a record would put into QuickBooks, in Billdr's own terms. Status, tax and `updatedAt` are
 * not in it: an invoice that was paid is not an edited invoice (rules I2, T1), and a changed mapping does not
 * rewrite what is already in the books. Nor is the invoice that a credit goes on: its application follows Billdr (R1); nor the
 * method of a payment, which shows nowhere in QuickBooks.
 */
export function fingerprintOf(record: BilldrRecord): string {
  return digestOf(contentOf(record))
}

const METHODS: readonly Payment['method'][] = ['cash', 'cheque', 'card', 'bank_transfer', 'e_transfer', 'other']

/** Whether a stored fingerprint is of this content. In earlier versions the method of a payment was in it, whichever it was. */
export function isContentOf(record: BilldrRecord, stored: string | null | undefined): stored is string {
  if (stored === null || stored === undefined) return false
  if (stored === fingerprintOf(record)) return true
  if (record.kind !== 'payment') return false
  const { invoiceId, amount, receivedOn, reference, memo } = record
  return METHODS.some((method) => digestOf([invoiceId, amount, receivedOn, method, reference, memo]) === stored)
}

/** The fingerprint of a record, as it is stored already where one of these is of the same content. */
export function storedFingerprintOf(record: BilldrRecord, ...stored: readonly (string | null | undefined)[]): string {
  return stored.find((each) => isContentOf(record, each)) ?? fingerprintOf(record)
}

function digestOf(content: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32)
}

/** The same, with what steps after its creation depend on besides: on which invoice a credit goes. */
export function settlingFingerprintOf(record: BilldrRecord): string {
  const content = fingerprintOf(record)
  return record.kind === 'credit' && record.appliesToInvoiceId !== null
    ? `${content} on ${record.appliesToInvoiceId}`
    : content
}

/** What a person ignores: a document's content, and whether it is due. That money is received for it changes nothing. */
export function ignoredContentOf(record: BilldrRecord): string {
  const status = 'status' in record ? record.status : ''
  return `${status === 'partially_paid' || status === 'paid' ? 'submitted' : status} ${fingerprintOf(record)}`
}

function contentOf(record: BilldrRecord): unknown[] {
  switch (record.kind) {
    case 'client':
    case 'professional':
      return [record.displayName]
    case 'project':
      return [record.clientId, record.name]
    case 'cost-code':
      return [record.code, record.name]
    case 'invoice':
      return [record.number, record.projectId, record.issuedOn, record.dueOn, record.memo, linesOf(record.lines)]
    case 'credit':
      return [record.number, record.projectId, record.issuedOn, record.memo, linesOf(record.lines)]
    case 'payment':
      return [record.invoiceId, record.amount, record.receivedOn, record.reference, record.memo]
    case 'expense':
      return [
        record.number,
        record.projectId,
        record.professionalId,
        record.spentOn,
        record.paidWith,
        record.dueOn,
        record.memo,
        linesOf(record.lines),
      ]
    case 'purchase-order':
      return [
        record.number,
        record.projectId,
        record.professionalId,
        record.issuedOn,
        record.expectedOn,
        record.memo,
        linesOf(record.lines),
        // Billdr's own "closed" closes it there; opened again in Billdr, it is not opened there.
        ...(record.status === 'closed' ? ['closed'] : []),
      ]
  }
}

function linesOf(lines: readonly Line[]): unknown[] {
  return lines.map((line) => [
    line.description,
    line.costCodeId,
    line.quantity,
    line.unitPrice,
    line.amount,
    line.billable,
  ])
}
