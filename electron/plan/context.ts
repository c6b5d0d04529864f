import type { BilldrRecord, RecordOf } from '../../shared/domain.ts'
import type { DocumentKey, Kind } from '../../shared/kinds.ts'
import { isDocumentKind, keyOf } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { TABLE_OF } from '../../shared/tables.ts'
import type { BooksContact, BooksDocument, LinkableDocument } from './books.ts'
import { ignoredContentOf } from './content.ts'
import { askedIds, referencesOf, withOtherIds } from './earlier-ids.ts'
import type { Decision, PlanInput, StoredRecord, Verdict } from './input.ts'
import type { Likeness } from './likeness.ts'
import type { Link } from './link.ts'
import { foldName } from './names.ts'
import { foldNumber } from './numbers.ts'
import { isLinkable } from './other-entries.ts'
import type { WantedRate } from './rates.ts'

/** What every rule looks up, prepared once for a plan, and the verdicts found so far. */
export interface PlanContext extends PlanInput {
  verdicts: Map<DocumentKey, Verdict>
  /** Rates of the day that documents need and that QuickBooks has not been asked for yet, by name. */
  wantedRates: Map<string, WantedRate>
  ofKind<K extends Kind>(kind: K): { key: DocumentKey; stored: StoredRecord; record: RecordOf<K> }[]
  find<K extends Kind>(kind: K, id: string): RecordOf<K> | null
  link(key: DocumentKey): Link | null
  decision(key: DocumentKey): Decision
  /** Names in use among contacts, and those that this plan gives out: folded name → owner. */
  names: Map<string, string>
  /** Numbers in use or given out by this plan: `<type>|<folded number>` → who has it. Several suppliers may have one. */
  numbers: Map<string, NumberOwner[]>
  /** The books' documents that carry our mark, by `<type>|<key>`, the oldest first. */
  marked: Map<string, LinkableDocument[]>
  /** Active contacts by type, parent and folded name, and by the mark in their notes. */
  contactsByName: Map<string, BooksContact[]>
  contactsByMark: Map<string, BooksContact>
  /** `<type>|<id>` of every contact that is linked → the record that has it. */
  linkedContacts: Map<string, DocumentKey>
  /** `<type>|<id>` of every document that is linked. */
  linkedDocuments: ReadonlySet<string>
  /** Contacts by `<type>|<id>`; ids by `<type>|<folded name>`, of inactive ones too; sub-customers by the id above them. */
  contactsById: Map<string, BooksContact>
  contactIdsByName: Map<string, string[]>
  subCustomers: Map<string, BooksContact[]>
  /** Records that may have another id by now → the new record that is asked about. */
  rewrittenBy: ReadonlyMap<DocumentKey, DocumentKey>
  /**
   * Records that refer to one that is asked about → that one. Until somebody answers they are held as if it had its earlier
   * id: what is in the books stays as it is, and what would be sent waits.
   */
  refersToAsked: ReadonlyMap<DocumentKey, DocumentKey>
  /** What a person or the bank feed has entered for records that are not there yet (rule D1). */
  entered: ReadonlyMap<DocumentKey, Likeness>
  /** The same the other way round: `<type>|<id>` of such a document → the record that it stands for. */
  enteredFor: ReadonlyMap<string, DocumentKey>
  /** The books' payments by the id of the invoice that they are on. */
  paymentsOn: Map<string, BooksDocument[]>
}

/** Who has a number: a record of Billdr, or a document of the books that is nobody's. */
export type NumberOwner = { key: DocumentKey } | { document: BooksDocument }

export function contextOf(given: PlanInput): PlanContext {
  const asked = askedIds(given.records, given.links)
  const refersToAsked = new Map<DocumentKey, DocumentKey>()
  const input = asked.size === 0 ? given : { ...given, records: asBefore(given.records, asked, refersToAsked) }
  const rewrittenBy = new Map([...asked].map(([key, earlier]) => [earlier, key] as const))
  const byKind = new Map<Kind, { key: DocumentKey; stored: StoredRecord; record: BilldrRecord }[]>()
  for (const [key, stored] of input.records) {
    const list = byKind.get(stored.record.kind)
    if (list) list.push({ key, stored, record: stored.record })
    else byKind.set(stored.record.kind, [{ key, stored, record: stored.record }])
  }
  const names = new Map<string, string>()
  const contactsByName: PlanContext['contactsByName'] = new Map()
  const contactsByMark: PlanContext['contactsByMark'] = new Map()
  for (const contact of input.books?.contacts ?? []) {
    if (!contact.active) continue
    names.set(foldName(contact.name), `${contact.type}:${contact.id}`)
    const nameKey = contactNameKey(contact.type, contact.parentId, contact.name)
    contactsByName.set(nameKey, [...(contactsByName.get(nameKey) ?? []), contact])
    if (contact.mark) contactsByMark.set(`${contact.type}|${contact.mark}`, contact)
  }
  const linkedContacts: PlanContext['linkedContacts'] = new Map()
  for (const [key, link] of input.links) {
    if (!link.gone && (link.type === 'Customer' || link.type === 'Vendor'))
      linkedContacts.set(`${link.type}|${link.id}`, key)
  }
  const linkedDocuments = new Set(
    [...input.links.values()].flatMap((link) => (link.unlinked ? [] : [`${link.type}|${link.id}`])),
  )
  return {
    ...input,
    verdicts: new Map(),
    wantedRates: new Map(),
    ofKind: <K extends Kind>(kind: K) =>
      (byKind.get(kind) ?? []) as { key: DocumentKey; stored: StoredRecord; record: RecordOf<K> }[],
    find: <K extends Kind>(kind: K, id: string) => {
      const key = keyOf(kind, id)
      const stored = input.records.get(key)
      const isThere = stored !== undefined && (stored.presence !== 'removed' || rewrittenBy.has(key))
      return isThere ? (stored.record as RecordOf<K>) : null
    },
    link: (key) => input.links.get(key) ?? null,
    decision: (key) => input.decisions.get(key) ?? {},
    names,
    contactsByName,
    contactsByMark,
    linkedContacts,
    linkedDocuments,
    ...contactIndexes(input.books?.contacts ?? []),
    rewrittenBy,
    refersToAsked,
    entered: new Map(),
    enteredFor: new Map(),
    paymentsOn: paymentsByInvoice(input.books?.documents ?? []),
    numbers: numbersInUse(input),
    marked: markedIn(input.books?.documents ?? []),
  }
}

/** The records with earlier ids in the place of those that are asked about; each that refers to one is added to `refers`. */
function asBefore(
  records: PlanInput['records'],
  asked: ReadonlyMap<DocumentKey, DocumentKey>,
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

/** What waits for the answer whether one that it refers to is a known one under another id; null: it refers to none. */
export function waitsForAnswer(context: PlanContext, key: DocumentKey): Problem | null {
  const asked = context.refersToAsked.get(key)
  return asked === undefined ? null : problem('waits-for', { what: labelOf(context, asked) }, { waitsFor: asked })
}

/** QuickBooks writes this behind the names of what it has made inactive. */
const INACTIVE = /(?<!\s)\s*\((deleted|supprimée?)(-\d+)?\)$/i

function contactIndexes(
  contacts: readonly BooksContact[],
): Pick<PlanContext, 'contactsById' | 'contactIdsByName' | 'subCustomers'> {
  const contactsById: PlanContext['contactsById'] = new Map()
  const contactIdsByName: PlanContext['contactIdsByName'] = new Map()
  const subCustomers: PlanContext['subCustomers'] = new Map()
  for (const contact of contacts) {
    contactsById.set(`${contact.type}|${contact.id}`, contact)
    addTo(contactIdsByName, `${contact.type}|${foldName(contact.name.replace(INACTIVE, ''))}`, contact.id)
    if (contact.parentId !== null) addTo(subCustomers, contact.parentId, contact)
  }
  return { contactsById, contactIdsByName, subCustomers }
}

function paymentsByInvoice(documents: readonly BooksDocument[]): PlanContext['paymentsOn'] {
  const found: PlanContext['paymentsOn'] = new Map()
  for (const document of documents) {
    if (document.type !== 'Payment' || document.voided) continue
    const ids = new Set((document.applications ?? []).flatMap(([type, id]) => (type === 'Invoice' ? [id] : [])))
    for (const id of ids) addTo(found, id, document)
  }
  return found
}

function markedIn(documents: readonly BooksDocument[]): PlanContext['marked'] {
  const found: PlanContext['marked'] = new Map()
  for (const document of documents)
    if (document.mark && isLinkable(document)) addTo(found, `${document.type}|${document.mark}`, document)
  for (const list of found.values()) list.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
  return found
}

function addTo<V>(lists: Map<string, V[]>, name: string, value: V): void {
  const list = lists.get(name)
  if (list) list.push(value)
  else lists.set(name, [value])
}

export function contactNameKey(type: string, parentId: string | null, name: string): string {
  return `${type}|${parentId ?? ''}|${foldName(name)}`
}

function numbersInUse(input: PlanInput): PlanContext['numbers'] {
  const numbers: PlanContext['numbers'] = new Map()
  const owners = new Map<string, DocumentKey>(
    [...input.links].flatMap(([key, link]) => (link.gone ? [] : [[`${link.type}|${link.id}`, key] as const])),
  )
  for (const document of input.books?.documents ?? []) {
    const key = owners.get(`${document.type}|${document.id}`)
    if (document.docNumber) claimNumber(numbers, document.type, document.docNumber, key ? { key } : { document })
  }
  for (const [key, link] of input.links) {
    const number = link.observed.docNumber ?? link.sent.docNumber
    if (number && !link.gone) claimNumber(numbers, link.type, number, { key })
  }
  return numbers
}

export function claimNumber(numbers: PlanContext['numbers'], type: string, number: string, owner: NumberOwner): void {
  const name = numberKey(type, number)
  const owners = numbers.get(name)
  if (owners) owners.push(owner)
  else numbers.set(name, [owner])
}

export function numberKey(type: string, number: string): string {
  return `${type}|${foldNumber(number)}`
}

/** A verdict, with what is not said left empty. */
export function verdict(state: Verdict['state'], more: Partial<Verdict> = {}): Verdict {
  return { state, problem: null, note: null, differs: null, draft: null, operations: [], ...more }
}

export function held(why: Problem, more: Partial<Verdict> = {}): Verdict {
  return verdict('held', { ...more, problem: why })
}

/**
 * What a record can be told from decisions and from how it was read, before its own rules are asked.
 * Null: nothing stands in the way.
 */
export function commonVerdict(context: PlanContext, key: DocumentKey, stored: StoredRecord): Verdict | null {
  const { ignored } = context.decision(key)
  if (ignored) {
    const isTheSame =
      ignored.content === undefined ||
      !isDocumentKind(stored.record.kind) ||
      stored.presence !== 'present' ||
      ignored.content === ignoredContentOf(stored.record)
    if (isTheSame) return verdict('ignored')
    return held(problem('ignored-changed', { reason: ignored.reason, at: ignored.at }))
  }
  const rewritten = rewrittenVerdict(context, key)
  if (rewritten) return rewritten
  if (stored.presence === 'absent') return held(problem('waits-for-confirmation'))
  const unreadable = context.readProblems.get(key)
  if (!unreadable || stored.presence !== 'present') return null
  const link = context.link(key)
  return held(link && !link.gone ? { ...unreadable, params: { ...unreadable.params, inBooks: link.id } } : unreadable)
}

/** A new record that may be a known one whose id was rewritten waits, and so does the removal of that one. */
export function rewrittenVerdict(context: PlanContext, key: DocumentKey): Verdict | null {
  const stored = context.records.get(key)
  const earlier = stored?.rewrites
  if (
    earlier !== undefined &&
    context.rewrittenBy.has(earlier) &&
    stored?.presence !== 'removed' &&
    !context.link(key)
  ) {
    const link = context.link(earlier)
    const other = link && {
      type: link.type,
      id: link.id,
      docNumber: link.observed.docNumber,
      date: link.observed.date,
      party: link.observed.name,
      amount: link.observed.subtotal,
    }
    return held(
      problem(
        'id-rewritten',
        { id: idIn(key), earlier: idIn(earlier) },
        { waitsFor: earlier, ...(other && { other }) },
      ),
    )
  }
  const later = context.rewrittenBy.get(key)
  if (later === undefined || stored?.presence === 'present') return null
  return held(problem('waits-for', { what: labelOf(context, later) }, { waitsFor: later }))
}

function idIn(key: DocumentKey): string {
  return key.slice(key.indexOf(':') + 1)
}

/** The record that another one needs first: its reference in QuickBooks, or why it is not there yet. */
export type Dependency = { ready: true; id: string } | { ready: false; waits: Problem | null }

/**
 * A record's id in QuickBooks, where it is there to stay. Not ready without `waits`: it will come by itself, in this run.
 */
export function dependency(context: PlanContext, key: DocumentKey): Dependency {
  const link = context.link(key)
  const found = context.verdicts.get(key)
  const leaves =
    found?.operations.some((step) => step.kind === 'unlink' || step.kind === 'delete' || step.kind === 'void') ?? false
  if (link && !link.gone && !leaves) return { ready: true, id: link.id }
  if (found?.state === 'pending' && !leaves) return { ready: false, waits: null }
  return { ready: false, waits: problem('waits-for', { what: labelOf(context, key) }, { waitsFor: key }) }
}

/** What is said where a record names another one that is not known: Billdr has removed it, it cannot be read, or it is nowhere. */
export function notKnown(context: PlanContext, kind: Kind, id: string, field: string): Problem {
  const key = keyOf(kind, id)
  if (context.records.get(key)?.presence === 'removed')
    return problem('record-reference-removed', { field, name: labelOf(context, key) })
  return context.readProblems.has(key)
    ? problem('waits-for', { what: id }, { waitsFor: key })
    : problem('record-reference-missing', { field, value: id, table: TABLE_OF[kind] })
}

/** A record's name or number as a person knows it. */
export function labelOf(context: PlanContext, key: DocumentKey): string {
  const record = context.records.get(key)?.record
  switch (record?.kind) {
    case 'client':
    case 'professional':
      return record.displayName
    case 'project':
      return record.name
    case 'cost-code':
      return `${record.code} ${record.name}`
    case 'invoice':
    case 'credit':
    case 'purchase-order':
      return record.number
    case 'expense':
      return record.number ?? record.memo ?? record.id
    case 'payment':
      return record.reference ?? record.id
    case undefined:
      return key
  }
}
