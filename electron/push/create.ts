import type { Draft, PaymentDraft } from '../../shared/draft.ts'
import { keyInNote } from '../../shared/mark.ts'
import { cents } from '../../shared/money.ts'
import type { Problem } from '../../shared/problem.ts'
import { refusedContent } from '../plan/documents.ts'
import { foldName } from '../plan/names.ts'
import type { Operation } from '../plan/input.ts'
import type { Link, LinkedType, Observed } from '../plan/link.ts'
import type { Entity } from '../qbo/contract.ts'
import { booksContactOf, booksDocumentOf, observedOf } from '../entities/observe.ts'
import { contactInTheWay, documentInTheWay } from './in-the-way.ts'
import { invoicesNow, isWorthAnother, seenChanges } from './paid-invoices.ts'
import { findOwn } from './recognise.ts'
import type { InFlight, Newest, PushChange } from './records.ts'
import { linkChange } from './records.ts'
import { hasLostReference } from './references.ts'
import { requestIdOf } from './request-id.ts'
import { contentDigits, sealedBody } from '../entities/seal.ts'
import type { SendTools } from './send.ts'
import { isReplayed, nextGeneration, refusalChanges, send } from './send.ts'
import { sentAsAnswered, sentAsDrafted, sentUnknown } from '../entities/sent.ts'
import type { StepResult } from './step.ts'
import { stopsCompany, unsettled } from './step.ts'

type Create = Extract<Operation, { deed: 'create' }>

/**
 * Creates a record once. A request that left before without a certain answer is looked for first and then repeated as
 * it was: same id, same body, whatever Billdr says by now; what changed since is the next plan's business.
 */
export async function create(tools: SendTools, operation: Create): Promise<StepResult> {
  const waiting = tools.records.get('inFlight', operation.key)
  if (waiting && waiting.deed !== 'create') return { end: 'replan' }
  if (waiting) return resumeCreate(tools, waiting, { repeat: true, mayRepeatNumber: operation.allowDuplicateNumber })
  const draft = operation.draft.type === 'Payment' ? appliedNow(tools, operation.draft, cents(0)) : operation.draft
  const generation = tools.records.get('generations', operation.key) ?? 0
  const request: InFlight = {
    key: operation.key,
    deed: 'create',
    type: operation.type,
    verb: 'create',
    requestId: requestIdOf(tools.quickbooks.realmId, [operation.key, 'create', operation.type, generation]),
    body: sealedBody(draft, operation.content, tools.records),
    content: operation.content,
    draft,
    entityId: null,
    attachmentId: null,
    sentAt: tools.now().toISOString(),
    attempts: 0,
    unknown: false,
  }
  // The first request id is the same on every desktop of the company; a later one is this desktop's own, so that the
  // record may have been created under another.
  if (generation > 0)
    return resumeCreate(tools, request, { repeat: true, mayRepeatNumber: operation.allowDuplicateNumber })
  return sendCreate(tools, request, operation.allowDuplicateNumber)
}

/** Finishes a creation whose outcome is not known: adopted where it is there, repeated where it is not. */
export async function resumeCreate(
  tools: SendTools,
  request: InFlight,
  { repeat, mayRepeatNumber }: { repeat: boolean; mayRepeatNumber: boolean },
): Promise<StepResult> {
  const { records, quickbooks } = tools
  if (!request.draft) throw new Error(`a creation without its draft: ${request.key}`)
  const found = await findOwn(
    quickbooks,
    request.type as LinkedType,
    request.key,
    request.draft,
    request.attempts > 0 ? request.sentAt : null,
  )
  if (!found.ok) return unsettled(found.failure)
  if (found.value && isFree(tools, request, found.value)) {
    await records.explained(request.key, 'found-after-lost-answer', { id: found.value.Id })
    return keep(tools, request, found.value, 'adopted')
  }
  if (!repeat) return { end: 'replan' }
  if (request.attempts > 0)
    await records.explained(request.key, 'repeated-after-lost-answer', { attempts: request.attempts })
  return sendCreate(tools, request, mayRepeatNumber)
}

function isFree(tools: SendTools, request: InFlight, entity: Entity): boolean {
  const owner = tools.records.linkedKey(request.type as LinkedType, entity.Id)
  return owner === null || owner === request.key
}

async function sendCreate(tools: SendTools, request: InFlight, mayRepeatNumber: boolean): Promise<StepResult> {
  const sent = await send(tools, request)
  if (sent.ok) {
    const replayed = isReplayed(tools, sent.request, sent.ageMs)
    if (replayed === 'no') return keep(tools, sent.request, sent.entity as Entity, 'created')
    return keepReplayed(
      tools,
      sent.request,
      sent.entity.Id,
      mayRepeatNumber,
      replayed === 'yes' ? 'adopted' : 'created',
    )
  }
  const { failure } = sent
  if (failure.kind !== 'refused') return unsettled(failure)
  if (stopsCompany(failure.problem)) return stopped(tools, sent.request, failure.problem)
  if (failure.problem.code === 'number-taken' || failure.problem.code === 'name-taken') {
    return inTheWay(tools, sent.request, failure.problem, mayRepeatNumber)
  }
  if (await isWorthAnother(tools, sent.request, failure, cents(0)))
    return paidAnew(tools, sent.request, mayRepeatNumber)
  if (await hasLostReference(tools, sent.request, failure)) return { end: 'replan' }
  return refuse(tools, sent.request, failure.problem)
}

/** The payment again, as far as its invoice is open now. */
async function paidAnew(tools: SendTools, request: InFlight, mayRepeatNumber: boolean): Promise<StepResult> {
  if (request.draft?.type !== 'Payment') throw new Error(`not a payment: ${request.key}`)
  const draft = appliedNow(tools, request.draft, cents(0))
  return sendCreate(
    tools,
    { ...(await anotherRequest(tools, request)), draft, body: sealedBody(draft, request.content, tools.records) },
    mayRepeatNumber,
  )
}

async function stopped(tools: SendTools, request: InFlight, why: Problem): Promise<StepResult> {
  await tools.records.commit(nextGeneration(tools.records, request))
  return { end: 'stop', problem: why }
}

async function refuse(tools: SendTools, request: InFlight, why: Problem): Promise<StepResult> {
  const number = tools.records.get('decisions', request.key)?.number
  await tools.records.commit(refusalChanges(tools, request, refusedContent(request.content, number), why))
  return { end: 'refused', problem: why }
}

/** QuickBooks repeated an old answer: only what it still has counts, as it is there now. What is gone is sent anew. */
async function keepReplayed(
  tools: SendTools,
  request: InFlight,
  id: string,
  mayRepeatNumber: boolean,
  origin: 'created' | 'adopted',
): Promise<StepResult> {
  const now = await tools.quickbooks.read(request.type, id)
  if (!now.ok) return unsettled(now.failure)
  if (now.value) return keep(tools, request, now.value, origin)
  tools.records.lostEntity(request.type, id)
  return sendCreate(tools, await anotherRequest(tools, request), mayRepeatNumber)
}

/** The same record as a request of the next generation: its earlier id would only repeat an earlier answer. */
async function anotherRequest(tools: SendTools, request: InFlight): Promise<InFlight> {
  const { records, quickbooks } = tools
  await records.commit(nextGeneration(records, request))
  const generation = records.get('generations', request.key) ?? 0
  return {
    ...request,
    attempts: 0,
    sentAt: tools.now().toISOString(),
    requestId: requestIdOf(quickbooks.realmId, [request.key, 'create', request.type, generation]),
  }
}

/** The number or name is in use: our own earlier record is adopted without asking, another one is shown to the plan. */
async function inTheWay(
  tools: SendTools,
  request: InFlight,
  why: Problem,
  mayRepeatNumber: boolean,
): Promise<StepResult> {
  const { records, quickbooks } = tools
  const type = request.type as LinkedType
  const isContact = type === 'Customer' || type === 'Vendor'
  const other = isContact
    ? await contactInTheWay(tools, request, why)
    : await documentInTheWay(quickbooks, request, why)
  if (!other.ok) return unsettled(other.failure)
  const entity = other.value
  const mark = entity ? keyInNote(entity[isContact ? 'Notes' : 'PrivateNote']) : null
  if (entity && mark === request.key && isFree(tools, request, entity)) {
    await records.explained(request.key, 'own-record-in-the-way', { id: entity.Id })
    return keep(tools, request, entity, 'adopted')
  }
  const contact = entity && isContact ? booksContactOf(type, entity) : null
  // Taken by an inactive one, or by one that reads otherwise to us: the name is refused, and another is tried.
  if (
    contact?.active &&
    request.draft &&
    'displayName' in request.draft &&
    foldName(contact.name) === foldName(request.draft.displayName)
  ) {
    records.sawContact(contact)
    await records.commit(nextGeneration(records, request))
    return { end: 'replan' }
  }
  if (entity && !isContact) {
    const document = booksDocumentOf(type, entity)
    const party = request.draft && 'vendor' in request.draft ? (request.draft.vendor?.id ?? null) : null
    if (mayRepeatNumber && party !== null && document.partyId !== party) return repeatNumber(tools, request)
    records.sawDocument(document)
    await records.commit(nextGeneration(records, request))
    return { end: 'replan' }
  }
  const named =
    request.draft && 'displayName' in request.draft
      ? { ...why, params: { ...why.params, name: request.draft.displayName } }
      : why
  return refuse(tools, request, named)
}

/** Two suppliers may use one number: QuickBooks is told that this repetition is meant. */
async function repeatNumber(tools: SendTools, request: InFlight): Promise<StepResult> {
  return sendCreate(tools, { ...(await anotherRequest(tools, request)), allowDuplicateNumber: true }, false)
}

/** Stores the tie to what was created or found, and what it changes elsewhere. */
async function keep(
  tools: SendTools,
  request: InFlight,
  entity: Entity,
  origin: 'created' | 'adopted',
): Promise<StepResult> {
  const { records } = tools
  if (!request.draft) throw new Error(`a creation without its draft: ${request.key}`)
  const type = request.type as LinkedType
  records.tookEntity(type, entity)
  const observed = observedOf(type, entity)
  const link: Link = {
    type,
    id: entity.Id,
    origin,
    linkedAt: tools.now().toISOString(),
    sent: shownSent(request, request.draft, observed, origin),
    observed,
    gone: false,
    receiptsKnown: origin === 'created' && !request.unknown,
    attachments: {},
    application: null,
  }
  const payment = request.draft.type === 'Payment' ? request.draft : null
  // What an earlier request paid may have been seen on its invoice already: QuickBooks says what is open.
  const invoices = payment && origin === 'adopted' ? await invoicesNow(tools, payment) : null
  await records.commit((newest) => [
    { table: 'links', id: request.key, value: link },
    { table: 'inFlight', id: request.key, value: undefined },
    { table: 'refusals', id: request.key, value: undefined },
    ...answered(newest, request.key),
    ...(invoices ? seenChanges(newest, invoices) : payment ? invoiceChanges(tools, newest, payment, cents(0)) : []),
  ])
  return { end: 'done' }
}

/**
 * What counts as sent. Another desktop's request of the same id may have been of other content: then it is that which
 * stands there, and ours follows as a change. And a number of its own, which QuickBooks gives where it numbers by itself, is no
 * person's change.
 */
function shownSent(request: InFlight, draft: Draft, observed: Observed, origin: 'created' | 'adopted'): Link['sent'] {
  const { ours } = observed
  if (ours && ours.content !== contentDigits(request.content)) return sentUnknown(null)
  // Found later with its seal broken, it shows what a person made of it meanwhile.
  const sent =
    origin === 'adopted' && !ours
      ? sentAsDrafted(draft, request.content, observed)
      : sentAsAnswered(draft, request.content, observed)
  return origin === 'created' && sent.docNumber !== null ? { ...sent, docNumber: observed.docNumber } : sent
}

/** A yes to create is for this once: deleted in QuickBooks again, a person is asked again. */
function answered(newest: Newest, key: InFlight['key']): PushChange[] {
  const decision = newest('decisions', key)
  if (!decision?.createAnew) return []
  const { createAnew: _, ...rest } = decision
  return [{ table: 'decisions', id: key, value: rest }]
}

/**
 * A payment's draft with what its invoice still has open at this moment: other payments of the same run came first.
 * `already` is what this payment has applied before, cents.
 */
export function appliedNow(tools: SendTools, draft: PaymentDraft, already: PaymentDraft['total']): PaymentDraft {
  const applied = draft.applied.flatMap((part) => {
    const open = openOf(tools, part.id)
    if (open === null) return [part]
    const room = cents(open + already)
    const amount = room < draft.total ? room : draft.total
    return amount > 0 ? [{ ...part, amount }] : []
  })
  return { ...draft, applied }
}

function openOf(tools: SendTools, invoiceId: string): PaymentDraft['total'] | null {
  const key = tools.records.linkedKey('Invoice', invoiceId)
  return key ? (tools.records.get('links', key)?.observed.balance ?? null) : null
}

/** What a payment takes from the open amount of its invoices. `before`: what it took already, cents. */
export function invoiceChanges(
  tools: SendTools,
  newest: Newest,
  draft: PaymentDraft,
  before: PaymentDraft['total'],
): PushChange[] {
  return draft.applied.flatMap((part) => balanceChange(tools, newest, part.id, cents(before - part.amount)))
}

/** An invoice's open amount, moved by so many cents. */
export function balanceChange(
  tools: SendTools,
  newest: Newest,
  invoiceId: string,
  by: PaymentDraft['total'],
): PushChange[] {
  const key = tools.records.linkedKey('Invoice', invoiceId)
  if (!key) return []
  return linkChange(newest, key, (link) =>
    link.observed.balance === null
      ? link
      : { ...link, observed: { ...link.observed, balance: cents(link.observed.balance + by) } },
  )
}
