import type { BilldrRecord, RecordOf } from '../../shared/domain.ts'
import type { DocumentKey, Kind } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { TABLE_OF } from '../../shared/tables.ts'
import type { BooksContact, BooksDocument } from './books.ts'
import type { Decision, PlanInput, StoredRecord, Verdict } from './input.ts'
import type { Link } from './link.ts'
import { foldName } from './names.ts'
import { foldNumber } from './numbers.ts'

/** What every rule looks up, prepared once for a plan, and the verdicts found so far. */
export interface PlanContext extends PlanInput {
  verdicts: Map<DocumentKey, Verdict>
  ofKind<K extends Kind>(kind: K): { key: DocumentKey; stored: StoredRecord; record: RecordOf<K> }[]
  find<K extends Kind>(kind: K, id: string): RecordOf<K> | null
  link(key: DocumentKey): Link | null
  decision(key: DocumentKey): Decision
  /** Names in use among contacts, and those that this plan gives out: folded name → owner. */
  names: Map<string, string>
  /** Numbers in use or given out by this plan: `<type>|<folded number>` → who has it. Several suppliers may have one. */
  numbers: Map<string, NumberOwner[]>
  /** The books' documents that carry our mark. */
  marked: Map<string, BooksDocument>
  /** Active contacts by type, parent and folded name, and by the mark in their notes. */
  contactsByName: Map<string, BooksContact[]>
  contactsByMark: Map<string, BooksContact>
  /** `<type>|<id>` of every contact that is linked → the record that has it. */
  linkedContacts: Map<string, DocumentKey>
  /** The books' documents that no record is linked to, by `<type>|<date>`. */
  unlinkedByDay: Map<string, BooksDocument[]>
}

/** Who has a number: a record of Billdr, or a document of the books that is nobody's. */
export type NumberOwner = { key: DocumentKey } | { document: BooksDocument }

export function contextOf(input: PlanInput): PlanContext {
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
  const linkedDocuments = new Set([...input.links.values()].map((link) => `${link.type}|${link.id}`))
  const unlinkedByDay: PlanContext['unlinkedByDay'] = new Map()
  for (const document of input.books?.documents ?? []) {
    if (document.date === null || linkedDocuments.has(`${document.type}|${document.id}`)) continue
    const day = `${document.type}|${document.date}`
    const list = unlinkedByDay.get(day)
    if (list) list.push(document)
    else unlinkedByDay.set(day, [document])
  }
  return {
    ...input,
    verdicts: new Map(),
    ofKind: <K extends Kind>(kind: K) =>
      (byKind.get(kind) ?? []) as { key: DocumentKey; stored: StoredRecord; record: RecordOf<K> }[],
    find: <K extends Kind>(kind: K, id: string) => {
      const stored = input.records.get(keyOf(kind, id))
      return stored && stored.presence !== 'removed' ? (stored.record as RecordOf<K>) : null
    },
    link: (key) => input.links.get(key) ?? null,
    decision: (key) => input.decisions.get(key) ?? {},
    names,
    contactsByName,
    contactsByMark,
    linkedContacts,
    unlinkedByDay,
    numbers: numbersInUse(input),
    marked: new Map(
      (input.books?.documents ?? []).flatMap((document) =>
        document.mark ? [[`${document.type}|${document.mark}`, document] as const] : [],
      ),
    ),
  }
}

export function contactNameKey(type: string, parentId: string | null, name: string): string {
  return `${type}|${parentId ?? ''}|${foldName(name)}`
}

function numbersInUse(input: PlanInput): PlanContext['numbers'] {
  const numbers: PlanContext['numbers'] = new Map()
  const owners = new Map(
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
  if (context.decision(key).ignored) return verdict('ignored')
  if (stored.presence === 'absent') return held(problem('waits-for-confirmation'))
  const unreadable = context.readProblems.get(key)
  return unreadable && stored.presence === 'present' ? held(unreadable) : null
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
    default:
      return key
  }
}
