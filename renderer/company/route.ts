import { useCallback, useSyncExternalStore } from 'react'
import type { DocumentKey } from '../../shared/kinds.ts'
import { parseKey } from '../../shared/kinds.ts'

export type Screen = 'setup' | 'queue' | 'contacts' | 'cost-codes' | 'columns' | 'months' | 'activity' | 'settings'

/** The screens there are: navigation and buttons lead to these only. */
export const SCREENS: readonly Screen[] = [
  'setup',
  'queue',
  'contacts',
  'cost-codes',
  'columns',
  'months',
  'activity',
  'settings',
]

/** Parts of the settings that a button can lead to. */
export const SETTINGS_PARTS = [
  'health',
  'source',
  'quickbooks',
  'defaults',
  'sync',
  'keys',
  'network',
  'program',
] as const
export type SettingsPart = (typeof SETTINGS_PARTS)[number]

/** Where the window is: kept in the address, so that loading again comes back to the same place. */
export interface Route {
  /** Null on the overview of all companies, and where the address says nothing yet. */
  company: string | null
  screen: Screen
  document: DocumentKey | null
  /** In the settings: the part that is wanted. */
  part?: SettingsPart
}

/** Reads `#/<company>/<screen>/<document or part of the settings>`; whatever does not fit is left out. */
export function readRoute(hash: string): Route {
  const [company = '', screen = '', document = ''] = hash.replace(/^#\/?/, '').split('/').map(decoded)
  const part = screen === 'settings' ? SETTINGS_PARTS.find((each) => each === document) : undefined
  return {
    company: company === '' ? null : company,
    screen: SCREENS.find((each) => each === screen) ?? 'queue',
    document: parseKey(document) ? (document as DocumentKey) : null,
    ...(part && { part }),
  }
}

export function writeRoute(place: Route): string {
  if (place.company === null) return '#/'
  const parts = [place.company, place.screen, ...(place.document ? [place.document] : place.part ? [place.part] : [])]
  return `#/${parts.map(encodeURIComponent).join('/')}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

const hashNow = (): string => window.location.hash

export function useRoute(): [Route, (place: Route, how?: 'replace') => void] {
  const hash = useSyncExternalStore(subscribe, hashNow)
  const go = useCallback((place: Route, how?: 'replace') => {
    const next = writeRoute(place)
    if (next === window.location.hash) return
    if (how === 'replace') {
      window.history.replaceState(null, '', next)
      window.dispatchEvent(new HashChangeEvent('hashchange'))
    } else window.location.hash = next
  }, [])
  return [readRoute(hash), go]
}
