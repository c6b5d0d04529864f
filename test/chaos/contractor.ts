import { createHash } from 'node:crypto'
import { Chance } from './chance.ts'

/*
 * A contractor made from a seed: what Billdr would export of it, in the words of the data contract. Amounts are
 * whole cents here and become decimals when they are written.
 */

export interface ClientRow {
  id: string
  displayName: string
  companyName?: string
  updatedAt: string
}
export interface ProjectRow {
  id: string
  clientId: string
  name: string
  number?: string
  status: 'active'
  createdAt: string
  updatedAt: string
}
export interface ProfessionalRow {
  id: string
  displayName: string
  kind: 'supplier' | 'subcontractor'
  updatedAt: string
}
export interface LineRow {
  id: string
  description: string
  costCodeId: string
  quantity?: string
  unitPrice?: string
  amount: number
}
export interface ReceiptRow {
  id: string
  fileName: string
  contentType: string
  content: Buffer
}
export interface TaxRow {
  name: string
  rate: string
  amount: number
}

interface Lined {
  currency: 'CAD' | 'USD'
  memo?: string
  lines: LineRow[]
  receipts: ReceiptRow[]
  updatedAt: string
  deleted?: true
}
export interface InvoiceRow extends Lined {
  id: string
  number: string
  projectId: string
  status: 'draft' | 'submitted' | 'paid' | 'voided'
  issuedOn: string
  dueOn: string
}
export interface CreditRow extends Lined {
  id: string
  number: string
  projectId: string
  status: 'draft' | 'submitted' | 'voided'
  issuedOn: string
  appliesToInvoiceId?: string
}
export interface PaymentRow {
  id: string
  invoiceId: string
  amount: number
  receivedOn: string
  method: 'cheque' | 'e_transfer'
  reference?: string
  updatedAt: string
  deleted?: true
}
export interface ExpenseRow extends Lined {
  id: string
  number?: string
  projectId?: string
  professionalId: string
  status: 'draft' | 'approved' | 'rejected'
  spentOn: string
  paidWith: 'cash' | 'cheque' | 'credit_card' | 'bank' | 'unpaid'
  dueOn?: string
}
export interface OrderRow extends Lined {
  id: string
  number: string
  projectId: string
  professionalId: string
  status: 'open' | 'closed' | 'cancelled'
  issuedOn: string
}

export interface Contractor {
  company: { id: string; name: string; country: 'CA'; currency: 'CAD'; locale: 'fr-CA' }
  exportedAt: string
  clients: ClientRow[]
  projects: ProjectRow[]
  professionals: ProfessionalRow[]
  invoices: InvoiceRow[]
  credits: CreditRow[]
  payments: PaymentRow[]
  expenses: ExpenseRow[]
  orders: OrderRow[]
}

export const COST_CODES = [
  { id: 'cc-01', code: '01-100', name: 'Frais généraux', item: 'Services', account: 'Job Expenses' },
  { id: 'cc-02', code: '02-200', name: 'Démolition', item: 'Services', account: 'Job Expenses:Subcontractors' },
  { id: 'cc-03', code: '03-300', name: 'Béton', item: 'Materials', account: 'Job Expenses:Job Materials' },
  { id: 'cc-06', code: '06-100', name: 'Charpente', item: 'Materials', account: 'Job Expenses:Job Materials' },
  { id: 'cc-15', code: '15-400', name: 'Plomberie', item: 'Services', account: 'Job Expenses:Subcontractors' },
  { id: 'cc-18', code: '18-000', name: 'Permis', item: 'Services', account: 'Job Expenses:Permits' },
] as const

/** The mappings file that goes with every such contractor; the practice company has these accounts and items. */
export const MAPPINGS = {
  version: 1,
  defaults: {
    incomeItem: 'Services',
    expenseAccount: 'Job Expenses',
    purchaseItem: 'Materials',
    paidWith: { cash: 'Petty Cash', cheque: 'Checking', credit_card: 'Mastercard', bank: 'Checking' },
    depositAccount: 'Undeposited Funds',
    payableAccount: 'Accounts Payable (A/P)',
  },
  costCodes: Object.fromEntries(COST_CODES.map(({ id, item, account }) => [id, { item, account }])),
  clients: {},
  projects: {},
  professionals: {},
}

const FIRST = ['Marie-Ève', 'Zoé', 'Jean-François', 'Élodie', 'Hugo', 'Anaïs', 'Noël', 'Björn', 'Siobhán', 'Renée']
const LAST = [
  'Côté',
  "D'Amours",
  'Gagnon',
  'Lévesque',
  'O’Brien',
  'Tremblay & Fils',
  'Nuñez',
  'Beaulieu',
  'Šimek',
  'Roy',
]
const ROOMS = ['Cuisine', 'Salle de bain', 'Sous-sol : phase 2', 'Agrandissement', 'Toiture', 'Terrasse']
const TRADES = [
  'Matériaux Laurier',
  'Plomberie Roy inc.',
  'Électricité 3000',
  'Béton du Nord',
  'Quincaillerie L’Écu',
  'Gypse & Peinture',
]
const WORK = [
  'Main-d’œuvre',
  '2×4×8 épinette',
  'Évier & robinet',
  'Location de conteneur',
  'Dépôt 50 %',
  'Finition « premium »',
  'Vis, 3"',
]

const INSTANT = '2026-03-31T16:00:00Z'

/** Makes the pieces that documents consist of. */
class Maker {
  readonly chance: Chance
  #receipts = 0

  constructor(chance: Chance) {
    this.chance = chance
  }

  day(): string {
    return `2026-${String(this.chance.whole(1, 3)).padStart(2, '0')}-${String(this.chance.whole(1, 28)).padStart(2, '0')}`
  }

  lines(mayDiscount: boolean): LineRow[] {
    const { chance } = this
    const lines = Array.from({ length: chance.whole(1, 4) }, (_, index): LineRow => {
      const base = { id: `l${index + 1}`, description: chance.one(WORK), costCodeId: chance.one(COST_CODES).id }
      if (chance.hits(0.4)) {
        const quantity = chance.whole(1, 40)
        const unit = chance.whole(100, 90_000)
        return { ...base, quantity: String(quantity), unitPrice: decimal(unit), amount: quantity * unit }
      }
      // A third of hours: the product is not exactly the amount, as Billdr shows it.
      if (chance.hits(0.1)) return { ...base, quantity: '3', unitPrice: '33.33', amount: 10_000 }
      return { ...base, amount: chance.whole(500, 900_000) }
    })
    if (mayDiscount && chance.hits(0.1))
      lines.push({ id: 'l9', description: 'Escompte', costCodeId: 'cc-01', amount: -Math.min(400, sum(lines) - 1) })
    return lines
  }

  receipts(share: number): ReceiptRow[] {
    const { chance } = this
    if (!chance.hits(share)) return []
    const duplicates = chance.hits(0.2)
    return Array.from({ length: duplicates ? 2 : chance.whole(1, 2) }, () =>
      this.receipt(duplicates ? 'photo.png' : null),
    )
  }

  receipt(name: string | null = null): ReceiptRow {
    this.#receipts += 1
    const { chance } = this
    const fileName =
      name ?? chance.one(['reçu.png', 'facture scannée.pdf', `bon ${this.#receipts}.pdf`, 'photo (1).jpg'])
    const contentType = fileName.endsWith('.pdf')
      ? 'application/pdf'
      : fileName.endsWith('.jpg')
        ? 'image/jpeg'
        : 'image/png'
    // Duplicates in name and size: only their bytes, and our mark, tell them apart.
    const start =
      contentType === 'application/pdf'
        ? '%PDF-1.4\n'
        : contentType === 'image/jpeg'
          ? '\xff\xd8\xff'
          : '\x89PNG\r\n\x1a\n'
    const content = Buffer.from(
      `${start}receipt ${String(this.#receipts).padStart(8, '0')} ${'x'.repeat(400)}`,
      'latin1',
    )
    return { id: `a-${this.#receipts}-${chance.whole(100, 999)}`, fileName, contentType, content }
  }
}

/** A contractor with about so many documents (invoices, credits, payments, expenses, purchase orders), and each following day's export. */
export function contractorOf(seed: number, documents: number): { contractor: Contractor; nextDay: () => Contractor } {
  const make = new Maker(new Chance(seed * 7919 + documents))
  const { chance } = make
  const clients = Array.from({ length: Math.max(3, Math.ceil(documents / 14)) }, (_, index): ClientRow => ({
    id: `c-${index + 1}`,
    displayName: index === 1 ? 'Matériaux Laurier' : `${chance.one(FIRST)} ${chance.one(LAST)} ${index + 1}`,
    updatedAt: INSTANT,
  }))
  const projects = Array.from({ length: Math.max(4, Math.ceil(documents / 9)) }, (_, index): ProjectRow => ({
    id: `p-${index + 1}`,
    clientId: index < clients.length - 1 ? `c-${index + 1}` : chance.one(clients.slice(0, -1)).id,
    name: chance.one(ROOMS),
    ...(chance.hits(0.5) ? { number: `2026-${100 + index}` } : {}),
    status: 'active',
    createdAt: INSTANT,
    updatedAt: INSTANT,
  }))
  const professionals = Array.from({ length: Math.max(4, Math.ceil(documents / 16)) }, (_, index): ProfessionalRow => ({
    id: `v-${index + 1}`,
    displayName: index < TRADES.length ? (TRADES[index] ?? '') : `${chance.one(TRADES)} ${index + 1}`,
    kind: chance.hits(0.5) ? 'supplier' : 'subcontractor',
    updatedAt: INSTANT,
  }))
  const contractor: Contractor = {
    company: { id: `bdr-${seed}`, name: `Rénovations ${seed} inc.`, country: 'CA', currency: 'CAD', locale: 'fr-CA' },
    exportedAt: INSTANT,
    clients,
    projects,
    professionals,
    invoices: [],
    credits: [],
    payments: [],
    expenses: [],
    orders: [],
  }
  addDocuments(make, contractor, documents, INSTANT)
  intoCurrencies(contractor, INSTANT)
  let last = contractor
  let day = 0
  return {
    contractor,
    nextDay() {
      day += 1
      last = nextDay(make, last, documents, `2026-04-${String(day).padStart(2, '0')}T16:00:00Z`)
      return last
    },
  }
}

function addDocuments(make: Maker, into: Contractor, documents: number, updatedAt: string): void {
  const { chance } = make
  const { projects, professionals } = into
  const common = (share: number, mayDiscount: boolean): Omit<Lined, 'deleted'> => ({
    currency: 'CAD',
    ...(chance.hits(0.3) ? { memo: `Mémo ${chance.one(WORK)}` } : {}),
    lines: make.lines(mayDiscount),
    receipts: make.receipts(share),
    updatedAt,
  })
  for (let count = Math.round(documents * 0.3); count > 0; count--) {
    const next = into.invoices.length + 1
    const status = chance.hits(0.08) ? 'draft' : chance.hits(0.03) ? 'voided' : chance.hits(0.5) ? 'paid' : 'submitted'
    const number = chance.hits(0.04) ? `2026-SALLE-DE-BAIN-${String(next).padStart(6, '0')}` : String(1000 + next)
    into.invoices.push({
      id: `i-${next}`,
      number,
      projectId: chance.one(projects).id,
      status,
      issuedOn: make.day(),
      dueOn: '2026-05-15',
      ...common(0.12, true),
    })
  }
  const billed = into.invoices.filter((invoice) => isOpen(invoice) && invoice.updatedAt === updatedAt)
  const draft = into.invoices.find((invoice) => invoice.status === 'draft')
  for (let count = Math.round(documents * 0.08); count > 0; count--) {
    const next = into.credits.length + 1
    const invoice = chance.one(billed)
    into.credits.push({
      id: `cr-${next}`,
      number: `C-${200 + next}`,
      projectId: invoice.projectId,
      status: chance.hits(0.1) ? 'draft' : 'submitted',
      issuedOn: make.day(),
      ...(chance.hits(0.75) ? { appliesToInvoiceId: invoice.id } : {}),
      ...common(0.05, false),
      lines: [
        {
          id: 'l1',
          description: 'Crédit',
          costCodeId: chance.one(COST_CODES).id,
          amount: chance.whole(100, Math.max(200, Math.floor(sum(invoice.lines) / 2))),
        },
      ],
    })
  }
  for (let count = Math.round(documents * 0.17); count > 0; count--) {
    const next = lastNumber(into.payments) + 1
    const invoice = draft && chance.hits(0.03) ? draft : chance.one(billed)
    const share = chance.hits(0.4) ? 1.14975 : chance.next()
    into.payments.push({
      id: `pay-${next}`,
      invoiceId: invoice.id,
      amount: Math.max(100, Math.round(sum(invoice.lines) * share)),
      receivedOn: make.day(),
      method: chance.hits(0.5) ? 'cheque' : 'e_transfer',
      ...(chance.hits(0.5) ? { reference: `CHQ ${next}` } : {}),
      updatedAt,
    })
  }
  const numbers = new Map<string, string>()
  for (let count = Math.round(documents * 0.3); count > 0; count--) {
    const next = into.expenses.length + 1
    const professionalId = chance.one(professionals).id
    const paidWith = chance.one(['cash', 'cheque', 'credit_card', 'bank', 'unpaid', 'unpaid'] as const)
    // Two suppliers may number their bills alike.
    const wanted = chance.hits(0.05) ? `F-${chance.whole(1, 3)}` : `F-${1000 + next}`
    const other = numbers.get(wanted)
    const number = other === undefined || other !== professionalId ? wanted : `F-${1000 + next}`
    numbers.set(number, professionalId)
    into.expenses.push({
      id: `e-${next}`,
      ...(chance.hits(0.6) ? { number } : {}),
      ...(chance.hits(0.9) ? { projectId: chance.one(projects).id } : {}),
      professionalId,
      status: chance.hits(0.06) ? 'draft' : chance.hits(0.03) ? 'rejected' : 'approved',
      spentOn: make.day(),
      paidWith,
      ...(paidWith === 'unpaid' ? { dueOn: '2026-05-30' } : {}),
      ...common(0.35, true),
    })
  }
  for (let count = Math.round(documents * 0.15); count > 0; count--) {
    const next = into.orders.length + 1
    into.orders.push({
      id: `po-${next}`,
      number: `PO-${String(next).padStart(4, '0')}`,
      projectId: chance.one(projects).id,
      professionalId: chance.one(professionals).id,
      status: chance.hits(0.05) ? 'cancelled' : chance.hits(0.2) ? 'closed' : 'open',
      issuedOn: make.day(),
      ...common(0.12, false),
    })
  }
}

/**
 * The next day's export: edits, voids, deletions, approvals taken back, receipts that came later, other ways of paying,
 * and new documents. Few enough records go for the guard of a shrinking export not to ask.
 */
function nextDay(make: Maker, before: Contractor, documents: number, updatedAt: string): Contractor {
  const { chance } = make
  const after: Contractor = structuredClone(before)
  restoreBuffers(before, after)
  after.exportedAt = updatedAt
  const few = Math.max(1, Math.round(documents / 60))
  const touch = <R extends { updatedAt: string }>(rows: readonly R[], change: (row: R) => void): void => {
    const untouched = rows.filter((row) => row.updatedAt !== updatedAt)
    for (const row of chance.some(untouched, few)) {
      change(row)
      row.updatedAt = updatedAt
    }
  }
  const approved = (): ExpenseRow[] => after.expenses.filter((row) => row.status === 'approved')
  touch(approved(), (row) => {
    row.lines = make.lines(true)
  })
  touch(approved(), (row) => {
    row.memo = 'Mémo corrigé'
  })
  touch(approved(), (row) => {
    row.receipts = [...row.receipts, make.receipt()]
  })
  touch(approved(), (row) => {
    row.status = chance.hits(0.5) ? 'draft' : 'rejected'
  })
  touch(approved(), (row) => {
    row.deleted = true
  })
  touch(
    approved().filter((row) => row.paidWith === 'cash'),
    (row) => {
      row.paidWith = 'unpaid'
    },
  )
  touch(
    approved().filter((row) => row.paidWith === 'cheque'),
    (row) => {
      row.paidWith = 'credit_card'
    },
  )
  touch(
    after.expenses.filter((row) => row.status === 'draft'),
    (row) => {
      row.status = 'approved'
    },
  )
  touch(after.invoices.filter(isOpen), (row) => {
    row.status = 'voided'
  })
  touch(
    after.invoices.filter((row) => row.status === 'draft'),
    (row) => {
      row.status = 'submitted'
    },
  )
  touch(after.invoices.filter(isOpen), (row) => {
    row.lines = make.lines(true)
  })
  touch(after.invoices.filter(isOpen), (row) => {
    row.receipts = [...row.receipts, make.receipt()]
  })
  touch(after.payments, (row) => {
    row.deleted = true
  })
  touch(after.payments, (row) => {
    row.amount += chance.whole(1, 5_000)
  })
  touch(
    after.credits.filter((row) => row.status === 'submitted'),
    (row) => {
      row.status = 'voided'
    },
  )
  touch(
    after.orders.filter((row) => row.status === 'open'),
    (row) => {
      row.lines = make.lines(false)
    },
  )
  touch(
    after.orders.filter((row) => row.status === 'open'),
    (row) => {
      row.status = 'cancelled'
    },
  )
  // One goes without a tombstone: a full export that no longer has it.
  const absent = chance.one(after.payments.slice(0, -1).filter((row) => row.updatedAt !== updatedAt && !row.deleted))
  after.payments = after.payments.filter((row) => row !== absent)
  const project = {
    ...chance.one(after.projects),
    id: `p-${after.projects.length + 1}`,
    updatedAt,
    createdAt: updatedAt,
  }
  after.projects.push(project)
  addDocuments(make, after, Math.max(10, Math.round(documents / 8)), updatedAt)
  intoCurrencies(after, updatedAt)
  return after
}

/** One client with its projects, and one supplier, work in US dollars. */
const FOREIGN_CLIENT = 'c-3'
const FOREIGN_SUPPLIER = 'v-2'

/** Puts what was just added into the currency of whom it is for. */
function intoCurrencies(into: Contractor, updatedAt: string): void {
  const foreign = new Set(into.projects.filter(({ clientId }) => clientId === FOREIGN_CLIENT).map(({ id }) => id))
  for (const row of [...into.invoices, ...into.credits])
    if (row.updatedAt === updatedAt && foreign.has(row.projectId)) row.currency = 'USD'
  const [project] = foreign
  for (const row of [...into.expenses, ...into.orders]) {
    if (row.updatedAt !== updatedAt || row.professionalId !== FOREIGN_SUPPLIER || row.currency === 'USD') continue
    row.currency = 'USD'
    if (project !== undefined) row.projectId = project
    else if ('spentOn' in row) delete row.projectId
  }
  // A cost in the company's own currency is none of a foreign client.
  const [home] = into.projects.filter(({ id }) => !foreign.has(id))
  for (const row of [...into.expenses, ...into.orders])
    if (row.currency === 'CAD' && row.projectId !== undefined && foreign.has(row.projectId) && home)
      row.projectId = home.id
}

/** Contents are never changed, and a clone of a Buffer is none. */
function restoreBuffers(before: Contractor, after: Contractor): void {
  const contents = new Map(
    [before.invoices, before.credits, before.expenses, before.orders].flatMap((rows) =>
      rows.flatMap((row) => row.receipts.map((each) => [each.id, each.content] as const)),
    ),
  )
  for (const rows of [after.invoices, after.credits, after.expenses, after.orders]) {
    for (const row of rows)
      for (const receipt of row.receipts) receipt.content = contents.get(receipt.id) ?? receipt.content
  }
}

/** The highest number in the ids of rows; a row that is gone leaves its number unused. */
function lastNumber(rows: readonly { id: string }[]): number {
  return Math.max(0, ...rows.map((row) => Number(row.id.split('-')[1])))
}

/** Submitted, and so in the books. */
export function isOpen(invoice: InvoiceRow): boolean {
  return (invoice.status === 'submitted' || invoice.status === 'paid') && !invoice.deleted
}

export function sum(lines: readonly { amount: number }[]): number {
  return lines.reduce((total, line) => total + line.amount, 0)
}

/** Cents as the contract writes them. */
export function decimal(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0')
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}
