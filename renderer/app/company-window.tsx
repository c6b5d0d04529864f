import type { ReactNode } from 'react'
import { useCallback, useState } from 'react'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import { KeysDialog } from '../parts/keys/keys-dialog.tsx'
import type { Preferences } from '../parts/preferences/preferences-menu.tsx'
import { QueueScreen } from '../screens/queue/queue-screen.tsx'
import type { Place, Screen } from './place.ts'
import { Shell } from './shell.tsx'

/** The window of one company: the frame, and the screen of the place. */
export function CompanyWindow({ status, companies, place, onPlace, preferences }: {
  status: CompanyStatus
  companies: readonly CompanyStatus[]
  place: Place
  onPlace: (place: Place, how?: 'replace') => void
  preferences: Preferences
}): ReactNode {
  const [help, setHelp] = useState(false)
  const company = status.companyId
  const show = useCallback((document: DocumentKey | null) => onPlace({ company, screen: 'queue', document }, 'replace'), [company, onPlace])
  const go = useCallback((screen: Screen) => onPlace({ company, screen, document: null }), [company, onPlace])
  const openHelp = useCallback(() => setHelp(true), [])
  return (
    <Shell
      status={status} companies={companies} screen={place.screen} preferences={preferences} onGo={go} onHelp={openHelp}
      onSwitch={(next) => onPlace({ company: next, screen: place.screen, document: null })} onOverview={() => onPlace({ company: null, screen: 'queue', document: null })}
    >
      <QueueScreen key={company} status={status} shown={place.document} density={preferences.density} onShow={show} onGo={go} onHelp={openHelp} />
      {help && <KeysDialog onClose={() => setHelp(false)} />}
    </Shell>
  )
}
