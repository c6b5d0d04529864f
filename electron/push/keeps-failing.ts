import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { RefusedWork } from '../plan/refused.ts'
import type { LinkedType } from '../plan/link.ts'
import { findOwn } from './recognise.ts'
import type { InFlight, PushChange } from './records.ts'
import type { RunReport } from './run.ts'
import { runWrite } from './run-writes.ts'
import type { SendTools } from './send.ts'
import { inFlightId } from './send.ts'

/** After so many runs a request that QuickBooks never takes is a person's business; the problem's words say how many. */
export const MOST_RUNS = 5
/**
 * Where a run wrote nothing else, so many new ones may be the documents' own fault; where there are more, it is rather
 * QuickBooks that takes nothing.
 */
const FEW = 3

/** What one run says of requests that QuickBooks did not take, though each was looked for and sent again. */
export interface Untaken {
  /** Counted in this run: the rest of the company goes on. */
  counted: Set<DocumentKey>
  /** Of those, documents and receipts that are failed from now on. */
  failed: number
}

/**
 * Counts the run for each request that stayed unanswered while QuickBooks as a whole works, and gives up where it was one too
 * many. The request stays stored: what arrives late is found by the next run, and a person's new try looks for it first.
 */
export async function countUntaken(
  tools: SendTools,
  { unanswered, answered }: Pick<RunReport, 'unanswered' | 'answered'>,
): Promise<Untaken> {
  const { records } = tools
  const counted: Untaken = { counted: new Set(), failed: 0 }
  const requests = [...unanswered].flatMap((id) => records.get('inFlight', id) ?? []).filter((each) => each.unknown)
  for (const [some, others] of [
    [requests.filter((each) => each.attachmentId === null), answered.documents],
    [requests.filter((each) => each.attachmentId !== null), answered.receipts],
  ] as const) {
    if (others === 0 && some.filter((each) => each.failedRuns === undefined).length > FEW) continue
    for (const request of some) {
      if (!(await isNowhere(tools, request))) continue
      const failedRuns = (request.failedRuns ?? 0) + 1
      const changes = failedRuns < MOST_RUNS ? null : failure(tools, request)
      await records.commit([
        { table: 'inFlight', id: inFlightId(request), value: { ...request, failedRuns } },
        ...(changes ?? []),
      ])
      counted.counted.add(request.key)
      if (changes) counted.failed++
    }
  }
  return counted
}

/** The last attempt of a creation has not been looked for yet; of what else there is, the next run reads first. */
async function isNowhere({ quickbooks }: SendTools, request: InFlight): Promise<boolean> {
  if (request.deed !== 'create' || !request.draft) return true
  const found = await findOwn(quickbooks, request.type as LinkedType, request.key, request.draft, request.sentAt)
  return found.ok && found.value === null
}

/** What is stored where it is given up; null where its kind of work is tried again with every run. */
function failure(tools: SendTools, request: InFlight): PushChange[] | null {
  const { records, now } = tools
  const why: Problem = problem('quickbooks-keeps-failing')
  if (request.attachmentId !== null) {
    const value = { ...why, params: { ...why.params, sha256: request.content } }
    return [{ table: 'attachmentProblems', id: inFlightId(request), value }]
  }
  const of = workOf(tools, request)
  if (!of) return null
  const { key, type, entityId } = request
  const run = records.run()
  return [
    { table: 'refusals', id: key, value: { problem: why, at: now().toISOString(), of } },
    ...runWrite(
      records,
      now(),
      { ...request, ...(run !== null && { run }) },
      { key, did: 'refused', type, id: entityId },
      null,
    ),
  ]
}

/** What the next plan does not send again. */
function workOf({ records }: SendTools, { key, deed, draft, content }: InFlight): RefusedWork | null {
  switch (deed) {
    case 'create':
      return { work: 'sending', content, number: records.get('decisions', key)?.number }
    case 'update': {
      const isTopUp = draft?.type === 'Payment' && records.get('links', key)?.sent.content === content
      return { work: isTopUp ? 'settling' : 'sending', content }
    }
    case 'void':
    case 'delete':
      return { work: 'removing' }
    case 'remove-replaced':
      return { work: 'replacing' }
    // Of a credit that moves to another invoice, the request says of which content; else its memo is to go.
    case 'unapply-credit':
      return content === '' ? { work: 'removing' } : { work: 'settling', content }
    case 'apply-credit':
    case 'pay-bill':
      return { work: 'settling', content }
    // A receipt has a problem of its own; the runs of an undo are counted with the undo.
    case 'attach':
    case 'undo-create':
    case 'undo-update':
    case 'undo-receipt':
    case 'undo-bill-payment':
      return null
  }
}

/** What a person's new try changes: the runs are counted anew. */
export function countedAnew(id: string, request: InFlight): PushChange {
  const { failedRuns: _, ...anew } = request
  return { table: 'inFlight', id, value: anew }
}
