import { Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import { memo } from 'react'
import type { Tab, TabCounts } from '../../live/row-mood.ts'
import { TABS } from '../../live/row-mood.ts'
import { Count } from '../../parts/badge/count.tsx'
import { useWords } from '../../words/context.tsx'
import css from './queue-tabs.module.css'

const TONES: Partial<Record<Tab, 'you' | 'fail' | 'run'>> = { 'needs-you': 'you', failed: 'fail', syncing: 'run' }

/** The states as tabs, each with how many stand there. */
export const QueueTabs = memo(function QueueTabs({ counts }: { counts: TabCounts }): ReactNode {
  const words = useWords()
  return (
    <Tabs.List className={css['tabs']} aria-label={words.t('window.tab.label')}>
      {TABS.map((tab) => (
        <Tabs.Trigger key={tab} value={tab} className={css['tab']}>
          <span>{words.t(`window.tab.${tab}`)}</span>
          <Count value={counts[tab]} {...(TONES[tab] ? { tone: TONES[tab] } : {})} />
        </Tabs.Trigger>
      ))}
    </Tabs.List>
  )
})
