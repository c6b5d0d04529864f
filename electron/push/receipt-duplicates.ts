import type { DocumentKey } from '../../shared/kinds.ts'
import type { Link } from '../plan/link.ts'
import type { Answer, Entity, QuickBooks } from '../qbo/contract.ts'
import { listIn, textIn } from '../entities/entity-fields.ts'
import { markedAttachment, namesEntity, receiptsOn } from './recognise.ts'
import { linkChange } from './records.ts'
import { bodyHashOf, requestIdOf } from './request-id.ts'
import type { SendTools } from './send.ts'
import { LANDED_MS } from './send.ts'

/** How much earlier than our own upload the duplicate of another desktop may have come, ms. */
const EARLIER_MS = 24 * 3_600_000

/**
 * Two desktops that send one document's receipt at the same moment both find it missing, and uploads have no request ids
 * that QuickBooks would know again. So each looks once more after it has uploaded: of receipts with one mark on one
 * document, all of one name and size, the first stays and the later ones are deleted; nothing but our own is ever
 * touched. A look that fails, or is still behind when the run ends, is made up for by the next run. Both desktops delete the
 * same ones, whoever is first.
 */
export async function removeReceiptDuplicates(
  tools: SendTools & { sleep(ms: number): Promise<void> },
  links: Iterable<[DocumentKey, Link]>,
): Promise<void> {
  let unchecked = [...links].filter(([, link]) => link.receiptsUncheckedSince !== undefined && !link.gone)
  for (let tries = 1; unchecked.length > 0; tries++) {
    unchecked = await stillUnsure(tools, unchecked)
    if (unchecked.length === 0 || tries === TRIES) return
    await tools.sleep(BETWEEN_MS)
  }
}

/** How often in one run a list that is behind is read again, or a removal without a certain outcome tried. */
const TRIES = 4
/** QuickBooks' lists are a second or two behind its writes. */
const BETWEEN_MS = 1_000

/** One look at these documents. Answers those of which it is not certain yet that nothing is there twice. */
async function stillUnsure(
  tools: SendTools,
  unchecked: readonly [DocumentKey, Link][],
): Promise<[DocumentKey, Link][]> {
  const there = await receiptsOf(tools.quickbooks, unchecked)
  if (!there.ok) return []
  const left: [DocumentKey, Link][] = []
  for (const [key, link] of unchecked) {
    const mine = there.value.filter((each) => hangsOn(each, link))
    // An answer that lacks what we have just sent is behind, and may lack its duplicate.
    if (await isBehind(tools, key, link, mine)) left.push([key, link])
    else if (await removeDuplicates(tools, key, link, mine)) await checked(tools, key, link)
    else left.push([key, link])
  }
  return left
}

/** How long a receipt of ours that is not listed is waited for, ms; by then a person has removed it. */
const LISTED_MS = 3_600_000

async function isBehind(tools: SendTools, key: DocumentKey, link: Link, receipts: readonly Entity[]): Promise<boolean> {
  const since = Date.parse(link.receiptsUncheckedSince ?? '')
  if (Math.abs(tools.now().getTime() - since) >= LISTED_MS) return false
  const ids = new Set(receipts.map((each) => each.Id))
  const firstOf = new Map<string, string>()
  for (const receipt of inOrder(receipts)) {
    const mark = markedAttachment(receipt)
    if (mark !== null && !firstOf.has(mark)) firstOf.set(mark, receipt.Id)
  }
  for (const [mark, { attachableId }] of Object.entries(link.attachments)) {
    if (ids.has(attachableId)) continue
    const first = firstOf.get(mark)
    if (first === undefined) return true
    // Another one with its mark is listed: either the list shows that one already and ours not yet, or the other desktop has removed ours as the later one.
    const ours = await tools.quickbooks.read('Attachable', attachableId)
    if (!ours.ok || ours.value !== null) return true
    await tools.records.commit((newest) =>
      linkChange(newest, key, (found) => ({ ...found, attachments: withId(found.attachments, mark, first) })),
    )
  }
  return false
}

function inOrder(receipts: readonly Entity[]): Entity[] {
  return [...receipts].sort((a, b) => a.Id.localeCompare(b.Id, 'en', { numeric: true }))
}

/** The receipts of these documents: all new ones in one question, or document by document where that is refused. */
async function receiptsOf(
  quickbooks: QuickBooks,
  unchecked: readonly [DocumentKey, Link][],
): Promise<Answer<Entity[]>> {
  const first = Math.min(
    ...unchecked.map(([, link]) => Date.parse(link.receiptsUncheckedSince ?? '')).filter((at) => !Number.isNaN(at)),
  )
  if (unchecked.length > 2 && Number.isFinite(first)) {
    const all = await quickbooks.query('Attachable', [
      { field: 'MetaData.CreateTime', operator: '>=', value: new Date(first - EARLIER_MS).toISOString() },
    ])
    if (all.ok || all.failure.kind !== 'refused') return all
  }
  const found: Entity[] = []
  for (const [, link] of unchecked) {
    const answer = await receiptsOn(quickbooks, link.type, link.id)
    if (!answer.ok) return answer
    found.push(...answer.value)
  }
  return { ok: true, value: found, intuitTid: null, ageMs: null }
}

/** On this document and on no other: one that a person hung on a second document as well is left alone. */
function hangsOn(attachable: Entity, link: Link): boolean {
  const [only, ...others] = listIn(attachable, 'AttachableRef')
  return others.length === 0 && only !== undefined && namesEntity(only, link.type, link.id)
}

async function removeDuplicates(
  tools: SendTools,
  key: DocumentKey,
  link: Link,
  receipts: readonly Entity[],
): Promise<boolean> {
  const firsts = new Map<string, Entity>()
  for (const receipt of inOrder(receipts)) {
    const mark = markedAttachment(receipt)
    if (mark === null) continue
    const name = JSON.stringify([mark, textIn(receipt, 'FileName'), receipt['Size']])
    const first = firsts.get(name)
    if (!first) firsts.set(name, receipt)
    else if (!(await removeDuplicate(tools, key, link, mark, receipt, first))) return false
  }
  return true
}

/** Deletes a receipt that hangs there twice. False where it is not certain that it is gone. */
async function removeDuplicate(
  tools: SendTools,
  key: DocumentKey,
  link: Link,
  attachmentId: string,
  duplicate: Entity,
  first: Entity,
): Promise<boolean> {
  const { quickbooks, records } = tools
  const body = { Id: duplicate.Id, SyncToken: duplicate.SyncToken }
  const requestId = requestIdOf(quickbooks.realmId, [key, 'receipt-twin', link.id, duplicate.Id, duplicate.SyncToken])
  const answer = await quickbooks.write({ type: 'Attachable', verb: 'delete', body, requestId })
  const isGone = answer.ok || answer.failure.faults.some((fault) => fault.code === '610')
  const failure = answer.ok ? null : answer.failure
  await records.wrote({
    key,
    verb: 'delete',
    entityType: 'Attachable',
    requestId,
    intuitTid: answer.ok ? answer.intuitTid : answer.failure.intuitTid,
    bodyHash: bodyHashOf(body),
    outcome: isGone
      ? 'done'
      : failure?.kind === 'refused'
        ? 'refused'
        : failure?.kind === 'unknown'
          ? 'unknown'
          : 'not-sent',
    quickbooksId: duplicate.Id,
    docNumber: null,
    problemCode: failure?.problem.code ?? null,
    httpStatus: failure ? failure.httpStatus : 200,
  })
  if (!isGone) return false
  await records.commit((newest) =>
    linkChange(newest, key, (found) => ({
      ...found,
      attachments: withId(found.attachments, attachmentId, first.Id),
    })),
  )
  await records.explained(key, 'receipt-twin-removed', { attachment: attachmentId, id: duplicate.Id })
  return true
}

function withId(attachments: Link['attachments'], attachmentId: string, attachableId: string): Link['attachments'] {
  const sent = attachments[attachmentId]
  return sent ? { ...attachments, [attachmentId]: { ...sent, attachableId } } : attachments
}

/** Nothing is left to look at, unless another receipt of the document went out meanwhile, or may still arrive. */
async function checked(tools: SendTools, key: DocumentKey, looked: Link): Promise<void> {
  await tools.records.commit((newest) =>
    linkChange(newest, key, (link) => {
      if (
        Object.keys(link.attachments).length !== Object.keys(looked.attachments).length ||
        mayStillArrive(link, tools.now())
      )
        return link
      const { receiptsUncheckedSince: _since, receiptsLateUntil: _until, ...rest } = link
      return rest
    }),
  )
}

/** Whatever the clock says: it may have been set back since. */
function mayStillArrive({ receiptsLateUntil }: Link, now: Date): boolean {
  const left = Date.parse(receiptsLateUntil ?? '') - now.getTime()
  return left > 0 && left <= LANDED_MS
}
