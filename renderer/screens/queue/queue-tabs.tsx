import { Tabs } from 'radix-ui'
import type { ReactNode } from 'react'
import { memo } from 'react'
import type { Tab, TabCounts } from '../../rows/shown-state.ts'
import { TABS } from '../../rows/shown-state.ts'
import type { ListTotals } from '../../rows/row-totals.ts'
import { Count } from '../../parts/badge/count.tsx'
import { useWords } from '../../words/context.tsx'
import css from './queue-tabs.module.css'

/** The states as tabs, each with how many stand there; the tax that is still to be added with its sum. */
export const QueueTabs = memo(function QueueTabs({
  counts,
  totals,
}: {
  counts: TabCounts
  totals: ListTotals
}): ReactNode {
  const words = useWords()
  const tones: Partial<Record<Tab, 'you' | 'fail'>> = {
    'needs-you': totals.failed > 0 ? 'fail' : 'you',
    differs: 'you',
  }
  const tax = totals.taxToAdd.map(({ amount, currency }) => words.money(amount, currency)).join(' + ')
  return (
    <Tabs.List className={css['tabs']} aria-label={words.t('window.tab.label')}>
      {TABS.map((tab) => (
        <Tabs.Trigger key={tab} value={tab} className={css['tab']} data-tab={tab}>
          <span>{words.t(`window.tab.${tab}`)}</span>
          <Count value={counts[tab]} {...(tones[tab] ? { tone: tones[tab] } : {})} />
          {tab === 'tax' && tax !== '' && <span className={`${css['sum']} num`}>{tax}</span>}
        </Tabs.Trigger>
      ))}
    </Tabs.List>
  )
})
