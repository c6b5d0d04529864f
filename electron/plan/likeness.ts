import type { Credit, Expense, Invoice, Payment, PurchaseOrder } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import type { Cents } from '../../shared/money.ts'
import { cents } from '../../shared/money.ts'
import type { BooksDocument, BooksType } from './books.ts'
import type { PlanContext } from './context.ts'
import type { LinkedType } from './link.ts'
import { enteredOtherwise } from './other-entries.ts'
import { isAlikeName } from './name-likeness.ts'
import { foldName } from './names.ts'
import { docNumberOf, foldNumber } from './numbers.ts'

/** A document that a person or the bank feed entered may lie so many days beside Billdr's. */
export const ENTERED_DAYS = 7

type Document = Invoice | Credit | Payment | Expense | PurchaseOrder

/** How a document of QuickBooks stands to the party of a record. `none`: one of the two names nobody. */
export type PartyLikeness = 'same' | 'parent' | 'sub' | 'same-name' | 'similar-name' | 'none' | 'other'

/** What a record of Billdr is looked for by. Amounts in cents, the date an ISO day. */
export interface Sought {
  key: DocumentKey
  /** As what it could have been entered. */
  types: readonly BooksType[]
  side: 'customer' | 'supplier'
  date: string
  beforeTax: Cents
  /** Equal to `beforeTax` where Billdr computes no tax. */
  withTax: Cents
  number: string | null
  /** Ids of contacts that are its party or near to it; empty where none is known. */
  parties: ReadonlyMap<string, PartyLikeness>
  hasParty: boolean
  /** Whether a contact that is none of `parties` has the name of the party, or of whom it stands under, as another program writes it. */
  isNamedAlike: (document: BooksDocument) => boolean
  /** Payments: the id of the invoice in QuickBooks. */
  invoiceId: string | null
}

/** A document of QuickBooks held against a record of Billdr. */
export interface Likeness {
  document: BooksDocument
  party: PartyLikeness
  /** Days between the two; null where the document has no date. */
  days: number | null
  /** Billdr's amount that it shows, cents; null where it shows neither. */
  amount: Cents | null
  amountIs: 'whole' | 'before-tax' | 'with-tax' | null
  /** Cents between the two where it shows neither, but rounds one of them, or has a tip of cents on it; else null. */
  apart: Cents | null
  sameNumber: boolean
  /** A payment on the very invoice. */
  onInvoice: boolean
  /** Enough to ask before another one is created. */
  likely: boolean
  /** Same party, number (or invoice) and amount. */
  certain: boolean
  /** For example "same-supplier|days:2|with-tax:9773": what `{{…, measure}}` of the words says in full. */
  measure: string
}

const ENTERED_AS: Record<Document['kind'], readonly LinkedType[]> = {
  invoice: ['Invoice'],
  credit: ['CreditMemo'],
  payment: ['Payment'],
  expense: ['Purchase', 'Bill'],
  'purchase-order': ['PurchaseOrder'],
}

/** As what a record could stand in QuickBooks already and be linked to; empty for what is no document. */
export function typesEnteredAs(kind: string): readonly LinkedType[] {
  return ENTERED_AS[kind as Document['kind']] ?? []
}

/** What a document of Billdr is looked for by; null where it is no document, or of nothing. */
export function soughtOf(context: PlanContext, key: DocumentKey): Sought | null {
  const record = context.records.get(key)?.record
  switch (record?.kind) {
    case 'invoice':
    case 'credit':
      return sought(context, key, record, {
        side: 'customer',
        date: record.issuedOn,
        beforeTax: record.subtotal,
        withTax: record.total,
        parties: customersOf(context, record.projectId),
        hasParty: true,
      })
    case 'payment': {
      const invoice = context.find('invoice', record.invoiceId)
      const link = context.link(keyOf('invoice', record.invoiceId))
      const parties = new Map(invoice ? customersOf(context, invoice.projectId) : [])
      if (link?.observed.partyId) parties.set(link.observed.partyId, 'same')
      return sought(context, key, record, {
        side: 'customer',
        date: record.receivedOn,
        beforeTax: record.amount,
        withTax: record.amount,
        parties,
        hasParty: true,
        invoiceId: link && !link.gone ? link.id : null,
      })
    }
    case 'expense':
      return sought(context, key, record, {
        side: 'supplier',
        date: record.spentOn,
        beforeTax: record.subtotal,
        withTax: record.total,
        parties: suppliersOf(context, record.professionalId),
        hasParty: record.professionalId !== null,
      })
    case 'purchase-order':
      return sought(context, key, record, {
        side: 'supplier',
        date: record.issuedOn,
        beforeTax: record.subtotal,
        withTax: record.subtotal,
        parties: suppliersOf(context, record.professionalId),
        hasParty: true,
      })
    case 'client':
    case 'project':
    case 'professional':
    case 'cost-code':
    case undefined:
      return null
  }
}

function sought(
  context: PlanContext,
  key: DocumentKey,
  record: Document,
  about: Omit<Sought, 'key' | 'types' | 'number' | 'invoiceId' | 'isNamedAlike'> & { invoiceId?: string | null },
): Sought | null {
  if (about.beforeTax <= 0) return null
  const own = record.kind === 'payment' ? record.reference : record.number
  const number = context.decision(key).number ?? (own === null || own.trim() === '' ? null : docNumberOf(own))
  return {
    invoiceId: null,
    ...about,
    key,
    types: [...ENTERED_AS[record.kind], ...enteredOtherwise(record.kind)],
    number,
    isNamedAlike: (document) => isNamedAlike(context, record, document),
  }
}

/** "Hébert Inc." of the card feed is asked about beside "Plomberie Hébert ltée": another contact, and the same shop. */
function isNamedAlike(context: PlanContext, record: Document, { partyId, partyName }: BooksDocument): boolean {
  const contactType = record.kind === 'expense' || record.kind === 'purchase-order' ? 'Vendor' : 'Customer'
  const contact = partyId === null ? undefined : context.contactsById.get(`${contactType}|${partyId}`)
  const above = contact?.parentId ? context.contactsById.get(`Customer|${contact.parentId}`) : undefined
  // A job is called "Kitchen" with half of all clients: whose it is decides.
  const theirs = above?.name ?? contact?.name ?? partyName ?? ''
  return namesOf(context, record).some((ours) => isAlikeName(ours, theirs))
}

function namesOf(context: PlanContext, record: Document): string[] {
  if (record.kind === 'expense' || record.kind === 'purchase-order') {
    const professional = record.professionalId === null ? null : context.find('professional', record.professionalId)
    return [professional?.displayName ?? '', professional?.companyName ?? '']
  }
  const projectId = record.kind === 'payment' ? context.find('invoice', record.invoiceId)?.projectId : record.projectId
  const project = projectId === undefined ? null : context.find('project', projectId)
  const client = project ? context.find('client', project.clientId) : null
  return [client?.displayName ?? '', client?.companyName ?? '']
}

/** The project's customer, its client's, their sub-customers, and whoever else has one of their names. */
function customersOf(context: PlanContext, projectId: string): ReadonlyMap<string, PartyLikeness> {
  const project = context.find('project', projectId)
  const found = new Map<string, PartyLikeness>()
  if (!project) return found
  const client = context.find('client', project.clientId)
  const own = idOf(context, keyOf('project', projectId))
  const parents = [idOf(context, keyOf('client', project.clientId)), own && parentOf(context, own)]
  const ofClient = namesakes(context, 'Customer', [client?.displayName ?? ''])
  const above = new Set([...parents, ...ofClient])
  for (const id of ofClient) found.set(id, 'same-name')
  // Half of all clients have a project "Kitchen": one of another client is not this one.
  for (const id of namesakes(context, 'Customer', [project.name])) {
    const parent = parentOf(context, id)
    if (parent === null || above.has(parent)) found.set(id, 'same-name')
  }
  if (own) for (const id of childrenOf(context, own)) found.set(id, 'sub')
  for (const id of parents) if (id) found.set(id, 'parent')
  if (own) found.set(own, 'same')
  return found
}

function suppliersOf(context: PlanContext, professionalId: string | null): ReadonlyMap<string, PartyLikeness> {
  const found = new Map<string, PartyLikeness>()
  if (professionalId === null) return found
  const professional = context.find('professional', professionalId)
  for (const id of namesakes(context, 'Vendor', [professional?.displayName ?? '', professional?.companyName ?? '']))
    found.set(id, 'same-name')
  const own = idOf(context, keyOf('professional', professionalId))
  if (own) found.set(own, 'same')
  return found
}

function idOf(context: PlanContext, key: DocumentKey): string | null {
  const link = context.link(key)
  return link && !link.gone ? link.id : null
}

function parentOf(context: PlanContext, id: string): string | null {
  return context.contactsById.get(`Customer|${id}`)?.parentId ?? null
}

function childrenOf(context: PlanContext, id: string): string[] {
  return (context.subCustomers.get(id) ?? []).map((each) => each.id)
}

/** Contacts of these names, made inactive ones too: QuickBooks writes "(deleted)" behind their names. */
function namesakes(context: PlanContext, type: 'Customer' | 'Vendor', names: readonly string[]): string[] {
  return names.flatMap((name) => (name === '' ? [] : (context.contactIdsByName.get(`${type}|${foldName(name)}`) ?? [])))
}

/** Holds a document of QuickBooks against what a record is looked for by. */
export function likenessOf(sought: Sought, document: BooksDocument): Likeness {
  const party = partyLikeness(sought, document)
  const days = daysBetween(sought.date, document.date)
  const { amount, amountIs } = amountLikeness(sought, document)
  const number = document.reference ?? document.docNumber
  const sameNumber = sought.number !== null && number !== null && foldNumber(number) === foldNumber(sought.number)
  const onInvoice =
    sought.invoiceId !== null &&
    (document.applications?.some(([type, id]) => type === 'Invoice' && id === sought.invoiceId) ?? false)
  const apart = amount === null ? centsApart(sought, document) : null
  const isNamed = party !== 'none' && party !== 'other'
  const isNear = days !== null && days <= ENTERED_DAYS
  const isSameAmount = amount !== null
  const isSame = isSameAmount && isNamed && ((sameNumber && sought.types[0] !== 'Payment') || (onInvoice && isNear))
  const certain = isSame && party !== 'similar-name'
  const isAbout = apart !== null && (isNamed || (party === 'none' && apart <= CENTS_APART.customer))
  const likely = isSame || (isNear && ((isSameAmount && party !== 'other') || isAbout))
  const measure = [
    partyWord(sought, party),
    ...(sameNumber ? ['same-number'] : []),
    ...(onInvoice ? ['on-its-invoice'] : []),
    ...(days === null ? [] : [days === 0 ? 'same-day' : `days:${days}`]),
    ...(amount === null || amountIs === null
      ? [apart === null ? 'other-amount' : `cents-apart:${apart}`]
      : [`${amountIs}:${amount}`]),
  ].join('|')
  return { document, party, days, amount, amountIs, apart, sameNumber, onInvoice, likely, certain, measure }
}

function partyLikeness(sought: Sought, document: BooksDocument): PartyLikeness {
  const { partyId, partyName } = document
  if (partyId === null || !sought.hasParty) return 'none'
  const known = sought.parties.get(partyId)
  if (known) return known
  if (partyName === null && sought.parties.size === 0) return 'none'
  return sought.isNamedAlike(document) ? 'similar-name' : 'other'
}

function partyWord({ side }: Sought, party: PartyLikeness): string {
  switch (party) {
    case 'same':
    case 'other':
      return `${party}-${side}`
    case 'parent':
    case 'sub':
      return `${party}-customer`
    case 'same-name':
    case 'similar-name':
      return party
    case 'none':
      return 'no-party'
  }
}

function amountLikeness(sought: Sought, { subtotal, total }: BooksDocument): Pick<Likeness, 'amount' | 'amountIs'> {
  const shows = (amount: Cents): boolean => subtotal === amount || total === amount
  const { beforeTax, withTax } = sought
  if (shows(beforeTax)) return { amount: beforeTax, amountIs: beforeTax === withTax ? 'whole' : 'before-tax' }
  return shows(withTax) ? { amount: withTax, amountIs: 'with-tax' } : { amount: null, amountIs: null }
}

/** What is bought by card may have a tip on it, cash is rounded to five cents, and taxes are rounded line by line or in one. */
const CENTS_APART = { supplier: 99, customer: 5 } as const
/** Beyond one part in so many it is another amount. */
const SHARE_APART = 50

/** How far a document may be from an amount to be asked about all the same, cents. */
export function mayBeApart({ side }: Pick<Sought, 'side'>, amount: Cents): number {
  return Math.min(CENTS_APART[side], Math.floor(amount / SHARE_APART))
}

function centsApart(sought: Sought, { subtotal, total }: BooksDocument): Cents | null {
  const found = [sought.beforeTax, sought.withTax].flatMap((ours) =>
    [subtotal, total].flatMap((theirs) => {
      const apart = theirs === null ? Infinity : Math.abs(theirs - ours)
      return apart <= mayBeApart(sought, ours) ? [apart] : []
    }),
  )
  return found.length === 0 ? null : cents(Math.min(...found))
}

/** Days between two ISO days; null where one is none. */
export function daysBetween(one: string, other: string | null): number | null {
  const apart = other === null ? Number.NaN : Math.abs(Date.parse(one) - Date.parse(other)) / 86_400_000
  return Number.isNaN(apart) ? null : Math.round(apart)
}

const PARTY_ORDER: readonly PartyLikeness[] = ['same', 'parent', 'sub', 'same-name', 'similar-name', 'none', 'other']

/** Orders by how likely it is the one: the likeliest first, then by id, so that the order never hangs on the reading. */
export function byLikeness(a: Likeness, b: Likeness): number {
  return (
    Number(b.certain) - Number(a.certain) ||
    Number(b.likely) - Number(a.likely) ||
    Number(b.amount !== null) - Number(a.amount !== null) ||
    (a.apart ?? 100) - (b.apart ?? 100) ||
    Number(b.sameNumber) - Number(a.sameNumber) ||
    PARTY_ORDER.indexOf(a.party) - PARTY_ORDER.indexOf(b.party) ||
    (a.days ?? 9999) - (b.days ?? 9999) ||
    a.document.id.localeCompare(b.document.id, 'en', { numeric: true })
  )
}
