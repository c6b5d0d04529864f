import { cents, centsFromJson } from '../../shared/money.ts'
import type { Cents } from '../../shared/money.ts'
import type { Credit } from '../../shared/domain.ts'
import { keyInNote } from '../../shared/mark.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { problem } from '../../shared/problem.ts'
import { listIn } from '../entities/entity-fields.ts'
import type { Hanging } from '../entities/hanging.ts'
import { observedOf } from '../entities/observe.ts'
import { appliedTo, isAppliedByItself, onlyInvoiceIn } from '../entities/payment-links.ts'
import { settlingFingerprintOf } from '../plan/content.ts'
import type { Operation } from '../plan/input.ts'
import type { Link, Observed } from '../plan/link.ts'
import type { RefusedWork } from '../plan/refused.ts'
import type { Entity } from '../qbo/contract.ts'
import { heldBack, namedHanging } from './hanging.ts'
import { balanceChange } from './open-amounts.ts'
import type { Ended } from './outcome.ts'
import { isNotThere, preparedAnew, sendFor } from './outcome.ts'
import { findApplication } from './recognise.ts'
import { linkChange } from './records.ts'
import { newRequest } from './request.ts'
import type { SendTools } from './send.ts'
import type { StepResult } from './step.ts'
import { unsettled } from './step.ts'

type Unapply = Extract<Operation, { kind: 'unapply-credit' }>
type Application = NonNullable<Link['application']>

/** Takes the application away again, before its memo is deleted. */
export function unapplyCredit(tools: SendTools, operation: Unapply): Promise<StepResult> {
  return preparedAnew(() => unapplyOnce(tools, operation))
}

async function unapplyOnce(tools: SendTools, operation: Unapply): Promise<Ended> {
  const { quickbooks, records } = tools
  const { key } = operation
  const link = records.get('links', key)
  const application = link?.application
  if (!link || !application) return { end: 'done' }
  const now = await quickbooks.read('Payment', application.id)
  if (!now.ok) return unsettled(now.failure)
  const payment = now.value
  if (!payment) return takenAway(tools, key, application, false)
  const record = records.record(key)
  const moved = operation.onlyOurs === true && record?.kind === 'credit' ? record : null
  // More than our two lines, or none of our mark: what a person made of it stays.
  const hasOthers = listIn(payment, 'Line').length !== 2 || keyInNote(payment['PrivateNote']) !== key
  if (moved && hasOthers) return notApplied(tools, key, moved, null)
  if (!moved) {
    const memo = await quickbooks.read('CreditMemo', link.id)
    if (!memo.ok) return unsettled(memo.failure)
    // A credit that a person applied is not deleted with ours (rule D2).
    if (!isOwnApplication(tools, payment, key, memo.value)) {
      const hanging = [{ type: 'Payment', id: payment.Id }]
      return heldBack(tools, key, link, { work: 'removing' }, await namedHanging(tools, hanging))
    }
  }
  const body = { Id: payment.Id, SyncToken: payment.SyncToken }
  const request = newRequest(
    tools,
    {
      key,
      deed: 'unapply-credit',
      type: 'Payment',
      verb: 'delete',
      body,
      content: moved ? settlingFingerprintOf(moved) : '',
      entityId: application.id,
    },
    [application.id, payment.SyncToken],
  )
  const work: RefusedWork = moved ? { work: 'settling', content: settlingFingerprintOf(moved) } : { work: 'removing' }
  return sendFor<Ended>(tools, request, {
    done: () => takenAway(tools, key, application, true),
    async refused(failure) {
      // Voiding its invoice takes an application away too; that may just have happened beside this.
      if (isNotThere(failure)) return takenAway(tools, key, application, false)
      return failure.problem.code === 'stale' ? { end: 'anew' } : null
    },
    work,
  })
}

/** Whether a payment does nothing but apply this memo, and we did that, or QuickBooks by itself. */
export function isOwnApplication(
  { records }: SendTools,
  payment: Entity,
  key: DocumentKey,
  memo: Entity | null,
): boolean {
  if (listIn(payment, 'Line').length !== 2 || centsFromJson(payment['TotalAmt']) !== 0) return false
  return (
    keyInNote(payment['PrivateNote']) === key ||
    (memo !== null && records.appliesCreditsByItself() && isAppliedByItself(payment, memo))
  )
}

/** Stores that it is gone. `isOurs`: by our own request, just now. */
async function takenAway(
  tools: SendTools,
  key: DocumentKey,
  application: Application,
  isOurs: boolean,
): Promise<StepResult> {
  const { quickbooks, records } = tools
  // By id: its lists may show for a while what was before.
  const invoice = application.invoiceId === '' ? null : await quickbooks.read('Invoice', application.invoiceId)
  const seen = invoice?.ok && invoice.value ? observedOf('Invoice', invoice.value, tools.now()) : null
  const invoiceKey = records.linkedKey('Invoice', application.invoiceId)
  await records.commit((newest) => [
    ...linkChange(newest, key, (found) => ({
      ...found,
      application: null,
      observed: isOurs ? withBack(found.observed, application.amount) : found.observed,
    })),
    { table: 'inFlight', id: key, value: undefined },
    ...(isOurs && !seen ? balanceChange(tools, newest, application.invoiceId, application.amount) : []),
    // Put there once more, it is another request: the same would only repeat the answer of the application that is gone.
    ...(isOurs
      ? [
          {
            table: 'generations' as const,
            id: key,
            value: (records.get('generations', key) ?? 0) + 1,
          },
        ]
      : []),
    ...(seen && invoiceKey ? linkChange(newest, invoiceKey, (found) => ({ ...found, observed: seen })) : []),
  ])
  return { end: 'done' }
}

/** A memo with so much of it open again, cents. */
function withBack(memo: Observed, amount: Cents): Observed {
  return memo.balance === null ? memo : { ...memo, balance: cents(memo.balance + amount) }
}

/** A person used it up elsewhere: said beside the document, and not tried again until a person wants it. */
export async function notApplied(
  tools: SendTools,
  key: DocumentKey,
  record: Credit,
  invoice: Observed | null,
): Promise<StepResult> {
  const wanted = tools.records.record(`invoice:${record.appliesToInvoiceId ?? ''}`)
  const number = invoice?.docNumber ?? (wanted?.kind === 'invoice' ? wanted.number : '')
  const why = problem('credit-not-applied', { number: record.number, invoice: number })
  const refusal = {
    problem: why,
    at: tools.now().toISOString(),
    of: { work: 'settling', content: settlingFingerprintOf(record) },
  } as const
  await tools.records.commit([
    { table: 'refusals', id: key, value: refusal },
    { table: 'inFlight', id: key, value: undefined },
  ])
  return { end: 'replan' }
}

/**
 * Takes away an application of a memo that is not known here (QuickBooks applied it by itself, or we did before a crash or
 * a lost data folder). `linked`: the payments of ours that the memo itself names. `free`: there is none that could be taken away.
 */
export async function freeCredit(
  tools: SendTools,
  key: DocumentKey,
  memoId: string,
  observed: Observed,
  linked: readonly Hanging[] = [],
): Promise<'free' | 'freed' | StepResult> {
  const { quickbooks, records } = tools
  if (observed.partyId === null) return 'free'
  const [named] = linked
  // The memo itself names what it is applied by, and a read by id never lags behind; a query may.
  const found = named
    ? await quickbooks.read('Payment', named.id)
    : await findApplication(quickbooks, memoId, observed.partyId, null)
  if (!found.ok) return unsettled(found.failure)
  const payment = found.value
  if (!payment) return 'free'
  const application = {
    id: payment.Id,
    syncToken: payment.SyncToken,
    amount: appliedTo(payment, 'CreditMemo', memoId),
    invoiceId: onlyInvoiceIn(payment) ?? '',
  }
  await records.commit((newest) => linkChange(newest, key, (link) => ({ ...link, application })))
  const ended = await unapplyCredit(tools, { kind: 'unapply-credit', key, paymentId: payment.Id })
  return ended.end === 'done' ? 'freed' : ended
}
