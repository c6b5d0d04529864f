import { cents, centsFromJson } from '../../shared/money.ts'
import { textIn } from '../entities/entity-fields.ts'
import type { Hanging } from '../entities/hanging.ts'
import type { EntityType } from '../qbo/contract.ts'
import type { SendTools } from './send.ts'

/** The names under which links speak of entities that have another one. */
const ENTITY_OF: Readonly<Record<string, EntityType>> = {
  Payment: 'Payment',
  Invoice: 'Invoice',
  CreditMemo: 'CreditMemo',
  Bill: 'Bill',
  BillPayment: 'BillPayment',
  BillPaymentCheck: 'BillPayment',
  BillPaymentCreditCard: 'BillPayment',
}

/**
 * What hangs on a document, as a problem names it: `<type>|<cents>|<ISO day>` each, as far as QuickBooks tells; the words
 * make a sentence of it (format `hanging`).
 */
export async function namedHanging(tools: SendTools, hanging: readonly Hanging[]): Promise<string> {
  const named: string[] = []
  for (const { type, id } of hanging) {
    const entityType = Object.hasOwn(ENTITY_OF, type) ? ENTITY_OF[type] : undefined
    const answer = entityType !== undefined && id !== '' ? await tools.quickbooks.read(entityType, id) : null
    const entity = answer?.ok ? answer.value : null
    const amount = entity ? (centsFromJson(entity['TotalAmt']) ?? cents(0)) : null
    named.push([entityType ?? type, amount ?? '', entity ? (textIn(entity, 'TxnDate') ?? '') : ''].join('|'))
  }
  return named.join(', ')
}
