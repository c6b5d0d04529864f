import type { KeyboardEvent } from 'react'
import { useEffect } from 'react'
import type { QueueRow } from '../../../shared/row.ts'
import { actionsOf } from '../../../shared/problem.ts'
import { useBridge } from '../../bridge/context.tsx'
import type { Tab } from '../../rows/shown-state.ts'
import { TABS } from '../../rows/shown-state.ts'

/** Whether a key belongs to a text that is being typed. */
export function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

/** The shortcuts of the queue. Single letters work only where nothing is typed; the ones with Ctrl anywhere. */
export function useQueueKeys({
  company,
  row,
  onSearch,
  onTab,
  onHelp,
}: {
  company: string
  row: QueueRow | null
  onSearch: () => void
  onTab: (tab: Tab) => void
  onHelp: () => void
}): (event: KeyboardEvent) => void {
  const { bridge } = useBridge()
  useEffect(() => {
    function onKey(event: globalThis.KeyboardEvent): void {
      if (document.querySelector('dialog[open]')) return
      const control = event.ctrlKey || event.metaKey
      if (control && event.key.toLowerCase() === 'f') {
        event.preventDefault()
        onSearch()
      } else if (event.altKey && /^[0-9]$/.test(event.key)) {
        const tab = TABS[(Number(event.key) + 9) % 10]
        event.preventDefault()
        if (tab) onTab(tab)
      } else if (control && event.key === 'Enter') {
        event.preventDefault()
        void bridge.syncNow({ company }).catch(() => undefined)
      } else if (!control && !event.altKey && !typing(event.target)) {
        if (event.key === '/') {
          event.preventDefault()
          onSearch()
        } else if (event.key === '?') onHelp()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [bridge, company, onSearch, onTab, onHelp])

  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return
    if (event.key === 'r' && row?.problem && actionsOf(row.problem.code).includes('retry')) {
      void bridge.retry({ company, keys: [row.key] }).catch(() => undefined)
    }
  }
}
