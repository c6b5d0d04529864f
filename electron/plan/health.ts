import type { BilldrRecord, Line } from '../../shared/domain.ts'
import type { HealthFinding } from '../../shared/health.ts'
import { finding, SEVERITIES } from '../../shared/health.ts'
import type { HealthInput } from './health-input.ts'
import { defaultFindings } from './health-mappings.ts'
import { taxDecision } from './tax.ts'

/**
 * The settings that cause trouble with these records, worst first; empty where all is well. Only what is in use is
 * named: a plan without purchase orders is no trouble to a contractor who makes none.
 */
export function healthOf(input: HealthInput): HealthFinding[] {
  const found = [
    ...companyFindings(input),
    ...closedFindings(input),
    ...numberFindings(input),
    ...applyFindings(input),
    ...purchaseFindings(input),
    ...taxFindings(input),
    ...trackingFindings(input),
    ...defaultFindings(input),
  ]
  return found.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
}

type Billed = Extract<BilldrRecord, { lines: Line[] }>

/** Documents that are, or are to be, in QuickBooks: no drafts, nothing rejected, voided or cancelled. */
function standing(input: HealthInput): { record: Billed; isSynced: boolean }[] {
  return input.records.flatMap(({ record, isSynced }) =>
    'lines' in record && isWanted(record) ? [{ record, isSynced }] : [],
  )
}

function isWanted(record: Billed): boolean {
  switch (record.kind) {
    case 'invoice':
    case 'credit':
      return record.status !== 'draft' && record.status !== 'voided'
    case 'expense':
      return record.status === 'approved'
    case 'purchase-order':
      return record.status !== 'cancelled'
  }
}

/** The subscription, the country and the currencies: what decides whether documents can go at all. */
function companyFindings(input: HealthInput): HealthFinding[] {
  const { facts, company } = input
  const found: HealthFinding[] = []
  if (facts.subscribed === false) found.push(finding('stops', 'health-subscription-ended', { name: facts.companyName }))
  if (company && facts.country !== '' && company.country !== facts.country) {
    found.push(finding('harms', 'health-other-country', { billdr: company.country, quickbooks: facts.country }))
  }
  const home = facts.homeCurrency
  if (home !== null && !facts.multiCurrency) {
    const foreign = standing(input).filter(({ record, isSynced }) => !isSynced && record.currency !== home)
    const currency = foreign[0]?.record.currency
    if (currency !== undefined)
      found.push(finding('stops', 'health-one-currency', { currency, home, count: foreign.length }))
  }
  return found
}

function closedFindings(input: HealthInput): HealthFinding[] {
  const until = input.facts.booksClosedUntil
  if (until === null) return []
  const since = input.settings.syncFrom ?? ''
  const dates = input.records.flatMap(({ record, isSynced }) => {
    const date = dateOf(record)
    return !isSynced && date !== null && date >= since && date <= until ? [date] : []
  })
  if (dates.length > 0) return [finding('stops', 'health-books-closed', { until, count: dates.length })]
  return since !== '' && since <= until
    ? [finding('hint', 'health-starts-in-closed-books', { until, syncFrom: since })]
    : []
}

/** The day on which a record goes into the books; null for what has none, or does not go. */
function dateOf(record: BilldrRecord): string | null {
  if (record.kind === 'payment') return record.receivedOn
  if (!('lines' in record) || !isWanted(record)) return null
  return record.kind === 'expense' ? record.spentOn : record.issuedOn
}

function numberFindings({ facts }: HealthInput): HealthFinding[] {
  return facts.customTxnNumbers ? [] : [finding('harms', 'health-custom-numbers-off')]
}

/** QuickBooks distributing money by itself: it may take the room that Billdr's own applications need. */
function applyFindings({ facts }: HealthInput): HealthFinding[] {
  return [
    ...(facts.autoApplyPayments ? [finding('harms', 'health-auto-apply-payments')] : []),
    ...(facts.autoApplyCredit ? [finding('harms', 'health-auto-apply-credits')] : []),
  ]
}

function purchaseFindings(input: HealthInput): HealthFinding[] {
  const { facts } = input
  const waiting = standing(input)
    .filter(({ isSynced }) => !isSynced)
    .map(({ record }) => record)
  const orders = waiting.filter(({ kind }) => kind === 'purchase-order').length
  const bills = waiting.filter((record) => record.kind === 'expense' && record.paidWith === 'unpaid').length
  const billable = waiting.filter(
    (record) => record.kind === 'expense' && record.lines.some((line) => line.billable),
  ).length
  const found: HealthFinding[] = []
  if (facts.purchaseOrders === false && orders > 0)
    found.push(finding('stops', 'health-purchase-orders-off', { count: orders }))
  if (facts.bills === false && bills > 0) found.push(finding('stops', 'health-bills-off', { count: bills }))
  if (!facts.billableExpenses && billable > 0) found.push(finding('harms', 'health-billable-off', { count: billable }))
  return found
}

/** Rule T1: documents go without tax, which is added in QuickBooks; that needs a code for no tax, and tax to add. */
function taxFindings(input: HealthInput): HealthFinding[] {
  const { facts, books, settings } = input
  const found: HealthFinding[] = []
  for (const side of ['sales', 'purchases'] as const) {
    const decision = taxDecision(books, settings, side)
    if (!decision.ok) found.push(finding('stops', 'health-tax-code-missing', decision.problem.params))
  }
  const taxed = standing(input).filter(
    ({ record }) => 'taxes' in record && record.taxes.some((tax) => tax.amount !== 0),
  ).length
  if (facts.usingSalesTax === false && taxed > 0) found.push(finding('harms', 'health-sales-tax-off', { count: taxed }))
  if (facts.usingSalesTax && facts.partnerTaxEnabled === false && taxed > 0)
    found.push(finding('harms', 'health-sales-tax-unfinished', { count: taxed }))
  return found
}

function trackingFindings({ facts }: HealthInput): HealthFinding[] {
  return [
    ...(facts.classTracking === 'document' || facts.classTracking === 'line'
      ? [finding('harms', 'health-class-tracking')]
      : []),
    ...(facts.locationTracking ? [finding('hint', 'health-location-tracking')] : []),
  ]
}
