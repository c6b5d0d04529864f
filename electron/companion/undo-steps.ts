import type { DocumentKey } from '../../shared/kinds.ts'
import { kindOf } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Result } from '../../shared/result.ts'
import type { KeptBecause, UndoLine, UndoTarget } from '../../shared/undo.ts'
import { isAsLeft } from '../entities/as-left.ts'
import { listIn, textIn } from '../entities/entity-fields.ts'
import { paymentLinks } from '../entities/payment-links.ts'
import type { Operation, Undone } from '../plan/input.ts'
import type { Link, LinkedType } from '../plan/link.ts'
import { lockOf } from '../plan/locked.ts'
import type { RunWrite } from '../push/run-writes.ts'
import type { Entity } from '../qbo/contract.ts'
import { isDocument } from './runs.ts'
import type { SyncTools } from './sync.ts'

/** What takes one document back, and when its turn is: what is applied or paid goes before what it is on. */
export interface UndoStep extends UndoLine {
  turn: number
  operations: Operation[]
}

export type UndoTools = Pick<SyncTools, 'workspace' | 'quickbooks' | 'cache' | 'now'>

/** One write of a run, with its id. */
interface Written {
  id: string
  write: RunWrite
}

const TURNS: Partial<Record<ReturnType<typeof kindOf>, number>> = { credit: 0, payment: 1 }
export const LAST_TURN = 2

/** A run, or what it did to one document. */
export interface RunOrPart {
  run: string
  key?: DocumentKey
}

/** What still stands of all that runs did to documents, in their order. */
function standing({ workspace }: UndoTools): Written[] {
  return [...workspace.store.table('runWrites').entries()]
    .map(([id, write]): Written => ({ id, write }))
    .filter(({ write }) => write.undone === undefined && write.did !== 'refused' && isDocument(write.key))
    .sort((a, b) => (a.write.at < b.write.at ? -1 : a.write.at > b.write.at ? 1 : 0))
}

/** The run that is meant: of a document the last one that wrote it; null where none did. */
export function runMeant(tools: UndoTools, target: UndoTarget): RunOrPart | null {
  if ('run' in target) return { run: target.run }
  const last = standing(tools)
    .filter(({ write }) => write.key === target.key)
    .at(-1)
  return last ? { run: last.write.run, key: target.key } : null
}

/**
 * What taking back does, document by document, from what QuickBooks has now; nothing is sent. What was taken back already, and
 * contacts, which stay, are not among it.
 */
export async function undoSteps(
  tools: UndoTools,
  target: RunOrPart,
  { by, at }: Pick<Undone, 'by' | 'at'>,
): Promise<Result<UndoStep[]>> {
  const locked = await coverMonthEnd(tools, target)
  if (locked) return { ok: false, problem: locked }
  const written = standing(tools)
  const { run, key: only } = target
  const byKey = new Map<DocumentKey, Written[]>()
  for (const each of written)
    if (each.write.run === run && (only === undefined || each.write.key === only))
      byKey.set(each.write.key, [...(byKey.get(each.write.key) ?? []), each])
  const steps: UndoStep[] = []
  /** Payments and applications that go before what they are on, as `<type>|<id>`. */
  const going = new Set<string>()
  const inTurn = [...byKey].sort(([a], [b]) => turnOf(a) - turnOf(b))
  for (const [key, own] of inTurn) {
    const isLater = written.some(
      ({ write }) => write.key === key && write.run !== run && write.at > (own[0]?.write.at ?? ''),
    )
    const found = await stepOf(tools, key, own, isLater, going, { by, at })
    if (!found.ok) return found
    const step = found.value
    steps.push(step)
    for (const operation of step.operations) {
      if (operation.kind === 'undo-create') going.add(`${operation.type}|${operation.id}`)
      if (operation.kind === 'undo-application') going.add(`Payment|${operation.paymentId}`)
    }
  }
  return { ok: true, value: steps }
}

/** What the month end fixed of all that would be taken back is known before the first line; null, or why it cannot be asked. */
async function coverMonthEnd(tools: UndoTools, { run, key }: RunOrPart): Promise<Problem | null> {
  const { store } = tools.workspace
  const days = standing(tools)
    .filter(({ write }) => write.run === run && (key === undefined || write.key === key))
    .flatMap(({ write }) => [
      store.table('links').get(write.key)?.observed.date ?? null,
      write.before ? textIn(write.before, 'TxnDate') : null,
      // A bill is paid on a later day than its own.
      write.did === 'bill-paid' ? write.at.slice(0, 10) : null,
    ])
    .filter((day) => day !== null)
    .sort()
  const [from, to] = [days[0], days.at(-1)]
  if (from === undefined || to === undefined) return null
  const covered = await tools.cache.locks.cover(tools.quickbooks, tools.now(), from, to)
  return 'problem' in covered ? covered.problem : null
}

function turnOf(key: DocumentKey): number {
  return TURNS[kindOf(key)] ?? LAST_TURN
}

function kept(key: DocumentKey, why: KeptBecause): Result<UndoStep> {
  return { ok: true, value: { key, does: 'keep', why, turn: turnOf(key), operations: [] } }
}

async function stepOf(
  tools: UndoTools,
  key: DocumentKey,
  own: readonly Written[],
  isLater: boolean,
  going: ReadonlySet<string>,
  who: Pick<Undone, 'by' | 'at'>,
): Promise<Result<UndoStep>> {
  const { store } = tools.workspace
  const link = store.table('links').get(key)
  const waiting = store.table('inFlight').get(key)
  const of = (did: RunWrite['did']): Written | undefined => own.find(({ write }) => write.did === did)
  if (of('deleted') ?? of('voided')) return kept(key, 'removed')
  if (isLater) return kept(key, 'later')
  // Another document took its place, and the one before cannot come back.
  if (own.some(({ write }) => write.did === 'overwritten' && write.linkBefore?.id !== write.id))
    return kept(key, 'removed')
  const writes = own.map(({ id }) => id)
  const made = of('created')
  // Under way already: what is there by now is what our own request made of it.
  if (made && waiting?.deed === 'undo-create' && made.write.id !== null)
    return taken(key, 'delete', deletion(key, made.write, own, link, { ...who, writes }))
  if (!link || link.gone || own.some(({ write }) => isOther(write, link))) return kept(key, 'gone')
  const isChange = waiting?.deed === 'undo-update'
  const billPaid = of('bill-paid')?.write
  const stays = billPaid ? await billPaymentStays(tools, key, billPaid) : null
  if (stays) return stays.ok ? kept(key, stays.value) : stays
  const payment = billPaymentOf(key, own, link, who)
  const overwritten = of('overwritten')?.write
  const receipts = receiptsOf(key, own, link, made !== undefined, who)
  if (!made && !overwritten) {
    const application = [...applicationOf(key, own, link, who), ...payment]
    const linked = of('linked')
    // What was put on it goes, and the document stays.
    if (!linked) return taken(key, 'restore', [...receipts, ...application])
    return taken(key, 'unlink', [...receipts, ...application, { kind: 'undo-link', key, undone: { ...who, writes } }])
  }
  const read = await tools.quickbooks.read(link.type, link.id)
  if (!read.ok) return { ok: false, problem: read.failure.problem }
  const entity = read.value
  if (entity === null) return kept(key, 'gone')
  const why = isChange ? null : whyKept(tools, link.type, entity, own, overwritten, going)
  if (why) return kept(key, why)
  const application = await applicationStays(tools, link, own)
  if (application) return kept(key, application)
  if (made) {
    const going = [...receipts, ...applicationOf(key, own, link, who), ...payment]
    return taken(key, 'delete', [...going, ...deletion(key, made.write, own, link, { ...who, writes })])
  }
  const { before, linkBefore } = overwritten ?? {}
  const left = lastLeft(own)
  if (!before || !linkBefore || !left) return kept(key, 'not-known')
  const linked = own.filter(({ write }) => write.did === 'linked').map(({ id }) => id)
  const rest = writes.filter((id) => !linked.includes(id))
  return taken(key, 'restore', [
    ...receipts,
    ...payment,
    {
      kind: 'undo-update',
      key,
      type: link.type,
      id: link.id,
      left,
      before,
      linkBefore,
      invoiceId: link.observed.appliedTo ?? null,
      undone: { ...who, writes: rest },
    },
    ...(linked.length > 0 ? [{ kind: 'undo-link' as const, key, undone: { ...who, writes: linked } }] : []),
  ])
}

function taken(key: DocumentKey, does: UndoLine['does'], operations: Operation[]): Result<UndoStep> {
  return { ok: true, value: { key, does, why: null, turn: turnOf(key), operations } }
}

/** What a run wrote is not what the record is linked to any more. */
function isOther({ did, type, id }: RunWrite, link: Link): boolean {
  return (did === 'created' || did === 'overwritten' || did === 'linked') && (type !== link.type || id !== link.id)
}

function lastLeft(own: readonly Written[]): RunWrite['left'] | undefined {
  return own.findLast(({ write }) => write.did !== 'receipt' && write.did !== 'applied' && write.left)?.write.left
}

function deletion(
  key: DocumentKey,
  made: RunWrite,
  own: readonly Written[],
  link: Link | undefined,
  undone: Undone,
): Operation[] {
  const left = lastLeft(own)
  if (made.id === null || !left) return []
  const invoiceId = link?.observed.appliedTo ?? null
  return [{ kind: 'undo-create', key, type: made.type as LinkedType, id: made.id, left, invoiceId, undone }]
}

/** The receipts that go: those that the run hung on it, and where the document itself goes, all that we hung there. */
function receiptsOf(
  key: DocumentKey,
  own: readonly Written[],
  link: Link,
  isWhole: boolean,
  who: Pick<Undone, 'by' | 'at'>,
): Operation[] {
  return Object.entries(link.attachments).flatMap(([attachmentId, { attachableId }]): Operation[] => {
    const writes = own.filter(({ write }) => write.did === 'receipt' && write.attachmentId === attachmentId)
    if (!isWhole && writes.length === 0) return []
    const undone = { ...who, writes: writes.map(({ id }) => id) }
    return [{ kind: 'undo-receipt', key, attachmentId, id: attachableId, undone }]
  })
}

function applicationOf(
  key: DocumentKey,
  own: readonly Written[],
  link: Link,
  who: Pick<Undone, 'by' | 'at'>,
): Operation[] {
  const writes = own.filter(({ write }) => write.did === 'applied').map(({ id }) => id)
  const paymentId = link.application?.id
  if (writes.length === 0 && (paymentId === undefined || kindOf(key) !== 'credit')) return []
  return [{ kind: 'undo-application', key, paymentId: paymentId ?? '', undone: { ...who, writes } }]
}

/** Where a person put more into the payment that applies a credit, it stays, and so does the credit. */
async function applicationStays(tools: UndoTools, link: Link, own: readonly Written[]): Promise<KeptBecause | null> {
  if (!link.application) return null
  const read = await tools.quickbooks.read('Payment', link.application.id)
  if (!read.ok || read.value === null) return null
  const left = own.findLast(({ write }) => write.did === 'applied')?.write.left
  const isOurs = left ? isAsLeft(read.value, left) : paymentLinks(read.value).some(({ id }) => id === link.id)
  return isOurs ? null : 'touched'
}

/** What a person has made of a document since (rule D2), or why the books do not let go of it. */
function whyKept(
  { cache }: UndoTools,
  type: LinkedType,
  entity: Entity,
  own: readonly Written[],
  overwritten: RunWrite | undefined,
  going: ReadonlySet<string>,
): KeptBecause | null {
  const until = cache.books()?.facts.booksClosedUntil
  const dates = [textIn(entity, 'TxnDate'), overwritten?.before ? textIn(overwritten.before, 'TxnDate') : null]
  if (until && dates.some((date) => date !== null && date <= until)) return 'closed'
  const lock = lockOf(
    cache.locks.known,
    type,
    entity.Id,
    dates.filter((date) => date !== null),
  )
  if (lock) return lock
  const left = lastLeft(own)
  if (!left) return 'not-known'
  const others = listIn(entity, 'LinkedTxn').filter(
    (each) => !going.has(`${textIn(each, 'TxnType') ?? ''}|${textIn(each, 'TxnId') ?? ''}`) && !isApplied(each, own),
  )
  const types = others.map((each) => textIn(each, 'TxnType') ?? '')
  if (types.includes('Deposit')) return 'deposited'
  if (types.some((type) => type.includes('Payment'))) return 'paid'
  if (types.length > 0) return 'used'
  return isAsLeft(entity, left) ? null : 'touched'
}

/** Our own application of a credit, or payment of a bill, which goes before it. */
function isApplied(linked: Readonly<Record<string, unknown>>, own: readonly Written[]): boolean {
  return own.some(
    ({ write }) => (write.did === 'applied' || write.did === 'bill-paid') && write.id === textIn(linked, 'TxnId'),
  )
}

function billPaymentOf(
  key: DocumentKey,
  own: readonly Written[],
  link: Link,
  who: Pick<Undone, 'by' | 'at'>,
): Operation[] {
  return own.flatMap(({ id: name, write: { did, id, left } }): Operation[] =>
    did === 'bill-paid' && id !== null && left
      ? [{ kind: 'undo-bill-payment', key, id, billId: link.id, left, undone: { ...who, writes: [name] } }]
      : [],
  )
}

/** Why the payment by which we paid a bill stays, as QuickBooks has it now; null where it can go. */
async function billPaymentStays(
  { workspace, quickbooks, cache }: UndoTools,
  key: DocumentKey,
  { id, left }: RunWrite,
): Promise<Result<KeptBecause> | null> {
  if (id === null || !left) return { ok: true, value: 'not-known' }
  if (workspace.store.table('inFlight').get(key)?.deed === 'undo-bill-payment') return null
  const read = await quickbooks.read('BillPayment', id)
  if (!read.ok) return { ok: false, problem: read.failure.problem }
  if (read.value === null) return { ok: true, value: 'gone' }
  const until = cache.books()?.facts.booksClosedUntil
  const date = textIn(read.value, 'TxnDate')
  if (until && date !== null && date <= until) return { ok: true, value: 'closed' }
  const lock = lockOf(cache.locks.known, 'BillPayment', id, [])
  if (lock) return { ok: true, value: lock }
  return isAsLeft(read.value, left) ? null : { ok: true, value: 'touched' }
}
