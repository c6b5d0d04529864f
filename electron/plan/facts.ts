import type { BilldrRecord } from '../../shared/domain.ts'
import type { DocumentKey, Kind } from '../../shared/kinds.ts'
import type { Cents } from '../../shared/money.ts'
import type { PlanInput, StoredRecord } from './input.ts'
import type { Link, LinkedType } from './link.ts'
import { appliedOn } from './link.ts'
import { foldNumber } from './numbers.ts'

/** What lists are made of that are looked through for several records: of each record and link the little that they need. */
export interface Facts {
  records: Map<DocumentKey, RecordFacts>
  links: Map<DocumentKey, LinkFacts>
  /** Contacts of the books (`<type>|<id>`) that a person chose for a record. */
  reserved: ReadonlyMap<string, DocumentKey>
}

export interface RecordFacts {
  kind: Kind
  isPresent: boolean
  /** Its place in the order of planning: kinds as they need each other, then days, then ids. */
  order: string
  rewrites: DocumentKey | null
  /** Ids of what has to stand in QuickBooks for it to go; null where it needs none, or does not go. */
  project: string | null
  professional: string | null
  /** Of a project: the id of its client. */
  client: string | null
  beforeConnecting: boolean
  /** The id of the invoice that a payment is for, or that a credit goes on. */
  invoice: string | null
}

export interface LinkFacts {
  type: LinkedType
  /** `<type>|<id>`. */
  place: string
  gone: boolean
  unlinked: boolean
  /** As numbers are compared (`numberKey`); null where it has none. */
  number: string | null
  /** What a payment or an applied credit has on an invoice of QuickBooks, cents; null: on none, or on several. */
  on: { invoiceId: string; paymentId: string; amount: Cents } | null
  /** A payment of which its lines, or its record, say on which invoices it is. */
  onSeveral: boolean
}

const ORDER: Record<Kind, string> = {
  'cost-code': '0',
  client: '1',
  project: '2',
  professional: '3',
  invoice: '4',
  credit: '5',
  payment: '6',
  expense: '7',
  'purchase-order': '8',
}

export function numberKey(type: string, number: string): string {
  return `${type}|${foldNumber(number)}`
}

export function factsOf(input: PlanInput): Facts {
  const since = input.settings.syncFrom ?? ''
  const records: Facts['records'] = new Map()
  for (const [key, stored] of input.records) records.set(key, recordFacts(stored, since))
  const links: Facts['links'] = new Map()
  for (const [key, link] of input.links) links.set(key, linkFacts(link))
  return { records, links, reserved: new Map() }
}

/** `since`: ISO day; older documents do not go. */
export function recordFacts(
  { record, presence, rewrites, beforeConnecting }: StoredRecord,
  since: string,
): RecordFacts {
  const isPresent = presence === 'present'
  const { day, goes, project, professional } = needsIn(record)
  const isDue = isPresent && goes && day >= since
  return {
    kind: record.kind,
    isPresent,
    order: `${ORDER[record.kind]}${day}\0${record.id}`,
    rewrites: rewrites ?? null,
    project: isDue ? project : null,
    professional: isDue ? professional : null,
    client: record.kind === 'project' ? record.clientId : null,
    beforeConnecting: beforeConnecting === true,
    invoice: record.kind === 'payment' ? record.invoiceId : record.kind === 'credit' ? record.appliesToInvoiceId : null,
  }
}

interface Needed {
  day: string
  /** By its status. */
  goes: boolean
  project: string | null
  professional: string | null
}

function needsIn(record: BilldrRecord): Needed {
  const none = { day: '', goes: false, project: null, professional: null }
  switch (record.kind) {
    case 'project':
      return { ...none, day: record.createdAt ?? '' }
    case 'invoice':
      return {
        day: record.issuedOn,
        goes: record.status !== 'draft' && record.status !== 'voided',
        project: record.projectId,
        professional: null,
      }
    case 'credit':
      return {
        day: record.issuedOn,
        goes: record.status === 'submitted',
        project: record.projectId,
        professional: null,
      }
    case 'payment':
      return { ...none, day: record.receivedOn }
    case 'expense':
      return {
        day: record.spentOn,
        goes: record.status === 'approved',
        project: record.projectId,
        professional: record.professionalId,
      }
    case 'purchase-order':
      return {
        day: record.issuedOn,
        goes: record.status !== 'cancelled',
        project: record.projectId,
        professional: record.professionalId,
      }
    default:
      return none
  }
}

export function linkFacts(link: Link): LinkFacts {
  const { type, id, gone, observed, sent } = link
  const number = observed.docNumber ?? sent.docNumber
  return {
    type,
    place: `${type}|${id}`,
    gone,
    unlinked: link.unlinked === true,
    number: number === null || number === '' ? null : numberKey(type, number),
    on: gone ? null : onInvoice(link),
    onSeveral: !gone && type === 'Payment' && observed.appliedTo === undefined && (observed.applied ?? 0) !== 0,
  }
}

function onInvoice({ type, id, application, sent, observed }: Link): LinkFacts['on'] {
  if (type === 'CreditMemo' && application)
    return { invoiceId: application.invoiceId, paymentId: application.id, amount: application.amount }
  const { appliedTo } = observed
  if (type !== 'Payment' || appliedTo === undefined) return null
  return { invoiceId: appliedTo, paymentId: id, amount: appliedOn({ sent, observed }, appliedTo) }
}
