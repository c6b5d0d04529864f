import type { DocumentKey } from '../../shared/kinds.ts'
import type { Link } from '../plan/link.ts'
import type { Entity } from '../qbo/contract.ts'
import type { InFlight } from './records.ts'
import { linkChange } from './records.ts'
import type { SendTools } from './send.ts'
import { inFlightId } from './send.ts'
import type { StepResult } from './step.ts'
import { unsettled } from './step.ts'

/** What QuickBooks has now; `gone` is stored where it has nothing any more. */
export async function current(
  tools: SendTools,
  key: DocumentKey,
  link: Link,
): Promise<{ ok: true; entity: Entity | null } | { ok: false; result: StepResult }> {
  const answer = await tools.quickbooks.read(link.type, link.id)
  if (!answer.ok) {
    const { failure } = answer
    return {
      ok: false,
      result: failure.kind === 'refused' ? { end: 'refused', problem: failure.problem } : unsettled(failure),
    }
  }
  if (answer.value === null) {
    tools.records.lostEntity(link.type, link.id)
    await tools.records.commit((newest) => linkChange(newest, key, (found) => ({ ...found, gone: true })))
  }
  return { ok: true, entity: answer.value }
}

/** A request of an earlier run whose record is what it was before: nothing came of it, and the next plan decides. */
export async function dropped(tools: SendTools, request: InFlight): Promise<void> {
  await tools.records.commit([{ table: 'inFlight', id: inFlightId(request), value: undefined }])
}
