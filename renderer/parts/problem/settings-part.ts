import type { ProblemCode } from '../../../shared/problem.ts'
import type { SettingsPart } from '../../company/route.ts'

/** Where in the settings a problem is mended whose button only says "open settings". */
const PARTS: Partial<Record<ProblemCode, SettingsPart>> = {
  'app-keys-missing': 'keys',
  'proxy-refused': 'network',
  'proxy-sign-in': 'network',
  'proxy-not-spoken': 'network',
  'app-keys-wrong': 'keys',
  'relay-refused': 'keys',
  'address-refused': 'quickbooks',
  'environment-unknown': 'quickbooks',
  'source-refused': 'source',
  'source-host-refused': 'source',
  'purchase-orders-off': 'health',
  'data-folder-unwritable': 'health',
}

export function settingsPartOf(code: ProblemCode): SettingsPart {
  return PARTS[code] ?? 'sync'
}
