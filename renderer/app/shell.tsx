import { ListChecks } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CompanyStatus } from '../../shared/status.ts'
import { Banners } from '../parts/banners/banners.tsx'
import { CompanyCard } from '../parts/company-card/company-card.tsx'
import { ConnectionFoot } from '../parts/connection/connection-state.tsx'
import type { Preferences } from '../parts/preferences/preferences-menu.tsx'
import { PreferencesMenu } from '../parts/preferences/preferences-menu.tsx'
import { useWords } from '../words/context.tsx'
import type { Screen } from './place.ts'
import css from './shell.module.css'

/** The frame of every screen of a company: whose books, where to go, how things stand, and what concerns all of it. */
export function Shell({ status, companies, screen, preferences, onSwitch, onOverview, onGo, onHelp, children }: {
  status: CompanyStatus
  companies: readonly CompanyStatus[]
  screen: Screen
  preferences: Preferences
  onSwitch: (company: string) => void
  onOverview: () => void
  onGo: (screen: Screen) => void
  onHelp: () => void
  children: ReactNode
}): ReactNode {
  const words = useWords()
  return (
    <div className={css['shell']} style={{ '--company': status.colour }}>
      <nav className={css['nav']} aria-label={words.t('window.app.pages')}>
        <CompanyCard status={status} companies={companies} onSwitch={onSwitch} onOverview={onOverview} />
        <ul>
          <li>
            <button type="button" className={css['entry']} aria-current={screen === 'queue' ? 'page' : undefined} title={words.t('window.nav.queue')} onClick={() => onGo('queue')}>
              <ListChecks size={16} aria-hidden="true" /><span>{words.t('window.nav.queue')}</span>
              {status.needsYou > 0 && <em className="num"><span aria-hidden="true">{words.number(status.needsYou)}</span><span className="out-of-sight">{words.t('window.company.needs', { count: status.needsYou })}</span></em>}
            </button>
          </li>
        </ul>
        <div className={css['end']}>
          <PreferencesMenu preferences={preferences} className={css['entry'] ?? ''} onHelp={onHelp} />
          <ConnectionFoot status={status} />
        </div>
      </nav>
      <div className={css['page']}>
        <Banners status={status} onGo={onGo} />
        {children}
      </div>
    </div>
  )
}
