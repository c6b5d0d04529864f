import { Check, Circle, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { HistoryEntry } from '../../../shared/bridge.ts'
import { useWords } from '../../words/context.tsx'
import css from './document.module.css'

const SIGNS = { plain: Circle, good: Check, bad: TriangleAlert } as const

/** What happened to a record, newest first, in sentences. */
export function HistorySection({
  history,
  currency,
  children,
}: {
  history: readonly HistoryEntry[]
  currency: string | null
  /** What can be done about the last of it. */
  children?: ReactNode
}): ReactNode {
  const words = useWords()
  if (history.length === 0) return null
  const newestFirst = [...history].reverse().sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
  return (
    <section>
      <h4>{words.t('window.document.history')}</h4>
      <ol className={css['history']}>
        {newestFirst.map((entry, at) => {
          const Sign = SIGNS[entry.tone]
          // The day stands once, where it changes; the time of day stands with each.
          const day = entry.at.slice(0, 10)
          return (
            <li key={at} data-tone={entry.tone}>
              <Sign size={entry.tone === 'plain' ? 8 : 14} aria-hidden="true" />
              <span dir="auto">{words.history(entry.event, entry.params, { currency })}</span>
              <time dateTime={entry.at} title={words.instant(entry.at)}>
                {newestFirst[at - 1]?.at.slice(0, 10) !== day && <span>{words.day(day, 'short')} </span>}
                {words.time(entry.at)}
              </time>
            </li>
          )
        })}
      </ol>
      {children}
    </section>
  )
}
