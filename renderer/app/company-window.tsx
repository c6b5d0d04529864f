import type { ReactNode } from 'react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import { KeysDialog } from '../parts/keys/keys-dialog.tsx'
import type { Preferences } from '../parts/preferences/preferences-menu.tsx'
import { ActivityScreen } from '../screens/activity/activity-screen.tsx'
import { ColumnsScreen } from '../screens/columns/columns-screen.tsx'
import { ContactsScreen } from '../screens/contacts/contacts-screen.tsx'
import { CostCodesScreen } from '../screens/cost-codes/cost-codes-screen.tsx'
import { MonthsScreen } from '../screens/months/months-screen.tsx'
import { QueueScreen } from '../screens/queue/queue-screen.tsx'
import { SettingsScreen } from '../screens/settings/settings-screen.tsx'
import { SetupScreen } from '../screens/setup/setup-screen.tsx'
import { CompanyPalette } from './company-palette.tsx'
import type { Go } from '../company/company-context.tsx'
import { CompanyProvider } from '../company/company-context.tsx'
import type { Route } from '../company/route.ts'
import { Shell } from './shell.tsx'

/** The window of one company: the frame, and the screen of the place. */
export function CompanyWindow({
  status,
  companies,
  place,
  onPlace,
  preferences,
}: {
  status: CompanyStatus
  companies: readonly CompanyStatus[]
  place: Route
  onPlace: (place: Route, how?: 'replace') => void
  preferences: Preferences
}): ReactNode {
  const [over, setOver] = useState<'nothing' | 'help' | 'palette'>('nothing')
  const company = status.companyId
  const show = useCallback(
    (document: DocumentKey | null) => onPlace({ company, screen: 'queue', document }, 'replace'),
    [company, onPlace],
  )
  const goToDocument = useCallback(
    (document: DocumentKey) => onPlace({ company, screen: 'queue', document }),
    [company, onPlace],
  )
  const go = useCallback<Go>(
    (screen, part) => onPlace({ company, screen, document: null, ...(part && { part }) }),
    [company, onPlace],
  )
  const around = useMemo(() => ({ status, go }), [status, go])
  const change = useCallback((next: string) => onPlace({ company: next, screen: 'queue', document: null }), [onPlace])
  const overview = useCallback(() => onPlace({ company: null, screen: 'queue', document: null }), [onPlace])
  const openHelp = useCallback(() => setOver('help'), [])
  const close = useCallback(() => setOver('nothing'), [])

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (
        !(event.ctrlKey || event.metaKey) ||
        event.key.toLowerCase() !== 'k' ||
        document.querySelector('dialog[open]')
      )
        return
      event.preventDefault()
      setOver('palette')
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  // Whoever came here by a command has the focus nowhere: the screen takes it, so that Tab goes on from there.
  const stood = useRef(place.screen)
  useEffect(() => {
    if (stood.current === place.screen) return
    stood.current = place.screen
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === null || document.activeElement === document.body)
        document.querySelector('main')?.focus({ preventScroll: true })
    })
    return () => cancelAnimationFrame(frame)
  }, [place.screen])

  return (
    <CompanyProvider value={around}>
      <Shell
        status={status}
        companies={companies}
        screen={place.screen}
        preferences={preferences}
        onGo={go}
        onHelp={openHelp}
        onPalette={() => setOver('palette')}
        onSwitch={change}
        onOverview={overview}
      >
        {place.screen === 'queue' && (
          <QueueScreen
            key={company}
            status={status}
            shown={place.document}
            density={preferences.density}
            onShow={show}
            onGo={go}
            onHelp={openHelp}
          />
        )}
        {place.screen === 'setup' && <SetupScreen key={company} status={status} onGo={go} />}
        {place.screen === 'contacts' && <ContactsScreen key={company} status={status} />}
        {place.screen === 'cost-codes' && <CostCodesScreen key={company} status={status} />}
        {place.screen === 'columns' && <ColumnsScreen key={company} status={status} />}
        {place.screen === 'months' && <MonthsScreen key={company} status={status} onShow={goToDocument} />}
        {place.screen === 'activity' && <ActivityScreen key={company} status={status} onShow={goToDocument} />}
        {place.screen === 'settings' && <SettingsScreen key={company} status={status} part={place.part ?? null} />}
        {over === 'help' && <KeysDialog onClose={close} />}
        {over === 'palette' && (
          <CompanyPalette
            status={status}
            companies={companies}
            preferences={preferences}
            onGo={go}
            onSwitch={change}
            onOverview={overview}
            onShow={goToDocument}
            onHelp={openHelp}
            onClose={close}
          />
        )}
      </Shell>
    </CompanyProvider>
  )
}
