import type { AppInfo, Bridge, CallInput } from '../../../shared/bridge.ts'
import type { Result } from '../../../shared/result.ts'

/**
 * Opens a document, the practice books or a help page. The desktop app does it itself, in the system's browser; a window
 * that is in a browser already opens a page beside itself, and only at an address of the web.
 */
export async function openBooks(
  bridge: Bridge,
  app: AppInfo,
  company: string,
  what: CallInput<'open'>['what'],
): Promise<Result<{ url: string }>> {
  const outcome = await bridge.open({ company, what })
  // Help pages are named by their place beside the window.
  const address =
    outcome.ok && URL.canParse(outcome.value.url, window.location.href)
      ? new URL(outcome.value.url, window.location.href)
      : null
  if (address && app.host === 'browser' && /^https?:$/.test(address.protocol))
    window.open(address.href, '_blank', 'noopener,noreferrer')
  return outcome
}
