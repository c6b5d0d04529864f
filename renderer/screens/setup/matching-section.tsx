import type { ReactNode } from 'react'
import type { Screen } from '../../company/route.ts'
import type { ToMatch } from '../../rows/row-totals.ts'
import { Button } from '../../parts/button/button.tsx'
import { useWords } from '../../words/context.tsx'
import { Section } from '../settings/section.tsx'
import css from './setup.module.css'

/** What is still without its place in QuickBooks, and the way to the screens where that is given. */
export function MatchingSection({ toMatch, onGo }: { toMatch: ToMatch; onGo: (screen: Screen) => void }): ReactNode {
  const words = useWords()
  const lines = [
    { name: words.t('screen.setup.codes'), count: toMatch.costCodes, screen: 'cost-codes' },
    { name: words.t('screen.setup.contacts'), count: toMatch.contacts, screen: 'contacts' },
  ] as const
  return (
    <Section title={words.t('screen.setup.matching')}>
      <ul className={css['lines']}>
        {lines.map((line) => (
          <li key={line.screen}>
            <span>{line.name}</span>
            <b className="num" data-some={line.count > 0}>
              {line.count > 0 ? words.number(line.count) : words.t('screen.setup.nothingMissing')}
            </b>
            <Button onClick={() => onGo(line.screen)}>{words.t('screen.setup.match')}</Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
