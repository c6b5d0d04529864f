import type { DocumentKey } from '../../shared/kinds.ts'
import { observedOf } from '../entities/observe.ts'
import { differencesOf, isOlderWork } from '../plan/differences.ts'
import type { Operation } from '../plan/input.ts'
import type { Link, Observed } from '../plan/link.ts'
import { personsWork } from '../plan/persons-work.ts'
import type { Entity } from '../qbo/contract.ts'
import { current, dropped } from './current.ts'
import { heldBack, namedHanging } from './hanging.ts'
import { hangingNow } from './hanging-now.ts'
import { receiptsAreGone, removeReceipts } from './move-receipts.ts'
import { openedAgain } from './open-amounts.ts'
import type { Ended } from './outcome.ts'
import { isNotThere, preparedAnew, sendFor } from './outcome.ts'
import type { InFlight, Newest, PushChange } from './records.ts'
import { linkChange } from './records.ts'
import { newRequest } from './request.ts'
import { runWrite } from './run-writes.ts'
import type { SendTools } from './send.ts'
import { nextGeneration } from './send.ts'
import type { StepResult } from './step.ts'
import { unsettled } from './step.ts'
import { freeCredit } from './unapply-credit.ts'

/** The code by which QuickBooks refuses, among much else, to take away what is paid. */
const BUSINESS_RULE = '6000'

type Removal = Extract<Operation, { kind: 'void' | 'delete' }>

/**
 * Voids an invoice (rule I3) or deletes a document (P2, E3); done already where QuickBooks says so. It is read first, and what a
 * person did there keeps it as it is (D2).
 */
export function remove(tools: SendTools, operation: Removal): Promise<StepResult> {
  return preparedAnew(() => removeOnce(tools, operation))
}

async function removeOnce(tools: SendTools, operation: Removal): Promise<Ended> {
  const { records } = tools
  const { key, kind } = operation
  const link = records.get('links', key)
  if (!link) return { end: 'done' }
  const now = await current(tools, key, link)
  if (!now.ok) return now.result
  const { entity } = now
  if (entity === null) return finished(tools, key, link, null, null)
  const observed = observedOf(link.type, entity, tools.now())
  if (kind === 'void' && observed.voided) return finished(tools, key, link, entity, observed)
  // A person paid it, put it on an invoice or edited it since it was last read: the next plan says so.
  if (isEditedMeanwhile(tools, link, observed) || personsWork({ type: link.type, observed }, null)) {
    await records.commit((newest) => linkChange(newest, key, (found) => ({ ...found, observed })))
    return { end: 'replan' }
  }
  const hanging = await hangingNow(tools, key, link, entity)
  if (!hanging.ok) return unsettled(hanging.failure)
  const work = { work: 'removing' } as const
  const { others, all } = hanging
  if (others.length > 0) return heldBack(tools, key, { ...link, observed }, work, await namedHanging(tools, others))
  const ours = all.length > 0 ? await namedHanging(tools, all) : ''
  // QuickBooks refused it because of just that, which is still there.
  const before = records.get('refusals', key)?.problem.params
  if (ours !== '' && before?.['refused'] === 'refused' && before['what'] === ours) return { end: 'replan' }
  if (link.type === 'CreditMemo' && kind === 'delete' && isUsed(observed)) {
    const freed = await freeCredit(tools, key, link.id, observed, all)
    if (freed === 'freed') return { end: 'anew' }
    if (freed !== 'free') return freed
  }
  if (kind === 'delete') {
    const failure = await removeReceipts(tools, key, link)
    if (failure && failure.kind !== 'refused') return unsettled(failure)
  }
  const body = { Id: entity.Id, SyncToken: entity.SyncToken }
  const request = newRequest(
    tools,
    { key, deed: kind, type: link.type, verb: kind, body, content: '', entityId: link.id, before: entity },
    [link.id, entity.SyncToken],
  )
  return sendFor<Ended>(tools, request, {
    done: (sent) =>
      finished(
        tools,
        key,
        link,
        entity,
        kind === 'void' ? observedOf(link.type, sent.entity, tools.now()) : null,
        sent.entity,
      ),
    async refused(failure, left) {
      if (failure.problem.code !== 'stale' && !isNotThere(failure)) {
        if (kind === 'delete') await receiptsAreGone(tools, key)
        if (ours === '' || !failure.faults.some((fault) => fault.code === BUSINESS_RULE)) return null
        await records.commit(nextGeneration(records, left))
        return heldBack(tools, key, { ...link, observed }, work, ours, 'refused')
      }
      await records.commit([{ table: 'inFlight', id: key, value: undefined }])
      return { end: 'anew' }
    },
    work,
  })
}

/** Whether a person has edited it since it was last read: what was agreed to was its removal as it stood then. */
function isEditedMeanwhile({ records }: SendTools, link: Link, observed: Observed): boolean {
  if (observed.syncToken === link.observed.syncToken || isOlderWork(observed, records.exportedAt())) return false
  return differencesOf({ ...link, observed }) !== null
}

/** A credit memo of which something is applied cannot be deleted before its application is. */
function isUsed(observed: Observed): boolean {
  return observed.balance !== null && observed.total !== null && observed.balance < observed.total
}

/** A removal without a certain outcome that nothing asks for any more: where the document is gone, it was this one. */
export async function finishRemoval(tools: SendTools, request: InFlight): Promise<void> {
  const { records } = tools
  const link = records.get('links', request.key)
  if (request.deed !== 'delete' || !link || link.id !== request.entityId) return dropped(tools, request)
  const now = link.gone ? { ok: true as const, entity: null } : await current(tools, request.key, link)
  if (!now.ok) return
  if (now.entity !== null) return dropped(tools, request)
  await records.explained(request.key, 'change-had-arrived', { id: link.id })
  await finished(tools, request.key, link, null, null)
}

/** Stores a removal: a deleted document is unlinked, and its next creation is another request. */
async function finished(
  tools: SendTools,
  key: DocumentKey,
  link: Link,
  before: Entity | null,
  voided: Observed | null,
  after: Entity | null = null,
): Promise<StepResult> {
  const { records } = tools
  const generation = (records.get('generations', key) ?? 0) + 1
  // Where the deletion was seen in the change feed, so was what it left open.
  const opened = link.type === 'Payment' && !link.gone ? await openedAgain(tools, key, link, before) : null
  await records.commit((newest): PushChange[] => [
    ...removed(tools, newest, key, link, voided !== null, after),
    { table: 'inFlight', id: key, value: undefined },
    { table: 'refusals', id: key, value: undefined },
    ...(opened?.(newest) ?? []),
    ...(voided
      ? linkChange(newest, key, (found) => ({ ...found, observed: voided }))
      : [
          { table: 'links', id: key, value: undefined } as const,
          { table: 'generations', id: key, value: generation } as const,
        ]),
  ])
  return { end: 'done' }
}

/** What the request under way removed; nothing where it was gone or voided without one. */
function removed(
  tools: SendTools,
  newest: Newest,
  key: DocumentKey,
  link: Link,
  isVoid: boolean,
  after: Entity | null,
): PushChange[] {
  const request = newest('inFlight', key)
  if (request?.deed !== 'delete' && request?.deed !== 'void') return []
  const { before } = request
  const done = { key, did: isVoid ? ('voided' as const) : ('deleted' as const), type: link.type, id: link.id }
  const kept = { ...done, linkBefore: link, ...(before && { before }) }
  return runWrite(tools.records, tools.now(), request, kept, isVoid ? after : null)
}
