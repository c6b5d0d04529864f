import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { actionsOf } from '../../shared/problem.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import { isBeingSetUp } from '../live/being-set-up.ts'
import { useRows } from '../live/context.tsx'
import { Banners } from '../screens/banners/banners.tsx'
import { CompanyCard } from '../parts/company-card/company-card.tsx'
import { ConnectionFoot } from '../parts/connection/connection-state.tsx'
import type { Preferences } from '../parts/preferences/preferences-menu.tsx'
import { PreferencesMenu } from '../parts/preferences/preferences-menu.tsx'
import { useWords } from '../words/context.tsx'
import type { Go } from '../company/company-context.tsx'
import type { Screen } from '../company/route.ts'
import { SCREENS } from '../company/route.ts'
import { SCREEN_SIGNS, SCREEN_WORDS } from './screen-signs.ts'
import css from './shell.module.css'

/**
 * Whether a screen stands in the navigation: setting up until the first run, the columns while they are asked for or where a
 * cell could not be read that they may explain (a word of one's own, a date).
 */
function isOffered(screen: Screen, status: CompanyStatus, unread: boolean): boolean {
  if (screen === 'setup') return isBeingSetUp(status)
  return (
    screen !== 'columns' ||
    (status.source.problem !== null && actionsOf(status.source.problem.code).includes('map-columns')) ||
    (unread && !/^https?:/i.test(status.source.location))
  )
}

/** The frame of every screen of a company: whose books, where to go, how things stand, and what concerns all of it. */
export function Shell({
  status,
  companies,
  screen,
  preferences,
  onSwitch,
  onOverview,
  onGo,
  onHelp,
  onPalette,
  children,
}: {
  status: CompanyStatus
  companies: readonly CompanyStatus[]
  screen: Screen
  preferences: Preferences
  onSwitch: (company: string) => void
  onOverview: () => void
  onGo: Go
  onHelp: () => void
  onPalette: () => void
  children: ReactNode
}): ReactNode {
  const words = useWords()
  const { toMatch } = useRows(status.companyId)

  function badge(each: Screen): ReactNode {
    const count =
      each === 'queue'
        ? status.needsYou
        : each === 'contacts'
          ? toMatch.contacts
          : each === 'cost-codes'
            ? toMatch.costCodes
            : 0
    if (count === 0) return null
    const said =
      each === 'queue' ? words.t('window.company.needs', { count }) : words.t('window.nav.toMatch', { count })
    return (
      <em className="num" title={said}>
        <span aria-hidden="true">{words.number(count)}</span>
        <span className="out-of-sight">{said}</span>
      </em>
    )
  }

  return (
    <div className={css['shell']} style={{ '--company': status.colour }}>
      <nav className={css['nav']} aria-label={words.t('window.app.pages')}>
        <CompanyCard status={status} companies={companies} onSwitch={onSwitch} onOverview={onOverview} />
        <ul>
          {SCREENS.filter((each) => each === screen || isOffered(each, status, toMatch.unread > 0)).map((each) => {
            const Sign = SCREEN_SIGNS[each]
            return (
              <li key={each}>
                <button
                  type="button"
                  className={css['entry']}
                  aria-current={screen === each ? 'page' : undefined}
                  title={words.t(SCREEN_WORDS[each])}
                  onClick={() => onGo(each)}
                >
                  <Sign size={16} aria-hidden="true" />
                  <span className={css['word']}>{words.t(SCREEN_WORDS[each])}</span>
                  {badge(each)}
                </button>
              </li>
            )
          })}
        </ul>
        <div className={css['end']}>
          <button
            type="button"
            className={css['entry']}
            title={words.t('screen.palette.open')}
            aria-keyshortcuts="Control+K"
            onClick={onPalette}
          >
            <Search size={16} aria-hidden="true" />
            <span className={css['word']}>{words.t('screen.palette.open')}</span>
            <kbd className={css['keys']} aria-hidden="true">
              Ctrl K
            </kbd>
          </button>
          <PreferencesMenu preferences={preferences} className={css['entry'] ?? ''} onHelp={onHelp} />
          <ConnectionFoot status={status} />
        </div>
      </nav>
      <div className={css['page']}>
        <Banners status={status} screen={screen} />
        {children}
      </div>
    </div>
  )
}
