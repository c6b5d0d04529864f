import type { CompanyFacts } from './contract.ts'
import { isRecord } from './fault-shapes.ts'
import type { Body } from './fault-shapes.ts'

/** Intuit's number of the entitlement "Purchase Order" (facts §1.11); its name is not relied on. */
const PURCHASE_ORDERS = '42'

/**
 * Preferences, CompanyInfo and the entitlement boiled down to what the rules ask. What an answer leaves out is off, except
 * bills and the subscription, of which QuickBooks only says that they are not there.
 */
export function companyFacts(
  realmId: string,
  preferences: Readonly<Record<string, unknown>>,
  companyInfo: Readonly<Record<string, unknown>>,
  entitledToPurchaseOrders: boolean | null,
): CompanyFacts {
  const sales = section(preferences, 'SalesFormsPrefs')
  const accounting = section(preferences, 'AccountingInfoPrefs')
  const purchases = section(preferences, 'VendorAndPurchasesPrefs')
  const tax = section(preferences, 'TaxPrefs')
  const currency = section(preferences, 'CurrencyPrefs')
  const partnerTax = tax['PartnerTaxEnabled']
  return {
    realmId,
    companyName: text(companyInfo['CompanyName']) ?? '',
    country: text(companyInfo['Country']) ?? '',
    homeCurrency: text(section(currency, 'HomeCurrency')['value']),
    multiCurrency: isTrue(currency['MultiCurrencyEnabled']),
    booksClosedUntil: text(accounting['BookCloseDate'])?.slice(0, 10) ?? null,
    customTxnNumbers: isTrue(sales['CustomTxnNumbers']),
    usingSalesTax: tax['UsingSalesTax'] === undefined ? null : isTrue(tax['UsingSalesTax']),
    partnerTaxEnabled: partnerTax === undefined || partnerTax === null ? null : isTrue(partnerTax),
    billableExpenses: isTrue(purchases['BillableExpenseTracking']),
    autoApplyCredit: isTrue(sales['AutoApplyCredit']),
    autoApplyPayments: isTrue(sales['AutoApplyPayments']),
    purchaseOrders: entitledToPurchaseOrders ?? planWithPurchaseOrders(companyInfo),
    classTracking: isTrue(accounting['ClassTrackingPerTxnLine'])
      ? 'line'
      : isTrue(accounting['ClassTrackingPerTxn'])
        ? 'document'
        : 'off',
    locationTracking: isTrue(accounting['TrackDepartments']),
    bills: purchases['EnableBills'] !== false && purchases['EnableBills'] !== 'false',
    subscribed: !/expired|cancel|suspend/i.test(namedValue(companyInfo, 'SubscriptionStatus') ?? ''),
  }
}

/** Reads the Entitlements answer (XML only): whether the plan has purchase orders; null where it does not say. */
export function purchaseOrderEntitlement(body: Body): boolean | null {
  if (body.format !== 'xml') return null
  const found = entitlementsIn(body.value, 0).find((entitlement) => entitlement['id'] === PURCHASE_ORDERS)
  const term = text(found?.['term'])?.toLowerCase()
  return term === 'on' ? true : term === 'off' ? false : null
}

function entitlementsIn(node: unknown, depth: number): Record<string, unknown>[] {
  if (depth > 6) return []
  if (Array.isArray(node)) return node.flatMap((each) => entitlementsIn(each, depth + 1))
  if (!isRecord(node)) return []
  return Object.entries(node).flatMap(([name, value]) =>
    name === 'Entitlement'
      ? (Array.isArray(value) ? value : [value]).filter(isRecord)
      : entitlementsIn(value, depth + 1),
  )
}

/** The smaller plans are known to have none; of the larger ones the setting stays unknown until something is sent. */
function planWithPurchaseOrders(companyInfo: Readonly<Record<string, unknown>>): false | null {
  return /\b(simple\s*start|easy\s*start|essentials)\b/i.test(namedValue(companyInfo, 'OfferingSku') ?? '')
    ? false
    : null
}

function namedValue(companyInfo: Readonly<Record<string, unknown>>, name: string): string | null {
  const values = companyInfo['NameValue']
  return text((Array.isArray(values) ? values : []).filter(isRecord).find((each) => each['Name'] === name)?.['Value'])
}

function section(parent: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> {
  const found = parent[name]
  return isRecord(found) ? found : {}
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true'
}
