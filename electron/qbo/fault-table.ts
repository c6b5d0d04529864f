import type { ProblemCode } from '../../shared/problem.ts'
import type { Failure } from './contract.ts'

export interface FaultRow {
  kind: Failure['kind']
  problem: ProblemCode
  /** The access token may merely be old: the client gets a new one and repeats the request once. */
  refresh?: true
  /** What to wait where the answer does not say, ms. */
  waitMs?: number
}

const MINUTE = 60_000

/** A question of wording the request: our own mistake, which no bookkeeper can mend. */
const OUR_MISTAKE: FaultRow = { kind: 'refused', problem: 'program-fault' }

/**
 * What each fault of QuickBooks means, by its code and never by its text, which comes in the company's language
 * (facts: QuickBooks API §2.2 and Intuit's error table). `refused`: nothing was written.
 */
export const FAULTS: Readonly<Record<string, FaultRow>> = {
  // The connection.
  '100': { kind: 'signed-out', problem: 'connection-ended', refresh: true },
  '110': { kind: 'signed-out', problem: 'connection-ended', refresh: true },
  '120': { kind: 'signed-out', problem: 'connection-forbidden' }, // the person who connected lost the company
  '3100': { kind: 'signed-out', problem: 'connection-forbidden' }, // grant withdrawn, or keys of the other environment
  '3200': { kind: 'signed-out', problem: 'connection-ended', refresh: true },
  '3202': { kind: 'signed-out', problem: 'connection-ended', refresh: true },
  '10200': { kind: 'signed-out', problem: 'connection-ended' }, // the company was reset

  // Not now.
  '130': { kind: 'throttled', problem: 'quickbooks-busy', waitMs: MINUTE }, // wrong cluster
  '140': { kind: 'throttled', problem: 'company-paused', waitMs: 5 * MINUTE }, // locked out
  '150': { kind: 'throttled', problem: 'company-paused', waitMs: 5 * MINUTE }, // under maintenance
  '3001': { kind: 'throttled', problem: 'throttled', waitMs: MINUTE },
  '3002': { kind: 'throttled', problem: 'throttled', waitMs: MINUTE },
  '6190': { kind: 'refused', problem: 'company-paused' }, // subscription ended or unpaid

  // Nobody knows: look before sending again.
  '600': { kind: 'unknown', problem: 'outcome-unknown' }, // the request id was seen before
  '1000': { kind: 'unknown', problem: 'quickbooks-busy' }, // "operation failed", without a reason
  '1010': { kind: 'unknown', problem: 'quickbooks-busy' },
  '1020': { kind: 'unknown', problem: 'quickbooks-busy' },
  '4002': { kind: 'unknown', problem: 'quickbooks-busy' }, // a query that could not be processed
  '6002': { kind: 'unknown', problem: 'outcome-unknown' }, // gateway timeout
  '10000': { kind: 'unknown', problem: 'quickbooks-busy' }, // an application error, with HTTP 500 or 200

  // Somebody else's record is in the way, or ours is out of date.
  '610': { kind: 'refused', problem: 'reference-inactive' },
  '620': { kind: 'refused', problem: 'linked-elsewhere' },
  '630': { kind: 'refused', problem: 'quickbooks-refused' },
  '2500': { kind: 'refused', problem: 'reference-missing' },
  '5010': { kind: 'refused', problem: 'stale' },
  '6140': { kind: 'refused', problem: 'number-taken' },
  '6240': { kind: 'refused', problem: 'name-taken' },
  '6250': { kind: 'refused', problem: 'reference-inactive' }, // customer gone or inactive

  // QuickBooks keeps its own order.
  '700': { kind: 'refused', problem: 'parent-refused' },
  '800': { kind: 'refused', problem: 'linked-elsewhere' },
  '900': { kind: 'refused', problem: 'parent-refused' },
  '6130': { kind: 'refused', problem: 'parent-refused' },
  '6150': { kind: 'refused', problem: 'parent-refused' },
  '6180': { kind: 'refused', problem: 'parent-refused' },
  '6200': { kind: 'refused', problem: 'books-closed' },
  '6210': { kind: 'refused', problem: 'books-closed' },
  '6220': { kind: 'refused', problem: 'balance-open' },
  '6280': { kind: 'refused', problem: 'balance-open' },
  '6270': { kind: 'refused', problem: 'inventory-date' },
  '6400': { kind: 'refused', problem: 'linked-elsewhere' },
  '6110': { kind: 'refused', problem: 'payment-settled' },
  '6120': { kind: 'refused', problem: 'payment-settled' },
  '6450': { kind: 'refused', problem: 'payment-settled' },
  '6460': { kind: 'refused', problem: 'payment-settled' },
  '6480': { kind: 'refused', problem: 'bank-matched' },
  '6540': { kind: 'refused', problem: 'payment-deposited' },

  // The plan or a setting of the company.
  '5020': { kind: 'refused', problem: 'feature-off' },
  '5030': { kind: 'refused', problem: 'feature-off' },
  '6310': { kind: 'refused', problem: 'billable-refused' },
  '6320': { kind: 'refused', problem: 'billable-refused' },

  // The choice of account.
  '6430': { kind: 'refused', problem: 'account-type-refused' },
  '6440': { kind: 'refused', problem: 'account-type-refused' },

  // Tax.
  '2270': { kind: 'refused', problem: 'tax-refused' },
  '2280': { kind: 'refused', problem: 'tax-refused' },
  '6100': { kind: 'refused', problem: 'tax-refused' },
  '6160': { kind: 'refused', problem: 'tax-refused' },
  '6170': { kind: 'refused', problem: 'tax-refused' },
  '6230': { kind: 'refused', problem: 'tax-refused' },
  '6470': { kind: 'refused', problem: 'tax-refused' },

  // What stands in the document.
  '2040': { kind: 'refused', problem: 'text-refused' },
  '2050': { kind: 'refused', problem: 'text-refused' },
  '6080': { kind: 'refused', problem: 'text-refused' }, // no name left
  '2060': { kind: 'refused', problem: 'date-refused' },
  '2070': { kind: 'refused', problem: 'date-refused' },
  '2190': { kind: 'refused', problem: 'date-refused' },
  '2080': { kind: 'refused', problem: 'amount-refused' },
  '2090': { kind: 'refused', problem: 'amount-refused' },
  '2100': { kind: 'refused', problem: 'amount-refused' },
  '2110': { kind: 'refused', problem: 'amount-refused' },
  '2140': { kind: 'refused', problem: 'amount-refused' },
  '2150': { kind: 'refused', problem: 'amount-refused' },
  '2160': { kind: 'refused', problem: 'amount-refused' },
  '2240': { kind: 'refused', problem: 'amount-refused' },
  '2290': { kind: 'refused', problem: 'amount-refused' },
  '6070': { kind: 'refused', problem: 'amount-refused' }, // quantity × price is not the amount
  '2200': { kind: 'refused', problem: 'contact-detail-refused' },
  '2210': { kind: 'refused', problem: 'contact-detail-refused' },
  '2220': { kind: 'refused', problem: 'record-currency' },
  '6420': { kind: 'refused', problem: 'contact-detail-refused' },

  // Receipts.
  '6030': { kind: 'refused', problem: 'attachment-too-large' },
  '6041': { kind: 'refused', problem: 'attachment-type-refused' },

  // A rule of QuickBooks that has no code of its own.
  '6000': { kind: 'refused', problem: 'quickbooks-refused' },
  '6290': { kind: 'refused', problem: 'quickbooks-refused' },

  // Our own mistakes.
  '500': OUR_MISTAKE,
  '1040': OUR_MISTAKE,
  '1050': OUR_MISTAKE,
  '2000': OUR_MISTAKE,
  '2010': OUR_MISTAKE,
  '2020': OUR_MISTAKE,
  '2030': OUR_MISTAKE,
  '2120': OUR_MISTAKE,
  '2130': OUR_MISTAKE,
  '2170': OUR_MISTAKE,
  '2180': OUR_MISTAKE,
  '2230': OUR_MISTAKE,
  '2250': OUR_MISTAKE,
  '2260': OUR_MISTAKE,
  '2300': OUR_MISTAKE,
  '2600': OUR_MISTAKE,
  '3000': OUR_MISTAKE,
  '4000': OUR_MISTAKE,
  '4001': OUR_MISTAKE,
  '5000': OUR_MISTAKE,
  '6010': OUR_MISTAKE,
  '6020': OUR_MISTAKE,
  '6040': OUR_MISTAKE,
  '6050': OUR_MISTAKE,
  '6060': OUR_MISTAKE,
  '6090': OUR_MISTAKE,
  '6300': OUR_MISTAKE,
  '10100': OUR_MISTAKE, // the result set is too large
}

/** A code that stands in no table: refused by QuickBooks in its own words. */
export const UNLISTED: FaultRow = { kind: 'refused', problem: 'quickbooks-refused' }

/** How long everything of a company waits after a 429 that names no time, ms (facts §3). */
export const THROTTLE_WAIT_MS = MINUTE
