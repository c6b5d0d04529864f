import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cents, decimalOf, sumOf } from '../../shared/money.ts'
import type { Cents } from '../../shared/money.ts'
import type { Random } from '../fuzz/mutations.ts'
import { randomFrom } from '../fuzz/mutations.ts'
import type { Raw } from './exports.ts'
import { emptyFolder, put } from './exports.ts'

/** Texts on which formats trip: quotes, separators, line breaks, what looks like a number, a date, a formula or nothing. */
const TEXTS = [
  'Démolition; « tout »',
  'Vis 1/4", 3 boîtes',
  '"entre guillemets"',
  'a,b;c\td',
  'ligne 1\nligne 2',
  'l’œuvre – 5 000 €',
  '=1+1',
  '-12',
  '+1 514 555-0199',
  '@SUM(A1)',
  '1,234',
  '2026-03-31',
  '03/04/2026',
  'true',
  'null',
  '0',
  '007',
  '1e5',
  'Total',
  'N/A',
  "L'Île-des-Sœurs",
  'Crédit (100 %)',
  'x'.repeat(300),
  '<b>&amp;</b>',
  '\\n',
  'fin"',
  '""',
  ';',
  'ﬁn'.normalize('NFKC'),
  'ÀÉÎÕÜ çñß',
]
/** Beyond what Windows-1252 can write. */
const WIDE = ['🏗 chantier', '日本語', 'e\u0301 décomposé', '👩🏽‍🔧', 'Łódź', '\u202bעברית\u202c']

const DAYS = ['2026-01-31', '2026-02-28', '2024-02-29', '2026-03-04', '2026-04-03', '2026-12-31']

/**
 * An export as JSON whose records hold what formats trip on, decided by a seed: the texts above, amounts to the millions,
 * negative lines, quantities with fractions, everything that is optional there or not. `wide` adds what Windows-1252 lacks.
 */
export async function trickyExport(seed: number, wide: boolean, size = 60): Promise<string> {
  const folder = await emptyFolder()
  await mkdir(join(folder, 'attachments'), { recursive: true })
  const random = randomFrom(seed, wide ? 1 : 0)
  const texts = wide ? [...TEXTS, ...WIDE] : TEXTS
  const made = new Records(random, texts)
  await writeFile(
    join(folder, 'manifest.json'),
    JSON.stringify({
      format: 'billdr-pro-export',
      version: 1,
      company: { id: 'bdr-77', name: 'L’Atelier "du" Coin; inc.', country: 'CA', currency: 'CAD', locale: 'fr-CA' },
      exportedAt: '2026-12-31T23:59:59Z',
      scope: 'full',
      files: [],
    }),
  )
  const tables: Record<string, Raw[]> = {
    clients: many(size, (at) => made.client(at)),
    projects: many(size, (at) => made.project(at, size)),
    professionals: many(size, (at) => made.professional(at)),
    'cost-codes': many(10, (at) => made.costCode(at)),
    invoices: many(size * 3, (at) => made.invoice(at, size)),
    credits: many(size, (at) => made.credit(at, size)),
    payments: many(size * 2, (at) => made.payment(at, size)),
    expenses: many(size * 2, (at) => made.expense(at, size)),
    'purchase-orders': many(size, (at) => made.order(at, size)),
  }
  for (const [id, bytes] of made.files) {
    await mkdir(join(folder, 'attachments', id), { recursive: true })
    await writeFile(join(folder, 'attachments', id, 'reçu.png'), bytes)
  }
  for (const [table, records] of Object.entries(tables)) await put(folder, `${table}.json`, JSON.stringify(records))
  return folder
}

function many(count: number, make: (at: number) => Raw): Raw[] {
  return Array.from({ length: count }, (_, at) => make(at))
}

/** sha256 of the one byte "x". */
const X_SHA256 = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881'

class Records {
  readonly files = new Map<string, Buffer>()
  readonly #random: Random
  readonly #texts: readonly string[]

  constructor(random: Random, texts: readonly string[]) {
    this.#random = random
    this.#texts = texts
  }

  #pick<T>(of: readonly T[]): T {
    return of[this.#random.of(of.length)] as T
  }

  #text(): string {
    return this.#pick(this.#texts)
  }

  /** Present or left out, as chance has it. */
  #maybe(field: string, value: () => unknown): Raw {
    return this.#random.of(3) === 0 ? {} : { [field]: value() }
  }

  #base(id: string): Raw {
    return { id, updatedAt: `${this.#pick(DAYS)}T1${this.#random.of(10)}:00:00Z` }
  }

  #address(): Raw {
    return this.#maybe('address', () => ({
      line1: this.#text(),
      line2: null,
      city: this.#text(),
      region: 'QC',
      postalCode: 'H2X 1Y4',
      country: 'CA',
    }))
  }

  client(at: number): Raw {
    return {
      ...this.#base(`c-${at}`),
      displayName: `${this.#text()} ${at}`,
      ...this.#maybe('companyName', () => this.#text()),
      ...this.#maybe('email', () => `c${at}@exemple.ca`),
      ...this.#address(),
    }
  }

  project(at: number, size: number): Raw {
    return {
      ...this.#base(`p-${at}`),
      clientId: `c-${this.#random.of(size)}`,
      name: `${this.#text()} ${at}`,
      ...this.#maybe('number', () => `00${at}`),
      status: this.#pick(['active', 'completed', 'archived']),
      createdAt: '2026-01-02T08:00:00Z',
      ...this.#address(),
    }
  }

  professional(at: number): Raw {
    return {
      ...this.#base(`v-${at}`),
      displayName: `${this.#text()} F${at}`,
      kind: this.#pick(['supplier', 'subcontractor']),
      ...this.#maybe('taxNumber', () => '123456789 RT0001'),
      ...this.#maybe('phone', () => '+1 514 555-0199'),
    }
  }

  costCode(at: number): Raw {
    return {
      ...this.#base(`cc-${at}`),
      code: `0${at}-100`,
      name: this.#text(),
      ...this.#maybe('division', () => `0${at}`),
      usedFor: this.#pick(['income', 'expense', 'both']),
    }
  }

  #cents(): Cents {
    return cents(this.#pick([0, 1, 5, 99, 100, 123_456, 99_999_999, -1, -123_450]) + this.#random.of(100_000))
  }

  #lines(billable: boolean): { lines: Raw[]; subtotal: Cents } {
    const amounts = Array.from({ length: 1 + this.#random.of(4) }, () => this.#cents())
    const lines = amounts.map((amount, at): Raw => ({
      id: `l${at + 1}`,
      description: this.#text(),
      ...this.#maybe('costCodeId', () => `cc-${this.#random.of(10)}`),
      ...this.#maybe('quantity', () => this.#pick(['1', '1.5', '0.333', '1234.25'])),
      ...this.#maybe('unitPrice', () => this.#pick(['0.01', '33.3333', '1234567.89', '-5'])),
      amount: decimalOf(amount),
      ...(billable ? { billable: this.#random.of(2) === 0 } : {}),
    }))
    return { lines, subtotal: sumOf(amounts) }
  }

  #money(billable = false): Raw {
    const { lines, subtotal } = this.#lines(billable)
    const share = (thousandths: number): Cents => cents(Math.round((subtotal * thousandths) / 100_000))
    const taxes =
      this.#random.of(4) === 0
        ? []
        : [
            { name: 'TPS', rate: '5', cents: share(5_000) },
            { name: 'TVQ', rate: '9.975', cents: share(9_975) },
          ]
    const total = sumOf([subtotal, ...taxes.map((tax) => tax.cents)])
    return {
      currency: 'CAD',
      ...this.#maybe('memo', () => this.#text()),
      lines,
      subtotal: decimalOf(subtotal),
      taxes: taxes.map(({ cents: amount, ...tax }) => ({ ...tax, amount: decimalOf(amount) })),
      total: decimalOf(total),
    }
  }

  #attachments(owner: string): Raw[] {
    if (this.#random.of(4) > 0) return []
    const id = `a-${owner}`
    this.files.set(id, Buffer.from('x'))
    return [{ id, fileName: 'reçu.png', contentType: 'image/png', bytes: 1, sha256: X_SHA256, path: `${id}/reçu.png` }]
  }

  invoice(at: number, size: number): Raw {
    const id = `i-${at}`
    return {
      ...this.#base(id),
      number: String(1000 + at),
      projectId: `p-${this.#random.of(size)}`,
      status: this.#pick(['draft', 'submitted', 'partially_paid', 'paid', 'voided']),
      issuedOn: this.#pick(DAYS),
      ...this.#maybe('dueOn', () => this.#pick(DAYS)),
      ...this.#money(),
      attachments: this.#attachments(id),
    }
  }

  credit(at: number, size: number): Raw {
    return {
      ...this.#base(`cr-${at}`),
      number: `C-${at}`,
      projectId: `p-${this.#random.of(size)}`,
      status: this.#pick(['draft', 'submitted', 'voided']),
      issuedOn: this.#pick(DAYS),
      ...this.#maybe('appliesToInvoiceId', () => `i-${this.#random.of(size)}`),
      ...this.#money(),
      attachments: [],
    }
  }

  payment(at: number, size: number): Raw {
    return {
      ...this.#base(`pay-${at}`),
      invoiceId: `i-${this.#random.of(size * 3)}`,
      amount: decimalOf(cents(1 + this.#random.of(9_999_999))),
      receivedOn: this.#pick(DAYS),
      method: this.#pick(['cash', 'cheque', 'card', 'bank_transfer', 'e_transfer', 'other']),
      ...this.#maybe('reference', () => this.#text().slice(0, 20)),
      ...this.#maybe('memo', () => this.#text()),
    }
  }

  expense(at: number, size: number): Raw {
    const id = `e-${at}`
    return {
      ...this.#base(id),
      ...this.#maybe('number', () => this.#text().slice(0, 20)),
      ...this.#maybe('projectId', () => `p-${this.#random.of(size)}`),
      ...this.#maybe('professionalId', () => `v-${this.#random.of(size)}`),
      status: this.#pick(['draft', 'approved', 'rejected']),
      spentOn: this.#pick(DAYS),
      paidWith: this.#pick(['cash', 'cheque', 'credit_card', 'bank', 'unpaid']),
      ...this.#money(true),
      attachments: this.#attachments(id),
    }
  }

  order(at: number, size: number): Raw {
    const { lines, subtotal } = this.#lines(false)
    return {
      ...this.#base(`po-${at}`),
      number: `PO-${at}`,
      ...this.#maybe('projectId', () => `p-${this.#random.of(size)}`),
      professionalId: `v-${this.#random.of(size)}`,
      status: this.#pick(['open', 'closed', 'cancelled']),
      issuedOn: this.#pick(DAYS),
      ...this.#maybe('expectedOn', () => this.#pick(DAYS)),
      currency: 'CAD',
      lines,
      subtotal: decimalOf(subtotal),
      attachments: [],
    }
  }
}
