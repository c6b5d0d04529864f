import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DocumentDetails, HistoryEntry, PreviewLine } from '../../shared/bridge.ts'
import type { DocumentKey, Kind } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import type { Cents } from '../../shared/money.ts'
import { cents, centsFromDecimal, sumOf } from '../../shared/money.ts'
import type { OtherDocument, Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { QueueRow, State } from '../../shared/row.ts'

/** The project's own copy of the practice export. */
export const SAMPLE_FOLDER = join(import.meta.dirname, '../../build/samples/renovation')

interface SampleLine {
  description: string
  costCodeId?: string
  quantity?: string
  unitPrice?: string
  amount: string
}
interface SampleRecord {
  id: string
  [field: string]: unknown
  lines?: SampleLine[]
  taxes?: { name: string; rate: string; amount: string }[]
  attachments?: { id: string; fileName: string; contentType: string; bytes: number; path: string }[]
}

const TABLES: Record<Kind, string> = {
  client: 'clients',
  project: 'projects',
  professional: 'professionals',
  'cost-code': 'cost-codes',
  invoice: 'invoices',
  credit: 'credits',
  payment: 'payments',
  expense: 'expenses',
  'purchase-order': 'purchase-orders',
}

const DATE_FIELDS = ['issuedOn', 'receivedOn', 'spentOn'] as const
const TARGETS: Record<Kind, string | null> = {
  client: 'Customer',
  project: 'Customer',
  professional: 'Vendor',
  'cost-code': 'Account',
  invoice: 'Invoice',
  credit: 'CreditMemo',
  payment: 'Payment',
  expense: 'Purchase',
  'purchase-order': 'PurchaseOrder',
}

const other: OtherDocument = {
  type: 'Invoice',
  id: '145',
  docNumber: '1003',
  date: '2026-03-11',
  party: 'Smith & Fils ltée',
  amount: 172525,
}

/** What the first sync of that export gives where it does not simply arrive (the practice export's expected result). */
const HELD: Record<DocumentKey, { state: State; problem: Problem }> = {
  'client:c-104': { state: 'held', problem: problem('client-without-project', { name: "Zoé D'Amours" }) },
  'professional:v-5': { state: 'held', problem: problem('professional-unused', { name: 'Toitures Lanctôt' }) },
  'cost-code:cc-99': {
    state: 'held',
    problem: problem('cost-code-unmatched', { code: '17-900', name: 'Divers', side: 'account' }),
  },
  'invoice:i-1004': { state: 'held', problem: problem('draft', { kind: 'invoice', number: '1004' }) },
  'invoice:i-1006': { state: 'held', problem: problem('voided-before-sent', { kind: 'invoice', number: '1006' }) },
  'invoice:i-1008': {
    state: 'failed',
    problem: problem('number-taken', { number: '1003', type: 'Invoice', otherId: '145' }, { other }),
  },
  'credit:cr-2': { state: 'held', problem: problem('draft', { kind: 'credit', number: 'C-202' }) },
  'payment:pay-3': { state: 'held', problem: problem('waits-for', { what: '1004' }, { waitsFor: 'invoice:i-1004' }) },
  'expense:e-4': { state: 'held', problem: problem('draft', { kind: 'expense', number: '' }) },
  'expense:e-5': {
    state: 'held',
    problem: problem(
      'document-cost-code-unmatched',
      { code: '17-900', name: 'Divers', side: 'account' },
      { waitsFor: 'cost-code:cc-99' },
    ),
  },
  'expense:e-8': { state: 'held', problem: problem('rejected', { kind: 'expense', number: '' }) },
  'purchase-order:po-3': { state: 'held', problem: problem('cancelled-and-removed', { number: 'PO-0009' }) },
}

function readTables(): Record<Kind, SampleRecord[]> {
  return Object.fromEntries(
    Object.entries(TABLES).map(([kind, table]) => [
      kind,
      JSON.parse(readFileSync(join(SAMPLE_FOLDER, `${table}.json`), 'utf8')) as SampleRecord[],
    ]),
  ) as Record<Kind, SampleRecord[]>
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const centsOf = (value: unknown): Cents | null => (typeof value === 'string' ? centsFromDecimal(value) : null)

export interface SampleDocument {
  row: QueueRow
  record: SampleRecord
}

/** What waits for something else, and for whom. */
const CAUSES: Partial<Record<DocumentKey, Partial<QueueRow>>> = {
  'cost-code:cc-99': { holds: 1 },
  'expense:e-5': { under: 'cost-code:cc-99', waitsOn: 'bookkeeper' },
  'payment:pay-3': { paysDraft: true, waitsOn: 'billdr' },
}

/** The 48 records of the practice export as the queue shows them after their first sync. */
export function sampleDocuments(): Map<DocumentKey, SampleDocument> {
  const tables = readTables()
  const byId = (kind: Kind, id: unknown): SampleRecord | null => tables[kind].find((record) => record.id === id) ?? null
  const name = (record: SampleRecord | null): string | null => textOf(record?.['displayName'] ?? record?.['name'])
  const documents = new Map<DocumentKey, SampleDocument>()
  let quickbooksId = 100
  for (const kind of Object.keys(TABLES) as Kind[]) {
    for (const record of tables[kind]) {
      const key = keyOf(kind, record.id)
      const invoice = kind === 'payment' ? byId('invoice', record['invoiceId']) : null
      const project = kind === 'project' ? null : byId('project', record['projectId'] ?? invoice?.['projectId'])
      const client = byId('client', kind === 'project' ? record['clientId'] : project?.['clientId'])
      const supplier = byId('professional', record['professionalId'])
      const tax = sumOf((record.taxes ?? []).map((each) => centsOf(each.amount) ?? cents(0)))
      const held = HELD[key]
      const state = held?.state ?? 'synced'
      const number = textOf(record['number'] ?? record['code'] ?? record['reference'])
      quickbooksId++
      documents.set(key, {
        record,
        row: {
          key,
          kind,
          billdrId: record.id,
          number,
          name: name(record) ?? textOf(record['memo']),
          party: kind === 'expense' || kind === 'purchase-order' ? name(supplier) : name(client),
          project: name(project),
          date:
            DATE_FIELDS.map((field) => textOf(record[field])).find((date) => date !== null) ??
            textOf(record['createdAt'])?.slice(0, 10) ??
            null,
          amount: centsOf(record['subtotal'] ?? record['amount']),
          currency: textOf(record['currency']) ?? (kind === 'payment' ? 'CAD' : null),
          state,
          quickbooks:
            state === 'synced'
              ? {
                  type: record['paidWith'] === 'unpaid' ? 'Bill' : (TARGETS[kind] ?? 'Invoice'),
                  id: String(quickbooksId),
                  docNumber: number?.slice(0, 21) ?? null,
                }
              : null,
          problem: held?.problem ?? null,
          since: held ? '2026-03-31T16:00:00Z' : null,
          note:
            record.id === 'pay-1'
              ? problem('payment-rest-unapplied', { applied: 800000, rest: 119800, number: '1002' })
              : null,
          attachments: (record.attachments ?? []).map(({ id, fileName, contentType, bytes }) => ({
            id,
            fileName,
            contentType,
            bytes,
            state: state === 'synced' ? 'sent' : 'waiting',
            problem: null,
          })),
          tax: tax > 0 ? { toAdd: tax, seen: cents(0) } : null,
          differs: null,
          ignored: null,
          ...(record['status'] === 'voided' && { voided: true }),
          ...CAUSES[key],
        },
      })
    }
  }
  return documents
}

const FIELDS = [
  'status',
  'issuedOn',
  'dueOn',
  'receivedOn',
  'spentOn',
  'expectedOn',
  'method',
  'paidWith',
  'reference',
  'email',
  'phone',
  'companyName',
  'usedFor',
  'division',
  'memo',
  'subtotal',
  'total',
  'updatedAt',
] as const

function linesOf(record: SampleRecord): PreviewLine[] {
  return (record.lines ?? []).map((line) => ({
    description: line.description,
    account:
      line.costCodeId === 'cc-99' ? null : record['paidWith'] === undefined ? 'Services' : 'Job Expenses:Job Materials',
    quantity: line.quantity ?? null,
    unitPrice: line.unitPrice ?? null,
    amount: centsOf(line.amount) ?? cents(0),
  }))
}

/** The details pane of a sample record. `now` in milliseconds: its history ends shortly before. */
export function sampleDetails({ row, record }: SampleDocument, now: number): DocumentDetails {
  const at = (secondsAgo: number): string => new Date(now - secondsAgo * 1000).toISOString()
  const entry = (
    secondsAgo: number,
    event: string,
    tone: HistoryEntry['tone'],
    params: HistoryEntry['params'] = {},
    details: HistoryEntry['details'] = null,
  ): HistoryEntry => ({ at: at(secondsAgo), event, params, tone, details })
  const history: HistoryEntry[] = []
  if (row.state === 'synced' && row.quickbooks) {
    for (const each of row.attachments) history.push(entry(55, 'receipt-sent', 'good', { fileName: each.fileName }))
    history.push(
      entry(
        58,
        'created',
        'good',
        { type: row.quickbooks.type, id: row.quickbooks.id },
        { requestId: '0d7f3a3e-6c1c-5b4e-9d0f-6f0a1f2b7c11', intuitTid: '1-6921c0d2-1f6b0a6b35a0', status: 200 },
      ),
    )
    history.push(entry(59, 'sent', 'plain'))
  } else if (row.problem && row.state === 'failed') {
    history.push(
      entry(
        57,
        'failed',
        'bad',
        { problem: row.problem.code, ...row.problem.params },
        { status: 400, code: '6140', element: 'DocNumber', requestId: '7be2b1f0-70a8-5df0-8a6e-3c2f3b3a4a55' },
      ),
    )
    history.push(entry(59, 'sent', 'plain'))
  } else if (row.problem) history.push(entry(60, 'held', 'plain', { problem: row.problem.code, ...row.problem.params }))
  history.push(entry(75, 'read', 'plain'))
  return {
    row,
    sides: (row.differs ?? []).map((each) => ({ ...each, sent: row.sent === undefined ? null : each.billdr })),
    posted: [],
    fields: FIELDS.flatMap((name) =>
      textOf(record[name]) === null ? [] : [{ name, value: textOf(record[name]) ?? '' }],
    ),
    lines: linesOf(record),
    taxes: (record.taxes ?? []).map((tax) => ({ name: tax.name, rate: tax.rate, amount: centsOf(tax.amount) ?? 0 })),
    target:
      row.quickbooks?.type ??
      (row.problem && ['draft', 'rejected', 'voided-before-sent', 'cancelled-and-removed'].includes(row.problem.code)
        ? null
        : record['paidWith'] === 'unpaid'
          ? 'Bill'
          : TARGETS[row.kind]),
    body: record.lines
      ? JSON.stringify(
          {
            DocNumber: row.number,
            TxnDate: row.date,
            Line: linesOf(record).map((line) => ({ Amount: line.amount / 100, Description: line.description })),
          },
          null,
          2,
        )
      : null,
    quickbooksUrl: row.quickbooks ? `https://app.qbo.intuit.com/app/invoice?txnId=${row.quickbooks.id}` : null,
    other: row.problem?.other ?? null,
    nextNumber: row.problem?.code === 'number-taken' ? '1009' : null,
    history: history.reverse(),
  }
}

/** The bytes of a sample's receipt. */
export function sampleAttachment(
  record: SampleRecord,
  attachmentId: string,
): { contentType: string; base64: string } | null {
  const found = record.attachments?.find((each) => each.id === attachmentId)
  return found
    ? {
        contentType: found.contentType,
        base64: readFileSync(join(SAMPLE_FOLDER, 'attachments', found.path)).toString('base64'),
      }
    : null
}
