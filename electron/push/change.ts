import type { Draft, TaxTreatment } from '../../shared/draft.ts'
import { cents } from '../../shared/money.ts'
import type { Problem } from '../../shared/problem.ts'
import { differencesOf } from '../plan/differences.ts'
import { removalContent, settleContent } from '../plan/documents.ts'
import type { Operation } from '../plan/input.ts'
import type { Link, Observed } from '../plan/link.ts'
import { bodyOf } from '../qbo/bodies/body.ts'
import type { Body } from '../qbo/bodies/body.ts'
import type { Answer, Entity } from '../qbo/contract.ts'
import { appliedNow, balanceChange, invoiceChanges } from './create.ts'
import { moneyLines, observedOf, referenceIn, objectIn, sentOf, textIn } from './observe.ts'
import type { InFlight, Newest, PushChange } from './records.ts'
import { linkChange } from './records.ts'
import { requestIdOf } from './request-id.ts'
import type { SendTools } from './send.ts'
import { nextGeneration, refusalChanges, send } from './send.ts'
import type { StepResult } from './step.ts'
import { stopsCompany, unsettled } from './step.ts'

type Update = Extract<Operation, { deed: 'update' }>
type Removal = Extract<Operation, { deed: 'void' | 'delete' }>

/** How often a change is prepared again because QuickBooks changed between reading and writing (5010). */
const STALE_TRIES = 3

/** What QuickBooks has now; `gone` is stored where it has nothing any more. */
async function current(tools: SendTools, key: Operation['key'], link: Link): Promise<{ ok: true; entity: Entity | null } | { ok: false; result: StepResult }> {
  const answer: Answer<Entity | null> = await tools.quickbooks.read(link.type, link.id)
  if (!answer.ok) {
    const { failure } = answer
    return { ok: false, result: failure.kind === 'refused' ? { end: 'refused', problem: failure.problem } : unsettled(failure) }
  }
  if (answer.value === null) await tools.records.commit((newest) => linkChange(newest, key, (found) => ({ ...found, gone: true })))
  return { ok: true, entity: answer.value }
}

/**
 * Overwrites a document (rule E2), or applies more of a payment (P1). It is read first: what a person changed there is
 * never overwritten without a yes (X1), the tax codes that were added there stay (T1), and a change that arrived
 * though its answer was lost is recognised by what the entity shows.
 */
export async function update(tools: SendTools, operation: Update): Promise<StepResult> {
  const { records } = tools
  for (let attempt = 0; attempt < STALE_TRIES; attempt++) {
    const link = records.get('links', operation.key)
    if (!link || link.gone) return { end: 'replan' }
    const now = await current(tools, operation.key, link)
    if (!now.ok) return now.result
    if (now.entity === null) return { end: 'replan' }
    const observed = observedOf(link.type, now.entity)
    const already = observed.applied ?? cents(0)
    const draft = operation.draft.type === 'Payment' ? appliedNow(tools, operation.draft, already) : operation.draft
    const waiting = records.get('inFlight', operation.key)
    if (waiting?.deed === 'update' && waiting.draft && shows(observed, waiting.draft, waiting.content)) {
      await records.explained(operation.key, 'change-had-arrived', { id: link.id })
      return kept(tools, operation, link, now.entity, waiting.draft, waiting.content)
    }
    if (isForeign(tools, operation.key, link, observed)) {
      await records.commit((newest) => [...linkChange(newest, operation.key, (found) => ({ ...found, observed })), { table: 'inFlight', id: operation.key, value: undefined }])
      return { end: 'replan' }
    }
    const generation = records.get('generations', operation.key) ?? 0
    const request: InFlight = {
      key: operation.key, deed: 'update', type: link.type, verb: 'update',
      requestId: requestIdOf(tools.quickbooks.realmId, [operation.key, 'update', link.id, now.entity.SyncToken, operation.content, generation]),
      body: updateBody(draft, now.entity), content: operation.content, draft, entityId: link.id, attachmentId: null,
      sentAt: tools.now().toISOString(), attempts: 0, unknown: false,
    }
    const sent = await send(tools, request)
    if (sent.ok) return kept(tools, operation, link, sent.entity as Entity, draft, operation.content)
    const { failure } = sent
    if (failure.kind !== 'refused') return unsettled(failure)
    if (failure.problem.code === 'stale') {
      await records.commit([{ table: 'inFlight', id: operation.key, value: undefined }])
      continue
    }
    if (stopsCompany(failure.problem)) return stop(tools, sent.request, failure.problem)
    const isTopUp = operation.draft.type === 'Payment' && link.sent.content === operation.content
    await records.commit(refusalChanges(tools, sent.request, isTopUp ? settleContent(operation.content) : operation.content, failure.problem))
    return { end: 'refused', problem: failure.problem }
  }
  return { end: 'again', problem: { code: 'stale', params: {} }, afterMs: null, offline: false }
}

async function stop(tools: SendTools, request: InFlight, why: Problem): Promise<StepResult> {
  await tools.records.commit(nextGeneration(tools.records, request))
  return { end: 'stop', problem: why }
}

/** Changed by a person since we sent it, and no yes to overwrite this state of it. */
function isForeign(tools: SendTools, key: Operation['key'], link: Link, observed: Observed): boolean {
  const theirs = differencesOf({ ...link, observed })
  return theirs !== null && tools.records.get('decisions', key)?.overwrite !== observed.syncToken
}

/** Whether an entity already shows what a draft says. */
function shows(observed: Observed, draft: Draft, content: string): boolean {
  const sent = sentOf(draft, content)
  if (draft.type === 'Payment') return observed.total === draft.total && observed.applied === draft.applied.reduce((sum, part) => cents(sum + part.amount), cents(0))
  return observed.docNumber === sent.docNumber && observed.date === sent.date && observed.partyId === sent.partyId && observed.lineAmounts.join() === sent.lineAmounts.join()
}

async function kept(tools: SendTools, operation: Update, link: Link, entity: Entity, draft: Draft, content: string): Promise<StepResult> {
  const observed = observedOf(link.type, entity)
  const before = link.observed.applied ?? cents(0)
  await tools.records.commit((newest) => [
    ...linkChange(newest, operation.key, (found) => ({ ...found, sent: sentOf(draft, content), observed })),
    { table: 'inFlight', id: operation.key, value: undefined },
    { table: 'refusals', id: operation.key, value: undefined },
    ...(draft.type === 'Payment' ? invoiceChanges(tools, newest, draft, before) : []),
  ])
  return { end: 'done' }
}

/**
 * The draft as a change of this entity. Sparse, so that what a person filled in besides (class, terms, message) stays;
 * lines are replaced as a whole and keep their ids, and the tax codes that were added in QuickBooks.
 */
function updateBody(draft: Draft, entity: Entity): Body {
  const body = bodyOf(draft)
  const existing = moneyLines(entity)
  const untaxed = 'tax' in draft ? draft.tax : null
  const lines = Array.isArray(body['Line']) ? (body['Line'] as Body[]) : []
  return {
    ...body,
    Id: entity.Id,
    SyncToken: entity.SyncToken,
    sparse: true,
    Line: draft.type === 'Payment' ? lines : lines.map((line, index) => lineOver(line, existing[index], untaxed)),
  }
}

function lineOver(line: Body, before: Readonly<Record<string, unknown>> | undefined, untaxed: TaxTreatment | null): Body {
  const id = before ? textIn(before, 'Id') : null
  if (!before || id === null) return line
  const detailType = textIn(line, 'DetailType') ?? ''
  const code = referenceIn(objectIn(before, detailType) ?? {}, 'TaxCodeRef')
  const detail = objectIn(line, detailType)
  const keepsCode = code !== null && untaxed?.lineCode !== null && untaxed !== null && detail !== null
  return { ...line, Id: id, ...(keepsCode ? { [detailType]: { ...detail, TaxCodeRef: { value: code } } } : {}) }
}

/** Voids an invoice (rule I3) or deletes a document (P2, E3); done already where QuickBooks says so. */
export async function remove(tools: SendTools, operation: Removal): Promise<StepResult> {
  const { records } = tools
  for (let attempt = 0; attempt < STALE_TRIES; attempt++) {
    const link = records.get('links', operation.key)
    if (!link) return { end: 'done' }
    const now = await current(tools, operation.key, link)
    if (!now.ok) return now.result
    if (now.entity === null) return finished(tools, operation, link, null)
    const observed = observedOf(link.type, now.entity)
    if (operation.deed === 'void' && observed.voided) return finished(tools, operation, link, observed)
    const generation = records.get('generations', operation.key) ?? 0
    const request: InFlight = {
      key: operation.key, deed: operation.deed, type: link.type, verb: operation.deed,
      requestId: requestIdOf(tools.quickbooks.realmId, [operation.key, operation.deed, link.id, now.entity.SyncToken, generation]),
      body: { Id: now.entity.Id, SyncToken: now.entity.SyncToken }, content: removalContent(operation.key), draft: null,
      entityId: link.id, attachmentId: null, sentAt: tools.now().toISOString(), attempts: 0, unknown: false,
    }
    const sent = await send(tools, request)
    if (sent.ok) return finished(tools, operation, link, operation.deed === 'void' ? observedOf(link.type, sent.entity as Entity) : null)
    const { failure } = sent
    if (failure.kind !== 'refused') return unsettled(failure)
    if (failure.problem.code === 'stale' || failure.faults.some((fault) => fault.code === '610')) {
      await records.commit([{ table: 'inFlight', id: operation.key, value: undefined }])
      continue
    }
    if (stopsCompany(failure.problem)) return stop(tools, sent.request, failure.problem)
    await records.commit(refusalChanges(tools, sent.request, removalContent(operation.key), failure.problem))
    return { end: 'refused', problem: failure.problem }
  }
  return { end: 'again', problem: { code: 'stale', params: {} }, afterMs: null, offline: false }
}

/** Stores a removal: a deleted document is unlinked, and its next creation is another request. */
async function finished(tools: SendTools, operation: Removal, link: Link, voided: Observed | null): Promise<StepResult> {
  const { records } = tools
  const generation = (records.get('generations', operation.key) ?? 0) + 1
  await records.commit((newest): PushChange[] => [
    { table: 'inFlight', id: operation.key, value: undefined },
    { table: 'refusals', id: operation.key, value: undefined },
    ...(link.type === 'Payment' ? openAgain(tools, newest, operation, link) : []),
    ...(voided
      ? linkChange(newest, operation.key, (found) => ({ ...found, observed: voided }))
      : [{ table: 'links', id: operation.key, value: undefined } as const, { table: 'generations', id: operation.key, value: generation } as const]),
  ])
  return { end: 'done' }
}

/** What a deleted payment leaves open again on its invoice. */
function openAgain(tools: SendTools, newest: Newest, operation: Removal, link: Link): PushChange[] {
  const record = tools.records.record(operation.key)
  if (record?.kind !== 'payment') return []
  const invoice = tools.records.get('links', `invoice:${record.invoiceId}`)
  return invoice ? balanceChange(tools, newest, invoice.id, link.observed.applied ?? cents(0)) : []
}
