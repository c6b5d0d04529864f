import type { DocumentKey } from '../../shared/kinds.ts'
import { digestOf, isAsLeft } from '../entities/as-left.ts'
import { listIn, objectIn } from '../entities/entity-fields.ts'
import { observedOf } from '../entities/observe.ts'
import { invoiceLinks } from '../entities/payment-links.ts'
import { withoutEchoes } from '../entities/writable.ts'
import type { Operation, Undone } from '../plan/input.ts'
import type { LinkedType } from '../plan/link.ts'
import type { Entity } from '../qbo/contract.ts'
import { invoicesOf, openedAgain, seenChanges } from './open-amounts.ts'
import type { Ended } from './outcome.ts'
import { isNotThere, preparedAnew, sendFor } from './outcome.ts'
import type { InFlight, Newest, PushChange } from './records.ts'
import { linkChange } from './records.ts'
import { newRequest } from './request.ts'
import type { SendFailure, SendTools } from './send.ts'
import { inFlightId, nextGeneration } from './send.ts'
import type { StepResult } from './step.ts'
import { unsettled } from './step.ts'
import { unapplyCredit } from './unapply-credit.ts'

/**
 * The steps by which a run or a document is taken back. Each reads the document first, and leaves it alone (`replan`) where a
 * person has edited or used it since; whoever asked says then that it stays.
 */

type UndoCreate = Extract<Operation, { kind: 'undo-create' }>
type UndoUpdate = Extract<Operation, { kind: 'undo-update' }>
type UndoReceipt = Extract<Operation, { kind: 'undo-receipt' }>
type UndoApplication = Extract<Operation, { kind: 'undo-application' }>
type UndoLink = Extract<Operation, { kind: 'undo-link' }>

/** Deletes what we created. */
export function undoCreate(tools: SendTools, operation: UndoCreate): Promise<StepResult> {
  return preparedAnew(() => undoCreateOnce(tools, operation))
}

async function undoCreateOnce(tools: SendTools, operation: UndoCreate): Promise<Ended> {
  const { records, quickbooks } = tools
  const { key, type, id } = operation
  const link = records.get('links', key)
  const waiting = records.get('inFlight', key)
  const isUnderWay = waiting?.deed === 'undo-create' && waiting.entityId === id
  if (link && link.id !== id) return { end: 'replan' }
  const now = await quickbooks.read(type, id)
  if (!now.ok) return unsettled(now.failure)
  const entity = now.value
  // Without a request of ours under way, somebody else deleted it: there is nothing to take back.
  if (entity === null) return isUnderWay ? deleted(tools, operation, waiting.before ?? null) : { end: 'replan' }
  if (!isAsLeft(entity, operation.left) || isUsed(entity)) return leftAlone(tools, key)
  const request = newRequest(
    tools,
    {
      key,
      deed: 'undo-create',
      type,
      verb: 'delete',
      body: { Id: entity.Id, SyncToken: entity.SyncToken },
      content: '',
      entityId: id,
      before: entity,
    },
    [id, entity.SyncToken],
  )
  return sendFor<Ended>(tools, request, {
    done: () => deleted(tools, operation, entity),
    refused: (failure, left) => refusedUndo(tools, failure, left),
    work: { work: 'removing' },
  })
}

async function deleted(tools: SendTools, operation: UndoCreate, before: Entity | null): Promise<StepResult> {
  const { records } = tools
  const { key } = operation
  const link = records.get('links', key)
  const opened = link?.type === 'Payment' && !link.gone ? await openedAgain(tools, key, link, before) : null
  await records.commit((newest): PushChange[] => [
    { table: 'inFlight', id: key, value: undefined },
    { table: 'refusals', id: key, value: undefined },
    ...(opened?.(newest) ?? []),
    { table: 'links', id: key, value: undefined },
    // Sent again, it is another request.
    { table: 'generations', id: key, value: (newest('generations', key) ?? 0) + 1 },
    ...takenBack(newest, key, operation.undone),
  ])
  return { end: 'done' }
}

/** Puts back what we overwrote, as it was read before. */
export function undoUpdate(tools: SendTools, operation: UndoUpdate): Promise<StepResult> {
  return preparedAnew(() => undoUpdateOnce(tools, operation))
}

async function undoUpdateOnce(tools: SendTools, operation: UndoUpdate): Promise<Ended> {
  const { records, quickbooks } = tools
  const { key, type, id } = operation
  const before = operation.before as Entity
  const link = records.get('links', key)
  if (!link || link.gone || link.id !== id) return { end: 'replan' }
  const now = await quickbooks.read(type, id)
  if (!now.ok) return unsettled(now.failure)
  const entity = now.value
  if (entity === null) return { end: 'replan' }
  if (digestOf(entity) === digestOf(before)) return restored(tools, operation, entity, entity)
  const waiting = records.get('inFlight', key)
  // Its own answer was lost: QuickBooks may write what was put back a little otherwise.
  if (waiting?.deed === 'undo-update' && entity.SyncToken !== waiting.body['SyncToken'] && shows(type, entity, before))
    return restored(tools, operation, entity, waiting.before ?? entity)
  if (!isAsLeft(entity, operation.left) || isUsed(entity)) return leftAlone(tools, key)
  const request = newRequest(
    tools,
    {
      key,
      deed: 'undo-update',
      type,
      verb: 'update',
      body: bodyOf(type, before, entity.SyncToken),
      content: '',
      entityId: id,
      before: entity,
    },
    [id, entity.SyncToken],
  )
  return sendFor<Ended>(tools, request, {
    done: (sent) => restored(tools, operation, sent.entity, entity),
    refused: (failure, left) => refusedUndo(tools, failure, left),
    work: { work: 'removing' },
  })
}

/** What QuickBooks works out by itself. */
const COMPUTED: ReadonlySet<string> = new Set([
  'MetaData',
  'LinkedTxn',
  'Balance',
  'HomeBalance',
  'HomeTotalAmt',
  'RemainingCredit',
  'UnappliedAmt',
  'domain',
  'status',
])

/** The whole entity as it was read, over the state that it has now; a payment says its total itself. */
function bodyOf(type: LinkedType, before: Entity, syncToken: string): Record<string, unknown> {
  const hasTax = Number(objectIn(before, 'TxnTaxDetail')?.['TotalTax'] ?? 0) !== 0
  const fields = Object.entries(before).filter(
    ([name]) =>
      !COMPUTED.has(name) &&
      !name.endsWith('Ex') &&
      (name !== 'TotalAmt' || type === 'Payment') &&
      (name !== 'TxnTaxDetail' || hasTax),
  )
  const body = { ...Object.fromEntries(fields), SyncToken: syncToken, sparse: false }
  return type === 'Payment' ? { ...body, Line: listIn(before, 'Line').map(withoutEchoes) } : body
}

function shows(type: LinkedType, entity: Entity, before: Entity): boolean {
  const { syncToken: _now, balance: _open, shown: _shown, ...now } = observedOf(type, entity, null)
  const { syncToken: _then, balance: _left, shown: _told, ...then } = observedOf(type, before, null)
  return JSON.stringify(now) === JSON.stringify(then)
}

async function restored(
  tools: SendTools,
  operation: UndoUpdate,
  entity: Entity,
  overwritten: Entity,
): Promise<StepResult> {
  const { records } = tools
  const { key, type, linkBefore } = operation
  const observed = observedOf(type, entity, tools.now())
  const moved = type === 'Payment' ? [...invoiceLinks(entity), ...invoiceLinks(overwritten)].map(({ id }) => id) : []
  const invoices = await invoicesOf(tools, moved)
  if (!invoices.ok) return unsettled(invoices.failure)
  await records.commit((newest) => [
    { table: 'inFlight', id: key, value: undefined },
    { table: 'refusals', id: key, value: undefined },
    ...linkChange(newest, key, ({ askedFor: _asked, sentAs: _sent, ...found }) => ({
      ...found,
      sent: linkBefore.sent,
      ...(linkBefore.sentAs !== undefined && { sentAs: linkBefore.sentAs }),
      observed,
    })),
    ...seenChanges(newest, invoices.value),
    ...takenBack(newest, key, operation.undone),
  ])
  return { end: 'done' }
}

/** Deletes a receipt that we hung on a document. */
export function undoReceipt(tools: SendTools, operation: UndoReceipt): Promise<StepResult> {
  return preparedAnew(() => undoReceiptOnce(tools, operation))
}

async function undoReceiptOnce(tools: SendTools, operation: UndoReceipt): Promise<Ended> {
  const { key, attachmentId, id } = operation
  const now = await tools.quickbooks.read('Attachable', id)
  if (!now.ok) return unsettled(now.failure)
  const entity = now.value
  // A person hung it on another document as well: it stays there.
  if (entity === null || listIn(entity, 'AttachableRef').length > 1) return takenOff(tools, operation)
  const request = newRequest(
    tools,
    {
      key,
      deed: 'undo-receipt',
      type: 'Attachable',
      verb: 'delete',
      body: { Id: entity.Id, SyncToken: entity.SyncToken },
      content: '',
      entityId: id,
      attachmentId,
    },
    [id, entity.SyncToken],
  )
  return sendFor<Ended>(tools, request, {
    done: () => takenOff(tools, operation),
    refused: (failure, left) => refusedUndo(tools, failure, left),
    work: { work: 'removing' },
  })
}

async function takenOff(tools: SendTools, operation: UndoReceipt): Promise<StepResult> {
  const { key, attachmentId, undone } = operation
  await tools.records.commit((newest) => [
    { table: 'inFlight', id: inFlightId({ key, attachmentId }), value: undefined },
    ...linkChange(newest, key, (link) => {
      const { [attachmentId]: _, ...attachments } = link.attachments
      return { ...link, attachments }
    }),
    // Hung on it again, it is another request.
    { table: 'generations', id: key, value: (newest('generations', key) ?? 0) + 1 },
    ...takenBack(newest, key, undone),
  ])
  return { end: 'done' }
}

/** Takes a credit off its invoice again; not where a person has a part in that payment. */
export async function undoApplication(tools: SendTools, operation: UndoApplication): Promise<StepResult> {
  const { key, paymentId, undone } = operation
  const ended = await unapplyCredit(tools, { kind: 'unapply-credit', key, paymentId, onlyOurs: true })
  if (ended.end === 'done') await tools.records.commit((newest) => takenBack(newest, key, undone))
  return ended
}

/** Drops a link that we made; nothing is sent. */
export async function undoLink(tools: SendTools, operation: UndoLink): Promise<StepResult> {
  const { key, undone } = operation
  await tools.records.commit((newest) => [
    { table: 'links', id: key, value: undefined },
    { table: 'refusals', id: key, value: undefined },
    { table: 'generations', id: key, value: (newest('generations', key) ?? 0) + 1 },
    ...takenBack(newest, key, undone),
  ])
  return { end: 'done' }
}

/** Paid, applied, deposited, billed: whatever is linked to it was entered after it. */
function isUsed(entity: Entity): boolean {
  return listIn(entity, 'LinkedTxn').length > 0
}

/** Marks what was taken back, and holds its document until a person says yes. */
export function takenBack(newest: Newest, key: DocumentKey, { by, at, writes }: Undone): PushChange[] {
  return [
    { table: 'decisions', id: key, value: { ...newest('decisions', key), undone: { by, at } } },
    ...writes.flatMap((id): PushChange[] => {
      const write = newest('runWrites', id)
      return write ? [{ table: 'runWrites', id, value: { ...write, undone: at } }] : []
    }),
  ]
}

/** A person has edited or used it: it stays, and no request is under way. */
export async function leftAlone(tools: SendTools, key: DocumentKey): Promise<Ended> {
  await tools.records.commit([{ table: 'inFlight', id: key, value: undefined }])
  return { end: 'replan' }
}

/** A plain no leaves everything as it is; where QuickBooks moved on meanwhile, it is prepared again. */
export async function refusedUndo(tools: SendTools, failure: SendFailure, request: InFlight): Promise<Ended> {
  await tools.records.commit(nextGeneration(tools.records, request))
  return failure.problem.code === 'stale' || isNotThere(failure)
    ? { end: 'anew' }
    : { end: 'refused', problem: failure.problem }
}
