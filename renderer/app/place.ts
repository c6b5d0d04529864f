import { useCallback, useSyncExternalStore } from 'react'
import type { DocumentKey } from '../../shared/kinds.ts'
import { parseKey } from '../../shared/kinds.ts'

export type Screen = 'setup' | 'queue' | 'contacts' | 'cost-codes' | 'activity' | 'settings'

/** The screens there are: navigation and buttons lead to these only. */
export const SCREENS: readonly Screen[] = ['setup', 'queue', 'contacts', 'cost-codes', 'activity', 'settings']

/** Where the window is: kept in the address, so that loading again comes back to the same place. */
export interface Place {
  /** Null on the overview of all companies, and where the address says nothing yet. */
  company: string | null
  screen: Screen
  document: DocumentKey | null
}

/** Reads `#/<company>/<screen>/<document>`; whatever does not fit is left out. */
export function readPlace(hash: string): Place {
  const [company = '', screen = '', document = ''] = hash.replace(/^#\/?/, '').split('/').map(decoded)
  return {
    company: company === '' ? null : company,
    screen: SCREENS.find((each) => each === screen) ?? 'queue',
    document: parseKey(document) ? (document as DocumentKey) : null,
  }
}

export function writePlace(place: Place): string {
  if (place.company === null) return '#/'
  const parts = [place.company, place.screen, ...(place.document ? [place.document] : [])]
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

export function usePlace(): [Place, (place: Place, how?: 'replace') => void] {
  const hash = useSyncExternalStore(subscribe, hashNow)
  const go = useCallback((place: Place, how?: 'replace') => {
    const next = writePlace(place)
    if (next === window.location.hash) return
    if (how === 'replace') {
      window.history.replaceState(null, '', next)
      window.dispatchEvent(new HashChangeEvent('hashchange'))
    } else window.location.hash = next
  }, [])
  return [readPlace(hash), go]
}
