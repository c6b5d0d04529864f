import { keyInNote } from '../../shared/mark.ts'
import type { Cents } from '../../shared/money.ts'
import { cents, centsFromJson } from '../../shared/money.ts'
import type { Entity } from '../qbo/contract.ts'
import { listIn, objectIn, textIn } from './entity-fields.ts'

/** A document of the books to which a line of a payment is applied, and how much of the payment that is, cents. */
export interface PaymentLink {
  type: string
  id: string
  amount: Cents
}

/** Everything to which a payment is applied, line by line. */
export function paymentLinks(payment: Entity): PaymentLink[] {
  return listIn(payment, 'Line').flatMap((line) =>
    listIn(line, 'LinkedTxn').map((linked) => ({
      type: textIn(linked, 'TxnType') ?? '',
      id: textIn(linked, 'TxnId') ?? '',
      amount: centsFromJson(line['Amount']) ?? cents(0),
    })),
  )
}

/** The invoices to which a payment is applied, each line once, in the order of the lines. */
export function invoiceLinks(payment: Entity): PaymentLink[] {
  return paymentLinks(payment).filter(({ type }) => type === 'Invoice')
}

/** The lines of a payment that are on none of these invoices: what a person put elsewhere, and the credits that she used. */
export function othersLines(payment: Entity, invoiceIds: readonly string[]): Readonly<Record<string, unknown>>[] {
  return listIn(payment, 'Line').filter(
    (line) =>
      !listIn(line, 'LinkedTxn').some(
        (linked) => linked['TxnType'] === 'Invoice' && invoiceIds.includes(textIn(linked, 'TxnId') ?? ''),
      ),
  )
}

/** The same as links. */
export function othersLinks(payment: Entity, invoiceIds: readonly string[]): PaymentLink[] {
  return paymentLinks(payment).filter(({ type, id }) => type !== 'Invoice' || !invoiceIds.includes(id))
}

/** The id of the one invoice that a payment is applied to; null where it is none, or several. */
export function onlyInvoiceIn(payment: Entity): string | null {
  const ids = new Set(invoiceLinks(payment).map(({ id }) => id))
  return ids.size === 1 ? ([...ids][0] ?? null) : null
}

/** How much of a payment is applied to this document, cents; nothing where it is not. */
export function appliedTo(payment: Entity, type: 'CreditMemo' | 'Invoice' | 'Bill', id: string): Cents {
  return paymentLinks(payment).find((link) => link.type === type && link.id === id)?.amount ?? cents(0)
}

/** Whether a payment is applied to this document at all. */
export function isAppliedTo(payment: Entity, type: 'CreditMemo' | 'Invoice' | 'Bill', id: string): boolean {
  return paymentLinks(payment).some((link) => link.type === type && link.id === id)
}

/** QuickBooks applies at the moment of creation; what a person applies comes later. */
const AUTOMATIC_MS = 60_000

/** Whether QuickBooks itself applied this credit memo by this payment, in a company that has it do so. */
export function isAppliedByItself(payment: Entity, memo: Entity): boolean {
  return keyInNote(payment['PrivateNote']) === null && Math.abs(createdAt(payment) - createdAt(memo)) <= AUTOMATIC_MS
}

function createdAt(entity: Entity): number {
  return Date.parse(textIn(objectIn(entity, 'MetaData') ?? {}, 'CreateTime') ?? '')
}
