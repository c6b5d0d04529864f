import type { CompanySettings, ControlledOptions } from '../../electron/practice/testing/controlled-company.ts'
import type { BilldrRecord } from '../../shared/domain.ts'
import {
  client,
  credit,
  expense,
  invoice,
  line,
  money,
  payment,
  professional,
  project,
  purchaseOrder,
} from '../support/billdr-records.ts'
import type { Pusher } from '../support/pushing.ts'

/** One kind of QuickBooks company, as far as bodies differ by it. */
export interface Country {
  name: string
  practice: Partial<ControlledOptions> & { settings?: Partial<Omit<CompanySettings, 'realmId' | 'country'>> }
  currency: 'CAD' | 'USD'
  /** The code that a person adds tax with; null where the company has none. */
  taxCode: string | null
}

export const COUNTRIES: readonly Country[] = [
  { name: 'ca-tax', practice: { country: 'CA' }, currency: 'CAD', taxCode: 'GST/QST QC - 9.975' },
  { name: 'ca-no-tax', practice: { country: 'CA', taxTracking: false }, currency: 'CAD', taxCode: null },
  {
    name: 'ca-currencies',
    practice: { country: 'CA', settings: { multiCurrency: true } },
    currency: 'CAD',
    taxCode: 'GST/QST QC - 9.975',
  },
  {
    name: 'ca-foreign',
    practice: { country: 'CA', settings: { multiCurrency: true, exchangeRates: { USD: 1.37 } } },
    currency: 'USD',
    taxCode: 'GST/QST QC - 9.975',
  },
  { name: 'us-tax', practice: { country: 'US' }, currency: 'USD', taxCode: 'TAX' },
  { name: 'us-no-tax', practice: { country: 'US', taxTracking: false }, currency: 'USD', taxCode: null },
]

const HOME = {
  line1: '6520, rue Saint-Denis',
  line2: 'app. 3',
  city: 'Montréal',
  region: 'QC',
  postalCode: 'H2S 2S1',
  country: 'Canada',
}

/** A contractor with something of everything that the program can send. */
export async function begin(pusher: Pusher, { currency }: Country): Promise<void> {
  const records: BilldrRecord[] = [
    client('c-1', {
      displayName: 'Marie-Ève Côté',
      givenName: 'Marie-Ève',
      familyName: 'Côté',
      email: 'me.cote@example.com',
      phone: '514 555-0199',
      address: HOME,
    }),
    client('c-2', { displayName: 'Gestion L’Heureux : phase 2', companyName: 'Gestion L’Heureux inc.' }),
    project('p-1', 'c-1', { name: 'Cuisine', number: '2026-014', address: HOME }),
    project('p-2', 'c-2', { name: 'Cuisine' }),
    professional('v-1', {
      displayName: 'Matériaux Laurier inc.',
      companyName: 'Matériaux Laurier inc.',
      email: 'comptes@laurier.example',
      phone: '450 555-0142',
      address: HOME,
    }),
    professional('v-2', { displayName: 'Marie-Ève Côté', trade: 'subcontractor' }),
    invoice('i-1', 'p-1', {
      number: '1001',
      memo: 'Merci de votre confiance',
      attachments: [pusher.receipt('a-1001', 'facture 1001.pdf')],
      lines: [
        line('754.80', { description: 'Épinette 2x4x8', quantity: '120', unitPrice: '6.29' }),
        line('33.33', { description: 'Quincaillerie', quantity: '3', unitPrice: '11.1' }),
        line('-50.00', { description: 'Escompte' }),
      ],
    }),
    invoice('i-2', 'p-1', { number: '1002', dueOn: null }),
    invoice('i-3', 'p-2', { number: '1003' }),
    invoice('i-4', 'p-1', { number: '2026-SALLE-DE-BAIN-000017' }),
    credit('1', 'p-1', { number: 'C-1', appliesToInvoiceId: 'i-2', memo: 'Porte abîmée' }),
    credit('2', 'p-1', { number: 'C-2' }),
    payment('pay-1', 'i-1', '200.00', { reference: 'partial' }),
    payment('pay-2', 'i-2', '900.00', { reference: 'full', memo: 'Par virement' }),
    payment('pay-3', 'i-4', '1149.75', { reference: 'more than the balance' }),
    expense('e-1', {
      number: 'CASH-1',
      paidWith: 'cash',
      professionalId: 'v-1',
      projectId: 'p-1',
      lines: [line('64.20', { description: 'Raccords', billable: true })],
      memo: 'Raccords du sous-sol',
      attachments: [pusher.receipt('a-2001', 'reçu.png')],
    }),
    expense('e-2', { number: 'CHEQUE-1', paidWith: 'cheque', professionalId: 'v-1' }),
    expense('e-3', {
      number: 'CARD-1',
      paidWith: 'credit_card',
      lines: [line('40.00'), line('-5.00', { id: 'l2', description: 'Rabais' })],
    }),
    expense('e-4', { number: 'BANK-1', paidWith: 'bank', professionalId: 'v-1' }),
    expense('e-5', {
      number: 'BILL-1',
      paidWith: 'unpaid',
      professionalId: 'v-1',
      projectId: 'p-1',
      dueOn: '2026-04-04',
      attachments: [pusher.receipt('a-2005', 'D-1190.pdf')],
    }),
    expense('e-6', { number: 'BILL-2', paidWith: 'unpaid', professionalId: 'v-2' }),
    expense('e-8', { number: 'BILL-3', paidWith: 'unpaid', professionalId: 'v-1' }),
    expense('e-9', { number: 'BILL-4', paidWith: 'unpaid', professionalId: 'v-1' }),
    purchaseOrder('1', 'v-1', {
      number: 'PO-1',
      projectId: 'p-1',
      expectedOn: '2026-03-20',
      memo: 'Livrer à l’arrière',
      lines: [line('600.00', { quantity: '4', unitPrice: '150' })],
    }),
    purchaseOrder('2', 'v-2', { number: 'PO-2' }),
  ]
  await pusher.says(...records.map((record) => ('currency' in record ? { ...record, currency } : record)))
  await pusher.sync()
}

/** Two suppliers that count alike, and an order for which no item was chosen. */
export async function goOn(pusher: Pusher, { currency }: Country): Promise<void> {
  await pusher.mappings((mappings) => {
    delete mappings.defaults.purchaseItem
  })
  await pusher.says(
    expense('e-7', { number: 'BILL-1', paidWith: 'unpaid', professionalId: 'v-2', currency }),
    purchaseOrder('3', 'v-1', { number: 'PO-3', currency }),
  )
  await pusher.sync()
}

/** What is edited, voided, rejected, cancelled and deleted in Billdr, and the tax that a person adds in QuickBooks. */
export async function change(pusher: Pusher, { currency, taxCode }: Country): Promise<void> {
  if (taxCode !== null) {
    const taxed = await pusher.practice.controls.personAddsTax('Invoice', pusher.idOf('invoice:i-4'), taxCode)
    if (!taxed.ok) throw new Error(`no tax: ${JSON.stringify(taxed.fault)}`)
  }
  const now = { updatedAt: '2026-04-01T08:00:00Z', currency }
  await pusher.says(
    invoice('i-3', 'p-2', { number: '1003', status: 'voided', ...now }),
    credit('1', 'p-1', { number: 'C-1', appliesToInvoiceId: 'i-2', memo: 'Porte abîmée', status: 'voided', ...now }),
    expense('e-2', {
      number: 'CHEQUE-1',
      paidWith: 'cheque',
      professionalId: 'v-1',
      lines: [line('85.00'), line('12.50', { id: 'l2', description: 'Vis' })],
      subtotal: money('97.50'),
      total: money('97.50'),
      ...now,
    }),
    expense('e-3', { number: 'CARD-1', paidWith: 'credit_card', status: 'rejected', ...now }),
    expense('e-5', {
      number: 'BILL-1',
      paidWith: 'unpaid',
      professionalId: 'v-1',
      projectId: 'p-1',
      dueOn: '2026-04-10',
      ...now,
    }),
    expense('e-6', { number: 'BILL-2', paidWith: 'unpaid', professionalId: 'v-2', status: 'draft', ...now }),
    expense('e-8', { number: 'BILL-3', paidWith: 'bank', professionalId: 'v-1', ...now }),
    expense('e-9', { number: 'BILL-4', paidWith: 'credit_card', professionalId: 'v-1', ...now }),
    purchaseOrder('1', 'v-1', {
      number: 'PO-1',
      projectId: 'p-1',
      expectedOn: '2026-03-27',
      memo: 'Livrer à l’arrière',
      lines: [line('450.00', { quantity: '3', unitPrice: '150' })],
      ...now,
    }),
    purchaseOrder('2', 'v-2', { number: 'PO-2', status: 'cancelled', ...now }),
  )
  await pusher.removes('payment:pay-1')
  await pusher.sync()
}
