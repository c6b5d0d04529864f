import { LayoutGrid, Languages, Pause, Play, RefreshCw, RotateCcw, SunMoon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useCallback, useMemo } from 'react'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import { useBridge } from '../bridge/context.tsx'
import { isBeingSetUp } from '../live/being-set-up.ts'
import { useRows } from '../live/context.tsx'
import { shownStateOf } from '../rows/shown-state.ts'
import { CompanyMark } from '../parts/company-card/company-mark.tsx'
import type { Entry } from '../parts/palette/palette.tsx'
import { Palette } from '../parts/palette/palette.tsx'
import type { Preferences } from '../parts/preferences/preferences-menu.tsx'
import { StateIcon } from '../parts/state-mark/state-mark.tsx'
import { fullNameOf, rowWords } from '../screens/queue/row-words.ts'
import { rowSearchFor } from '../screens/queue/search.ts'
import { ShownRows } from '../screens/queue/shown-rows.ts'
import { useWords } from '../words/context.tsx'
import { SCREEN_SIGNS, SCREEN_WORDS } from './screen-signs.ts'
import type { Screen } from '../company/route.ts'
import { SCREENS } from '../company/route.ts'

const MOST_DOCUMENTS = 12

/** The command palette of a company's window: screens, what can be started, companies, and any document by what it shows. */
export function CompanyPalette({
  status,
  companies,
  preferences,
  onGo,
  onSwitch,
  onOverview,
  onShow,
  onHelp,
  onClose,
}: {
  status: CompanyStatus
  companies: readonly CompanyStatus[]
  preferences: Preferences
  onGo: (screen: Screen) => void
  onSwitch: (company: string) => void
  onOverview: () => void
  onShow: (key: DocumentKey) => void
  onHelp: () => void
  onClose: () => void
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const { rows } = useRows(status.companyId)
  const company = status.companyId
  const search = rowSearchFor(words)
  const { language, setLanguage, languageByFirm, theme, setTheme } = preferences

  const entries = useMemo((): Entry[] => {
    const screens = words.t('screen.palette.screens')
    const commands = words.t('screen.palette.commands')
    const quietly = (done: Promise<unknown>): void => void done.catch(() => undefined)
    const goTo = SCREENS.filter((screen) => screen !== 'setup' || isBeingSetUp(status)).map((screen): Entry => {
      const Sign = SCREEN_SIGNS[screen]
      return {
        id: `screen ${screen}`,
        group: screens,
        name: words.t(SCREEN_WORDS[screen]),
        icon: <Sign size={16} aria-hidden="true" />,
        run: () => onGo(screen),
      }
    })
    return [
      ...goTo,
      {
        id: 'overview',
        group: screens,
        name: words.t('window.nav.overview'),
        icon: <LayoutGrid size={16} aria-hidden="true" />,
        run: onOverview,
      },
      {
        id: 'sync',
        group: commands,
        name: words.t('window.queue.syncNow'),
        icon: <RefreshCw size={16} aria-hidden="true" />,
        keys: 'Ctrl Enter',
        run: () => quietly(bridge.syncNow({ company })),
      },
      ...(status.counts.failed > 0
        ? [
            {
              id: 'retry',
              group: commands,
              name: words.t('window.queue.retryFailed', { count: status.counts.failed }),
              icon: <RotateCcw size={16} aria-hidden="true" />,
              run: () => quietly(bridge.retry({ company, keys: 'all' })),
            },
          ]
        : []),
      ...(isBeingSetUp(status)
        ? []
        : [
            status.paused
              ? {
                  id: 'resume',
                  group: commands,
                  name: words.t('window.queue.resume'),
                  icon: <Play size={16} aria-hidden="true" />,
                  run: () => quietly(bridge.pause({ company, until: null })),
                }
              : {
                  id: 'pause',
                  group: commands,
                  name: words.t('window.queue.pauseMenu'),
                  icon: <Pause size={16} aria-hidden="true" />,
                  run: () => quietly(bridge.pause({ company, until: 'resumed' })),
                },
          ]),
      ...(languageByFirm
        ? []
        : [
            {
              id: 'language',
              group: commands,
              name: words.t(language === 'en' ? 'window.menu.french' : 'window.menu.english'),
              icon: <Languages size={16} aria-hidden="true" />,
              run: () => setLanguage(language === 'en' ? 'fr' : 'en'),
            },
          ]),
      {
        id: 'theme',
        group: commands,
        name: `${words.t('window.menu.theme')}: ${words.t(theme === 'dark' ? 'window.menu.light' : 'window.menu.dark')}`,
        icon: <SunMoon size={16} aria-hidden="true" />,
        run: () => setTheme(theme === 'dark' ? 'light' : 'dark'),
      },
      { id: 'keys', group: commands, name: words.t('window.menu.shortcuts'), keys: '?', run: onHelp },
      ...(companies.length < 2
        ? []
        : companies.map((each): Entry => ({
            id: `company ${each.companyId}`,
            group: words.t('screen.palette.companies'),
            name: each.name,
            icon: <CompanyMark name={each.name} colour={each.colour} size={18} />,
            run: () => onSwitch(each.companyId),
          }))),
    ]
  }, [
    words,
    bridge,
    company,
    status,
    companies,
    language,
    setLanguage,
    languageByFirm,
    theme,
    setTheme,
    onGo,
    onSwitch,
    onOverview,
    onHelp,
  ])

  const find = useCallback(
    (text: string): Entry[] => {
      if (text.trim() === '') return []
      return new ShownRows(rows, search.find(rows, null, text)).first(MOST_DOCUMENTS).map((row): Entry => {
        const said = rowWords(row, words)
        return {
          id: row.key,
          group: words.t('screen.palette.documents'),
          name: fullNameOf(row, words),
          detail: [row.number ? said.party : said.under, said.reason].filter(Boolean).join(' · '),
          icon: <StateIcon shownState={shownStateOf(row)} />,
          run: () => onShow(row.key),
        }
      })
    },
    [search, rows, words, onShow],
  )

  return <Palette entries={entries} find={find} onClose={onClose} />
}
