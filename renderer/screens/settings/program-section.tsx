import type { ReactNode } from 'react'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useAsked } from '../../live/use-asked.ts'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { useWords } from '../../words/context.tsx'
import { Section } from './section.tsx'
import css from './settings.module.css'

/**
 * What concerns the program and no single company: its start with the computer, and its updates. Not there in a browser.
 * Asked for again with every look at the source: a version may have become ready while the page is open.
 */
export function ProgramSection({ status }: { status: CompanyStatus }): ReactNode {
  const words = useWords()
  const { bridge, app } = useBridge()
  const act = useAct()
  const [asked, ask] = useAsked(() => bridge.desktop({}), status.source.lastReadAt)
  const desktop = asked.value
  if (!desktop) return null
  const { startsAtLogin, updates } = desktop

  async function run(name: string, work: () => ReturnType<typeof bridge.checkForUpdates>): Promise<void> {
    await act.run(name, work)
    ask()
  }

  return (
    <Section part="program" title={words.t('screen.settings.program')}>
      {startsAtLogin !== null && (
        <label className={css['check']}>
          <input
            type="checkbox"
            checked={startsAtLogin}
            onChange={(event) => void run('login', () => bridge.setStartAtLogin({ on: event.target.checked }))}
          />
          {words.t('screen.settings.startAtLogin')}
        </label>
      )}
      <p className={css['hint']}>
        {words.t('screen.settings.version', { version: desktop.version })}
        {updates && ` · ${words.t(`screen.settings.update.${updates.state}`)}`}
      </p>
      {app.byFirm.includes('updates') && (
        <p className={css['hint']}>
          {words.t('screen.settings.updatesByFirm')} {words.t('screen.settings.byFirm')}
        </p>
      )}
      {updates?.ready && (
        <div>
          <b>{words.t('screen.settings.updateReady', { version: updates.ready.version })}</b>
          {updates.ready.notes !== '' && <p className={css['notes']}>{updates.ready.notes}</p>}
        </div>
      )}
      {updates && (
        <label className={css['check']}>
          <input
            type="checkbox"
            checked={updates.beta}
            disabled={app.byFirm.includes('updates')}
            onChange={(event) => void run('beta', () => bridge.setBetaUpdates({ on: event.target.checked }))}
          />
          {words.t('screen.settings.betaUpdates')}
        </label>
      )}
      {updates && (
        <div className={css['buttons']}>
          {updates.ready ? (
            <Button
              variant="primary"
              busy={act.busy === 'restart'}
              onClick={() => void run('restart', () => bridge.restartToUpdate({}))}
            >
              {words.t('screen.settings.updateRestart')}
            </Button>
          ) : (
            <Button busy={act.busy === 'check'} onClick={() => void run('check', () => bridge.checkForUpdates({}))}>
              {words.t('screen.settings.checkForUpdates')}
            </Button>
          )}
        </div>
      )}
      <ActTrouble act={act} />
    </Section>
  )
}
