import type { ReactNode } from 'react'
import type { QueueRow } from '../../../shared/row.ts'
import { needsPerson } from '../../../shared/row.ts'
import type { Screen } from '../../app/place.ts'
import { Button } from '../../parts/button/button.tsx'
import { useWords } from '../../words/context.tsx'
import { Section } from '../settings/section.tsx'
import css from './setup.module.css'

/** What is still without its place in QuickBooks, and the way to the screens where that is given. */
export function MatchingSection({ rows, onGo }: { rows: readonly QueueRow[]; onGo: (screen: Screen) => void }): ReactNode {
  const words = useWords()
  const codes = rows.filter((row) => row.kind === 'cost-code' && row.state === 'held').length
  const contacts = rows.filter((row) => (row.kind === 'client' || row.kind === 'project' || row.kind === 'professional') && needsPerson(row)).length
  const lines = [
    { name: words.t('screen.setup.codes'), count: codes, screen: 'cost-codes' },
    { name: words.t('screen.setup.contacts'), count: contacts, screen: 'contacts' },
  ] as const
  return (
    <Section title={words.t('screen.setup.matching')}>
      <ul className={css['lines']}>
        {lines.map((line) => (
          <li key={line.screen}>
            <span>{line.name}</span>
            <b className="num" data-some={line.count > 0}>{line.count > 0 ? words.number(line.count) : words.t('screen.setup.nothingMissing')}</b>
            <Button onClick={() => onGo(line.screen)}>{words.t('screen.setup.match')}</Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
