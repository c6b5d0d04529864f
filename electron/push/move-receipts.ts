import { listIn, objectIn } from '../entities/entity-fields.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Link, LinkedType } from '../plan/link.ts'
import type { Entity, Failure } from '../qbo/contract.ts'
import { linkChange } from './records.ts'
import { namesEntity, receiptsOn } from './recognise.ts'
import { bodyHashOf, requestIdOf } from './request-id.ts'
import type { SendTools } from './send.ts'

interface Place {
  type: LinkedType
  id: string
}

/** What an update of an attachment may say; what it leaves out QuickBooks empties (live §0). */
const WRITTEN = ['FileName', 'ContentType', 'Category', 'Lat', 'Long', 'PlaceName', 'Note', 'Tag'] as const

/**
 * Moves every file that hangs on one document to another: the receipts that we sent, and what a person added to them. What
 * is read decides, so that it can be repeated; a list that is still behind is helped by the ids that are known. Null: all
 * of them are there.
 */
export async function moveReceipts(
  tools: SendTools,
  key: DocumentKey,
  from: Place,
  to: Place,
  known: Link['attachments'],
): Promise<Failure | null> {
  const { quickbooks } = tools
  const listed = await receiptsOn(quickbooks, from.type, from.id)
  if (!listed.ok) return listed.failure
  const ids = new Set([
    ...listed.value.map((each) => each.Id),
    ...Object.values(known).map(({ attachableId }) => attachableId),
  ])
  for (const id of ids) {
    const now = await quickbooks.read('Attachable', id)
    if (!now.ok) return now.failure
    const file = now.value
    if (!file || !listIn(file, 'AttachableRef').some((each) => namesEntity(each, from.type, from.id))) continue
    const failure = await moveOne(tools, key, file, from, to)
    if (failure) return failure
  }
  return null
}

/**
 * Takes the receipts that we sent off a document that is deleted next: they would outlive it. One that a person hung on
 * another document as well stays there, and so does every file of hers.
 */
export async function removeReceipts(
  tools: SendTools,
  key: DocumentKey,
  { type, id, attachments }: Pick<Link, 'type' | 'id' | 'attachments'>,
): Promise<Failure | null> {
  for (const { attachableId } of Object.values(attachments)) {
    const now = await tools.quickbooks.read('Attachable', attachableId)
    if (!now.ok) return now.failure
    const references = now.value ? listIn(now.value, 'AttachableRef') : []
    if (!now.value || references.length !== 1 || !references.some((each) => namesEntity(each, type, id))) continue
    const body = { Id: now.value.Id, SyncToken: now.value.SyncToken }
    const failure = await writeFile(tools, key, 'delete', body)
    if (failure && !failure.faults.some((fault) => fault.code === '610')) return failure
  }
  return null
}

/** Deletes a file of ours that is of no use. Null: it is gone. */
export function deleteFile(
  tools: Pick<SendTools, 'quickbooks' | 'records'>,
  key: DocumentKey,
  { Id, SyncToken }: Pick<Entity, 'Id' | 'SyncToken'>,
): Promise<Failure | null> {
  return writeFile(tools, key, 'delete', { Id, SyncToken })
}

/** The document stays after all: its receipts are sent again where it is wanted again. */
export async function receiptsAreGone({ records }: SendTools, key: DocumentKey): Promise<void> {
  await records.commit((newest) =>
    linkChange(newest, key, (link) => ({ ...link, attachments: {}, receiptsKnown: false })),
  )
}

async function moveOne(
  { quickbooks, records }: SendTools,
  key: DocumentKey,
  file: Entity,
  from: Place,
  to: Place,
): Promise<Failure | null> {
  const others = listIn(file, 'AttachableRef').filter(
    (each) => !namesEntity(each, from.type, from.id) && !namesEntity(each, to.type, to.id),
  )
  return writeFile({ quickbooks, records }, key, 'update', {
    ...Object.fromEntries(WRITTEN.flatMap((name) => (file[name] === undefined ? [] : [[name, file[name]]]))),
    Id: file.Id,
    SyncToken: file.SyncToken,
    AttachableRef: [...others.map(plainReference), { EntityRef: { type: to.type, value: to.id } }],
  })
}

/** Writes to a file as its present state allows once; what is read first decides whether it is still to do. */
async function writeFile(
  { quickbooks, records }: Pick<SendTools, 'quickbooks' | 'records'>,
  key: DocumentKey,
  verb: 'update' | 'delete',
  body: Readonly<Record<string, unknown>> & { Id: string; SyncToken: string },
): Promise<Failure | null> {
  const requestId = requestIdOf(quickbooks.realmId, [key, 'file', verb, body.Id, body.SyncToken])
  const answer = await quickbooks.write({ type: 'Attachable', verb, body, requestId })
  const failure = answer.ok ? null : answer.failure
  const outcome =
    failure === null
      ? 'done'
      : failure.kind === 'refused'
        ? 'refused'
        : failure.kind === 'unknown'
          ? 'unknown'
          : 'not-sent'
  await records.wrote({
    key,
    verb,
    entityType: 'Attachable',
    requestId,
    intuitTid: answer.ok ? answer.intuitTid : answer.failure.intuitTid,
    bodyHash: bodyHashOf(body),
    outcome,
    quickbooksId: body.Id,
    docNumber: null,
    problemCode: failure?.problem.code ?? null,
    httpStatus: failure ? failure.httpStatus : 200,
  })
  return failure
}

function plainReference(reference: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { AttachableRefEx: _, ...rest } = reference
  return { ...rest, EntityRef: objectIn(reference, 'EntityRef') }
}
