import type { Company } from './company.ts'

/**
 * So long QuickBooks is not asked where nobody looks, nothing waits and the source says nothing new, ms. Intuit counts reads by
 * the month (facts §3): one question a minute is 43,200 a month and company, one in ten minutes 4,320.
 */
const QUIET_MS = 600_000

/** How old the last look at QuickBooks may be for this turn, ms. `isChange`: only the source's folder moved. */
export function askAfterMs(company: Company, isLookedAt: boolean, isChange: boolean): number {
  const intervalMs = company.workspace.settings().pollSeconds * 1000
  if (isLookedAt || company.isWaiting) return isChange ? intervalMs : 0
  return Math.max(QUIET_MS, intervalMs)
}
