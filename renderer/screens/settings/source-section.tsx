import type { ReactNode } from 'react'
import { useState } from 'react'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useCompany } from '../../company/company-context.tsx'
import { useBridge } from '../../bridge/context.tsx'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { LocationInput } from '../../parts/browse/location-input.tsx'
import { Button } from '../../parts/button/button.tsx'
import { useWords } from '../../words/context.tsx'
import { Field, Section } from './section.tsx'
import css from './settings.module.css'

/** Where the records of this company come from. A new place is checked before it is used. */
export function SourceSection({ status }: { status: CompanyStatus }): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const act = useAct()
  const company = useCompany()
  const [location, setLocation] = useState(status.source.location)
  const [apiKey, setApiKey] = useState('')
  const [saved, setSaved] = useState(false)
  const isAddress = /^https?:\/\//i.test(location.trim())
  const changed = location.trim() !== '' && (location.trim() !== status.source.location || apiKey !== '')
  return (
    <Section part="source" title={words.t('screen.settings.source')} hint={words.t('screen.settings.sourceHint')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!changed) return
          setSaved(false)
          void act
            .run('source', () =>
              bridge.setSource({
                company: status.companyId,
                location: location.trim(),
                apiKey: isAddress && apiKey !== '' ? apiKey : null,
              }),
            )
            .then((outcome) => {
              setSaved(outcome.done)
              if (outcome.done) setApiKey('')
            })
        }}
      >
        <Field label={words.t('screen.settings.location')}>
          {({ id }) => <LocationInput id={id} describedBy={undefined} value={location} onChange={setLocation} />}
        </Field>
        {isAddress && (
          <Field label={words.t('screen.settings.apiKey')} hint={words.t('screen.settings.apiKeyHint')}>
            {({ id, describedBy }) => (
              <input
                id={id}
                aria-describedby={describedBy}
                type="password"
                value={apiKey}
                maxLength={2000}
                autoComplete="off"
                onChange={(event) => setApiKey(event.target.value)}
              />
            )}
          </Field>
        )}
        <div className={css['buttons']}>
          <Button type="submit" busy={act.busy !== null} disabled={!changed}>
            {words.t('screen.settings.test')}
          </Button>
          {!/^https?:/i.test(status.source.location) && (
            <Button variant="quiet" onClick={() => company?.go('columns')}>
              {words.t('columns.link')}
            </Button>
          )}
          {saved && (
            <span role="status" className={css['saved']}>
              {words.t('screen.settings.saved')}
            </span>
          )}
        </div>
        <ActTrouble act={act} />
      </form>
    </Section>
  )
}
