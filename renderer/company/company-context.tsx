import { createContext, use } from 'react'
import type { CompanyStatus } from '../../shared/status.ts'
import type { Screen, SettingsPart } from './route.ts'

/** Leads to a screen; in the settings to one part of them. */
export type Go = (screen: Screen, part?: SettingsPart) => void

interface CompanyAround {
  status: CompanyStatus
  go: Go
}

const CompanyContext = createContext<CompanyAround | null>(null)
export const CompanyProvider = CompanyContext.Provider

/** The company whose window this part stands in, and the way to its screens; null on the overview of all companies. */
export function useCompany(): CompanyAround | null {
  return use(CompanyContext)
}
