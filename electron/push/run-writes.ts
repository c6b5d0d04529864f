import type { DocumentKey } from '../../shared/kinds.ts'
import { asLeft } from '../entities/as-left.ts'
import type { AsLeft, Link } from '../plan/link.ts'
import type { Entity, EntityType } from '../qbo/contract.ts'
import type { InFlight, PushChange, PushRecords } from './records.ts'

/**
 * What one request of a run did to a record, kept so that it can be taken back. `refused`: a definite no, nothing was done.
 * `applied`: the payment of nothing by which a credit goes on an invoice. `bill-paid`: a payment
 * of a bill of ours.
 */
export interface RunWrite {
  run: string
  key: DocumentKey
  /** ISO instant. */
  at: string
  did: 'created' | 'overwritten' | 'voided' | 'deleted' | 'linked' | 'receipt' | 'applied' | 'bill-paid' | 'refused'
  type: EntityType
  /** In QuickBooks; null of what was refused before it was there. */
  id: string | null
  /** Of a receipt. */
  attachmentId?: string
  /** What was overwritten, voided or deleted, as it was read before. */
  before?: Entity
  /** The tie as it was before it was overwritten or linked; absent where there was none. */
  linkBefore?: Link
  /** How the request left it; absent where it is gone. */
  left?: AsLeft
  /** Fingerprint of the Billdr content that was sent, of what was created or overwritten. */
  content?: string
  /** ISO instant at which it was taken back. */
  undone?: string
}

type Done = Pick<RunWrite, 'key' | 'did' | 'type' | 'id'> &
  Pick<Partial<RunWrite>, 'attachmentId' | 'before' | 'linkBefore'>

/**
 * Keeps what a request did, with the commit that stores its result. `entity`: what came of it, where it is still there.
 * Nothing where no run is under way and none sent it (a person links by hand).
 */
export function runWrite(
  records: Pick<PushRecords, 'run'>,
  now: Date,
  request: Pick<InFlight, 'requestId' | 'run' | 'content'> | null,
  done: Done,
  entity: Entity | null,
): PushChange[] {
  const run = request?.run ?? records.run()
  if (run === null) return []
  const content = request?.content ?? ''
  const value: RunWrite = {
    run,
    at: now.toISOString(),
    ...done,
    ...(content !== '' && { content }),
    ...(entity && { left: asLeft(entity) }),
  }
  return [{ table: 'runWrites', id: `${run}/${request?.requestId ?? `${done.did}-${done.key}`}`, value }]
}
