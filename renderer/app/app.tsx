import type { ReactNode } from 'react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { AppInfo, Bridge } from '../../shared/bridge.ts'
import type { Language } from '../../shared/words/index.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { BridgeProvider, useBridge } from '../bridge/context.tsx'
import type { Link } from '../bridge/link.ts'
import { LiveProvider, useCompanies, useLive } from '../live/context.tsx'
import { Live } from '../live/live.ts'
import { DropZone } from '../parts/browse/dropped-place.tsx'
import { AnnounceProvider } from '../parts/live-region/announce.tsx'
import { useTheme } from '../parts/preferences/theme.ts'
import type { Preferences } from '../parts/preferences/preferences-menu.tsx'
import { useStored } from '../parts/stored.ts'
import type { Density } from '../rows/density.ts'
import { useWords, WordsProvider } from '../words/context.tsx'
import css from './app.module.css'
import { CompanyWindow } from './company-window.tsx'
import { LinkNotice } from './link-notice.tsx'
import { OverviewWindow } from './overview-window.tsx'
import { useRoute } from '../company/route.ts'
import { useKeptFocus } from './use-kept-focus.ts'

function systemLanguage(): Language {
  return navigator.language.toLowerCase().startsWith('fr') ? 'fr' : 'en'
}

/** The whole window: finds out who it talks to, in which language, and shows the company of its address. */
export function App({ bridge, link }: { bridge: Bridge; link: Link }): ReactNode {
  const [app, setApp] = useState<AppInfo | null>(null)
  const [language, setShown] = useState<Language>(systemLanguage)
  const live = useMemo(() => new Live(bridge, link), [bridge, link])
  const words = useMemo(() => wordsFor(language), [language])

  useKeptFocus()
  useEffect(() => live.start(), [live])
  useEffect(() => {
    let current = true
    const ask = (): void =>
      void bridge.appInfo({}).then(
        (info) => {
          if (!current) return
          setApp(info)
          setShown(info.language)
        },
        () => undefined,
      )
    ask()
    const cut = link.subscribe(() => {
      if (link.state() === 'live') ask()
    })
    return () => {
      current = false
      cut()
    }
  }, [bridge, link])
  useEffect(() => {
    document.documentElement.lang = language
    document.title = words.t('window.app.name')
  }, [language, words])

  const setLanguage = useCallback(
    (next: Language) => {
      setShown(next)
      void bridge.setLanguage({ language: next }).catch(() => undefined)
    },
    [bridge],
  )

  return (
    <WordsProvider value={words}>
      <AnnounceProvider>
        <div className={css['app']}>
          <LinkNotice link={link} />
          {app ? (
            <BridgeProvider value={{ bridge, app }}>
              <LiveProvider value={live}>
                <Companies language={language} setLanguage={setLanguage} />
              </LiveProvider>
            </BridgeProvider>
          ) : (
            <Opening />
          )}
        </div>
      </AnnounceProvider>
    </WordsProvider>
  )
}

function Opening(): ReactNode {
  return (
    <div className={css['opening']} role="status">
      {useWords().t('window.app.loading')}
    </div>
  )
}

function Companies({ language, setLanguage }: Pick<Preferences, 'language' | 'setLanguage'>): ReactNode {
  const live = useLive()
  const companies = useCompanies()
  const { bridge, app } = useBridge()
  const [place, go] = useRoute()
  const [theme, setTheme] = useTheme()
  const [density, setDensity] = useStored<Density>('density', 'comfortable')
  useEffect(() => live.onOpen((company, key) => go({ company, screen: 'queue', document: key })), [live, go])
  if (!companies) return <Opening />
  const preferences: Preferences = {
    language,
    setLanguage,
    languageByFirm: app.byFirm.includes('language'),
    theme,
    setTheme,
    density,
    setDensity,
  }
  const open = (company: string): void => go({ company, screen: 'queue', document: null })
  const [only] = companies
  const status =
    companies.find((each) => each.companyId === place.company) ??
    (window.location.hash === '' && companies.length === 1 ? only : undefined)
  // Several companies, or none: the overview is where one is chosen or added.
  return (
    <DropZone
      pathOf={bridge.pathOf}
      onHomeless={() => {
        // The overview opens its own form.
        if (status) go({ company: status.companyId, screen: 'settings', document: null, part: 'source' })
      }}
    >
      {status ? (
        <CompanyWindow status={status} companies={companies} place={place} onPlace={go} preferences={preferences} />
      ) : (
        <OverviewWindow
          companies={companies}
          preferences={preferences}
          onOpen={open}
          onAdded={(company) => go({ company, screen: 'setup', document: null })}
        />
      )}
    </DropZone>
  )
}
