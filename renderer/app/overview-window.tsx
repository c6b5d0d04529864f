import type { ReactNode } from 'react'
import { useState } from 'react'
import type { CompanyStatus } from '../../shared/status.ts'
import { CompanyMark } from '../parts/company-card/company-mark.tsx'
import { KeysDialog } from '../parts/keys/keys-dialog.tsx'
import type { Preferences } from '../parts/preferences/preferences-menu.tsx'
import { PreferencesMenu } from '../parts/preferences/preferences-menu.tsx'
import { OverviewScreen } from '../screens/overview/overview-screen.tsx'
import { useWords } from '../words/context.tsx'
import css from './shell.module.css'

/** The window while no company is chosen: all of them, and the way into each. */
export function OverviewWindow({
  companies,
  preferences,
  onOpen,
  onAdded,
}: {
  companies: readonly CompanyStatus[]
  preferences: Preferences
  onOpen: (company: string) => void
  onAdded: (company: string) => void
}): ReactNode {
  const words = useWords()
  const [help, setHelp] = useState(false)
  return (
    <div className={css['shell']}>
      <nav className={css['nav']} aria-label={words.t('window.app.pages')}>
        <ul>
          {companies.map((each) => (
            <li key={each.companyId}>
              <button type="button" className={css['entry']} title={each.name} onClick={() => onOpen(each.companyId)}>
                <CompanyMark name={each.name} colour={each.colour} size={22} />
                <span className={css['word']} dir="auto">
                  {each.name}
                </span>
                {each.needsYou > 0 && (
                  <em className="num" title={words.t('window.company.needs', { count: each.needsYou })}>
                    {words.number(each.needsYou)}
                  </em>
                )}
              </button>
            </li>
          ))}
        </ul>
        <div className={css['end']}>
          <PreferencesMenu preferences={preferences} className={css['entry'] ?? ''} onHelp={() => setHelp(true)} />
        </div>
      </nav>
      <div className={css['page']}>
        <span />
        <OverviewScreen companies={companies} onOpen={onOpen} onAdded={onAdded} />
      </div>
      {help && <KeysDialog onClose={() => setHelp(false)} />}
    </div>
  )
}
