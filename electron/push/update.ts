import type { Draft, PaymentDraft } from '../../shared/draft.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { cents, sumOf } from '../../shared/money.ts'
import { answeredUnlike } from '../entities/as-sent.ts'
import { observedOf } from '../entities/observe.ts'
import { contentDigits, sealedBody } from '../entities/seal.ts'
import { hangingOn } from '../entities/hanging.ts'
import { appliedTo, othersLinks } from '../entities/payment-links.ts'
import { sentAsAnswered, whatLeft } from '../entities/sent.ts'
import { differencesOf, isOlderWork, isSettledInDeposit, isShownWhole, overriddenTax } from '../plan/differences.ts'
import type { Operation } from '../plan/input.ts'
import type { Link, Observed } from '../plan/link.ts'
import { appliedOn, ownInvoices } from '../plan/link.ts'
import { personsWork } from '../plan/persons-work.ts'
import type { Entity } from '../qbo/contract.ts'
import { answered } from './answered.ts'
import { current, dropped } from './current.ts'
import {
  appliedBefore,
  appliedNow,
  balanceChange,
  invoiceChanges,
  invoicesNow,
  isWorthAnother,
  withOthersPart,
  seenChanges,
  isAppliedAsFarAsOpen,
} from './open-amounts.ts'
import type { Ended } from './outcome.ts'
import { isNotThere, preparedAnew, sendFor } from './outcome.ts'
import type { InFlight, Newest, PushChange } from './records.ts'
import { linkChange } from './records.ts'
import { needsReplacing, finishReplacement, replace, replacementUnderWay } from './replace.ts'
import { heldBack, namedHanging } from './hanging.ts'
import { newRequest } from './request.ts'
import { runWrite } from './run-writes.ts'
import type { SendTools } from './send.ts'
import { nextGeneration } from './send.ts'
import type { StepResult } from './step.ts'
import { updateBody } from './update-body.ts'

type Update = Extract<Operation, { kind: 'update' }>

/**
 * Overwrites a document (rule E2), or applies more of a payment (P1). It is read first: what a person changed there is
 * never overwritten without a yes (X1), the tax codes that were added there stay (T1), and a change that arrived
 * though its answer was lost is recognised by what the entity shows.
 */
export function update(tools: SendTools, operation: Update): Promise<StepResult> {
  return preparedAnew(() => updateOnce(tools, operation))
}

async function updateOnce(tools: SendTools, operation: Update): Promise<Ended> {
  const { records } = tools
  const { key, content } = operation
  const link = records.get('links', key)
  if (!link || link.gone) return { end: 'replan' }
  const now = await current(tools, key, link)
  if (!now.ok) return now.result
  if (now.entity === null) return { end: 'replan' }
  const observed = observedOf(link.type, now.entity, tools.now())
  if (replacementUnderWay(tools, key)) return replace(tools, operation, link, now.entity)
  const already = appliedBefore({ ...link, observed }, operation.draft)
  const draft =
    operation.draft.type === 'Payment' ? paymentNow(tools, key, operation.draft, link, now.entity) : operation.draft
  const waiting = records.get('inFlight', key)
  if (waiting?.deed === 'update' && waiting.draft && hasArrived(observed, waiting, waiting.draft)) {
    await records.explained(key, 'change-had-arrived', { id: link.id })
    const ended = await kept(tools, key, link, now.entity, waiting.draft, waiting.content)
    // Else Billdr changed again since.
    return waiting.content === content ? ended : { end: 'anew' }
  }
  const isThere =
    isSettledInDeposit(observed, draft) ||
    (isShownWhole(observed, draft) && observed.ours?.content === contentDigits(content))
  if (isThere || isForeign(tools, key, link, observed)) {
    if (isThere || isShownWhole(observed, draft)) {
      await records.explained(key, 'change-had-arrived', { id: link.id })
      return kept(tools, key, link, now.entity, draft, content)
    }
    await records.commit((newest) => [
      ...linkChange(newest, key, (found) => ({ ...found, observed })),
      { table: 'inFlight', id: key, value: undefined },
    ])
    return { end: 'replan' }
  }
  const isAgreed = records.get('decisions', key)?.overwrite === observed.syncToken
  // Her tax was written over since it was last read: the next plan asks.
  const isTaxed = !isAgreed && !needsReplacing(draft, link.type, now.entity) && overriddenTax(observed, draft) !== null
  if (isTaxed || personsWork({ type: link.type, observed }, draft)) {
    await records.commit((newest) => linkChange(newest, key, (found) => ({ ...found, observed })))
    return { end: 'replan' }
  }
  if (draft.type === 'Payment' && (draft.elsewhere ?? 0) > draft.total) {
    // A person put more of it on other documents than it comes to.
    const others = othersLinks(now.entity, ownInvoices(draft, link))
    const work = { work: 'sending', content } as const
    return heldBack(tools, key, { ...link, observed }, work, await namedHanging(tools, others))
  }
  if (needsReplacing(draft, link.type, now.entity)) return replaceUnused(tools, operation, link, now.entity)
  const isTopUp = draft.type === 'Payment' && link.sent.content === content
  // Another payment of this run took what was open.
  if (isTopUp && sumOf(draft.applied.map(({ amount }) => amount)) === already) return { end: 'replan' }
  const body = updateBody(draft, sealedBody(draft, content, records), now.entity, link)
  const request = newRequest(
    tools,
    {
      key,
      deed: 'update',
      type: link.type,
      verb: 'update',
      body,
      content,
      draft,
      entityId: link.id,
      before: now.entity,
    },
    [link.id, now.entity.SyncToken, content],
  )
  return sendFor<Ended>(tools, request, {
    done: (sent) => kept(tools, key, link, sent.entity, draft, content, body['ExchangeRate']),
    async refused(failure, left) {
      if (failure.problem.code === 'stale') {
        await records.commit([{ table: 'inFlight', id: key, value: undefined }])
        return { end: 'anew' }
      }
      if (failure.problem.code === 'payment-deposited' && (await seenInDeposit(tools, key, link))) {
        await records.commit(nextGeneration(records, left))
        return { end: 'replan' }
      }
      // The same code tells of a reference that is inactive and of the document itself: only reading says which.
      const after = isNotThere(failure) ? await current(tools, key, link) : null
      if (after && (!after.ok || after.entity === null)) {
        await records.commit(nextGeneration(records, left))
        return after.ok ? { end: 'replan' } : after.result
      }
      return (await isWorthAnother(tools, left, failure, already)) ? { end: 'anew' } : null
    },
    work: isTopUp ? { work: 'settling', content } : { work: 'sending', content },
  })
}

/**
 * The draft of a payment with what is open on its invoice now. What a person put of it elsewhere stays there, but where she
 * agreed to have it as Billdr asked for (rule W4).
 */
function paymentNow(
  tools: SendTools,
  key: DocumentKey,
  draft: PaymentDraft,
  link: Link,
  payment: Entity,
): PaymentDraft {
  const isAgreed = link.askedFor !== undefined && tools.records.get('decisions', key)?.overwrite === payment.SyncToken
  const [part] = draft.applied
  const already = part ? appliedTo(payment, 'Invoice', part.id) : cents(0)
  return appliedNow(tools, isAgreed ? draft : withOthersPart(draft, link, payment), already)
}

/** Whether a payment was put into a deposit since it was read: stored, so that the next plan holds it. */
async function seenInDeposit(tools: SendTools, key: DocumentKey, link: Link): Promise<boolean> {
  const now = await current(tools, key, link)
  if (!now.ok || now.entity === null) return false
  const observed = observedOf(link.type, now.entity, tools.now())
  if (observed.deposited)
    await tools.records.commit((newest) => linkChange(newest, key, (found) => ({ ...found, observed })))
  return observed.deposited === true
}

/** The new document, where nothing of a person's hangs on the old one (rule D2). */
async function replaceUnused(tools: SendTools, operation: Update, link: Link, old: Entity): Promise<Ended> {
  const hanging = hangingOn(link.type, old)
  if (hanging.length === 0) return replace(tools, operation, link, old)
  const work = { work: 'sending', content: operation.content } as const
  return heldBack(tools, operation.key, link, work, await namedHanging(tools, hanging))
}

/**
 * A change without a certain answer that nothing asks for any more in its form (Billdr changed again): where the document
 * shows it, it was ours and nobody else's.
 */
export async function finishUpdate(tools: SendTools, request: InFlight): Promise<void> {
  const { records } = tools
  const link = records.get('links', request.key)
  if (request.verb === 'create') return finishReplacement(tools, request, link)
  if (!request.draft || !link || link.gone || link.id !== request.entityId) return dropped(tools, request)
  const now = await current(tools, request.key, link)
  if (!now.ok) return
  if (now.entity === null || !hasArrived(observedOf(link.type, now.entity, null), request, request.draft))
    return dropped(tools, request)
  await records.explained(request.key, 'change-had-arrived', { id: link.id })
  await kept(tools, request.key, link, now.entity, request.draft, request.content)
}

/** Whether a change without an answer has been made: what it changes may show in no field but the seal. */
function hasArrived(observed: Observed, request: InFlight, draft: Draft): boolean {
  if (observed.syncToken === request.body['SyncToken']) return false
  return (
    isShownWhole(observed, draft) &&
    (observed.ours?.content ?? contentDigits(request.content)) === contentDigits(request.content)
  )
}

/** Changed by a person since we sent it, and no yes to overwrite this state of it. */
function isForeign(tools: SendTools, key: DocumentKey, link: Link, observed: Observed): boolean {
  if (isOlderWork(observed, tools.records.exportedAt())) return false
  const theirs = differencesOf({ ...link, observed })
  return theirs !== null && tools.records.get('decisions', key)?.overwrite !== observed.syncToken
}

async function kept(
  tools: SendTools,
  key: DocumentKey,
  link: Link,
  entity: Entity,
  draft: Draft,
  content: string,
  rate?: unknown,
): Promise<StepResult> {
  const observed = observedOf(link.type, entity, tools.now())
  const before = appliedBefore(link, draft)
  const unlike = answeredUnlike(withRate(draft, rate), { ...link, observed }, entity)
  const invoices =
    draft.type === 'Payment' && (unlike || draft.elsewhere !== undefined) ? await invoicesNow(tools, draft) : null
  const isCapped = unlike !== null && invoices !== null && isAppliedAsFarAsOpen(unlike, { ...link, observed }, invoices)
  // What it leaves on another invoice is open there again.
  const isSplit = draft.type === 'Payment' && draft.elsewhere !== undefined
  const left = isSplit ? link.sent.appliedTo : (link.observed.appliedTo ?? link.sent.appliedTo)
  const leaves = left !== undefined && draft.type === 'Payment' && draft.applied.every(({ id }) => id !== left)
  await tools.records.commit((newest) => [
    ...overwritten(tools, newest, key, entity),
    ...answered(newest, key),
    ...linkChange(newest, key, ({ askedFor: _, ...found }) => ({
      ...found,
      sent: sentAsAnswered(draft, content, observed),
      ...whatLeft(draft, newest('inFlight', key)?.sentAt ?? tools.now().toISOString()),
      observed,
      ...(isCapped ? null : unlike),
    })),
    { table: 'inFlight', id: key, value: undefined },
    { table: 'refusals', id: key, value: undefined },
    ...(invoices
      ? seenChanges(newest, invoices)
      : draft.type === 'Payment'
        ? invoiceChanges(tools, newest, draft, before)
        : []),
    ...(leaves ? balanceChange(tools, newest, left, appliedOn(link, left)) : []),
  ])
  return { end: 'done' }
}

/** The draft with the rate that was said: the one of the books may have stayed. */
function withRate(draft: Draft, rate: unknown): Draft {
  if (draft.type === 'Customer' || draft.type === 'Vendor') return draft
  const { exchangeRate: _, ...rest } = draft
  return typeof rate === 'number' || typeof rate === 'string' ? { ...rest, exchangeRate: Number(rate) } : rest
}

/** What the request under way overwrote; nothing where the document showed it without one. */
function overwritten(tools: SendTools, newest: Newest, key: DocumentKey, entity: Entity): PushChange[] {
  const request = newest('inFlight', key)
  const linkBefore = newest('links', key)
  if (request?.deed !== 'update' || !request.before || !linkBefore) return []
  const done = { key, did: 'overwritten' as const, type: linkBefore.type, id: linkBefore.id, before: request.before }
  return runWrite(tools.records, tools.now(), request, { ...done, linkBefore }, entity)
}
