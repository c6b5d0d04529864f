import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import type { CompanyStatus } from '../../../shared/status.ts'
import type { SettingsPart } from '../../company/route.ts'
import { Page } from '../../parts/page/page.tsx'
import { useWords } from '../../words/context.tsx'
import { ConnectionSection } from './connection-section.tsx'
import { DefaultsSection } from './defaults-section.tsx'
import { HealthSection } from './health-section.tsx'
import { KeysSection } from './keys-section.tsx'
import { NetworkSection } from './network-section.tsx'
import { ProgramSection } from './program-section.tsx'
import css from './settings.module.css'
import { SourceSection } from './source-section.tsx'
import { SyncSection } from './sync-section.tsx'

/** So long a part may take to be there. */
const LATEST_PART_MS = 3_000

/** Where the data comes from, which books it goes to, and how. `part`: what a button led to; it gets the focus. */
export function SettingsScreen({ status, part }: { status: CompanyStatus; part: SettingsPart | null }): ReactNode {
  const words = useWords()
  const sections = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (part === null) return
    let frame = 0
    const until = performance.now() + LATEST_PART_MS
    // A part that asks the companion first stands in the page a moment later.
    const look = (): void => {
      const wanted = sections.current?.querySelector<HTMLElement>(`[data-part="${part}"]`)
      wanted?.focus({ preventScroll: true })
      wanted?.scrollIntoView({ block: 'start' })
      if (!wanted && performance.now() < until) frame = requestAnimationFrame(look)
    }
    look()
    return () => cancelAnimationFrame(frame)
  }, [part])
  return (
    <Page title={words.t('screen.settings.title')} about={status.name}>
      <div ref={sections} className={css['sections']}>
        <HealthSection key={`health ${status.companyId}`} status={status} />
        <SourceSection key={`source ${status.companyId}`} status={status} />
        <ConnectionSection key={`connection ${status.companyId}`} status={status} />
        <DefaultsSection key={`defaults ${status.companyId}`} status={status} />
        <SyncSection key={`sync ${status.companyId}`} status={status} />
        <KeysSection />
        <NetworkSection status={status} />
        <ProgramSection status={status} />
      </div>
    </Page>
  )
}
