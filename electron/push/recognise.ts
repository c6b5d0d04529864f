import type { Draft } from '../../shared/draft.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyInNote } from '../../shared/mark.ts'
import { centsFromJson } from '../../shared/money.ts'
import type { Answer, Condition, Entity, QuickBooks } from '../qbo/contract.ts'
import { isShown } from '../plan/differences.ts'
import type { LinkedType } from '../plan/link.ts'
import { listIn, objectIn, referenceIn, textIn } from '../entities/entity-fields.ts'
import { observedOf } from '../entities/observe.ts'
import { isAppliedTo } from '../entities/payment-links.ts'

/**
 * Looks in QuickBooks for the record that a lost answer may have left there: contacts by their name, which is unique,
 * documents by their day and the mark in their note. `sentAt`: when its request left (ISO instant), or null where it
 * never did; a document with the same number, party and amounts that came into being since, and whose note has no
 * mark (it was cut off, or not kept), is ours too. Null: it is not there.
 */
export async function findOwn(
  quickbooks: QuickBooks,
  type: LinkedType,
  key: DocumentKey,
  draft: Draft,
  sentAt: string | null,
): Promise<Answer<Entity | null>> {
  const conditions = whereToLook(draft)
  const answer = await quickbooks.query(type, conditions)
  if (!answer.ok) return answer
  const own = answer.value.filter((entity) => isOwn(entity, key, draft))
  const inOrder = own.sort((a, b) => a.Id.localeCompare(b.Id, 'en', { numeric: true }))
  // Of several with our mark the one that came with our request; else the older one, as a person may have copied it.
  const found = inOrder.find((entity) => sentAt !== null && isSince(entity, sentAt)) ?? inOrder[0] ?? null
  return { ...answer, value: found ?? answer.value.find((entity) => looksSent(type, entity, draft, sentAt)) ?? null }
}

/** How far apart our clock and QuickBooks' may be, ms. */
const CLOCKS_MS = 10 * 60_000

/** Only what has a number: two payments may be alike in everything else. */
function looksSent(type: LinkedType, entity: Entity, draft: Draft, sentAt: string | null): boolean {
  if (
    sentAt === null ||
    !('docNumber' in draft) ||
    draft.docNumber === null ||
    keyInNote(entity['PrivateNote']) !== null
  )
    return false
  return isSince(entity, sentAt) && isShown(observedOf(type, entity, null), draft)
}

/** Whether it came into being since a request first left (ISO instant). */
function isSince(entity: Entity, sentAt: string): boolean {
  const created = Date.parse(textIn(objectIn(entity, 'MetaData') ?? {}, 'CreateTime') ?? '')
  return created - Date.parse(sentAt) >= -CLOCKS_MS
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
export async function findApplication(
  quickbooks: QuickBooks,
  memoId: string,
  customerId: string,
  invoiceId: string | null,
): Promise<Answer<Entity | null>> {
  const answer = await quickbooks.query('Payment', [{ field: 'CustomerRef', operator: '=', value: customerId }])
  if (!answer.ok) return answer
  const found = answer.value.find(
    (payment) =>
      centsFromJson(payment['TotalAmt']) === 0 &&
      isAppliedTo(payment, 'CreditMemo', memoId) &&
      (invoiceId === null || isAppliedTo(payment, 'Invoice', invoiceId)),
  )
  return { ...answer, value: found ?? null }
}

/** The mark of a receipt, kept in its note. */
export function receiptMark(attachmentId: string): string {
  return `[Billdr attachment ${encodeURIComponent(attachmentId)}]`
}

/** The attachment whose mark a receipt carries; null where it is not ours. */
export function markedAttachment(receipt: Entity): string | null {
  const marked = /\[Billdr attachment ([^\]\s]+)\]/.exec(textIn(receipt, 'Note') ?? '')?.[1]
  try {
    return marked === undefined ? null : decodeURIComponent(marked)
  } catch {
    return null
  }
}

/** The receipts that hang on an entity now. */
export async function receiptsOn(quickbooks: QuickBooks, type: LinkedType, id: string): Promise<Answer<Entity[]>> {
  const answer = await quickbooks.query('Attachable', [
    { field: 'AttachableRef.EntityRef.Type', operator: '=', value: type },
    { field: 'AttachableRef.EntityRef.value', operator: '=', value: id },
  ])
  // Where the question itself is refused, all receipts are asked for.
  const found = !answer.ok && answer.failure.kind === 'refused' ? await quickbooks.query('Attachable') : answer
  if (!found.ok) return found
  // Some answers are wider than the question: what counts is what the attachable itself says.
  return {
    ...found,
    value: found.value.filter((attachable) =>
      listIn(attachable, 'AttachableRef').some((reference) => namesEntity(reference, type, id)),
    ),
  }
}

/** Whether a reference of a receipt is to this entity; types are written in either case. */
export function namesEntity(reference: Readonly<Record<string, unknown>>, type: LinkedType, id: string): boolean {
  const entity = objectIn(reference, 'EntityRef')
  return (
    entity !== null &&
    textIn(entity, 'value') === id &&
    (textIn(entity, 'type') ?? type).toLowerCase() === type.toLowerCase()
  )
}

/** Which of the receipts is this attachment: by its mark, else by a name and size under which it may have gone. */
export function receiptIn(
  receipts: readonly Entity[],
  attachmentId: string,
  names: readonly { fileName: string; bytes: number }[],
): Entity | null {
  const noteOf = (each: Entity) => textIn(each, 'Note') ?? ''
  const marked = receipts.find((each) => noteOf(each).includes(receiptMark(attachmentId)))
  if (marked) return marked
  const unmarked = receipts.filter((each) => !/\[Billdr attachment /.test(noteOf(each)))
  return (
    unmarked.find((each) =>
      names.some(({ fileName, bytes }) => textIn(each, 'FileName') === fileName && Number(each['Size']) === bytes),
    ) ?? null
  )
}
