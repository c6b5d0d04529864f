import type { ReactNode } from 'react'
import { useState } from 'react'
import { useBridge } from '../../bridge/context.tsx'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { useWords } from '../../words/context.tsx'
import { Field, Section } from './section.tsx'
import css from './settings.module.css'

/** The keys of the Intuit app. They go one way: into the keychain, never back into a window. */
export function KeysSection(): ReactNode {
  const words = useWords()
  const { bridge, app } = useBridge()
  const act = useAct()
  const [clientId, setClientId] = useState('')
  const [clientSecret, setClientSecret] = useState('')
  const [relayUrl, setRelayUrl] = useState('')
  const [kept, setKept] = useState(false)
  const byFirm = app.byFirm.includes('intuitClientId')
  const relayByFirm = byFirm || app.byFirm.includes('relayUrl')
  const ready = !byFirm && clientId.trim() !== '' && clientSecret.trim() !== ''
  return (
    <Section
      part="keys"
      title={words.t('screen.settings.keys')}
      hint={words.t(
        byFirm ? 'screen.settings.byFirm' : app.keychain ? 'screen.settings.keysHint' : 'screen.settings.noKeychain',
      )}
    >
      {app.keychain && (
        <form
          autoComplete="off"
          onSubmit={(event) => {
            event.preventDefault()
            if (!ready) return
            void act
              .run('keys', () =>
                bridge.setAppKeys({
                  clientId: clientId.trim(),
                  clientSecret: clientSecret.trim(),
                  relayUrl: relayUrl.trim() === '' ? null : relayUrl.trim(),
                }),
              )
              .then((outcome) => {
                setKept(outcome.done)
                if (!outcome.done) return
                setClientId('')
                setClientSecret('')
              })
          }}
        >
          <Field label={words.t('screen.settings.clientId')}>
            {({ id }) => (
              <input
                id={id}
                value={clientId}
                disabled={byFirm}
                maxLength={500}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => setClientId(event.target.value)}
              />
            )}
          </Field>
          <Field label={words.t('screen.settings.clientSecret')}>
            {({ id }) => (
              <input
                id={id}
                type="password"
                value={clientSecret}
                disabled={byFirm}
                maxLength={500}
                autoComplete="off"
                onChange={(event) => setClientSecret(event.target.value)}
              />
            )}
          </Field>
          <Field
            label={words.t('screen.settings.relay')}
            hint={words.t(relayByFirm ? 'screen.settings.byFirm' : 'screen.settings.relayHint')}
          >
            {({ id, describedBy }) => (
              <input
                id={id}
                aria-describedby={describedBy}
                type="url"
                value={relayUrl}
                disabled={relayByFirm}
                maxLength={2000}
                spellCheck={false}
                autoComplete="off"
                placeholder="https://"
                onChange={(event) => setRelayUrl(event.target.value)}
              />
            )}
          </Field>
          <div className={css['buttons']}>
            <Button type="submit" busy={act.busy !== null} disabled={!ready}>
              {words.t('screen.settings.saveKeys')}
            </Button>
            {kept && (
              <span role="status" className={css['saved']}>
                {words.t('screen.settings.keysSaved')}
              </span>
            )}
          </div>
          <ActTrouble act={act} />
        </form>
      )}
    </Section>
  )
}
