/** The plans that QuickBooks Online sells; purchase orders begin with Plus, bills with Essentials. */
export type Plan = 'SimpleStart' | 'Essentials' | 'Plus' | 'Advanced'

/**
 * How the company handles sales tax (facts: QuickBooks API §1.14).
 * - `none`: no sales tax at all (US), or tax tracking never turned on (Canada).
 * - `automated`, `automated-off`: a US company since 2017, with automated sales tax set up, or not.
 * - `legacy`: a US company with the older sales tax.
 * - `tracked`: a Canadian company that tracks GST, HST and QST.
 */
export type TaxSetup = 'none' | 'automated' | 'automated-off' | 'legacy' | 'tracked'

/** What a person can set in the company's own settings pages. Kept with the books. */
export interface CompanySettings {
  realmId: string
  companyName: string
  country: 'CA' | 'US'
  /** Language of the company's messages: codes stay, texts change. */
  language: 'en' | 'fr'
  plan: Plan
  /** The switch in settings; it says nothing in a plan without purchase orders. */
  purchaseOrdersOn: boolean
  tax: TaxSetup
  customTxnNumbers: boolean
  /** Last day of the closed books, ISO day. */
  booksClosedUntil: string | null
  /** Closed with a password (6210) or without one (6200). */
  closedWithPassword: boolean
  billableExpenses: boolean
  autoApplyCredit: boolean
  autoApplyPayments: boolean
  multiCurrency: boolean
  /** False: the subscription ended, and everything is answered with 6190. */
  subscribed: boolean
  /** Who is said to have worked on a stale object. */
  userName: string
  /** Transactions that a step in QuickBooks has fixed in place: deposited (6540), matched to the bank feed (6480) … */
  locked: { type: string; id: string; code: string }[]
}

export function defaultSettings(country: 'CA' | 'US', realmId: string): CompanySettings {
  return {
    realmId,
    companyName: country === 'CA' ? 'Rénovations Practice inc.' : 'Practice Renovations LLC',
    country,
    language: 'en',
    plan: 'Plus',
    purchaseOrdersOn: true,
    tax: country === 'CA' ? 'tracked' : 'automated',
    customTxnNumbers: true,
    booksClosedUntil: null,
    closedWithPassword: true,
    billableExpenses: true,
    autoApplyCredit: false,
    autoApplyPayments: false,
    multiCurrency: false,
    subscribed: true,
    userName: 'Practice Bookkeeper',
    locked: [],
  }
}

export function homeCurrency(settings: CompanySettings): { value: string; name: string } {
  return settings.country === 'CA'
    ? { value: 'CAD', name: 'Canadian Dollar' }
    : { value: 'USD', name: 'United States Dollar' }
}

export function planHasPurchaseOrders(plan: Plan): boolean {
  return plan === 'Plus' || plan === 'Advanced'
}

export function planHasBills(plan: Plan): boolean {
  return plan !== 'SimpleStart'
}
