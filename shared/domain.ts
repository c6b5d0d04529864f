import type { Kind } from './kinds.ts'
import type { Cents } from './money.ts'

/**
 * What Billdr says, in the program's own terms (contract: "The Billdr data contract, version 1").
 * Dates are ISO days (2026-03-31), instants ISO instants, money is pre-tax cents unless named otherwise,
 * quantities and rates are plain decimal texts.
 */
export interface BilldrCompany {
  id: string
  name: string
  country: 'CA' | 'US'
  currency: string
  locale: string
}

export interface Address {
  line1: string
  line2: string
  city: string
  region: string
  postalCode: string
  country: string
}

interface RecordBase<K extends Kind> {
  kind: K
  id: string
  updatedAt: string
  /** An amount of it as the data has it, where that was beside whole cents by the noise of a program, and was rounded. */
  rounded?: string
}

export interface Client extends RecordBase<'client'> {
  displayName: string
  companyName: string | null
  givenName: string | null
  familyName: string | null
  email: string | null
  phone: string | null
  address: Address | null
}

export interface Project extends RecordBase<'project'> {
  clientId: string
  name: string
  number: string | null
  status: 'active' | 'completed' | 'archived'
  address: Address | null
  createdAt: string | null
}

export interface Professional extends RecordBase<'professional'> {
  displayName: string
  companyName: string | null
  trade: 'supplier' | 'subcontractor'
  email: string | null
  phone: string | null
  address: Address | null
  taxNumber: string | null
}

export interface CostCode extends RecordBase<'cost-code'> {
  code: string
  name: string
  division: string | null
  usedFor: 'income' | 'expense' | 'both'
}

export interface Line {
  id: string
  description: string
  costCodeId: string | null
  quantity: string | null
  unitPrice: string | null
  amount: Cents
  /** Only expenses say it; false elsewhere. */
  billable: boolean
}

export interface Tax {
  name: string
  /** Percent, as a decimal text: "9.975". */
  rate: string
  amount: Cents
}

export interface Attachment {
  id: string
  fileName: string
  contentType: string
  bytes: number
  sha256: string
  /** Below `attachments/` of an export folder; null where the local API serves it by id. */
  path: string | null
}

/** What invoices, credits, expenses and purchase orders have in common. */
interface Lined {
  currency: string
  memo: string | null
  lines: Line[]
  subtotal: Cents
  attachments: Attachment[]
}

export interface Invoice extends RecordBase<'invoice'>, Lined {
  number: string
  projectId: string
  status: 'draft' | 'submitted' | 'partially_paid' | 'paid' | 'voided'
  issuedOn: string
  dueOn: string | null
  taxes: Tax[]
  total: Cents
}

export interface Credit extends RecordBase<'credit'>, Lined {
  number: string
  projectId: string
  status: 'draft' | 'submitted' | 'voided'
  issuedOn: string
  appliesToInvoiceId: string | null
  taxes: Tax[]
  total: Cents
}

export interface Payment extends RecordBase<'payment'> {
  invoiceId: string
  /** What was received, taxes included. */
  amount: Cents
  /** The currency that the payment names, where it names one. It has to be that of its invoice. */
  currency?: string
  receivedOn: string
  method: 'cash' | 'cheque' | 'card' | 'bank_transfer' | 'e_transfer' | 'other'
  reference: string | null
  memo: string | null
}

export interface Expense extends RecordBase<'expense'>, Lined {
  number: string | null
  projectId: string | null
  professionalId: string | null
  status: 'draft' | 'approved' | 'rejected'
  spentOn: string
  paidWith: 'cash' | 'cheque' | 'credit_card' | 'bank' | 'unpaid'
  dueOn: string | null
  taxes: Tax[]
  total: Cents
}

export interface PurchaseOrder extends RecordBase<'purchase-order'>, Lined {
  number: string
  projectId: string | null
  professionalId: string
  status: 'open' | 'closed' | 'cancelled'
  issuedOn: string
  expectedOn: string | null
}

export type BilldrRecord =
  Client | Project | Professional | CostCode | Invoice | Credit | Payment | Expense | PurchaseOrder

export type RecordOf<K extends Kind> = Extract<BilldrRecord, { kind: K }>
