import type { DocumentKey } from '../../shared/kinds.ts'
import type { Link } from '../plan/link.ts'
import type { Answer, Entity, QuickBooks } from '../qbo/contract.ts'
import { listIn, textIn } from './observe.ts'
import { markedAttachment, namesEntity, receiptsOn } from './recognise.ts'
import { linkChange } from './records.ts'
import { bodyHashOf, requestIdOf } from './request-id.ts'
import type { SendTools } from './send.ts'

/** How much earlier than our own upload the twin of another desktop may have come, ms. */
const EARLIER_MS = 24 * 3_600_000

/**
 * Two desktops that send one document's receipt at the same moment both find it missing, and uploads have no request ids
 * that QuickBooks would know again. So each looks once more after it has uploaded: of receipts with one mark on one
 * document, all of one name and size, the first stays and the later ones are deleted; nothing but our own is ever
 * touched. A look that fails is made up for by the next run. Both desktops delete the same ones, whoever is first.
 */
export async function removeReceiptTwins(tools: SendTools, links: Iterable<[DocumentKey, Link]>): Promise<void> {
  let unchecked = [...links].filter(([, link]) => link.receiptsUncheckedSince !== undefined && !link.gone)
  for (let tries = 0; unchecked.length > 0 && tries < REMOVAL_TRIES; tries++) unchecked = await stillDoubled(tools, unchecked)
}

/** How often a removal without a certain outcome is tried in one run. */
const REMOVAL_TRIES = 4

/** One look at these documents. Answers those of which a twin is not certain to be gone. */
async function stillDoubled(tools: SendTools, unchecked: readonly [DocumentKey, Link][]): Promise<[DocumentKey, Link][]> {
  const there = await receiptsOf(tools.quickbooks, unchecked)
  if (!there.ok) return []
  const left: [DocumentKey, Link][] = []
  for (const [key, link] of unchecked) {
    const mine = there.value.filter((each) => hangsOn(each, link))
    // An answer that lacks what we have just sent is behind, and may lack its twin.
    if (isBehind(link, mine, tools.now())) continue
    if (await removeTwins(tools, key, link, mine)) await checked(tools, key, link)
    else left.push([key, link])
  }
  return left
}

/** How long a receipt of ours that is not listed is waited for, ms; by then a person has removed it. */
const LISTED_MS = 3_600_000

function isBehind(link: Link, receipts: readonly Entity[], now: Date): boolean {
  const ids = new Set(receipts.map((each) => each.Id))
  const marked = new Set(receipts.map(markedAttachment))
  const isRecent = Math.abs(now.getTime() - Date.parse(link.receiptsUncheckedSince ?? '')) < LISTED_MS
  return isRecent && Object.entries(link.attachments).some(([id, { attachableId }]) => !ids.has(attachableId) && !marked.has(id))
}

/** The receipts of these documents: all new ones in one question, or document by document where that is refused. */
async function receiptsOf(quickbooks: QuickBooks, unchecked: readonly [DocumentKey, Link][]): Promise<Answer<Entity[]>> {
  const first = Math.min(...unchecked.map(([, link]) => Date.parse(link.receiptsUncheckedSince ?? '')).filter((at) => !Number.isNaN(at)))
  if (unchecked.length > 2 && Number.isFinite(first)) {
    const all = await quickbooks.query('Attachable', [{ field: 'MetaData.CreateTime', operator: '>=', value: new Date(first - EARLIER_MS).toISOString() }])
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

async function removeTwins(tools: SendTools, key: DocumentKey, link: Link, receipts: readonly Entity[]): Promise<boolean> {
  const firsts = new Map<string, Entity>()
  const inOrder = [...receipts].sort((a, b) => a.Id.localeCompare(b.Id, 'en', { numeric: true }))
  for (const receipt of inOrder) {
    const mark = markedAttachment(receipt)
    if (mark === null) continue
    const name = JSON.stringify([mark, textIn(receipt, 'FileName'), receipt['Size']])
    const first = firsts.get(name)
    if (!first) firsts.set(name, receipt)
    else if (!(await removeTwin(tools, key, link, mark, receipt, first))) return false
  }
  return true
}

/** Deletes a receipt that hangs there twice. False where it is not certain that it is gone. */
async function removeTwin(tools: SendTools, key: DocumentKey, link: Link, attachmentId: string, twin: Entity, first: Entity): Promise<boolean> {
  const { quickbooks, records } = tools
  const body = { Id: twin.Id, SyncToken: twin.SyncToken }
  const requestId = requestIdOf(quickbooks.realmId, [key, 'receipt-twin', link.id, twin.Id, twin.SyncToken])
  const answer = await quickbooks.write({ type: 'Attachable', verb: 'delete', body, requestId })
  const isGone = answer.ok || answer.failure.faults.some((fault) => fault.code === '610')
  const failure = answer.ok ? null : answer.failure
  await records.wrote({
    key, verb: 'delete', entityType: 'Attachable', requestId, intuitTid: answer.ok ? answer.intuitTid : answer.failure.intuitTid, bodyHash: bodyHashOf(body),
    outcome: isGone ? 'done' : failure?.kind === 'refused' ? 'refused' : failure?.kind === 'unknown' ? 'unknown' : 'not-sent',
    quickbooksId: twin.Id, docNumber: null, problemCode: failure?.problem.code ?? null, httpStatus: failure ? failure.httpStatus : 200,
  })
  if (!isGone) return false
  await records.commit((newest) => linkChange(newest, key, (found) => ({
    ...found, attachments: withId(found.attachments, attachmentId, first.Id),
  })))
  await records.explained(key, 'receipt-twin-removed', { attachment: attachmentId, id: twin.Id })
  return true
}

function withId(attachments: Link['attachments'], attachmentId: string, attachableId: string): Link['attachments'] {
  const sent = attachments[attachmentId]
  return sent ? { ...attachments, [attachmentId]: { ...sent, attachableId } } : attachments
}

/** Nothing is left to look at, unless another receipt of the document went out meanwhile. */
async function checked(tools: SendTools, key: DocumentKey, looked: Link): Promise<void> {
  await tools.records.commit((newest) => linkChange(newest, key, (link) => {
    if (Object.keys(link.attachments).length !== Object.keys(looked.attachments).length) return link
    const { receiptsUncheckedSince: _, ...rest } = link
    return rest
  }))
}
