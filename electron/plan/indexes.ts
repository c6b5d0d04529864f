import type { DocumentKey } from '../../shared/kinds.ts'
import type { BooksContact, BooksDocument, LinkableDocument } from './books.ts'
import type { Standing } from './context.ts'
import type { LinkFacts } from './facts.ts'
import { numberKey } from './facts.ts'
import type { PlanInput } from './input.ts'
import { appliedOn } from './link.ts'
import { foldName } from './names.ts'
import { isLinkable } from './other-entries.ts'
import { EVERYTHING, once, ReadMap } from './reads.ts'

/** Who has a number: a record of Billdr, or a document of the books that is nobody's. */
export type NumberOwner = { key: DocumentKey } | { document: BooksDocument }

/** Lists of what others have, for rules that look for something by a name. Each is made when a rule first asks for it. */
export interface Indexes {
  /** Names in use among contacts, and those that this plan gives out. */
  names: { has(folded: string): boolean; give(folded: string): void }
  /** Numbers in use or given out by this plan. Several suppliers may have one. */
  numbers: { ownersOf(type: string, number: string): NumberOwner[]; give(type: string, number: string): void }
  /** The record that has a contact, by `<type>|<id>`: linked to it, chosen for it, or matched with it by this plan. */
  holders: { of(place: string): DocumentKey | undefined; give(place: string): void }
  /** The books' documents that carry our mark, by `<type>|<key>`, the oldest first. */
  marked: ReadonlyMap<string, LinkableDocument[]>
  /** Active contacts by type, parent and folded name, and by the mark in their notes. */
  contactsByName: ReadonlyMap<string, BooksContact[]>
  contactsByMark: ReadonlyMap<string, BooksContact>
  /** `<type>|<id>` of every document that is linked. */
  linkedDocuments: { has(place: string): boolean }
  /** Contacts by `<type>|<id>`; ids by `<type>|<folded name>`, of inactive ones too; sub-customers by the id above them. */
  contactsById: ReadonlyMap<string, BooksContact>
  contactIdsByName: ReadonlyMap<string, string[]>
  subCustomers: ReadonlyMap<string, BooksContact[]>
  /** The books' payments by the id of the invoice that they are on. */
  paymentsOn: ReadonlyMap<string, BooksDocument[]>
  /** What our own payments and applied credits have on an invoice of QuickBooks, cents. */
  ownOn: ReadonlyMap<string, OwnPart[]>
  /** Credits by the id of the invoice that they go on. */
  creditsOn: ReadonlyMap<string, DocumentKey[]>
  books: PlanInput['books']
}

export interface OwnPart {
  paymentId: string
  amount: number
}

/** By what names it is told that one of these lists was asked. */
export const ASKED = {
  name: (folded: string) => `name ${folded}`,
  number: (key: string) => `number ${key}`,
  holder: (place: string) => `holder ${place}`,
  marked: (name: string) => `marked ${name}`,
  linked: (place: string) => `linked ${place}`,
  contact: (place: string) => `contact ${place}`,
  contacts: 'contacts',
  paymentsOn: (invoiceId: string) => `payments on ${invoiceId}`,
  ourPayments: 'our payments',
  creditsOn: (invoiceId: string) => `credits on ${invoiceId}`,
  enteredFor: (place: string) => `entered for ${place}`,
} as const

export function indexesOf(input: PlanInput, { facts, reads, claims }: Standing): Indexes {
  const contacts = input.books?.contacts ?? []
  const documents = input.books?.documents ?? []
  const owners = once(() => placesOf(facts.links, (link) => !link.gone))
  const holders = once(() =>
    placesOf(facts.links, ({ gone, type }) => !gone && (type === 'Customer' || type === 'Vendor')),
  )
  const linked = once(() => placesOf(facts.links, ({ unlinked }) => !unlinked))
  const names = once(() => new Set(contacts.flatMap(({ active, name }) => (active ? [foldName(name)] : []))))
  const numbers = once(() => numbersInUse(documents, owners(), facts.links))
  const byName = once(() => contactsByName(contacts))
  const byMark = once(() => contactsByMark(contacts))
  const byId = once(() => new Map(contacts.map((each) => [`${each.type}|${each.id}`, each] as const)))
  const lists = once(() => contactLists(contacts))
  const anyContact = (): string => ASKED.contacts
  return {
    names: {
      has(folded) {
        reads.note(ASKED.contacts)
        return names().has(folded) || claims.ofEarlier(ASKED.name(folded)).length > 0
      },
      give: (folded) => claims.take(ASKED.name(folded)),
    },
    numbers: {
      ownersOf(type, number) {
        const name = numberKey(type, number)
        const given = claims.ofEarlier(ASKED.number(name)).filter((key) => key !== reads.of)
        return [...(numbers().get(name) ?? []), ...given.map((key) => ({ key }))]
      },
      give: (type, number) => claims.take(ASKED.number(numberKey(type, number))),
    },
    holders: {
      of(place) {
        const given = claims.ofEarlier(ASKED.holder(place))
        return holders().get(place) ?? facts.reserved.get(place) ?? given.find((key) => key !== reads.of)
      },
      give: (place) => claims.take(ASKED.holder(place)),
    },
    marked: new ReadMap(
      once(() => markedIn(documents)),
      reads,
      ASKED.marked,
    ),
    contactsByName: new ReadMap(byName, reads, anyContact),
    contactsByMark: new ReadMap(byMark, reads, anyContact),
    linkedDocuments: {
      has(place) {
        reads.note(ASKED.linked(place))
        return linked().has(place)
      },
    },
    contactsById: new ReadMap(byId, reads, ASKED.contact),
    contactIdsByName: new ReadMap(() => lists().idsByName, reads, anyContact),
    subCustomers: new ReadMap(() => lists().subCustomers, reads, anyContact),
    paymentsOn: new ReadMap(
      once(() => paymentsByInvoice(documents)),
      reads,
      ASKED.paymentsOn,
    ),
    ownOn: new ReadMap(
      once(() => ownByInvoice(input, facts)),
      reads,
      () => ASKED.ourPayments,
    ),
    creditsOn: new ReadMap(
      once(() => creditsByInvoice(facts)),
      reads,
      ASKED.creditsOn,
    ),
    books: input.books && {
      ...input.books,
      get contacts() {
        reads.note(ASKED.contacts)
        return contacts
      },
      get documents() {
        reads.note(EVERYTHING)
        return documents
      },
    },
  }
}

/** Which record a place is of; of several, which only a file that was tampered with has, always the same one. */
function placesOf(
  links: ReadonlyMap<DocumentKey, LinkFacts>,
  counts: (link: LinkFacts) => boolean,
): Map<string, DocumentKey> {
  const found = new Map<string, DocumentKey>()
  for (const [key, link] of links) {
    if (!counts(link)) continue
    const before = found.get(link.place)
    if (before === undefined || before < key) found.set(link.place, key)
  }
  return found
}

function contactsByName(contacts: readonly BooksContact[]): Map<string, BooksContact[]> {
  const found = new Map<string, BooksContact[]>()
  for (const contact of contacts)
    if (contact.active) addTo(found, contactNameKey(contact.type, contact.parentId, contact.name), contact)
  return found
}

function contactsByMark(contacts: readonly BooksContact[]): Map<string, BooksContact> {
  const found = new Map<string, BooksContact>()
  for (const contact of contacts)
    if (contact.active && contact.mark) found.set(`${contact.type}|${contact.mark}`, contact)
  return found
}

/** QuickBooks writes this behind the names of what it has made inactive. */
const INACTIVE = /(?<!\s)\s*\((deleted|supprimée?)(-\d+)?\)$/i

function contactLists(contacts: readonly BooksContact[]): {
  idsByName: Map<string, string[]>
  subCustomers: Map<string, BooksContact[]>
} {
  const idsByName = new Map<string, string[]>()
  const subCustomers = new Map<string, BooksContact[]>()
  for (const contact of contacts) {
    addTo(idsByName, `${contact.type}|${foldName(contact.name.replace(INACTIVE, ''))}`, contact.id)
    if (contact.parentId !== null) addTo(subCustomers, contact.parentId, contact)
  }
  return { idsByName, subCustomers }
}

function paymentsByInvoice(documents: readonly BooksDocument[]): Map<string, BooksDocument[]> {
  const found = new Map<string, BooksDocument[]>()
  for (const document of documents) for (const id of invoicesOf(document)) addTo(found, id, document)
  return found
}

/** Ids of the invoices that a document of the books is a payment on. */
export function invoicesOf({ type, voided, applications }: BooksDocument): ReadonlySet<string> {
  if (type !== 'Payment' || voided) return new Set()
  return new Set((applications ?? []).flatMap(([of, id]) => (of === 'Invoice' ? [id] : [])))
}

function ownByInvoice({ links }: PlanInput, facts: Standing['facts']): Map<string, OwnPart[]> {
  const found = new Map<string, OwnPart[]>()
  for (const [key, { on, onSeveral, gone }] of facts.links) {
    if (on) addTo(found, on.invoiceId, on)
    if (!onSeveral || gone) continue
    const named = facts.records.get(key)?.invoice ?? null
    const invoice = named === null ? undefined : links.get(`invoice:${named}`)
    const link = links.get(key)
    if (invoice && link) addTo(found, invoice.id, { paymentId: link.id, amount: appliedOn(link, invoice.id) })
  }
  return found
}

function creditsByInvoice({ records }: Standing['facts']): Map<string, DocumentKey[]> {
  const found = new Map<string, DocumentKey[]>()
  for (const [key, { kind, invoice }] of records) if (kind === 'credit' && invoice !== null) addTo(found, invoice, key)
  return found
}

function markedIn(documents: readonly BooksDocument[]): Map<string, LinkableDocument[]> {
  const found = new Map<string, LinkableDocument[]>()
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

/** Documents of the books in their order, then records by their keys. */
function numbersInUse(
  documents: readonly BooksDocument[],
  owners: ReadonlyMap<string, DocumentKey>,
  links: ReadonlyMap<DocumentKey, LinkFacts>,
): Map<string, NumberOwner[]> {
  const found = new Map<string, NumberOwner[]>()
  for (const document of documents) {
    const key = owners.get(`${document.type}|${document.id}`)
    if (document.docNumber)
      addTo(found, numberKey(document.type, document.docNumber), key === undefined ? { document } : { key })
  }
  const linked = new Map<string, DocumentKey[]>()
  for (const [key, { number, gone }] of links) if (number !== null && !gone) addTo(linked, number, key)
  for (const [number, keys] of linked) for (const key of keys.sort()) addTo(found, number, { key })
  return found
}
