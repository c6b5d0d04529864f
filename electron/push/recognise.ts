import type { Draft } from '../../shared/draft.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyInNote } from '../../shared/mark.ts'
import { centsFromJson } from '../../shared/money.ts'
import type { Answer, Condition, Entity, QuickBooks } from '../qbo/contract.ts'
import type { LinkedType } from '../plan/link.ts'
import { listIn, referenceIn, textIn } from './observe.ts'

/**
 * Looks in QuickBooks for the record that a lost answer may have left there: contacts by their name, which is unique,
 * documents by their day and the mark in their note. Null: it is not there.
 */
export async function findOwn(quickbooks: QuickBooks, type: LinkedType, key: DocumentKey, draft: Draft): Promise<Answer<Entity | null>> {
  const conditions = whereToLook(draft)
  const answer = await quickbooks.query(type, conditions)
  if (!answer.ok) return answer
  const own = answer.value.filter((entity) => isOwn(entity, key, draft))
  const found = own.sort((a, b) => a.Id.localeCompare(b.Id, 'en', { numeric: true }))[0] ?? null
  return { ...answer, value: found }
}

/** Customers and documents carry our mark; vendors have no place for one, and a customer without any may be matched. */
function isOwn(entity: Entity, key: DocumentKey, draft: Draft): boolean {
  if (draft.type === 'Vendor') return true
  if (draft.type !== 'Customer') return keyInNote(entity['PrivateNote']) === key
  const mark = keyInNote(entity['Notes'])
  return mark === key || (mark === null && referenceIn(entity, 'ParentRef') === (draft.parent?.id ?? null))
}

function whereToLook(draft: Draft): Condition[] {
  if (draft.type === 'Customer' || draft.type === 'Vendor') {
    return [{ field: 'DisplayName', operator: '=', value: draft.displayName }]
  }
  return [{ field: 'TxnDate', operator: '=', value: draft.date }]
}

/**
 * The payment of nothing that already applies a memo, to this invoice or (null) to any: ours, or QuickBooks' own. A payment
 * with money of its own is a person's, whatever else it applies.
 */
export async function findApplication(quickbooks: QuickBooks, memoId: string, customerId: string, invoiceId: string | null): Promise<Answer<Entity | null>> {
  const answer = await quickbooks.query('Payment', [{ field: 'CustomerRef', operator: '=', value: customerId }])
  if (!answer.ok) return answer
  const found = answer.value.find((payment) => centsFromJson(payment['TotalAmt']) === 0 && applies(payment, 'CreditMemo', memoId) && (invoiceId === null || applies(payment, 'Invoice', invoiceId)))
  return { ...answer, value: found ?? null }
}

function applies(payment: Entity, type: 'CreditMemo' | 'Invoice', id: string): boolean {
  return listIn(payment, 'Line').some((line) => listIn(line, 'LinkedTxn').some((linked) => linked['TxnType'] === type && linked['TxnId'] === id))
}

/** The mark of a receipt, kept in its note. */
export function receiptMark(attachmentId: string): string {
  return `[Billdr attachment ${encodeURIComponent(attachmentId)}]`
}

/** The attachment whose mark a receipt carries; null where it is not ours. */
export function markedAttachment(receipt: Entity): string | null {
  return /\[Billdr attachment ([^\]\s]+)\]/.exec(textIn(receipt, 'Note') ?? '')?.[1] ?? null
}

/** The receipts that hang on an entity now. */
export async function receiptsOn(quickbooks: QuickBooks, type: LinkedType, id: string): Promise<Answer<Entity[]>> {
  const answer = await quickbooks.query('Attachable', [
    { field: 'AttachableRef.EntityRef.Type', operator: '=', value: type },
    { field: 'AttachableRef.EntityRef.value', operator: '=', value: id },
  ])
  if (!answer.ok) return answer
  // Some answers are wider than the question: what counts is what the attachable itself says.
  const onIt = answer.value.filter((attachable) => listIn(attachable, 'AttachableRef').some((reference) => referenceIn(reference, 'EntityRef') === id))
  return { ...answer, value: onIt }
}

/** Which of the receipts is this attachment: by its mark, else by a name and size under which it may have gone. */
export function receiptIn(receipts: readonly Entity[], attachmentId: string, names: readonly { fileName: string; bytes: number }[]): Entity | null {
  const noteOf = (each: Entity) => textIn(each, 'Note') ?? ''
  const marked = receipts.find((each) => noteOf(each).includes(receiptMark(attachmentId)))
  if (marked) return marked
  const unmarked = receipts.filter((each) => !/\[Billdr attachment /.test(noteOf(each)))
  return unmarked.find((each) => names.some(({ fileName, bytes }) => textIn(each, 'FileName') === fileName && Number(each['Size']) === bytes)) ?? null
}
