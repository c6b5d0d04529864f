import type { BridgeHandlers } from '../../shared/bridge.ts'
import { problem } from '../../shared/problem.ts'
import { isSetByFirm } from '../system/firm-settings.ts'
import { chooseProxy, isProxyChoice } from '../system/proxy.ts'
import { findProxySignIns, proxyThatAsks } from '../system/tunnel-agent.ts'
import type { SecretStore } from '../keychain/secret-store.ts'
import type { Scheduler } from './scheduler.ts'

const accountOf = (folderId: string, place: string): string => `proxy-sign-in ${folderId} ${place}`

/** Follows what was chosen for the way to the internet, with the sign-ins that the keychain keeps. */
export function followProxyChoice(choice: string, secrets: SecretStore, folderId: string): void {
  chooseProxy(choice)
  findProxySignIns(async (place) => {
    const kept = await secrets.get(accountOf(folderId, place))
    return kept.ok ? kept.value : null
  })
}

/** The way to the internet, as the settings of the window show and change it. */
export function networkHandlers(scheduler: Scheduler): Pick<BridgeHandlers, 'network' | 'setProxy' | 'setProxySignIn'> {
  const { companion } = scheduler
  const byFirm = { ok: false, problem: problem('set-by-firm') } as const
  return {
    network: async () => ({ proxy: companion.proxy(), asks: proxyThatAsks() }),
    setProxy: async ({ proxy }) => {
      if (isSetByFirm('proxy')) return byFirm
      const choice = proxy.trim()
      if (!isProxyChoice(choice)) return { ok: false, problem: problem('proxy-address-refused', { address: choice }) }
      await companion.setProxy(choice)
      scheduler.lookAgain()
      return { ok: true, value: null }
    },
    setProxySignIn: async ({ name, password }) => {
      const place = proxyThatAsks()
      // None asks any more: there is nothing to keep it for.
      if (place === null) return { ok: true, value: null }
      const kept = await companion.secrets.set(accountOf(companion.folderId, place), `${name}:${password}`)
      if (kept.ok) scheduler.lookAgain()
      return kept
    },
  }
}
