import type { DocumentKey } from '../../shared/kinds.ts'
import { problem } from '../../shared/problem.ts'
import { cents, centsFromJson } from '../../shared/money.ts'
import { textIn } from '../entities/entity-fields.ts'
import type { Hanging } from '../entities/hanging.ts'
import type { Link } from '../plan/link.ts'
import type { RefusedWork } from '../plan/refused.ts'
import type { EntityType } from '../qbo/contract.ts'
import type { SendTools } from './send.ts'
import type { StepResult } from './step.ts'

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

/**
 * Stores that something is not done because of a person's work in the books, which is named (rule D2). It is looked at again
 * with every run, and goes by itself once that is gone. `refused`: QuickBooks said so, and not we.
 */
export async function heldBack(
  { records, now }: SendTools,
  key: DocumentKey,
  { type, observed }: Pick<Link, 'type' | 'observed'>,
  work: RefusedWork,
  what: string,
  refused: 'refused' | null = null,
): Promise<StepResult> {
  const why = problem('others-hang-on-it', {
    type,
    docNumber: observed.docNumber ?? '',
    what,
    ...(refused && { refused }),
  })
  await records.commit([
    { table: 'refusals', id: key, value: { problem: why, at: now().toISOString(), of: work } },
    { table: 'inFlight', id: key, value: undefined },
  ])
  return { end: 'replan' }
}
