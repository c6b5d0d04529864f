import { hangingOn } from '../entities/hanging.ts'
import { observedOf } from '../entities/observe.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { problem } from '../../shared/problem.ts'
import type { Operation } from '../plan/input.ts'
import type { Link } from '../plan/link.ts'
import { namedHanging } from './hanging.ts'
import { moveReceipts } from './move-receipts.ts'
import type { Ended } from './outcome.ts'
import { isNotThere, preparedAnew, sendFor } from './outcome.ts'
import type { InFlight } from './records.ts'
import { linkChange } from './records.ts'
import { newRequest } from './request.ts'
import type { SendTools } from './send.ts'
import { nextGeneration } from './send.ts'
import type { StepResult } from './step.ts'
import { unsettled } from './step.ts'

type RemoveReplaced = Extract<Operation, { kind: 'remove-replaced' }>

/**
 * Takes the document out of the books whose place a new one took (rule E2): its receipts are moved first, and it goes only
 * where it is only ours. What a person did to it since keeps it, is named, and is looked at again with every run (D2).
 */
export function removeReplaced(tools: SendTools, operation: RemoveReplaced): Promise<StepResult> {
  return preparedAnew(() => removeOnce(tools, operation))
}

async function removeOnce(tools: SendTools, { key }: RemoveReplaced): Promise<Ended> {
  const { records, quickbooks } = tools
  const link = records.get('links', key)
  const old = link?.replaces
  if (!link || !old) return { end: 'done' }
  const now = await quickbooks.read(old.type, old.id)
  if (!now.ok) return unsettled(now.failure)
  const entity = now.value
  if (!entity) return isGone(tools, key)
  const observed = observedOf(old.type, entity, null)
  const hanging = hangingOn(old.type, entity)
  if (hanging.length > 0) return kept(tools, key, link, observed.docNumber, await namedHanging(tools, hanging))
  // As it was when its place was taken, or as a program of ours left it: anything else is a person's.
  if (entity.SyncToken !== old.syncToken && !observed.ours) return kept(tools, key, link, observed.docNumber, 'changed')
  const failure = await moveReceipts(tools, key, old, link, link.attachments)
  if (failure?.kind === 'refused') return kept(tools, key, link, observed.docNumber, 'refused')
  if (failure) return unsettled(failure)
  const request = newRequest(
    tools,
    {
      key,
      deed: 'remove-replaced',
      type: old.type,
      verb: 'delete',
      body: { Id: entity.Id, SyncToken: entity.SyncToken },
      content: '',
      entityId: old.id,
    },
    [old.type, old.id, entity.SyncToken],
  )
  return sendFor<Ended>(tools, request, {
    done: () => isGone(tools, key),
    async refused(refusal, left) {
      if (refusal.problem.code === 'stale' || isNotThere(refusal)) {
        await records.commit([{ table: 'inFlight', id: key, value: undefined }])
        return { end: 'anew' }
      }
      await records.commit(nextGeneration(records, left))
      return kept(tools, key, link, observed.docNumber, 'refused')
    },
    work: { work: 'replacing' },
  })
}

/** A deletion without a certain answer that is not tried again for now: where it arrived after all, it is known. */
export async function finishRemoveReplaced(tools: SendTools, request: InFlight): Promise<void> {
  const old = tools.records.get('links', request.key)?.replaces
  if (!old || old.id !== request.entityId) return
  const now = await tools.quickbooks.read(old.type, old.id)
  if (!now.ok || now.value) return
  await isGone(tools, request.key)
  await tools.records.commit([{ table: 'refusals', id: request.key, value: undefined }])
}

async function isGone(tools: SendTools, key: DocumentKey): Promise<StepResult> {
  await tools.records.commit((newest) => [
    ...linkChange(newest, key, ({ replaces: _, ...link }) => link),
    { table: 'inFlight', id: key, value: undefined },
  ])
  return { end: 'done' }
}

/** It stays for now; `why`: what hangs on it, or that it was changed, or that QuickBooks refused. */
async function kept(
  tools: SendTools,
  key: DocumentKey,
  { replaces: old }: Link,
  docNumber: string | null,
  why: string,
): Promise<StepResult> {
  if (!old) return { end: 'done' }
  const stays = problem('replaced-still-there', { type: old.type, docNumber: docNumber ?? '', why })
  await tools.records.commit((newest) => [
    ...linkChange(newest, key, (link) => ({ ...link, replaces: { ...old, kept: stays } })),
    { table: 'inFlight', id: key, value: undefined },
  ])
  return { end: 'replan' }
}
