import type { ReactNode } from 'react'
import { useState } from 'react'
import { FREE_READS_A_MONTH } from '../../../shared/status.ts'
import type { CompanyStatus, ReadsStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { AskSure } from '../../parts/act/ask.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { SignIn } from '../../parts/connect/sign-in.tsx'
import { ConnectionDot, connectionWord } from '../../parts/connection/connection-state.tsx'
import { useWords } from '../../words/context.tsx'
import { useNow } from '../../words/now.ts'
import { Field, Section } from './section.tsx'
import css from './settings.module.css'

const ENVIRONMENTS = ['production', 'sandbox', 'practice'] as const

/** The QuickBooks company that this contractor's documents go to (rule X2). */
export function ConnectionSection({ status }: { status: CompanyStatus }): ReactNode {
  const words = useWords()
  const { bridge, app } = useBridge()
  const now = useNow()
  const act = useAct()
  const { connection } = status
  const [doing, setDoing] = useState<'nothing' | 'signing-in' | 'disconnecting'>('nothing')
  // Without a keychain only practice can be connected.
  const [environment, setEnvironment] = useState(app.keychain ? connection.environment : 'practice')
  const connected = connection.state === 'connected' || connection.state === 'offline'
  return (
    <Section part="quickbooks" title={words.t('screen.settings.quickbooks')}>
      <dl className={css['facts']}>
        <dt>{words.t('screen.settings.company')}</dt>
        <dd>
          <span className={css['state']}>
            <ConnectionDot state={connection.state} /> {connectionWord(connection, words)}
          </span>
          {connection.companyName && <span dir="auto">{connection.companyName}</span>}
          {connection.realmId && (
            <span className="muted num">{words.t('screen.settings.realm', { id: connection.realmId })}</span>
          )}
          {connection.connectedAt && connected && (
            <span className="muted">
              {connection.connectedBy
                ? words.t('screen.settings.connectedBy', {
                    who: connection.connectedBy,
                    when: words.instant(connection.connectedAt),
                  })
                : words.t('screen.settings.connectedSince', { when: words.instant(connection.connectedAt) })}
            </span>
          )}
          {connection.expiresAt && connected && (
            <span className="muted">
              {words.t('screen.settings.expires', { when: words.relative(connection.expiresAt, now) })}
            </span>
          )}
          {connection.endsForGoodAt && connected && (
            <span className="muted">
              {words.t('screen.settings.endsForGood', { when: words.day(connection.endsForGoodAt.slice(0, 10)) })}
            </span>
          )}
        </dd>
        {status.reads && connection.state !== 'not-connected' && <Reads reads={status.reads} />}
      </dl>
      {doing === 'nothing' && (
        <>
          <Field label={words.t('screen.settings.environment')}>
            {({ id }) => (
              <select
                id={id}
                value={environment}
                onChange={(event) =>
                  setEnvironment(ENVIRONMENTS.find((each) => each === event.target.value) ?? 'production')
                }
              >
                {ENVIRONMENTS.map((each) => (
                  <option key={each} value={each}>
                    {words.t(`screen.settings.${each}`)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <div className={css['buttons']}>
            <Button variant={connected ? 'plain' : 'primary'} onClick={() => setDoing('signing-in')}>
              {words.t(connected ? 'screen.settings.reconnect' : 'screen.settings.connect')}
            </Button>
            {connection.state !== 'not-connected' && (
              <Button variant="quiet" onClick={() => setDoing('disconnecting')}>
                {words.t('screen.settings.disconnect')}
              </Button>
            )}
          </div>
        </>
      )}
      {doing === 'signing-in' && (
        <SignIn status={status} environment={environment} onClose={() => setDoing('nothing')} />
      )}
      {doing === 'disconnecting' && (
        <>
          <p className={css['hint']}>{words.t('screen.settings.disconnectHint')}</p>
          <AskSure
            submit={words.t('screen.settings.disconnectSure', { company: status.name })}
            busy={act.busy !== null}
            onCancel={() => setDoing('nothing')}
            onSubmit={() =>
              void act
                .run('disconnect', () => bridge.disconnect({ company: status.companyId }))
                .then((outcome) => outcome.done && setDoing('nothing'))
            }
          />
        </>
      )}
      <ActTrouble act={act} />
    </Section>
  )
}

/** What QuickBooks was asked, since Intuit meters that. */
function Reads({ reads }: { reads: ReadsStatus }): ReactNode {
  const words = useWords()
  const day = Math.round(reads.all / reads.days)
  const month = Math.round((reads.all / reads.days) * 30)
  return (
    <>
      <dt>{words.t('screen.settings.reads')}</dt>
      <dd>
        <span className="num">
          {words.t('screen.settings.readsCounted', {
            today: words.number(reads.today),
            day: words.number(day),
            month: words.number(month),
          })}
        </span>
        <span className="muted">
          {words.t('screen.settings.readsPlan', {
            allowed: words.number(FREE_READS_A_MONTH),
            percent: words.number(Math.ceil((100 * month) / FREE_READS_A_MONTH)),
          })}
        </span>
      </dd>
    </>
  )
}
