import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { useDropped } from '../../parts/browse/dropped-place.tsx'
import { LocationInput } from '../../parts/browse/location-input.tsx'
import { Button } from '../../parts/button/button.tsx'
import { CompanyMark } from '../../parts/company-card/company-mark.tsx'
import { Empty } from '../../parts/empty/empty.tsx'
import { ConnectionDot, connectionWord } from '../../parts/connection/connection-state.tsx'
import { OverallMark } from '../../parts/overall/overall-mark.tsx'
import { Page } from '../../parts/page/page.tsx'
import { StateIcon } from '../../parts/state-mark/state-mark.tsx'
import { useWords } from '../../words/context.tsx'
import { useNow } from '../../words/now.ts'
import { Field } from '../settings/section.tsx'
import css from './overview.module.css'

/** Every company of this desktop, those that need a person first. */
export function OverviewScreen({
  companies,
  onOpen,
  onAdded,
}: {
  companies: readonly CompanyStatus[]
  onOpen: (company: string) => void
  onAdded: (company: string) => void
}): ReactNode {
  const words = useWords()
  const now = useNow()
  const [asked, setAdding] = useState(false)
  // What is dropped here is the data of a company that is not there yet.
  const adding = useDropped().place !== null || asked
  if (adding && !asked) setAdding(true)
  const urgency = (status: CompanyStatus): number =>
    status.needsYou + (status.connection.state === 'connected' ? 0 : 1) + status.guards.length
  const sorted = [...companies].sort((a, b) => urgency(b) - urgency(a) || a.name.localeCompare(b.name, words.locale))
  return (
    <Page
      title={words.t('screen.overview.title')}
      tools={
        !adding && (
          <Button icon={<Plus size={14} aria-hidden="true" />} onClick={() => setAdding(true)}>
            {words.t('screen.overview.add')}
          </Button>
        )
      }
    >
      {adding && <AddCompany onDone={onAdded} onCancel={() => setAdding(false)} />}
      {companies.length === 0 && !adding && (
        <Empty title={words.t('window.app.noCompanies')} text={words.t('window.app.noCompaniesText')}>
          <Button variant="primary" onClick={() => setAdding(true)}>
            {words.t('screen.overview.add')}
          </Button>
        </Empty>
      )}
      {companies.length > 0 && (
        <table className={css['table']}>
          <thead>
            <tr>
              <th scope="col">{words.t('screen.overview.company')}</th>
              <th scope="col">{words.t('window.column.state')}</th>
              <th scope="col" className={css['count']}>
                {words.t('screen.overview.needs')}
              </th>
              <th scope="col" className={`${css['count']} ${css['some']}`}>
                {words.t('screen.overview.waiting')}
              </th>
              <th scope="col" className={`${css['count']} ${css['some']}`}>
                {words.t('screen.overview.synced')}
              </th>
              <th scope="col">{words.t('screen.overview.connection')}</th>
              <th scope="col" className={css['late']}>
                {words.t('screen.overview.lastPush')}
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((status) => (
              <tr key={status.companyId} onClick={() => onOpen(status.companyId)}>
                <th scope="row">
                  <button
                    type="button"
                    className={css['company']}
                    aria-label={words.t('screen.overview.open', { name: status.name })}
                    onClick={() => onOpen(status.companyId)}
                  >
                    <CompanyMark name={status.name} colour={status.colour} />
                    <span dir="auto">{status.name}</span>
                  </button>
                </th>
                <td>
                  <OverallMark status={status} />
                </td>
                <td className={`num ${css['count']}`} data-some={status.needsYou > 0}>
                  <span className={css['needs']}>
                    {status.needsYou > 0 && (
                      <StateIcon shownState={status.counts.failed > 0 ? 'failed' : 'you'} size={14} />
                    )}
                    {words.number(status.needsYou)}
                  </span>
                </td>
                <td className={`num ${css['count']} ${css['some']}`}>{words.number(status.documents?.waiting ?? 0)}</td>
                <td className={`num ${css['count']} ${css['some']}`}>
                  {status.documents ? words.t('screen.overview.there', { ...status.documents }) : ''}
                </td>
                <td>
                  <span className={css['connection']}>
                    <ConnectionDot state={status.connection.state} />
                    <span>{connectionWord(status.connection, words)}</span>
                  </span>
                </td>
                <td className={`num ${css['late']}`}>
                  {status.lastPush ? words.ago(status.lastPush.at, now) : words.t('screen.overview.never')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Page>
  )
}

function AddCompany({ onDone, onCancel }: { onDone: (company: string) => void; onCancel: () => void }): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const act = useAct()
  const [name, setName] = useState('')
  const [location, setLocation] = useState('')
  const [apiKey, setApiKey] = useState('')
  const ready = name.trim() !== '' && location.trim() !== ''
  const isAddress = /^https?:\/\//i.test(location.trim())

  async function add(): Promise<void> {
    const outcome = await act.run('add', () =>
      bridge.addCompany({
        name: name.trim(),
        location: location.trim(),
        apiKey: isAddress && apiKey !== '' ? apiKey : null,
        practice: false,
      }),
    )
    if (outcome.done) onDone(outcome.value.id)
  }

  return (
    <form
      className={css['add']}
      aria-label={words.t('screen.overview.addTitle')}
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready) return
        void add()
      }}
    >
      <h2>{words.t('screen.overview.addTitle')}</h2>
      <Field label={words.t('screen.overview.name')} hint={words.t('screen.overview.nameHint')}>
        {({ id, describedBy }) => (
          <input
            id={id}
            aria-describedby={describedBy}
            value={name}
            maxLength={200}
            autoFocus
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={words.t('screen.settings.location')} hint={words.t('screen.settings.sourceHint')}>
        {({ id, describedBy }) => (
          <LocationInput id={id} describedBy={describedBy} value={location} onChange={setLocation} />
        )}
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
        <Button type="submit" variant="primary" busy={act.busy !== null} disabled={!ready}>
          {words.t('screen.overview.create')}
        </Button>
        <Button variant="quiet" onClick={onCancel}>
          {words.t('window.act.cancel')}
        </Button>
      </div>
      <ActTrouble act={act} />
    </form>
  )
}
