import type { Contractor, ReceiptRow } from './contractor.ts'

/** A few records in which every kind of step occurs, for runs that are stopped everywhere. */
export function shortContractor(): Contractor {
  const updatedAt = '2026-03-31T16:00:00Z'
  const line = (id: string, amount: number) => ({ id, description: 'Travaux', costCodeId: 'cc-02', amount })
  const common = (amount: number, receipts: ReceiptRow[] = []) => ({
    currency: 'CAD' as const,
    lines: [line('l1', amount), line('l2', 500)],
    receipts,
    updatedAt,
  })
  return {
    company: { id: 'bdr-short', name: 'Rénovations Court inc.', country: 'CA', currency: 'CAD', locale: 'fr-CA' },
    exportedAt: updatedAt,
    clients: [{ id: 'c-1', displayName: 'Zoé D’Amours', updatedAt }],
    projects: [{ id: 'p-1', clientId: 'c-1', name: 'Cuisine', status: 'active', createdAt: updatedAt, updatedAt }],
    professionals: [{ id: 'v-1', displayName: 'Plomberie Roy inc.', kind: 'subcontractor', updatedAt }],
    invoices: [
      {
        id: 'i-1',
        number: '1001',
        projectId: 'p-1',
        status: 'submitted',
        issuedOn: '2026-03-06',
        dueOn: '2026-04-05',
        ...common(240_000, [receipt('a-1')]),
      },
      {
        id: 'i-2',
        number: '1002',
        projectId: 'p-1',
        status: 'submitted',
        issuedOn: '2026-03-07',
        dueOn: '2026-04-06',
        ...common(99_900),
      },
    ],
    credits: [
      {
        id: 'cr-1',
        number: 'C-201',
        projectId: 'p-1',
        status: 'submitted',
        issuedOn: '2026-03-15',
        appliesToInvoiceId: 'i-1',
        ...common(35_000),
      },
    ],
    payments: [
      { id: 'pay-1', invoiceId: 'i-1', amount: 120_000, receivedOn: '2026-03-18', method: 'cheque', updatedAt },
    ],
    expenses: [
      {
        id: 'e-1',
        number: 'F-1',
        projectId: 'p-1',
        professionalId: 'v-1',
        status: 'approved',
        spentOn: '2026-03-05',
        paidWith: 'cash',
        ...common(8_815, [receipt('a-2')]),
      },
      {
        id: 'e-2',
        projectId: 'p-1',
        professionalId: 'v-1',
        status: 'approved',
        spentOn: '2026-03-05',
        paidWith: 'unpaid',
        ...common(6_420),
      },
    ],
    orders: [
      {
        id: 'po-1',
        number: 'PO-0001',
        projectId: 'p-1',
        professionalId: 'v-1',
        status: 'open',
        issuedOn: '2026-03-04',
        ...common(320_000),
      },
    ],
  }
}

/** The next day: an expense edited with another receipt, one paid another way, a void, a deletion, a credit taken back, an order cancelled. */
export function shortNextDay(): Contractor {
  const day = shortContractor()
  day.exportedAt = '2026-04-01T16:00:00Z'
  const [first, second] = day.expenses
  const [kept, voided] = day.invoices
  const [credit] = day.credits
  const [payment] = day.payments
  const [order] = day.orders
  if (!first || !second || !kept || !voided || !credit || !payment || !order)
    throw new Error('the short run is not whole')
  first.lines = [{ id: 'l1', description: 'Corrigé', costCodeId: 'cc-03', amount: 12_345 }]
  first.receipts = [...first.receipts, receipt('a-3')]
  second.paidWith = 'credit_card'
  voided.status = 'voided'
  credit.status = 'voided'
  payment.deleted = true
  order.status = 'cancelled'
  day.payments.push({
    id: 'pay-2',
    invoiceId: kept.id,
    amount: 50_000,
    receivedOn: '2026-03-31',
    method: 'e_transfer',
    updatedAt: day.exportedAt,
  })
  return day
}

/** The next day without anything that is voided or deleted: an expense edited with another receipt, a bill paid, a payment changed, one more. */
export function shortEditedDay(): Contractor {
  const day = shortContractor()
  day.exportedAt = '2026-04-01T16:00:00Z'
  const [expense, bill] = day.expenses
  const [invoice] = day.invoices
  const [payment] = day.payments
  const [order] = day.orders
  if (!expense || !bill || !invoice || !payment || !order) throw new Error('the short run is not whole')
  expense.lines = [{ id: 'l1', description: 'Corrigé', costCodeId: 'cc-03', amount: 12_345 }]
  expense.receipts = [...expense.receipts, receipt('a-3')]
  bill.paidWith = 'bank'
  payment.amount = 110_000
  order.lines = [{ id: 'l1', description: 'Corrigé', costCodeId: 'cc-03', amount: 300_000 }]
  day.payments.push({
    id: 'pay-2',
    invoiceId: invoice.id,
    amount: 50_000,
    receivedOn: '2026-03-31',
    method: 'e_transfer',
    updatedAt: day.exportedAt,
  })
  for (const changed of [expense, bill, payment, order]) changed.updatedAt = day.exportedAt
  return day
}

function receipt(id: string): ReceiptRow {
  return {
    id,
    fileName: `${id}.pdf`,
    contentType: 'application/pdf',
    content: Buffer.from(`%PDF-1.4\n${id} ${'x'.repeat(200)}`, 'latin1'),
  }
}
