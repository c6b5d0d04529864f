import { createContext, use, useSyncExternalStore } from 'react'
import type { CompanyStatus } from '../../shared/status.ts'
import type { RowsView } from './company-rows.ts'
import type { Live } from './live.ts'

const LiveContext = createContext<Live | null>(null)
export const LiveProvider = LiveContext.Provider

export function useLive(): Live {
  const live = use(LiveContext)
  if (!live) throw new Error('nothing live around this part')
  return live
}

/** The status of every company; null until the companion has answered once. */
export function useCompanies(): readonly CompanyStatus[] | null {
  const live = useLive()
  return useSyncExternalStore(live.subscribe, live.companies)
}

export function useRows(company: string): RowsView {
  const rows = useLive().rowsOf(company)
  return useSyncExternalStore(rows.subscribe, rows.view)
}
