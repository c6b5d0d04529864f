import type { Operation } from '../plan/input.ts'
import type { Link, Observed } from '../plan/link.ts'
import type { BilldrRecord } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf, kindOf } from '../../shared/kinds.ts'
import { sealInNote } from '../../shared/mark.ts'
import type { Seal } from '../../shared/mark.ts'
import { cents } from '../../shared/money.ts'
import type { Cents } from '../../shared/money.ts'
import { observedOf } from '../entities/observe.ts'
import { contentDigits } from '../entities/seal.ts'
import { answered } from './answered.ts'
import { removeReceipts } from './move-receipts.ts'
import type { Newest, PushRecords } from './records.ts'
import { runWrite } from './run-writes.ts'
import type { SendTools } from './send.ts'
import { sentAsObserved, sentUnknown } from '../entities/sent.ts'
import type { StepResult } from './step.ts'
import { unsettled } from './step.ts'

type LinkStep = Extract<Operation, { kind: 'link' }>
type Unlink = Extract<Operation, { kind: 'unlink' }>

/** Links a record to what QuickBooks has already; nothing is written there. */
export async function linkExisting(tools: SendTools, operation: LinkStep): Promise<StepResult> {
  const { records, quickbooks } = tools
  const answer = await quickbooks.read(operation.type, operation.id)
  if (!answer.ok)
    return answer.failure.kind === 'refused'
      ? { end: 'refused', problem: answer.failure.problem }
      : unsettled(answer.failure)
  if (answer.value === null) {
    records.lostEntity(operation.type, operation.id)
    return { end: 'replan' }
  }
  const observed = observedOf(operation.type, answer.value, tools.now())
  const isContact = operation.type === 'Customer' || operation.type === 'Vendor'
  const link: Link = {
    type: operation.type,
    id: operation.id,
    origin: operation.origin,
    linkedAt: tools.now().toISOString(),
    sent: isContact
      ? sentUnknown(operation.content)
      : sentWhenTied(
          operation,
          observed,
          sealInNote(answer.value['PrivateNote']),
          wantedOf(records, records.record(operation.key), observed),
        ),
    observed,
    gone: !observed.active,
    receiptsKnown: false,
    attachments: {},
    application: null,
  }
  await records.commit((newest) => [
    ...runWrite(
      records,
      tools.now(),
      null,
      { ...linkedBefore(newest, operation.key), key: operation.key, did: 'linked', type: link.type, id: link.id },
      answer.value,
    ),
    { table: 'links', id: operation.key, value: link },
    ...answered(newest, operation.key),
    { table: 'inFlight', id: operation.key, value: undefined },
    { table: 'refusals', id: operation.key, value: undefined },
  ])
  await records.explained(operation.key, `linked-${operation.origin}`, {
    type: operation.type,
    id: operation.id,
    number: observed.docNumber ?? '',
    amount: observed.subtotal ?? cents(0),
  })
  return { end: 'done' }
}

/** The link that this one replaces. */
function linkedBefore(newest: Newest, key: DocumentKey): { linkBefore?: Link } {
  const linkBefore = newest('links', key)
  return linkBefore ? { linkBefore } : {}
}

/** What Billdr says of the document: its amount before tax, and whose it is, as far as that one is linked. */
interface Wanted {
  amount: Cents | null
  /** With Billdr's taxes; the same where it has none. */
  withTax: Cents | null
  partyId: string | null
}

function wantedOf(records: PushRecords, record: BilldrRecord | null, { subtotal }: Observed): Wanted {
  // What is bought in the US holds its tax in its lines.
  const holdsTax = record?.kind === 'expense' && subtotal === record.total
  const before = record && 'subtotal' in record ? record.subtotal : record?.kind === 'payment' ? record.amount : null
  const amount = holdsTax ? record.total : before
  const withTax = record && 'total' in record ? record.total : amount
  const party = record ? partyKeyOf(record) : null
  const link = party === null ? undefined : records.get('links', party)
  const partyId = party !== null && kindOf(party) === 'invoice' ? link?.observed.partyId : link?.id
  return { amount, withTax, partyId: link?.gone ? null : (partyId ?? null) }
}

/** The record by which QuickBooks knows whose a document is. */
function partyKeyOf(record: BilldrRecord): DocumentKey | null {
  switch (record.kind) {
    case 'invoice':
    case 'credit':
      return keyOf('project', record.projectId)
    case 'payment':
      return keyOf('invoice', record.invoiceId)
    case 'expense':
    case 'purchase-order':
      return record.professionalId === null ? null : keyOf('professional', record.professionalId)
    case 'client':
    case 'project':
    case 'professional':
    case 'cost-code':
      return null
  }
}

/**
 * What counts as sent of a document that is linked to what QuickBooks has. Its seal says which content of Billdr it was, and
 * whether a person changed it since; without one, the amount tells whether it is the same document or an edited one.
 */
function sentWhenTied(
  operation: LinkStep,
  observed: Observed,
  seal: Seal | null,
  { amount: wanted, withTax, partyId }: Wanted,
): Link['sent'] {
  const { content, origin } = operation
  if (wanted === null) return sentAsObserved(content, observed)
  if (origin === 'chosen')
    return asChosen(sentAsObserved(content, observed), observed, [wanted, withTax ?? wanted], partyId)
  if (!seal) return observed.subtotal === wanted ? sentAsObserved(content, observed) : sentUnknown(null)
  const isContent = seal.content === contentDigits(content)
  if (observed.ours) return isContent ? sentAsObserved(content, observed) : sentUnknown(null)
  // A person changed it there: what it showed before is not known, but that it did not show this.
  const unlike = operation.type === 'Payment' ? { date: '' } : { lineAmounts: [] }
  return {
    ...sentAsObserved(isContent ? content : '', observed),
    ...unlike,
    subtotal: isContent && observed.subtotal !== wanted ? wanted : null,
  }
}

/** A person may choose whatever there is; where it is of another amount or somebody else's, that shows as a difference. */
function asChosen(
  sent: Link['sent'],
  observed: Observed,
  [wanted, withTax]: [Cents, Cents],
  partyId: string | null,
): Link['sent'] {
  // Entered gross, as a card feed does, it is the same amount with its tax in it.
  const isSameAmount = [observed.subtotal, observed.total].some((each) => each === wanted || each === withTax)
  return { ...sent, partyId: partyId ?? sent.partyId, subtotal: isSameAmount ? sent.subtotal : wanted }
}

/**
 * Drops the link to what QuickBooks no longer has; creating it again will be another request. Its receipts would outlive it there
 * (facts: QuickBooks live §8.1) and hang a second time on what is created: they go with it, as far as that is possible now.
 */
export async function unlink(tools: SendTools, operation: Unlink): Promise<StepResult> {
  const { records } = tools
  const link = records.get('links', operation.key)
  if (link?.gone && !link.unlinked) await removeReceipts(tools, operation.key, link)
  await records.commit([
    { table: 'links', id: operation.key, value: undefined },
    { table: 'inFlight', id: operation.key, value: undefined },
    { table: 'refusals', id: operation.key, value: undefined },
    { table: 'generations', id: operation.key, value: (records.get('generations', operation.key) ?? 0) + 1 },
  ])
  await records.explained(operation.key, 'unlinked', {})
  return { end: 'done' }
}
