import type { BilldrCompany, BilldrRecord } from '../../shared/domain.ts'
import type { Mappings } from '../../shared/mappings.ts'
import type { Settings } from '../../shared/settings.ts'
import type { Books, BooksFacts } from './books.ts'

/** What QuickBooks' Preferences, CompanyInfo and Entitlements say, as far as trouble comes from it. */
export interface HealthFacts extends BooksFacts {
  customTxnNumbers: boolean
  autoApplyPayments: boolean
  /** False: automated sales tax, not set up. Null: the older sales tax, or not in the US. */
  partnerTaxEnabled: boolean | null
  classTracking: 'off' | 'document' | 'line'
  locationTracking: boolean
  /** Unpaid bills can be entered. */
  bills: boolean
  /** False where QuickBooks says that the subscription has ended. */
  subscribed: boolean
}

export interface HealthInput {
  facts: HealthFacts
  books: Books
  settings: Settings
  mappings: Mappings
  company: BilldrCompany | null
  /** What Billdr has, and whether QuickBooks has it too. */
  records: readonly { record: BilldrRecord; isSynced: boolean }[]
}
