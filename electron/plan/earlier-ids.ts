import type { BilldrRecord } from '../../shared/domain.ts'
import type { DocumentKey, Kind } from '../../shared/kinds.ts'
import { keyOf, parseKey } from '../../shared/kinds.ts'
import type { PlanInput, StoredRecord } from './input.ts'

/** Records by the key that each of them has under another id. */
export type OtherIds = ReadonlyMap<DocumentKey, DocumentKey>

/**
 * New records that may be known ones under a rewritten id, and of which nobody has said yet whether they are: new key →
 * the key that it may have had.
 */
export function askedIds(
  records: { entries(): Iterable<[string, StoredRecord]>; get(key: DocumentKey): StoredRecord | undefined },
  links: { has(key: DocumentKey): boolean },
): Map<DocumentKey, DocumentKey> {
  const found = new Map<DocumentKey, DocumentKey>()
  for (const [id, { presence, rewrites }] of records.entries()) {
    const key = id as DocumentKey
    const earlier = rewrites === undefined ? undefined : records.get(rewrites)
    if (rewrites === undefined || earlier === undefined || presence === 'removed' || links.has(key)) continue
    // Its place has been taken again by the one with the earlier id.
    if (presence === 'present' || earlier.presence !== 'present') found.set(key, rewrites)
  }
  return found
}

/** The record with the other ids in the place of those that it refers to; itself where it refers to none of them. */
export function withOtherIds<R extends BilldrRecord>(record: R, ids: OtherIds): R {
  if (ids.size === 0 || !referencesOf(record).some((key) => ids.has(key))) return record
  const other = <T extends string | null>(kind: Kind, id: T): T => {
    const found = id === null ? undefined : ids.get(keyOf(kind, id))
    return (found === undefined ? id : (parseKey(found)?.billdrId ?? id)) as T
  }
  const changed = { ...record }
  if ('clientId' in changed) changed.clientId = other('client', changed.clientId)
  if ('projectId' in changed) changed.projectId = other('project', changed.projectId)
  if ('professionalId' in changed) changed.professionalId = other('professional', changed.professionalId)
  if ('invoiceId' in changed) changed.invoiceId = other('invoice', changed.invoiceId)
  if ('appliesToInvoiceId' in changed) changed.appliesToInvoiceId = other('invoice', changed.appliesToInvoiceId)
  if ('lines' in changed)
    changed.lines = changed.lines.map((line) => ({ ...line, costCodeId: other('cost-code', line.costCodeId) }))
  return changed
}

/** The records that a record refers to. */
export function referencesOf(record: BilldrRecord): DocumentKey[] {
  const found: DocumentKey[] = []
  const add = (kind: Kind, id: string | null): void => {
    if (id !== null) found.push(keyOf(kind, id))
  }
  if ('clientId' in record) add('client', record.clientId)
  if ('projectId' in record) add('project', record.projectId)
  if ('professionalId' in record) add('professional', record.professionalId)
  if ('invoiceId' in record) add('invoice', record.invoiceId)
  if ('appliesToInvoiceId' in record) add('invoice', record.appliesToInvoiceId)
  if ('lines' in record) for (const { costCodeId } of record.lines) add('cost-code', costCodeId)
  return found
}

/** Records whose ids are asked about, and what they are planned by until somebody answers. */
export interface Asked {
  /** The records with earlier ids in the place of those that are asked about. */
  input: PlanInput
  /** Records that may have another id by now → the new record that is asked about. */
  rewrittenBy: ReadonlyMap<DocumentKey, DocumentKey>
  /**
   * Records that refer to one that is asked about → that one. Until somebody answers they are held as if it had its earlier
   * id: what is in the books stays as it is, and what would be sent waits.
   */
  refersToAsked: ReadonlyMap<DocumentKey, DocumentKey>
}

export function nothingAsked(input: PlanInput): Asked {
  return { input, rewrittenBy: new Map(), refersToAsked: new Map() }
}

export function askedAbout(given: PlanInput): Asked {
  const asked = askedIds(given.records, given.links)
  if (asked.size === 0) return nothingAsked(given)
  const refersToAsked = new Map<DocumentKey, DocumentKey>()
  return {
    input: { ...given, records: asBefore(given.records, asked, refersToAsked) },
    rewrittenBy: new Map([...asked].map(([key, earlier]) => [earlier, key] as const)),
    refersToAsked,
  }
}

/** Each record that refers to one that is asked about is added to `refers`. */
function asBefore(
  records: PlanInput['records'],
  asked: OtherIds,
  refers: Map<DocumentKey, DocumentKey>,
): PlanInput['records'] {
  return new Map(
    [...records].map(([key, stored]) => {
      const first = referencesOf(stored.record).find((each) => asked.has(each))
      if (first === undefined) return [key, stored]
      refers.set(key, first)
      return [key, { ...stored, record: withOtherIds(stored.record, asked) }]
    }),
  )
}
