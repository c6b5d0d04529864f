import type { Draft } from '../../shared/draft.ts'
import { keyInNote } from '../../shared/mark.ts'
import { cents } from '../../shared/money.ts'
import type { Problem } from '../../shared/problem.ts'
import type { RefusedWork } from '../plan/refused.ts'
import { foldName } from '../plan/names.ts'
import type { Operation } from '../plan/input.ts'
import type { Link, LinkedType, Observed } from '../plan/link.ts'
import type { Entity } from '../qbo/contract.ts'
import { booksContactOf, booksDocumentOf, observedOf } from '../entities/observe.ts'
import { dropped } from './current.ts'
import { contactInTheWay, documentInTheWay, otherTypeInTheWay } from './in-the-way.ts'
import {
  appliedNow,
  invoiceChanges,
  invoicesNow,
  isAppliedAsFarAsOpen,
  isWorthAnother,
  seenChanges,
} from './open-amounts.ts'
import type { Done } from './outcome.ts'
import { refuse, sendFor, standing } from './outcome.ts'
import { findOwn } from './recognise.ts'
import type { InFlight } from './records.ts'
import { hasLostReference } from './references.ts'
import { newRequest, renewed } from './request.ts'
import { runWrite } from './run-writes.ts'
import { answered } from './answered.ts'
import { answeredUnlike } from '../entities/as-sent.ts'
import { contentDigits, sealedBody } from '../entities/seal.ts'
import type { SendTools } from './send.ts'
import { LANDED_MS, nextGeneration } from './send.ts'
import { sentAsAnswered, sentAsDrafted, sentUnknown, whatLeft } from '../entities/sent.ts'
import type { StepResult } from './step.ts'
import { unsettled } from './step.ts'

type Create = Extract<Operation, { kind: 'create' }>

/**
 * Creates a record once. A request that left before without a certain answer is looked for first and then repeated as
 * it was: same id, same body, whatever Billdr says by now; what changed since is the next plan's business.
 */
export async function create(tools: SendTools, operation: Create): Promise<StepResult> {
  const waiting = tools.records.get('inFlight', operation.key)
  if (waiting && waiting.deed !== 'create') return { end: 'replan' }
  // QuickBooks never takes it, and Billdr says something else by now: it only has to be certain that it arrives no more.
  if (waiting?.failedRuns !== undefined && waiting.content !== operation.content)
    return resumeCreate(tools, waiting, { repeat: false, mayRepeatNumber: false })
  const mayRepeatNumber = operation.allowDuplicateNumber
  const resumed = waiting ? await resumeCreate(tools, waiting, { repeat: true, mayRepeatNumber }) : null
  // As an earlier version said it, QuickBooks refuses it for good; the same record may be said otherwise by now.
  if (resumed && (resumed.end !== 'refused' || !waiting || !isSaidOtherwise(tools, waiting, operation))) return resumed
  const draft = operation.draft.type === 'Payment' ? appliedNow(tools, operation.draft, cents(0)) : operation.draft
  const isFirst = (tools.records.get('generations', operation.key) ?? 0) === 0
  const request = newRequest(
    tools,
    {
      key: operation.key,
      deed: 'create',
      type: operation.type,
      verb: 'create',
      body: sealedBody(draft, operation.content, tools.records),
      content: operation.content,
      draft,
      ...(isFirst && tools.batch !== undefined && { batch: tools.batch }),
    },
    [operation.type],
  )
  // The first request id is the same on every desktop of the company; a later one is this desktop's own, so that the
  // record may have been created under another.
  if (!isFirst) return resumeCreate(tools, request, { repeat: true, mayRepeatNumber })
  return sendCreate(tools, request, mayRepeatNumber)
}

/** Whether the plan says the same content of Billdr in another body than a request that was stored before. */
function isSaidOtherwise(tools: SendTools, waiting: InFlight, { draft, content }: Create): boolean {
  return (
    waiting.content === content &&
    draft.type !== 'Payment' &&
    JSON.stringify(waiting.body) !== JSON.stringify(sealedBody(draft, content, tools.records))
  )
}

/**
 * Finishes a creation that no step goes on with: what is there is linked before anything else is decided, and one that
 * can land no more is over.
 */
export async function finishCreation(tools: SendTools, request: InFlight): Promise<void> {
  if (!request.draft) return dropped(tools, request)
  const isOld = tools.now().getTime() - Date.parse(request.lastSentAt ?? request.sentAt) > LANDED_MS
  const found = await resumeCreate(tools, request, { repeat: false, mayRepeatNumber: false })
  if (found.end === 'replan' && isOld) await tools.records.commit(nextGeneration(tools.records, request))
}

/** Finishes a creation whose outcome is not known: adopted where it is there, repeated where it is not. */
async function resumeCreate(
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
    return keep(tools, request, found.value, 'adopted', request.attempts > 0)
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
  return sendFor<StepResult>(tools, request, {
    done: (sent) => keepStanding(tools, sent, mayRepeatNumber),
    async refused(failure, left) {
      const { code } = failure.problem
      if (code === 'number-taken' || code === 'name-taken')
        return inTheWay(tools, left, failure.problem, mayRepeatNumber)
      if (await isWorthAnother(tools, left, failure, cents(0))) return paidAnew(tools, left, mayRepeatNumber)
      return (await hasLostReference(tools, left, failure)) ? { end: 'replan' } : null
    },
    work: workOf(tools, request),
  })
}

/** The same content under another number is another attempt. */
function workOf(tools: SendTools, { key, content }: InFlight): RefusedWork {
  return { work: 'sending', content, number: tools.records.get('decisions', key)?.number }
}

/** Only what QuickBooks still has counts, as it is there now: an old answer repeated may name what is gone, which is sent anew. */
async function keepStanding(tools: SendTools, sent: Done, mayRepeatNumber: boolean): Promise<StepResult> {
  const now = await standing(tools, sent)
  if (!now.ok) return now.result
  // The answer to an earlier attempt of this request, or to that of a desktop whose data is lost.
  const isReplay = now.replayed === 'yes'
  if (now.entity)
    return keep(
      tools,
      sent.request,
      now.entity,
      isReplay ? 'adopted' : 'created',
      !isReplay || sent.request.attempts > 1,
    )
  return sendCreate(tools, await anotherRequest(tools, sent.request), mayRepeatNumber)
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

/** The same record as a request of the next generation. */
function anotherRequest(tools: SendTools, request: InFlight): Promise<InFlight> {
  return renewed(tools, request, [request.type])
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
  const elsewhere = isContact || entity ? null : await otherTypeInTheWay(quickbooks, request, why)
  if (elsewhere && !elsewhere.ok) return unsettled(elsewhere.failure)
  if (elsewhere?.value)
    return refuse(tools, request, workOf(tools, request), {
      ...why,
      params: { ...why.params, type: elsewhere.value.type, elsewhere: 1 },
      other: elsewhere.value,
    })
  const mark = entity ? keyInNote(entity[isContact ? 'Notes' : 'PrivateNote']) : null
  if (entity && mark === request.key && isFree(tools, request, entity)) {
    await records.explained(request.key, 'own-record-in-the-way', { id: entity.Id })
    return keep(tools, request, entity, 'adopted', false)
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
  return refuse(tools, request, workOf(tools, request), named)
}

/** Two suppliers may use one number: QuickBooks is told that this repetition is meant. */
async function repeatNumber(tools: SendTools, request: InFlight): Promise<StepResult> {
  return sendCreate(tools, { ...(await anotherRequest(tools, request)), allowDuplicateNumber: true }, false)
}

/**
 * Stores the link to what was created or found, and what it changes elsewhere. `isMade`: this request made it; else it was
 * there before.
 */
async function keep(
  tools: SendTools,
  request: InFlight,
  entity: Entity,
  origin: 'created' | 'adopted',
  isMade: boolean,
): Promise<StepResult> {
  const { records } = tools
  if (!request.draft) throw new Error(`a creation without its draft: ${request.key}`)
  const type = request.type as LinkedType
  records.tookEntity(type, entity)
  const observed = observedOf(type, entity, tools.now())
  const sent = shownSent(request, request.draft, observed, origin)
  const link: Link = {
    type,
    id: entity.Id,
    origin,
    linkedAt: tools.now().toISOString(),
    sent,
    // Another desktop's request of the same id: what that one sent is not known here.
    ...(sent.content !== null && whatLeft(request.draft, request.sentAt)),
    observed,
    gone: false,
    receiptsKnown: origin === 'created' && !request.unknown,
    attachments: {},
    application: null,
  }
  const unlike = unlikeRequest(request, link, entity)
  const payment = request.draft.type === 'Payment' ? request.draft : null
  // What an earlier request paid may have been seen on its invoice already: QuickBooks says what is open.
  const invoices = payment && (origin === 'adopted' || unlike) ? await invoicesNow(tools, payment) : null
  const isCapped = unlike !== null && invoices !== null && isAppliedAsFarAsOpen(unlike, link, invoices)
  await records.commit((newest) => [
    { table: 'links', id: request.key, value: { ...link, ...(isCapped ? null : unlike) } },
    { table: 'inFlight', id: request.key, value: undefined },
    { table: 'refusals', id: request.key, value: undefined },
    ...answered(newest, request.key),
    ...runWrite(
      records,
      tools.now(),
      request,
      { key: request.key, did: isMade ? 'created' : 'linked', type, id: entity.Id },
      entity,
    ),
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

/**
 * What was asked for, where the answer shows something else (rule W4). One that was found later tells nothing of it,
 * unless it is certain that nobody has changed it since.
 */
function unlikeRequest(request: InFlight, link: Link, entity: Entity): Pick<Link, 'askedFor'> | null {
  const isUntouched = link.observed.ours?.content === contentDigits(request.content)
  return request.draft && (link.origin === 'created' || isUntouched)
    ? answeredUnlike(request.draft, link, entity)
    : null
}
