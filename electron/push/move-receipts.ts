import { listIn, objectIn } from '../entities/entity-fields.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Link, LinkedType } from '../plan/link.ts'
import type { Entity, Failure } from '../qbo/contract.ts'
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
  const body = {
    ...Object.fromEntries(WRITTEN.flatMap((name) => (file[name] === undefined ? [] : [[name, file[name]]]))),
    Id: file.Id,
    SyncToken: file.SyncToken,
    AttachableRef: [...others.map(plainReference), { EntityRef: { type: to.type, value: to.id } }],
  }
  const requestId = requestIdOf(quickbooks.realmId, [key, 'move-receipt', file.Id, file.SyncToken, to.type, to.id])
  const answer = await quickbooks.write({ type: 'Attachable', verb: 'update', body, requestId })
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
    verb: 'update',
    entityType: 'Attachable',
    requestId,
    intuitTid: answer.ok ? answer.intuitTid : answer.failure.intuitTid,
    bodyHash: bodyHashOf(body),
    outcome,
    quickbooksId: file.Id,
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
