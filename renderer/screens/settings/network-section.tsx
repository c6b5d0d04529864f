import type { ReactNode } from 'react'
import { useState } from 'react'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useAsked } from '../../live/use-asked.ts'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { useWords } from '../../words/context.tsx'
import { Field, Section } from './section.tsx'
import css from './settings.module.css'

type Way = 'system' | 'off' | 'own'

const wayOf = (proxy: string): Way => (proxy === '' ? 'system' : proxy === 'off' ? 'off' : 'own')

/** How Intuit is reached: the computer's own way, none, or a proxy of one's choice; and the sign-in of one that asks. */
export function NetworkSection({ status }: { status: CompanyStatus }): ReactNode {
  const { bridge } = useBridge()
  const [asked, ask] = useAsked(
    () => bridge.network({}),
    `${status.connection.state} ${status.connection.problem?.code ?? ''} ${status.source.lastReadAt ?? ''}`,
  )
  if (!asked.value) return null
  const { proxy, asks } = asked.value
  return <Ways proxy={proxy} asks={asks} onChanged={ask} />
}

function Ways({ proxy, asks, onChanged }: { proxy: string; asks: string | null; onChanged: () => void }): ReactNode {
  const words = useWords()
  const { bridge, app } = useBridge()
  const act = useAct()
  const [way, setWay] = useState<Way>(wayOf(proxy))
  const [address, setAddress] = useState(wayOf(proxy) === 'own' ? proxy : '')
  const [saved, setSaved] = useState(false)
  const byFirm = app.byFirm.includes('proxy')
  const wanted = way === 'own' ? address.trim() : way === 'off' ? 'off' : ''
  const changed = wanted !== proxy && (way !== 'own' || wanted !== '')

  async function save(): Promise<void> {
    const outcome = await act.run('proxy', () => bridge.setProxy({ proxy: wanted }))
    setSaved(outcome.done)
    if (outcome.done) onChanged()
  }

  return (
    <Section
      part="network"
      title={words.t('screen.settings.network')}
      hint={words.t(byFirm ? 'screen.settings.byFirm' : 'screen.settings.networkHint')}
    >
      <form
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault()
          if (changed && !byFirm) void save()
        }}
      >
        <Field label={words.t('screen.settings.proxyWay')}>
          {({ id }) => (
            <select id={id} value={way} disabled={byFirm} onChange={(event) => setWay(event.target.value as Way)}>
              <option value="system">{words.t('screen.settings.proxySystem')}</option>
              <option value="off">{words.t('screen.settings.proxyOff')}</option>
              <option value="own">{words.t('screen.settings.proxyOwn')}</option>
            </select>
          )}
        </Field>
        {way === 'own' && (
          <Field label={words.t('screen.settings.proxyAddress')} hint={words.t('screen.settings.proxyAddressHint')}>
            {({ id, describedBy }) => (
              <input
                id={id}
                aria-describedby={describedBy}
                value={address}
                maxLength={500}
                spellCheck={false}
                disabled={byFirm}
                placeholder="http://proxy.office:8080"
                onChange={(event) => setAddress(event.target.value)}
              />
            )}
          </Field>
        )}
        <div className={css['buttons']}>
          <Button type="submit" busy={act.busy !== null} disabled={!changed || byFirm}>
            {words.t('screen.settings.saveNetwork')}
          </Button>
          {saved && !changed && (
            <span role="status" className={css['saved']}>
              {words.t('screen.settings.saved')}
            </span>
          )}
        </div>
        <ActTrouble act={act} />
      </form>
      {asks !== null && <ProxySignIn place={asks} onDone={onChanged} />}
    </Section>
  )
}

/** The name and password that the office's proxy wants. They go one way: into the keychain. */
function ProxySignIn({ place, onDone }: { place: string; onDone: () => void }): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const act = useAct()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')

  async function signIn(): Promise<void> {
    const outcome = await act.run('sign-in', () => bridge.setProxySignIn({ name: name.trim(), password }))
    if (!outcome.done) return
    setPassword('')
    onDone()
  }

  return (
    <form
      autoComplete="off"
      aria-label={words.t('screen.settings.proxySignIn')}
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim() !== '') void signIn()
      }}
    >
      <p>
        <b>{words.t('screen.settings.proxyAsks', { place })}</b>
      </p>
      <Field label={words.t('screen.settings.proxyName')}>
        {({ id }) => (
          <input
            id={id}
            value={name}
            maxLength={200}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field label={words.t('screen.settings.proxyPassword')}>
        {({ id }) => (
          <input
            id={id}
            type="password"
            value={password}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <div className={css['buttons']}>
        <Button type="submit" busy={act.busy !== null} disabled={name.trim() === ''}>
          {words.t('screen.settings.proxySignIn')}
        </Button>
      </div>
      <ActTrouble act={act} />
    </form>
  )
}
