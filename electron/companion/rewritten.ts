import type { BilldrRecord } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { kindOf, parseKey } from '../../shared/kinds.ts'
import type { Mappings } from '../../shared/mappings.ts'
import type { ReadingOutcome } from '../../shared/source.ts'
import { fingerprintOf, isContentOf } from '../plan/content.ts'
import type { Link } from '../plan/link.ts'
import { isRewrittenId, plainId } from '../plan/rewritten-ids.ts'
import type { ChangeOf, Store } from '../store/store.ts'
import type { Company } from './company.ts'
import type { CompanyTables } from './tables.ts'
import { ONLY } from './tables.ts'

/** What of a finished reading is asked for here. */
interface Seen {
  readonly records: ReadonlyMap<DocumentKey, BilldrRecord>
  readonly seen: ReadonlySet<DocumentKey>
  readonly tombstones: ReadonlySet<DocumentKey>
}

/**
 * New records of a reading that may be known ones under an id that a spreadsheet rewrote: new key → the key that it had. By
 * the id, of records that this reading does not bring; by their content, of those that were sent and are missing from it.
 */
export function rewrittenRecords(
  store: Store<CompanyTables>,
  reading: Extract<ReadingOutcome, { ok: true }>,
  { records, seen, tombstones }: Seen,
): Map<DocumentKey, DocumentKey> {
  const stored = store.table('records')
  const fresh = [...records.keys()].filter((key) => !stored.has(key))
  const found = new Map<DocumentKey, DocumentKey>()
  if (fresh.length === 0) return found
  // A feed of changes does not bring what has not changed; a folder without a manifest is read whole each time.
  const tellsWhatIsMissing = reading.scope === 'full' || reading.company === null
  const byId = new Map<string, DocumentKey[]>()
  const byContent = new Map<string, DocumentKey[]>()
  for (const id of stored.keys()) {
    const key = id as DocumentKey
    if (seen.has(key)) continue
    addTo(byId, `${kindOf(key)}:${plainId(idOf(key))}`, key)
    const link = store.table('links').get(key)
    const isMissing = tellsWhatIsMissing || tombstones.has(key) || stored.get(key)?.presence !== 'present'
    if (link && !link.gone && link.sent.content !== null && isMissing)
      addTo(byContent, `${kindOf(key)}:${link.sent.content}`, key)
  }
  const all = [...byId.values()].flat()
  const taken = new Set<DocumentKey>()
  for (const key of fresh) {
    const record = records.get(key)
    if (!record || kindOf(key) === 'cost-code') continue
    const candidates = [
      ...(byId.get(`${kindOf(key)}:${plainId(idOf(key))}`) ?? []),
      ...(mayBeRounded(key)
        ? all.filter((each) => kindOf(each) === kindOf(key) && isRewrittenId(idOf(key), idOf(each)))
        : []),
      ...(isDocument(record) ? (byContent.get(`${kindOf(key)}:${fingerprintOf(record)}`) ?? []) : []),
    ]
    const known = candidates.find((each) => !taken.has(each))
    if (!known) continue
    taken.add(known)
    found.set(key, known)
  }
  return found
}

function idOf(key: DocumentKey): string {
  return parseKey(key)?.billdrId ?? ''
}

/** Only a number with an exponent, or of very many digits, lost some. */
function mayBeRounded(key: DocumentKey): boolean {
  return /^\s*\d[\d.,]*(e\+?\d+)?\s*$/i.test(idOf(key)) && (/e/i.test(idOf(key)) || idOf(key).length > 15)
}

function isDocument(record: BilldrRecord): boolean {
  return 'lines' in record || record.kind === 'payment'
}

function addTo(lists: Map<string, DocumentKey[]>, name: string, key: DocumentKey): void {
  lists.set(name, [...(lists.get(name) ?? []), key])
}

/** Records of which this or another one is asked, each with the record whose id it may have had. */
function asked(company: Company, keys: readonly DocumentKey[] | 'all'): [DocumentKey, DocumentKey][] {
  const wanted = keys === 'all' ? null : new Set(keys)
  return [...company.workspace.store.table('records').entries()].flatMap(([id, { rewrites }]) =>
    rewrites && (wanted?.has(id as DocumentKey) ?? true) ? [[id as DocumentKey, rewrites]] : [],
  )
}

/**
 * These are the records that had another id: each takes over its link, its decisions and its matches, and nothing is sent
 * again. One whose earlier request has no certain outcome yet waits. Answers how many there were.
 */
export async function sameRecords(company: Company, keys: readonly DocumentKey[] | 'all'): Promise<number> {
  const { store } = company.workspace
  let count = 0
  for (const [key, earlier] of asked(company, keys)) {
    if (store.table('inFlight').has(earlier)) continue
    await store.commitFrom((newest) => {
      const record = newest('records', key)?.record
      if (!record) return []
      const early = newest('records', earlier)?.beforeConnecting
      const before = newest('records', earlier)?.record
      const link = newest('links', earlier)
      return [
        {
          table: 'records',
          id: key,
          value: { record, presence: 'present', ...(early && { beforeConnecting: early }) },
        },
        { table: 'records', id: earlier, value: undefined },
        { table: 'links', id: key, value: link && takenOver(link, before, record) },
        { table: 'links', id: earlier, value: undefined },
        { table: 'decisions', id: key, value: newest('decisions', earlier) },
        { table: 'decisions', id: earlier, value: undefined },
        { table: 'generations', id: key, value: newest('generations', earlier) },
        { table: 'refusals', id: earlier, value: undefined },
        ...mappingChanges(newest('mappings', ONLY), key, earlier),
      ] satisfies ChangeOf<CompanyTables>[]
    })
    await note(company, 'same-record', key, earlier)
    count++
  }
  await leaveGuards(store)
  company.replan()
  return count
}

/** These are records of their own: they go, and what had the other id is treated as what it is. Answers how many there were. */
export async function otherRecords(company: Company, keys: readonly DocumentKey[] | 'all'): Promise<number> {
  const found = asked(company, keys)
  for (const [key, earlier] of found) {
    await company.workspace.store.commitFrom((newest) => {
      const stored = newest('records', key)
      if (!stored) return []
      const { rewrites: _answered, ...rest } = stored
      return [{ table: 'records', id: key, value: rest }]
    })
    await note(company, 'another-record', key, earlier)
  }
  company.replan()
  return found.length
}

function note(company: Company, what: string, key: DocumentKey, earlier: DocumentKey): Promise<void> {
  const params = { earlier: idOf(earlier) }
  return company.workspace.noteDecision(what, { key, params })
}

/** The link of the record under its new id: what was sent stays what it was, also where references changed their ids with it. */
function takenOver(link: Link, before: BilldrRecord | undefined, record: BilldrRecord): Link {
  const isSame = before !== undefined && contentWithoutIds(before) === contentWithoutIds(record)
  const wasSent = before !== undefined && isContentOf(before, link.sent.content)
  const sent = isSame && wasSent ? { ...link.sent, content: fingerprintOf(record) } : link.sent
  const receipts = 'attachments' in record ? record.attachments : []
  const bySha = new Map(Object.values(link.attachments).map((each) => [each.sha256, each]))
  const attachments = Object.fromEntries(
    receipts.flatMap(({ id, sha256 }) => {
      const there = link.attachments[id] ?? bySha.get(sha256)
      return there ? [[id, there] as const] : []
    }),
  )
  return { ...link, sent, attachments: { ...link.attachments, ...attachments } }
}

/** All that a record says, its ids and references written as no spreadsheet would change them. */
function contentWithoutIds(record: BilldrRecord): string {
  return JSON.stringify(record, (name, value: unknown) => {
    if (name === 'id' || name === 'updatedAt' || name === 'status' || name === 'attachments') return undefined
    return /Id$/.test(name) && typeof value === 'string' ? plainId(value) : value
  })
}

const MAPPED = { client: 'clients', project: 'projects', professional: 'professionals' } as const

function mappingChanges(
  mappings: Mappings | undefined,
  key: DocumentKey,
  earlier: DocumentKey,
): ChangeOf<CompanyTables>[] {
  const table = MAPPED[kindOf(key) as keyof typeof MAPPED] as (typeof MAPPED)[keyof typeof MAPPED] | undefined
  const chosen = table && mappings?.[table][idOf(earlier)]
  if (!mappings || !table || chosen === undefined) return []
  return [{ table: 'mappings', id: ONLY, value: { ...mappings, [table]: { ...mappings[table], [idOf(key)]: chosen } } }]
}

/** What is no longer known under an earlier id asks for no removal. */
async function leaveGuards(store: Store<CompanyTables>): Promise<void> {
  const records = store.table('records')
  await store.commit(
    [...store.table('guards').entries()].flatMap(([id, guard]): ChangeOf<CompanyTables>[] => {
      const left = guard.keys.filter((key) => records.has(key))
      if (left.length === guard.keys.length) return []
      return [{ table: 'guards', id, value: left.length === 0 ? undefined : { ...guard, keys: left } }]
    }),
  )
}
