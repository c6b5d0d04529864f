import type { Answer, Entity, WriteRequest } from './contract.ts'
import { decode } from './decoder.ts'
import { entityIn, envelopeOf } from './envelopes.ts'
import type { RawAnswer } from './exchange.ts'
import { faultsIn, isRecord, readBody } from './fault-shapes.ts'
import type { Body } from './fault-shapes.ts'

/** So many items at most in one batch (code 1040 says that there were more). */
export const MOST_ITEMS = 30

type Item = Readonly<Record<string, unknown>>

/** The name of an item within its batch: QuickBooks takes ten characters beside a request id. */
function batchItemId(request: Pick<WriteRequest, 'requestId'>): string {
  return request.requestId.replaceAll('-', '').slice(0, 10)
}

/** The body of a batch of creations. */
export function batchBody(requests: readonly WriteRequest[]): string {
  return JSON.stringify({
    BatchItemRequest: requests.map((each) => ({
      bId: batchItemId(each),
      operation: 'create',
      [each.type]: each.body,
    })),
  })
}

/** The items of an answer by their names; null where it is no answer to a batch, or one without any. */
export function batchItemsIn(body: Body): ReadonlyMap<string, Item> | null {
  const items = envelopeOf(body)?.['BatchItemResponse']
  if (!Array.isArray(items) || items.length === 0) return null
  const byId = new Map<string, Item>()
  for (const item of items as unknown[]) {
    if (!isRecord(item) || typeof item['bId'] !== 'string') return null
    byId.set(item['bId'], item)
  }
  return byId
}

/** What an item says, read as the answer to a request of its own; null where the batch did not hold the request. */
export function batchItemAnswer(
  items: ReadonlyMap<string, Item>,
  request: WriteRequest,
  raw: RawAnswer & { answered: true },
): Answer<Entity> | null {
  const item = items.get(batchItemId(request))
  if (!item) return null
  const bytes = Buffer.from(JSON.stringify(item))
  // A single request that is refused comes with this status.
  const status = faultsIn(readBody(bytes.toString('utf8'))).length > 0 ? 400 : raw.status
  const { answer } = decode({ ...raw, status, bytes }, { type: request.type, verb: 'create' }, entityIn(request.type))
  return answer
}
