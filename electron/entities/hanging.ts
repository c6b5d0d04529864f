import type { Cents } from '../../shared/money.ts'
import { cents, centsFromJson } from '../../shared/money.ts'
import type { LinkedType } from '../plan/link.ts'
import type { Entity } from '../qbo/contract.ts'
import { listIn, objectIn, textIn } from './entity-fields.ts'

/** Another document of the books that would lose what it stands on. */
export interface Hanging {
  type: string
  /** Empty where QuickBooks does not name it. */
  id: string
}

/** What a document was made from, and what is made of it by itself: it loses nothing. */
const NO_WORK: ReadonlySet<string> = new Set(['Estimate', 'PurchaseOrder', 'TimeActivity', 'StatementCharge'])

/**
 * What hangs on a document, as it was read: payments and deposits, bill payments, and the invoice of a cost that was billed to the
 * client. Each once. A balance below the total counts though no link names what took it.
 */
export function hangingOn(type: LinkedType, entity: Entity): Hanging[] {
  const lines = listIn(entity, 'Line')
  const linked = [entity, ...(type === 'Payment' ? [] : lines)]
    .flatMap((holder) => listIn(holder, 'LinkedTxn'))
    .map((link): Hanging => ({ type: textIn(link, 'TxnType') ?? '', id: textIn(link, 'TxnId') ?? '' }))
    // A cost has its charge by itself; an invoice that bills one was made by a person.
    .filter((each) => !NO_WORK.has(each.type) && (each.type !== 'ReimburseCharge' || type === 'Invoice'))
  const isBilled = lines.some((line) => {
    const detail = objectIn(line, textIn(line, 'DetailType') ?? '')
    return detail !== null && detail['BillableStatus'] === 'HasBeenBilled'
  })
  const found = [...linked, ...(isBilled ? [{ type: 'ReimburseCharge', id: '' }] : [])]
  if (found.length === 0 && type === 'Bill' && usedOf(entity) > 0) found.push({ type: 'BillPayment', id: '' })
  return [...new Map(found.map((each) => [`${each.type}|${each.id}`, each])).values()]
}

/** What of a document's total is taken by others, cents. */
function usedOf(entity: Entity): Cents {
  const total = centsFromJson(entity['TotalAmt'])
  const balance = centsFromJson(entity['Balance'])
  return total === null || balance === null ? cents(0) : cents(total - balance)
}
