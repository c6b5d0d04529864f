import type { Operation } from '../plan/input.ts'
import type { Link } from '../plan/link.ts'
import { cents } from '../../shared/money.ts'
import { observedOf, sentUnknown } from './observe.ts'
import type { SendTools } from './send.ts'
import type { StepResult } from './step.ts'
import { unsettled } from './step.ts'

type LinkStep = Extract<Operation, { deed: 'link' }>
type Unlink = Extract<Operation, { deed: 'unlink' }>

/**
 * Ties a record to what QuickBooks has already; nothing is written there. A document that shows the very amount that
 * Billdr says counts as sent with this content; one that does not is treated as edited since.
 */
export async function linkTo(tools: SendTools, operation: LinkStep): Promise<StepResult> {
  const { records, quickbooks } = tools
  const answer = await quickbooks.read(operation.type, operation.id)
  if (!answer.ok) return answer.failure.kind === 'refused' ? { end: 'refused', problem: answer.failure.problem } : unsettled(answer.failure)
  if (answer.value === null) {
    records.lostEntity(operation.type, operation.id)
    return { end: 'replan' }
  }
  const observed = observedOf(operation.type, answer.value)
  const record = records.record(operation.key)
  const isContact = operation.type === 'Customer' || operation.type === 'Vendor'
  const wanted = record && 'subtotal' in record ? record.subtotal : record?.kind === 'payment' ? record.amount : null
  const same = isContact || operation.origin === 'chosen' || wanted === null || observed.subtotal === wanted
  const link: Link = {
    type: operation.type, id: operation.id, origin: operation.origin, linkedAt: tools.now().toISOString(),
    sent: same && !isContact
      ? { content: operation.content, docNumber: observed.docNumber, date: observed.date, dueDate: observed.dueDate, partyId: observed.partyId, subtotal: observed.subtotal, applied: observed.applied, lineAmounts: observed.lineAmounts }
      : sentUnknown(isContact ? operation.content : null),
    observed, gone: !observed.active, receiptsKnown: false, attachments: {}, application: null,
  }
  await records.commit([
    { table: 'links', id: operation.key, value: link },
    { table: 'inFlight', id: operation.key, value: undefined },
    { table: 'refusals', id: operation.key, value: undefined },
  ])
  await records.explained(operation.key, `linked-${operation.origin}`, { type: operation.type, id: operation.id, amount: observed.subtotal ?? cents(0) })
  return { end: 'done' }
}

/** Drops the tie to what QuickBooks no longer has; creating it again will be another request. */
export async function unlink(tools: SendTools, operation: Unlink): Promise<StepResult> {
  const { records } = tools
  await records.commit([
    { table: 'links', id: operation.key, value: undefined },
    { table: 'inFlight', id: operation.key, value: undefined },
    { table: 'refusals', id: operation.key, value: undefined },
    { table: 'generations', id: operation.key, value: (records.get('generations', operation.key) ?? 0) + 1 },
  ])
  await records.explained(operation.key, 'unlinked', {})
  return { end: 'done' }
}
