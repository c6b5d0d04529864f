import type {
  Attachment,
  BilldrCompany,
  Client,
  CostCode,
  Credit,
  Expense,
  Invoice,
  Line,
  Payment,
  Professional,
  Project,
  PurchaseOrder,
  Tax,
} from '../../shared/domain.ts'
import type { Cents } from '../../shared/money.ts'
import { centsFromDecimal, sumOf } from '../../shared/money.ts'

/*
 * Records as Billdr says them, with everything that a test does not care about filled in. Amounts are written as
 * decimals. A record's subtotal follows its lines unless a test says otherwise.
 */

const UPDATED = '2026-03-01T14:00:00Z'

export const BEAUBIEN: BilldrCompany = {
  id: 'bdr-4821',
  name: 'Rénovations Beaubien inc.',
  country: 'CA',
  currency: 'CAD',
  locale: 'fr-CA',
}
export const HARBOR: BilldrCompany = {
  id: 'bdr-77',
  name: 'Harbor Remodeling LLC',
  country: 'US',
  currency: 'USD',
  locale: 'en-US',
}

/** "1234.50" as cents; throws where a test wrote no amount. */
export function money(decimal: string): Cents {
  const amount = centsFromDecimal(decimal)
  if (amount === null) throw new Error(`not an amount: ${decimal}`)
  return amount
}

export function client(id: string, more: Partial<Client> = {}): Client {
  return {
    kind: 'client',
    id,
    updatedAt: UPDATED,
    displayName: `Client ${id}`,
    companyName: null,
    givenName: null,
    familyName: null,
    email: null,
    phone: null,
    address: null,
    ...more,
  }
}

export function project(id: string, clientId: string, more: Partial<Project> = {}): Project {
  return {
    kind: 'project',
    id,
    updatedAt: UPDATED,
    clientId,
    name: `Project ${id}`,
    number: null,
    status: 'active',
    address: null,
    createdAt: UPDATED,
    ...more,
  }
}

export function professional(id: string, more: Partial<Professional> = {}): Professional {
  return {
    kind: 'professional',
    id,
    updatedAt: UPDATED,
    displayName: `Supplier ${id}`,
    companyName: null,
    trade: 'supplier',
    email: null,
    phone: null,
    address: null,
    taxNumber: null,
    ...more,
  }
}

export function costCode(id: string, more: Partial<CostCode> = {}): CostCode {
  return {
    kind: 'cost-code',
    id,
    updatedAt: UPDATED,
    code: id.toUpperCase(),
    name: `Cost code ${id}`,
    division: null,
    usedFor: 'both',
    ...more,
  }
}

export function line(amount: string, more: Partial<Line> = {}): Line {
  return {
    id: 'l1',
    description: 'Travaux',
    costCodeId: null,
    quantity: null,
    unitPrice: null,
    amount: money(amount),
    billable: false,
    ...more,
  }
}

/** A receipt with contents of its own; `bytesOf` makes them. */
export function receipt(id: string, more: Partial<Attachment> = {}): Attachment {
  return {
    id,
    fileName: `${id}.pdf`,
    contentType: 'application/pdf',
    bytes: 12,
    sha256: 'f'.repeat(64),
    path: `${id}/${id}.pdf`,
    ...more,
  }
}

export function tax(name: string, rate: string, amount: string): Tax {
  return { name, rate, amount: money(amount) }
}

interface Lines {
  lines?: Line[]
}

/** Lines, and the subtotal that they come to. */
function linesOf(more: Lines, amount: string): { lines: Line[]; subtotal: Cents } {
  const lines = more.lines ?? [line(amount)]
  return { lines, subtotal: sumOf(lines.map((each) => each.amount)) }
}

export function invoice(id: string, projectId: string, more: Partial<Invoice> = {}): Invoice {
  const { lines, subtotal } = linesOf(more, '1000.00')
  return {
    kind: 'invoice',
    id,
    updatedAt: UPDATED,
    number: id.replace(/\D/g, '') || id,
    projectId,
    status: 'submitted',
    issuedOn: '2026-03-06',
    dueOn: '2026-04-05',
    currency: 'CAD',
    memo: null,
    lines,
    subtotal,
    taxes: [],
    total: subtotal,
    attachments: [],
    ...more,
  }
}

export function credit(id: string, projectId: string, more: Partial<Credit> = {}): Credit {
  const { lines, subtotal } = linesOf(more, '100.00')
  return {
    kind: 'credit',
    id,
    updatedAt: UPDATED,
    number: `C-${id}`,
    projectId,
    status: 'submitted',
    issuedOn: '2026-03-15',
    appliesToInvoiceId: null,
    currency: 'CAD',
    memo: null,
    lines,
    subtotal,
    taxes: [],
    total: subtotal,
    attachments: [],
    ...more,
  }
}

export function payment(id: string, invoiceId: string, amount: string, more: Partial<Payment> = {}): Payment {
  return {
    kind: 'payment',
    id,
    updatedAt: UPDATED,
    invoiceId,
    amount: money(amount),
    receivedOn: '2026-03-18',
    method: 'cheque',
    reference: null,
    memo: null,
    ...more,
  }
}

export function expense(id: string, more: Partial<Expense> = {}): Expense {
  const { lines, subtotal } = linesOf(more, '85.00')
  return {
    kind: 'expense',
    id,
    updatedAt: UPDATED,
    number: null,
    projectId: null,
    professionalId: null,
    status: 'approved',
    spentOn: '2026-03-05',
    paidWith: 'credit_card',
    dueOn: null,
    currency: 'CAD',
    memo: null,
    lines,
    subtotal,
    taxes: [],
    total: subtotal,
    attachments: [],
    ...more,
  }
}

export function purchaseOrder(id: string, professionalId: string, more: Partial<PurchaseOrder> = {}): PurchaseOrder {
  const { lines, subtotal } = linesOf(more, '600.00')
  return {
    kind: 'purchase-order',
    id,
    updatedAt: UPDATED,
    number: `PO-${id}`,
    projectId: null,
    professionalId,
    status: 'open',
    issuedOn: '2026-03-04',
    expectedOn: null,
    currency: 'CAD',
    memo: null,
    lines,
    subtotal,
    attachments: [],
    ...more,
  }
}
