import { contentDigits, sealedBody } from '../entities/seal.ts'
import { answeredUnlike } from '../entities/as-sent.ts'
import { textIn } from '../entities/entity-fields.ts'
import { observedOf } from '../entities/observe.ts'
import { sentAsAnswered, whatLeft } from '../entities/sent.ts'
import type { Draft } from '../../shared/draft.ts'
import { keyInNote, sealInNote } from '../../shared/mark.ts'
import type { Operation } from '../plan/input.ts'
import type { Link, LinkedType } from '../plan/link.ts'
import { isEnteredThere } from '../plan/link.ts'
import type { Answer, Entity } from '../qbo/contract.ts'
import { answered } from './answered.ts'
import { dropped } from './current.ts'
import { runWrite } from './run-writes.ts'
import type { Ended } from './outcome.ts'
import { sendFor, standing } from './outcome.ts'
import type { InFlight } from './records.ts'
import { newRequest } from './request.ts'
import type { SendTools } from './send.ts'
import { LANDED_MS, nextGeneration } from './send.ts'
import { unsettled } from './step.ts'
import { replacingBody } from './update-body.ts'

type Update = Extract<Operation, { kind: 'update' }>

/**
 * Whether a draft cannot be written over this document (rule E2): a bill is no purchase, and a purchase keeps the way in
 * which it was paid, by cheque, card or cash, for ever.
 */
export function needsReplacing(draft: Draft, type: LinkedType, entity: Entity): boolean {
  if (draft.type !== type) return true
  return draft.type === 'Purchase' && textIn(entity, 'PaymentType') !== draft.paymentType
}

/** The creation of a replacement that has no certain outcome yet; null where there is none. */
export function replacementUnderWay(tools: SendTools, key: Update['key']): InFlight | null {
  const waiting = tools.records.get('inFlight', key)
  return waiting?.deed === 'update' && waiting.verb === 'create' ? waiting : null
}

/**
 * Creates the document that takes the place of `old`, once. The link then goes to the new one and names the old one, which
 * leaves the books as a step of its own, so that one of them stands at every moment. A request that left before is looked
 * for and repeated as it was.
 */
export async function replace(tools: SendTools, operation: Update, link: Link, old: Entity): Promise<Ended> {
  const { key, draft, content } = operation
  const request =
    replacementUnderWay(tools, key) ??
    newRequest(
      tools,
      {
        key,
        deed: 'update',
        type: draft.type,
        verb: 'create',
        body: replacingBody(draft, sealedBody(draft, content, tools.records), old),
        content,
        draft,
        entityId: link.id,
      },
      ['replacement', link.type, link.id, content],
    )
  // Also before it first leaves: another desktop, or this one before its folder was lost, may have created it.
  const found = await findReplacement(tools, request, link)
  if (!found.ok) return unsettled(found.failure)
  if (found.value) {
    await tools.records.explained(key, 'found-after-lost-answer', { id: found.value.Id })
    return stands(tools, request, link, old.SyncToken, found.value)
  }
  return sendReplacement(tools, request, link, old)
}

async function sendReplacement(tools: SendTools, request: InFlight, link: Link, old: Entity): Promise<Ended> {
  // The old one has its number until it goes.
  return sendFor<Ended>(
    tools,
    { ...request, allowDuplicateNumber: true },
    {
      async done(sent) {
        const now = await standing(tools, sent)
        if (!now.ok) return now.result
        if (now.entity) return stands(tools, sent.request, link, old.SyncToken, now.entity)
        await tools.records.commit(nextGeneration(tools.records, sent.request))
        return { end: 'anew' }
      },
      work: { work: 'sending', content: request.content },
    },
  )
}

/**
 * The replacement, where it is in the books already: it carries the mark of the record and the seal of just this content, so
 * that no copy of the old one is taken for it.
 */
async function findReplacement(
  { quickbooks, records }: SendTools,
  request: InFlight,
  { id: oldId }: Link,
): Promise<Answer<Entity | null>> {
  const type = request.type as LinkedType
  const date = request.draft && 'date' in request.draft ? request.draft.date : ''
  const answer = await quickbooks.query(type, [{ field: 'TxnDate', operator: '=', value: date }])
  if (!answer.ok) return answer
  const [found] = answer.value
    .filter(
      (entity) =>
        entity.Id !== oldId &&
        keyInNote(entity['PrivateNote']) === request.key &&
        sealInNote(entity['PrivateNote'])?.content === contentDigits(request.content) &&
        records.linkedKey(type, entity.Id) === null,
    )
    .sort((a, b) => a.Id.localeCompare(b.Id, 'en', { numeric: true }))
  return { ...answer, value: found ?? null }
}

/** Stores that the new one stands: from now on it is the record's document, and the old one is still to go. */
async function stands(
  tools: SendTools,
  request: InFlight,
  before: Link,
  oldToken: string,
  entity: Entity,
): Promise<Ended> {
  const { draft, key, content } = request
  if (!draft) throw new Error(`a replacement without its draft: ${key}`)
  const type = request.type as LinkedType
  const observed = observedOf(type, entity, tools.now())
  const link: Link = {
    type,
    id: entity.Id,
    origin: 'created',
    linkedAt: tools.now().toISOString(),
    sent: sentAsAnswered(draft, content, observed),
    ...whatLeft(draft, request.sentAt),
    observed,
    replaces: {
      type: before.type,
      id: before.id,
      syncToken: oldToken,
      ...(isEnteredThere(before) && { entered: true as const }),
    },
    gone: false,
    receiptsKnown: false,
    // They are moved to it before the old one goes.
    attachments: before.attachments,
    application: null,
  }
  tools.records.tookEntity(type, entity)
  const did = { key, did: 'overwritten' as const, type, id: entity.Id, linkBefore: before }
  await tools.records.commit((newest) => [
    ...runWrite(tools.records, tools.now(), newest('inFlight', key) ?? request, did, entity),
    ...answered(newest, key),
    { table: 'links', id: key, value: { ...link, ...answeredUnlike(draft, link, entity) } },
    { table: 'inFlight', id: key, value: undefined },
    { table: 'refusals', id: key, value: undefined },
  ])
  return { end: 'done' }
}

/** A replacement without a certain answer that nothing goes on with any more: where it is there, it is the record's document. */
export async function finishReplacement(tools: SendTools, request: InFlight, link: Link | undefined): Promise<void> {
  if (!request.draft || !link || link.id !== request.entityId) return dropped(tools, request)
  const found = await findReplacement(tools, request, link)
  if (!found.ok) return
  if (found.value) {
    await tools.records.explained(request.key, 'found-after-lost-answer', { id: found.value.Id })
    await stands(tools, request, link, link.observed.syncToken, found.value)
  } else if (tools.now().getTime() - Date.parse(request.sentAt) > LANDED_MS) await dropped(tools, request)
}
