import { STRICT, type ServiceBehaviour } from './behaviour.ts'

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

/** What a person can set in the company's own settings pages, and how the service behaves. Kept with the books. */
export interface CompanySettings extends ServiceBehaviour {
  realmId: string
  companyName: string
  country: 'CA' | 'US'
  /** Language of the company's messages: codes stay, texts change. */
  language: 'en' | 'fr'
  plan: Plan
  /** The switch in settings; it says nothing in a plan without purchase orders. */
  purchaseOrdersOn: boolean
  tax: TaxSetup
  /** How a new Canadian company names its tax codes; with `exempt-only` no code is out of scope, with `hidden` that one is hidden. */
  taxCodes: 'english' | 'french' | 'exempt-only' | 'hidden'
  /** A person numbers sales; false: QuickBooks counts on by itself. */
  customTxnNumbers: boolean
  /** The same for purchases, bills and orders (`VendorAndPurchasesPrefs.UseCustomTxnNumbers`). */
  customPurchaseNumbers: boolean
  /** "Warn if a number was used": only then, and with own numbers, a number that is taken is refused (IEC 6.2). */
  warnDuplicateNumbers: boolean
  /** Last day of the closed books, ISO day. */
  booksClosedUntil: string | null
  /** Closed with a password (6210) or without one (6200). */
  closedWithPassword: boolean
  billableExpenses: boolean
  autoApplyCredit: boolean
  autoApplyPayments: boolean
  multiCurrency: boolean
  /** Currencies that are active besides the home currency. */
  foreignCurrencies: string[]
  /** Home units for one of a currency, in the place of the day's rate; null: QuickBooks has no rate. */
  exchangeRates: Record<string, number | null>
  /** QuickBooks Payments is on: an invoice that can be paid online has a link for its client. */
  onlinePayments: boolean
  /** What goes with a document by e-mail, where it was changed (`Preferences.EmailMessagesPrefs`), and how often. */
  messages: { changed: number; texts: Record<string, { Subject?: string; Message?: string }> }
  /** Last day of the tax period that was filed (`TaxAgency.LastFileDate`), ISO day. */
  taxFiledUntil: string | null
  /** Seconds by which queries and the feed are behind, up to 20; reads by id never are. */
  lagSeconds: number
  /** Texts that no write may hold: each one that does gets the same answer for ever, and nothing of it is kept. */
  neverTaken: { text: string; answer: 'error' | 'html' | 'stream-timeout' }[]
  /** False: the subscription ended, and everything is answered with 6190. */
  subscribed: boolean
  /** Who is said to have worked on a stale object. */
  userName: string
  /**
   * Transactions that a step in QuickBooks has fixed in place: deposited (6540), settled (6450); or `bank-matched` (6000
   * on another account), `reconciled` (which the service tells nobody who does not ask the report).
   */
  locked: { type: string; id: string; code: string }[]
  /** Rows of lists from before a reset of the company: they read active, hold their names and can be used for nothing. */
  dead: { type: string; id: string }[]
}

export function defaultSettings(country: 'CA' | 'US', realmId: string): CompanySettings {
  return {
    ...STRICT,
    realmId,
    companyName: country === 'CA' ? 'Rénovations Practice inc.' : 'Practice Renovations LLC',
    country,
    language: 'en',
    plan: 'Plus',
    purchaseOrdersOn: true,
    tax: country === 'CA' ? 'tracked' : 'automated',
    taxCodes: 'english',
    customTxnNumbers: true,
    customPurchaseNumbers: true,
    warnDuplicateNumbers: true,
    booksClosedUntil: null,
    closedWithPassword: true,
    billableExpenses: true,
    autoApplyCredit: false,
    autoApplyPayments: false,
    multiCurrency: false,
    foreignCurrencies: country === 'CA' ? ['USD', 'EUR', 'GBP', 'HKD'] : ['CAD', 'EUR', 'GBP'],
    exchangeRates: {},
    onlinePayments: false,
    messages: { changed: 0, texts: {} },
    taxFiledUntil: null,
    lagSeconds: 0,
    neverTaken: [],
    subscribed: true,
    userName: 'Practice Bookkeeper',
    locked: [],
    dead: [],
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

/** Whether a row of a list is from before a reset of the company. */
export function isDead(settings: CompanySettings, type: string, id: string): boolean {
  return settings.dead.some((each) => each.type === type && each.id === id)
}
