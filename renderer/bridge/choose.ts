import type { Bridge } from '../../shared/bridge.ts'
import { fetchedEvents } from './fetched-events.ts'
import { httpBridge } from './http-bridge.ts'
import type { Link } from './link.ts'
import { ChangingLink } from './link.ts'
import { takePageKey } from './page-key.ts'

declare global {
  interface Window {
    /** Put there by the preload script of the desktop app. */
    readonly billdrBridge?: Bridge
  }
}

/** The bridge of where this window runs: the desktop app's own, else the one over HTTP. */
export function chooseBridge(): { bridge: Bridge; link: Link } {
  if (window.billdrBridge) {
    const link = new ChangingLink()
    link.set('live')
    return { bridge: window.billdrBridge, link }
  }
  return httpBridge({
    fetch: (...args) => fetch(...args),
    events: (address, headers) => fetchedEvents((...args) => fetch(...args), address, headers),
    page: takePageKey(),
    later: (run, ms) => void setTimeout(run, ms),
  })
}
