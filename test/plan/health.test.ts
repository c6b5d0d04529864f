import { describe, expect, it } from 'vitest'
import type { Books } from '../../electron/plan/books.ts'
import { healthOf } from '../../electron/plan/health.ts'
import type { HealthFacts, HealthInput } from '../../electron/plan/health-input.ts'
import { companyFacts } from '../../electron/qbo/company-facts.ts'
import type { BilldrRecord } from '../../shared/domain.ts'
import type { Mappings } from '../../shared/mappings.ts'
import { PROBLEMS } from '../../shared/problem-catalogue.ts'
import type { Settings } from '../../shared/settings.ts'
import { defaultSettings } from '../../shared/settings.ts'
import { wordsFor } from '../../shared/words/index.ts'
import {
  BEAUBIEN,
  costCode,
  credit,
  expense,
  HARBOR,
  invoice,
  line,
  payment,
  purchaseOrder,
  tax,
} from '../support/billdr-records.ts'

/** A company in which everything is as it should be. */
const FACTS: HealthFacts = {
  realmId: '1',
  companyName: 'Rénovations Beaubien',
  country: 'CA',
  homeCurrency: 'CAD',
  multiCurrency: false,
  booksClosedUntil: null,
  customTxnNumbers: true,
  usingSalesTax: true,
  partnerTaxEnabled: null,
  billableExpenses: true,
  autoApplyCredit: false,
  autoApplyPayments: false,
  purchaseOrders: true,
  classTracking: 'off',
  locationTracking: false,
  bills: true,
  subscribed: true,
}
const account = (id: string, name: string, accountType: string) => ({
  id,
  name,
  fullName: name,
  number: null,
  accountType,
  active: true,
})
const BOOKS: Omit<Books, 'facts'> = {
  contacts: [],
  documents: [],
  accounts: [
    account('1', 'Checking', 'Bank'),
    account('2', 'Mastercard', 'Credit Card'),
    account('3', 'Petty Cash', 'Bank'),
    account('4', 'Job Expenses', 'Expense'),
    account('5', 'A/P', 'Accounts Payable'),
    account('6', 'Undeposited Funds', 'Other Current Asset'),
    account('7', '06-400 Bois', 'Cost of Goods Sold'),
  ],
  items: [
    { id: '1', name: 'Services', fullName: 'Services', purchasable: false, active: true },
    { id: '2', name: 'Materials', fullName: 'Materials', purchasable: true, active: true },
  ],
  taxCodes: [{ id: '4', name: 'Out of Scope', active: true, salesRates: ['0'], purchaseRates: ['0'] }],
}
const MAPPINGS: Mappings = {
  version: 1,
  costCodes: {},
  clients: {},
  projects: {},
  professionals: {},
  defaults: {
    incomeItem: 'Services',
    expenseAccount: 'Job Expenses',
    purchaseItem: 'Materials',
    depositAccount: 'Undeposited Funds',
    payableAccount: 'A/P',
    paidWith: { cash: 'Petty Cash', cheque: 'Checking', credit_card: 'Mastercard', bank: 'Checking' },
  },
}
const TAXES = [tax('TPS', '5', '50.00')]
/** One of everything, waiting to be sent. */
const EVERYTHING: BilldrRecord[] = [
  invoice('i-1', 'p-1', { taxes: TAXES }),
  credit('1', 'p-1'),
  payment('pay-1', 'i-1', '10.00'),
  purchaseOrder('1', 'v-1'),
  expense('e-1', { paidWith: 'cash' }),
  expense('e-2', { paidWith: 'cheque' }),
  expense('e-3', { paidWith: 'credit_card', lines: [line('9.00', { billable: true })] }),
  expense('e-4', { paidWith: 'bank' }),
  expense('e-5', { paidWith: 'unpaid', professionalId: 'v-1' }),
]

interface Given {
  facts?: Partial<HealthFacts>
  books?: Partial<Books>
  settings?: Partial<Settings>
  defaults?: Partial<Mappings['defaults']>
  records?: BilldrRecord[]
  synced?: boolean
  company?: HealthInput['company']
}

function health({
  facts = {},
  books = {},
  settings = {},
  defaults = {},
  records = EVERYTHING,
  synced = false,
  company = BEAUBIEN,
}: Given = {}) {
  const all = { ...FACTS, ...facts }
  return healthOf({
    facts: all,
    books: { ...BOOKS, ...books, facts: all },
    settings: { ...defaultSettings(), ...settings },
    mappings: { ...MAPPINGS, defaults: { ...MAPPINGS.defaults, ...defaults } },
    company,
    records: records.map((record) => ({ record, isSynced: synced })),
  })
}

describe('the health of a company', () => {
  it('is well where nothing stands in the way, with something of everything to send', () => {
    expect(health()).toEqual([])
  })

  const troubles: [string, Given, string, string, object][] = [
    [
      'the subscription has ended',
      { facts: { subscribed: false } },
      'stops',
      'health-subscription-ended',
      { name: 'Rénovations Beaubien' },
    ],
    [
      'the company is of another country',
      { company: HARBOR },
      'harms',
      'health-other-country',
      { billdr: 'US', quickbooks: 'CA' },
    ],
    [
      'documents in another currency than the only one',
      { records: [invoice('i-1', 'p-1', { currency: 'USD' }), expense('e-1', { currency: 'USD' })] },
      'stops',
      'health-one-currency',
      { currency: 'USD', home: 'CAD', count: 2 },
    ],
    [
      'books closed over documents that wait',
      { facts: { booksClosedUntil: '2026-03-15' } },
      'stops',
      'health-books-closed',
      { until: '2026-03-15', count: 8 },
    ],
    [
      'a starting date in closed books',
      { facts: { booksClosedUntil: '2026-03-31' }, settings: { syncFrom: '2026-03-25' } },
      'hint',
      'health-starts-in-closed-books',
      { until: '2026-03-31', syncFrom: '2026-03-25' },
    ],
    ['numbers given by QuickBooks', { facts: { customTxnNumbers: false } }, 'harms', 'health-custom-numbers-off', {}],
    [
      'payments applied by QuickBooks',
      { facts: { autoApplyPayments: true } },
      'harms',
      'health-auto-apply-payments',
      {},
    ],
    ['credits applied by QuickBooks', { facts: { autoApplyCredit: true } }, 'harms', 'health-auto-apply-credits', {}],
    [
      'a plan without purchase orders',
      { facts: { purchaseOrders: false } },
      'stops',
      'health-purchase-orders-off',
      { count: 1 },
    ],
    [
      'an account for cheques that takes no money',
      { settings: { 'deposit.cheque': 'Job Expenses' } },
      'stops',
      'health-account-type',
      { which: 'deposit.cheque', name: 'Job Expenses', type: 'Expense' },
    ],
    [
      'an account for card payments that is gone',
      { settings: { 'deposit.card': 'Clearing' } },
      'stops',
      'health-default-gone',
      { which: 'deposit.card', name: 'Clearing' },
    ],
    ['a plan without bills', { facts: { bills: false } }, 'stops', 'health-bills-off', { count: 1 }],
    ['billable expenses off', { facts: { billableExpenses: false } }, 'harms', 'health-billable-off', { count: 1 }],
    [
      'a code for sales that is not there',
      { settings: { taxCode: 'Hors champ', purchaseTaxCode: 'Out of Scope' } },
      'stops',
      'health-tax-code-missing',
      { wanted: 'Hors champ', side: 'sales' },
    ],
    [
      'a code for purchases that is not there',
      { settings: { purchaseTaxCode: 'Hors champ' } },
      'stops',
      'health-tax-code-missing',
      { wanted: 'Hors champ', side: 'purchases' },
    ],
    [
      'no sales tax where Billdr computed some',
      { facts: { usingSalesTax: false } },
      'harms',
      'health-sales-tax-off',
      { count: 1 },
    ],
    [
      'automated sales tax that is not set up',
      { facts: { country: 'US', partnerTaxEnabled: false }, company: HARBOR },
      'harms',
      'health-sales-tax-unfinished',
      { count: 1 },
    ],
    ['classes for each line', { facts: { classTracking: 'line' } }, 'harms', 'health-class-tracking', {}],
    ['classes for each document', { facts: { classTracking: 'document' } }, 'harms', 'health-class-tracking', {}],
    ['locations', { facts: { locationTracking: true } }, 'hint', 'health-location-tracking', {}],
    [
      'a default that QuickBooks does not have',
      { defaults: { incomeItem: 'Travaux' } },
      'stops',
      'health-default-gone',
      { which: 'incomeItem', name: 'Travaux' },
    ],
    [
      'a cheque account that is no bank account',
      { defaults: { paidWith: { ...MAPPINGS.defaults.paidWith, cheque: 'Mastercard' } } },
      'stops',
      'health-account-type',
      { which: 'cheque', name: 'Mastercard', type: 'Credit Card' },
    ],
    [
      'a card account that is no credit card',
      { defaults: { paidWith: { ...MAPPINGS.defaults.paidWith, credit_card: 'Checking' } } },
      'stops',
      'health-account-type',
      { which: 'credit_card', name: 'Checking', type: 'Bank' },
    ],
    [
      'a payable account of another type',
      { defaults: { payableAccount: 'Checking' } },
      'stops',
      'health-account-type',
      { which: 'payableAccount', name: 'Checking', type: 'Bank' },
    ],
    [
      'a purchase item that can only be sold',
      { defaults: { purchaseItem: 'Services' } },
      'stops',
      'health-item-not-bought',
      { name: 'Services' },
    ],
  ]
  it.each(troubles)('names %s', (_what, given, severity, code, params) => {
    expect(health(given)).toEqual([{ severity, code, params }])
  })

  it('asks for the code without tax once for sales and once for purchases', () => {
    const code = 'health-tax-code-missing'
    expect(health({ books: { taxCodes: [] } })).toEqual([
      { severity: 'stops', code, params: { wanted: '', side: 'sales' } },
      { severity: 'stops', code, params: { wanted: '', side: 'purchases' } },
    ])
  })

  it('names each default that documents wait for, and how many', () => {
    const records = [...EVERYTHING, expense('e-6', { paidWith: 'cheque' })]
    const found = healthOf({
      facts: FACTS,
      books: { ...BOOKS, facts: FACTS, accounts: [...BOOKS.accounts, account('8', 'A/P 2', 'Accounts Payable')] },
      settings: defaultSettings(),
      mappings: { ...MAPPINGS, defaults: { paidWith: {} } },
      company: BEAUBIEN,
      records: records.map((record) => ({ record, isSynced: false })),
    })
    expect(found.map(({ severity, params }) => [severity, params['which'], params['count']])).toEqual([
      ['stops', 'incomeItem', 2],
      ['stops', 'expenseAccount', 6],
      ['stops', 'cash', 1],
      ['stops', 'cheque', 2],
      ['stops', 'credit_card', 1],
      ['stops', 'bank', 1],
      ['hint', 'payableAccount', 1],
    ])
  })

  it('names cost codes in use that lead nowhere, and not the others', () => {
    const codes = [
      costCode('cc-1', { code: '06-400', name: 'Bois' }),
      costCode('cc-2', { code: '09-900', name: 'Peinture' }),
      costCode('cc-3', { code: '99-999', name: 'Unused' }),
    ]
    const coded = (id: string, costCodeId: string) => expense(id, { lines: [line('10.00', { costCodeId })] })
    expect(health({ records: [...codes, coded('e-1', 'cc-1')] })).toEqual([])
    expect(health({ records: [...codes, coded('e-1', 'cc-1'), coded('e-2', 'cc-2')] })).toEqual([
      { severity: 'stops', code: 'health-cost-codes', params: { code: '09-900', count: 1 } },
    ])
  })

  it('says nothing of what is not in use, or is in QuickBooks already', () => {
    const off: Partial<HealthFacts> = {
      purchaseOrders: false,
      bills: false,
      billableExpenses: false,
      booksClosedUntil: '2026-12-31',
    }
    expect(health({ facts: off, synced: true })).toEqual([])
    expect(
      health({
        facts: off,
        defaults: { paidWith: {} },
        records: [
          invoice('i-1', 'p-1', { status: 'draft' }),
          expense('e-1', { status: 'rejected' }),
          purchaseOrder('1', 'v-1', { status: 'cancelled' }),
        ],
      }),
    ).toEqual([])
  })

  it('puts the worst first', () => {
    expect(
      health({ facts: { locationTracking: true, autoApplyCredit: true, purchaseOrders: false } }).map(
        ({ severity }) => severity,
      ),
    ).toEqual(['stops', 'harms', 'hint'])
  })

  it('has a case here for every code of the catalogue, and words that leave no place empty', () => {
    const seen = new Set<string>([
      ...troubles.map(([, , , code]) => code),
      'health-default-missing',
      'health-cost-codes',
    ])
    expect(Object.keys(PROBLEMS).filter((code) => code.startsWith('health-') && !seen.has(code))).toEqual([])
    for (const [, given] of troubles) {
      for (const language of ['en', 'fr'] as const) {
        const worded = wordsFor(language).problem(health(given)[0] ?? { code: 'stale', params: {} })
        expect(`${worded.title} ${worded.explanation}`).not.toMatch(/\{\{|undefined|NaN/)
      }
    }
  })
})

describe('what Preferences and CompanyInfo say of it', () => {
  const read = (accounting: object, purchases: object = {}, info: object = {}) =>
    companyFacts(
      '1',
      { AccountingInfoPrefs: accounting, VendorAndPurchasesPrefs: purchases },
      { CompanyName: 'x', Country: 'CA', ...info },
      null,
    )

  it('classes, locations and bills', () => {
    expect(read({ ClassTrackingPerTxn: true, ClassTrackingPerTxnLine: false }).classTracking).toBe('document')
    expect(read({ ClassTrackingPerTxn: false, ClassTrackingPerTxnLine: true }).classTracking).toBe('line')
    expect(read({})).toMatchObject({ classTracking: 'off', locationTracking: false, bills: true, subscribed: true })
    expect(read({ TrackDepartments: true }, { EnableBills: false })).toMatchObject({
      locationTracking: true,
      bills: false,
    })
  })

  it.each([
    ['PAID', true],
    ['TRIAL', true],
    ['EXPIRED', false],
    ['CANCELLED', false],
    ['SUSPENDED', false],
  ])('a subscription that is %s', (Value, subscribed) => {
    expect(
      read(
        {},
        {},
        {
          NameValue: [
            { Name: 'OfferingSku', Value: 'QuickBooks Online Plus' },
            { Name: 'SubscriptionStatus', Value },
          ],
        },
      ).subscribed,
    ).toBe(subscribed)
  })
})
