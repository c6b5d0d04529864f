import { createHash } from 'node:crypto'
import type { Attachment } from '../../shared/domain.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { startOf } from '../../shared/text.ts'
import { attachmentKey, isAttached } from '../plan/attachments.ts'
import type { Operation } from '../plan/input.ts'
import type { Link, SentAttachment } from '../plan/link.ts'
import { preparedReceipt, refusedUnread } from '../receipts/prepare.ts'
import { ReceiptRoom } from '../receipts/room.ts'
import type { Entity } from '../qbo/contract.ts'
import { listIn, objectIn, textIn } from '../entities/entity-fields.ts'
import type { Ended } from './outcome.ts'
import { preparedAnew, standing } from './outcome.ts'
import { deleteFile } from './move-receipts.ts'
import { markedAttachment, namesEntity, receiptIn, receiptMark, receiptsOn } from './recognise.ts'
import type { InFlight } from './records.ts'
import { linkChange } from './records.ts'
import { newRequest } from './request.ts'
import { runWrite } from './run-writes.ts'
import type { SendTools } from './send.ts'
import { LANDED_MS, nextGeneration, settle } from './send.ts'
import type { StepResult } from './step.ts'
import { unsettled, unsettledWrite } from './step.ts'

/** Shared by all companies: the memory is one. */
const room = new ReceiptRoom()

type Attach = Extract<Operation, { kind: 'attach' }>

/**
 * Sends one receipt and hangs it on its document. Uploads have no sure memory of request ids, so wherever it is not
 * certain what hangs there, QuickBooks is asked first. A receipt that cannot go never stops its document.
 */
export function attach(tools: SendTools, operation: Attach): Promise<StepResult> {
  const bytes = attachmentOf(tools, operation)?.bytes ?? 0
  return preparedAnew(() => room.with(bytes, () => attachOnce(tools, operation)))
}

async function attachOnce(tools: SendTools, operation: Attach): Promise<Ended> {
  const { records, quickbooks } = tools
  const id = attachmentKey(operation.key, operation.attachmentId)
  const link = records.get('links', operation.key)
  const attachment = attachmentOf(tools, operation)
  if (!link || link.gone || !attachment) return { end: 'replan' }
  // Found on it while another receipt of the document was looked for.
  if (isAttached(link, attachment)) return { end: 'done' }
  const earlier = records.get('inFlight', id)
  if (!link.receiptsKnown || earlier) {
    const looked = await lookFirst(tools, operation, link)
    if (looked) return looked
  }
  const afterMs = earlier ? listsCatchUpMs(earlier, tools.now()) : 0
  if (afterMs > 0)
    return { end: 'again', problem: problem('outcome-unknown'), afterMs, offline: false, isWaiting: true }
  const unread = refusedUnread(attachment)
  if (unread) return refuse(tools, id, attachment, unread)
  const bytes = await records.attachment(operation.key, operation.attachmentId)
  if (!bytes.ok && bytes.problem.code.startsWith('source-'))
    return { end: 'again', problem: bytes.problem, afterMs: null, offline: false }
  if (!bytes.ok) return refuse(tools, id, attachment, bytes.problem)
  const receipt = await preparedReceipt(attachment, bytes.value)
  if (!receipt.ok) return refuse(tools, id, attachment, receipt.problem)
  const request = newRequest(
    tools,
    {
      key: operation.key,
      deed: 'attach',
      type: 'Attachable',
      verb: 'create',
      body: {
        fileName: receipt.fileName,
        bytes: receipt.bytes.byteLength,
        sha256: createHash('sha256').update(receipt.bytes).digest('hex'),
      },
      content: attachment.sha256,
      entityId: link.id,
      attachmentId: attachment.id,
      attempts: (earlier?.attempts ?? 0) + 1,
    },
    [markIdOf(attachment, link), link.id],
  )
  const leaving = { ...request, lastSentAt: tools.now().toISOString() }
  await records.commit([{ table: 'inFlight', id, value: leaving }])
  const answer = await quickbooks.upload({
    entityType: link.type,
    entityId: link.id,
    fileName: receipt.fileName,
    contentType: receipt.contentType,
    bytes: receipt.bytes,
    note: noteOf(attachment, receipt.fileName, markIdOf(attachment, link)),
    category: receipt.contentType.startsWith('image/')
      ? 'Image'
      : link.type === 'Purchase' || link.type === 'Bill'
        ? 'Receipt'
        : 'Document',
    requestId: request.requestId,
  })
  // What never left cannot arrive: the one before it may.
  const hasLeft = answer.ok || answer.failure.kind === 'unknown'
  const sent = await settle(tools, id, hasLeft ? leaving : withLastSent(request, earlier), answer)
  if (sent.ok) {
    const now = await standing(tools, sent, 'maybe')
    if (!now.ok) return now.result
    const as = { fileName: receipt.fileName, bytes: receipt.bytes.byteLength }
    if (now.entity && !isAsSent(now.entity, link, as)) return keptOtherwise(tools, operation, attachment, now.entity)
    if (now.entity) return kept(tools, operation, { ...attachment, as }, now.entity, earlier)
    // An earlier upload that is gone since: the next one is another request.
    await records.commit(nextGeneration(records, sent.request))
    return { end: 'anew' }
  }
  if (sent.failure.kind === 'refused') return refuse(tools, id, attachment, sent.failure.problem)
  return unsettledWrite(sent.failure)
}

/** QuickBooks' lists are up to 20 s behind its writes (facts: QuickBooks live §9.9); by then they show what arrived. */
export const LISTS_BEHIND_MS = 25_000

/** How long an upload without an answer cannot be told from one that never arrived, ms; 0: the lists would show it by now. */
function listsCatchUpMs({ lastSentAt }: InFlight, now: Date): number {
  // Of either sign: the clock may have been set back since.
  const ago = Math.abs(now.getTime() - Date.parse(lastSentAt ?? ''))
  return ago < LISTS_BEHIND_MS ? LISTS_BEHIND_MS - ago : 0
}

function withLastSent(request: InFlight, earlier: InFlight | undefined): InFlight {
  return earlier?.lastSentAt === undefined ? request : { ...request, lastSentAt: earlier.lastSentAt }
}

function attachmentOf(tools: SendTools, operation: Attach): Attachment | null {
  const record = tools.records.record(operation.key)
  return record && 'attachments' in record
    ? (record.attachments.find((each) => each.id === operation.attachmentId) ?? null)
    : null
}

/** By what its mark names a receipt: its id; where other bytes went under that before, also the beginning of their hash. */
function markIdOf(attachment: Attachment, link: Link): string {
  const isReplaced = Object.hasOwn(link.attachments, attachment.id) && !isAttached(link, attachment)
  return isReplaced ? `${attachment.id}~${attachment.sha256.slice(0, 8)}` : attachment.id
}

/** QuickBooks takes 2,000 characters; a file name is shorter everywhere, but nobody says so. */
const LONGEST_NAME = 500

/** The mark, below the name that Billdr knows the file by where it is sent under another. */
function noteOf(attachment: Attachment, sentAs: string, markId: string): string {
  const mark = receiptMark(markId)
  return attachment.fileName === sentAs ? mark : `${startOf(attachment.fileName, LONGEST_NAME)}\n${mark}`
}

/** What hangs there already is taken over; then the rest is known to be missing. */
async function lookFirst(tools: SendTools, operation: Attach, link: Link): Promise<StepResult | null> {
  const { records, quickbooks } = tools
  const there = await receiptsOn(quickbooks, link.type, link.id)
  if (!there.ok) return unsettled(there.failure)
  const record = records.record(operation.key)
  const attachments = { ...link.attachments }
  for (const attachment of record && 'attachments' in record ? record.attachments : []) {
    const taken = new Set(Object.values(attachments).map((each) => each.attachableId))
    const names = [attachment, ...sentBefore(records.get('inFlight', attachmentKey(operation.key, attachment.id)))]
    const found = isAttached(link, attachment)
      ? null
      : receiptIn(
          there.value.filter((each) => !taken.has(each.Id)),
          markIdOf(attachment, link),
          names,
        )
    if (found) attachments[attachment.id] = { attachableId: found.Id, sha256: attachment.sha256 }
  }
  const wanted = attachmentOf(tools, operation)
  const isThere = wanted !== null && isAttached({ ...link, attachments }, wanted)
  const earlier = records.get('inFlight', attachmentKey(operation.key, operation.attachmentId))
  // What is there may be another desktop's, and our own upload without an answer have arrived beside it.
  const isUnchecked = (isThere && earlier !== undefined) || isDoubled(there.value)
  await records.commit((newest) => [
    ...linkChange(newest, operation.key, (found) => ({
      ...found,
      attachments: { ...found.attachments, ...attachments },
      receiptsKnown: true,
      ...(isUnchecked && { receiptsUncheckedSince: found.receiptsUncheckedSince ?? tools.now().toISOString() }),
      ...(isThere && lateUntil(found, earlier)),
    })),
    ...(isThere
      ? [{ table: 'inFlight', id: attachmentKey(operation.key, operation.attachmentId), value: undefined } as const]
      : []),
  ])
  if (!isThere) return null
  await records.explained(operation.key, 'receipt-was-there', { attachment: operation.attachmentId })
  return { end: 'done' }
}

/** Two with one mark: a desktop that sent the second was lost before it looked for its duplicate. */
function isDoubled(receipts: readonly Entity[]): boolean {
  const marks = receipts.flatMap((each) => markedAttachment(each) ?? [])
  return new Set(marks).size < marks.length
}

/** An upload without an answer may arrive after it was repeated: so long nobody says that there is no duplicate. */
function lateUntil(link: Link, earlier: InFlight | undefined): Pick<Link, 'receiptsLateUntil'> {
  if (!earlier) return {}
  const until = new Date(Date.parse(earlier.sentAt) + LANDED_MS).toISOString()
  return {
    receiptsLateUntil:
      link.receiptsLateUntil !== undefined && link.receiptsLateUntil > until ? link.receiptsLateUntil : until,
  }
}

/** Name and size under which an upload without an answer went, where they are not those of Billdr (a photo became a JPEG). */
function sentBefore(request: InFlight | undefined): { fileName: string; bytes: number }[] {
  const { fileName, bytes } = request?.body ?? {}
  return typeof fileName === 'string' && typeof bytes === 'number' ? [{ fileName, bytes }] : []
}

async function kept(
  tools: SendTools,
  operation: Attach,
  attachment: Attachment & Required<Pick<SentAttachment, 'as'>>,
  attachable: Entity,
  earlier: InFlight | undefined,
): Promise<StepResult> {
  const { records } = tools
  const as = { ...attachment.as, fileName: textIn(attachable, 'FileName') ?? attachment.as.fileName }
  const sent = { [attachment.id]: { attachableId: attachable.Id, sha256: attachment.sha256, as } }
  await records.commit((newest) => [
    ...linkChange(newest, operation.key, (link) => ({
      ...link,
      attachments: { ...link.attachments, ...sent },
      receiptsUncheckedSince: link.receiptsUncheckedSince ?? createdAt(attachable) ?? tools.now().toISOString(),
      ...lateUntil(link, earlier),
    })),
    { table: 'inFlight', id: attachmentKey(operation.key, attachment.id), value: undefined },
    { table: 'attachmentProblems', id: attachmentKey(operation.key, attachment.id), value: undefined },
    ...runWrite(
      records,
      tools.now(),
      newest('inFlight', attachmentKey(operation.key, attachment.id)) ?? null,
      { key: operation.key, did: 'receipt', type: 'Attachable', id: attachable.Id, attachmentId: attachment.id },
      attachable,
    ),
  ])
  return { end: 'done' }
}

/** Whether QuickBooks has all of the file, and on its document (rule W4), as far as the answer says. Its name may be its own. */
function isAsSent(attachable: Entity, { type, id }: Link, { bytes }: { bytes: number }): boolean {
  const size = attachable['Size']
  const references = listIn(attachable, 'AttachableRef')
  const isWhole = size === undefined || size === null || Number(size) === bytes
  return isWhole && (references.length === 0 || references.some((each) => namesEntity(each, type, id)))
}

/** What came of our upload is not the receipt: it goes again, and a person is told. */
async function keptOtherwise(
  tools: SendTools,
  { key }: Attach,
  attachment: Attachment,
  attachable: Entity,
): Promise<StepResult> {
  await deleteFile(tools, key, attachable)
  await tools.records.explained(key, 'receipt-gone', { fileName: attachment.fileName })
  const why = problem('receipt-gone', { fileName: attachment.fileName })
  return refuse(tools, attachmentKey(key, attachment.id), attachment, why)
}

/** By the clock of QuickBooks, against which its receipts are asked for. */
function createdAt(attachable: Entity): string | null {
  const stated = objectIn(attachable, 'MetaData')
  return stated ? textIn(stated, 'CreateTime') : null
}

/** The refusal holds for these bytes: where Billdr has others by then, they are tried. */
async function refuse(tools: SendTools, id: string, attachment: Attachment, why: Problem): Promise<StepResult> {
  await tools.records.commit([
    { table: 'attachmentProblems', id, value: { ...why, params: { ...why.params, sha256: attachment.sha256 } } },
    { table: 'inFlight', id, value: undefined },
  ])
  return { end: 'refused', problem: why }
}
