import { CircleCheck, Inbox, LoaderCircle, SearchX, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RowsView } from '../../live/company-rows.ts'
import type { Tab } from '../../rows/shown-state.ts'
import { Button } from '../../parts/button/button.tsx'
import { Empty } from '../../parts/empty/empty.tsx'
import { useWords } from '../../words/context.tsx'

/** What stands in place of the list: still reading, could not be read, nothing found, or nothing there, and what that means. */
export function QueueEmpty({
  phase,
  tab,
  text,
  filtered,
  anywhere,
  onAgain,
  onAll,
  onClear,
}: {
  phase: RowsView['phase']
  tab: Tab
  text: string
  filtered: boolean
  /** How many fit on any tab. */
  anywhere: number
  onAgain: () => void
  onAll: () => void
  onClear: () => void
}): ReactNode {
  const words = useWords()
  if (phase === 'loading')
    return (
      <div role="status">
        <Empty icon={<LoaderCircle />} title={words.t('window.empty.loading')} />
      </div>
    )
  if (phase === 'failed')
    return (
      <Empty icon={<TriangleAlert />} title={words.t('window.empty.failed')} text={words.t('window.empty.failedText')}>
        <Button onClick={onAgain}>{words.t('window.empty.again')}</Button>
      </Empty>
    )
  if (text !== '' || filtered) {
    return (
      <Empty
        icon={<SearchX />}
        title={words.t('window.empty.noMatch')}
        text={text !== '' ? words.t('window.empty.noMatchText', { text }) : words.t('window.empty.noMatchFilter')}
      >
        {anywhere > 0 && (
          <Button variant="primary" onClick={onAll}>
            {words.t('window.empty.searchAll', { count: anywhere })}
          </Button>
        )}
        <Button onClick={onClear}>{words.t(text !== '' ? 'window.queue.clearSearch' : 'window.filter.clear')}</Button>
      </Empty>
    )
  }
  const good = tab === 'needs-you' || tab === 'differs' || tab === 'tax'
  const icon = good ? <CircleCheck /> : <Inbox />
  return <Empty icon={icon} title={words.t(`window.empty.${tab}`)} text={words.t(`window.empty.${tab}Text`)} />
}
