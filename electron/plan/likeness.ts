import type { Credit, Expense, Invoice, Payment, PurchaseOrder } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import type { Cents } from '../../shared/money.ts'
import type { BooksDocument } from './books.ts'
import type { PlanContext } from './context.ts'
import type { LinkedType } from './link.ts'
import { foldName } from './names.ts'
import { docNumberOf, foldNumber } from './numbers.ts'

/** A document that a person or the bank feed entered may lie so many days beside Billdr's. */
export const ENTERED_DAYS = 7

type Document = Invoice | Credit | Payment | Expense | PurchaseOrder

/** How a document of QuickBooks stands to the party of a record. `none`: one of the two names nobody. */
export type PartyLikeness = 'same' | 'parent' | 'sub' | 'same-name' | 'none' | 'other'

/** What a record of Billdr is looked for by. Amounts in cents, the date an ISO day. */
export interface Sought {
  key: DocumentKey
  /** As what it could have been entered. */
  types: readonly LinkedType[]
  side: 'customer' | 'supplier'
  date: string
  beforeTax: Cents
  /** Equal to `beforeTax` where Billdr computes no tax. */
  withTax: Cents
  number: string | null
  /** Ids of contacts that are its party or near to it; empty where none is known. */
  parties: ReadonlyMap<string, PartyLikeness>
  hasParty: boolean
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

/** As what a record could stand in QuickBooks already; empty for what is no document. */
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
    default:
      return null
  }
}

function sought(
  context: PlanContext,
  key: DocumentKey,
  record: Document,
  about: Omit<Sought, 'key' | 'types' | 'number' | 'invoiceId'> & { invoiceId?: string | null },
): Sought | null {
  if (about.beforeTax <= 0) return null
  const own = record.kind === 'payment' ? record.reference : record.number
  const number = context.decision(key).number ?? (own === null || own.trim() === '' ? null : docNumberOf(own))
  return { invoiceId: null, ...about, key, types: ENTERED_AS[record.kind], number }
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
  const isNamed = party !== 'none' && party !== 'other'
  const isNear = days !== null && days <= ENTERED_DAYS
  const isSameAmount = amount !== null
  const certain = isSameAmount && isNamed && ((sameNumber && sought.types[0] !== 'Payment') || (onInvoice && isNear))
  const likely = certain || (isSameAmount && isNear && party !== 'other')
  const measure = [
    partyWord(sought, party),
    ...(sameNumber ? ['same-number'] : []),
    ...(onInvoice ? ['on-its-invoice'] : []),
    ...(days === null ? [] : [days === 0 ? 'same-day' : `days:${days}`]),
    ...(amount === null || amountIs === null ? ['other-amount'] : [`${amountIs}:${amount}`]),
  ].join('|')
  return { document, party, days, amount, amountIs, sameNumber, onInvoice, likely, certain, measure }
}

function partyLikeness(sought: Sought, { partyId, partyName }: BooksDocument): PartyLikeness {
  if (partyId === null || !sought.hasParty) return 'none'
  const known = sought.parties.get(partyId)
  if (known) return known
  return partyName === null && sought.parties.size === 0 ? 'none' : 'other'
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

function daysBetween(one: string, other: string | null): number | null {
  const apart = other === null ? Number.NaN : Math.abs(Date.parse(one) - Date.parse(other)) / 86_400_000
  return Number.isNaN(apart) ? null : Math.round(apart)
}

const PARTY_ORDER: readonly PartyLikeness[] = ['same', 'parent', 'sub', 'same-name', 'none', 'other']

/** Orders by how likely it is the one: the likeliest first, then by id, so that the order never hangs on the reading. */
export function byLikeness(a: Likeness, b: Likeness): number {
  return (
    Number(b.certain) - Number(a.certain) ||
    Number(b.likely) - Number(a.likely) ||
    Number(b.amount !== null) - Number(a.amount !== null) ||
    Number(b.sameNumber) - Number(a.sameNumber) ||
    PARTY_ORDER.indexOf(a.party) - PARTY_ORDER.indexOf(b.party) ||
    (a.days ?? 9999) - (b.days ?? 9999) ||
    a.document.id.localeCompare(b.document.id, 'en', { numeric: true })
  )
}
