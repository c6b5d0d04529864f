import { Check, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { connectionWord } from '../../parts/connection/connection-state.tsx'
import { useWords } from '../../words/context.tsx'
import { useNow } from '../../words/now.ts'
import { Findings } from './findings.tsx'
import { Section } from './section.tsx'
import css from './settings.module.css'

/** How things stand, each with a sign and a sentence: connection, data, keychain, what waits for a yes. */
export function HealthSection({ status }: { status: CompanyStatus }): ReactNode {
  const words = useWords()
  const { app } = useBridge()
  const now = useNow()
  const { connection, source, guards } = status
  const lines = [
    {
      name: words.t('screen.settings.quickbooks'),
      well: connection.state === 'connected',
      said: connection.problem ? words.problem(connection.problem).title : connectionWord(connection, words),
    },
    {
      name: words.t('screen.settings.source'),
      well: source.problem === null && source.lastReadAt !== null,
      said: source.problem
        ? words.problem(source.problem).title
        : source.lastReadAt
          ? words.t('screen.settings.lastRead', { when: words.ago(source.lastReadAt, now) })
          : words.t('window.foot.notRead'),
    },
    {
      name: words.t('screen.settings.keychain'),
      well: app.keychain,
      said: words.t(app.keychain ? 'screen.settings.keychainHere' : 'screen.settings.noKeychain'),
    },
    {
      name: words.t('screen.settings.guards'),
      well: guards.length === 0,
      said:
        guards.length === 0
          ? words.t('screen.settings.nothingHeld')
          : guards.map((guard) => words.problem(guard.problem).title).join(' · '),
    },
  ]
  return (
    <Section part="health" title={words.t('screen.settings.health')}>
      <ul className={css['health']}>
        {lines.map((line) => (
          <li key={line.name} data-well={line.well}>
            {line.well ? (
              <Check size={15} aria-label={words.t('screen.settings.well')} role="img" />
            ) : (
              <TriangleAlert size={15} aria-label={words.t('window.tab.needs-you')} role="img" />
            )}
            <b>{line.name}</b>
            <span>{line.said}</span>
          </li>
        ))}
      </ul>
      <Findings status={status} />
    </Section>
  )
}
