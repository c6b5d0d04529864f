import type { AppInfo, Bridge, Outcome } from '../../../shared/bridge.ts'
import type { DocumentKey } from '../../../shared/kinds.ts'

/**
 * Opens a document or the practice books. The desktop app does it itself, in the system's browser; a window that is in a
 * browser already opens a page beside itself, and only at an address of the web.
 */
export async function openBooks(bridge: Bridge, app: AppInfo, company: string, what: { document: DocumentKey } | 'books'): Promise<Outcome<{ url: string }>> {
  const outcome = await bridge.open({ company, what })
  if (outcome.ok && app.host === 'browser' && /^https?:\/\//.test(outcome.value.url)) window.open(outcome.value.url, '_blank', 'noopener,noreferrer')
  return outcome
}
