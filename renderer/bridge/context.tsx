import { createContext, use } from 'react'
import type { AppInfo, Bridge } from '../../shared/bridge.ts'

const BridgeContext = createContext<{ bridge: Bridge; app: AppInfo } | null>(null)
export const BridgeProvider = BridgeContext.Provider

/** The bridge, and what the companion said about itself. */
export function useBridge(): { bridge: Bridge; app: AppInfo } {
  const found = use(BridgeContext)
  if (!found) throw new Error('no bridge around this part')
  return found
}
