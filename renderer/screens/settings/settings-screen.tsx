import type { ReactNode } from 'react'
import type { CompanyStatus } from '../../../shared/status.ts'
import { Page } from '../../parts/page/page.tsx'
import { useWords } from '../../words/context.tsx'
import { ConnectionSection } from './connection-section.tsx'
import { DefaultsSection } from './defaults-section.tsx'
import { HealthSection } from './health-section.tsx'
import { KeysSection } from './keys-section.tsx'
import css from './settings.module.css'
import { SourceSection } from './source-section.tsx'
import { SyncSection } from './sync-section.tsx'

/** Where the data comes from, which books it goes to, and how. */
export function SettingsScreen({ status }: { status: CompanyStatus }): ReactNode {
  const words = useWords()
  return (
    <Page title={words.t('screen.settings.title')} about={status.name}>
      <div className={css['sections']}>
        <HealthSection status={status} />
        <SourceSection key={`source ${status.companyId}`} status={status} />
        <ConnectionSection key={`connection ${status.companyId}`} status={status} />
        <DefaultsSection key={`defaults ${status.companyId}`} status={status} />
        <SyncSection key={`sync ${status.companyId}`} status={status} />
        <KeysSection />
      </div>
    </Page>
  )
}
