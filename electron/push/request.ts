import type { InFlight } from './records.ts'
import { requestIdOf } from './request-id.ts'
import type { SendTools } from './send.ts'
import { inFlightId, nextGeneration } from './send.ts'

type What = Pick<InFlight, 'key' | 'deed' | 'type' | 'verb' | 'body' | 'content'> &
  Partial<Pick<InFlight, 'draft' | 'entityId' | 'attachmentId' | 'attempts' | 'before' | 'batch'>>

/**
 * A request that has not left yet. `from`: what besides its record, its kind and its generation makes it this request and
 * no other (the entity and the state of it that are changed); the same always gives the same request id. In how many runs
 * QuickBooks did not take the same work before is kept with it.
 */
export function newRequest(tools: SendTools, what: What, from: readonly (string | number)[]): InFlight {
  const run = tools.records.run()
  const before = tools.records.get('inFlight', inFlightId({ attachmentId: null, ...what }))
  const isSameWork = before?.deed === what.deed && before.content === what.content
  return {
    draft: null,
    entityId: null,
    attachmentId: null,
    attempts: 0,
    ...what,
    ...(isSameWork && before.failedRuns !== undefined && { failedRuns: before.failedRuns }),
    requestId: idOf(tools, what, from),
    sentAt: tools.now().toISOString(),
    unknown: false,
    ...(run !== null && { run }),
  }
}

/** The same as a request of the next generation, which is stored: its earlier id would only repeat an earlier answer. */
export async function renewed(
  tools: SendTools,
  request: InFlight,
  from: readonly (string | number)[],
): Promise<InFlight> {
  await tools.records.commit(nextGeneration(tools.records, request))
  const { failedRuns: _, batch: __, ...anew } = request
  return { ...anew, attempts: 0, sentAt: tools.now().toISOString(), requestId: idOf(tools, request, from) }
}

function idOf(tools: SendTools, { key, deed }: Pick<InFlight, 'key' | 'deed'>, from: readonly (string | number)[]) {
  const generation = tools.records.get('generations', key) ?? 0
  return requestIdOf(tools.quickbooks.realmId, [key, deed, ...from, generation])
}
