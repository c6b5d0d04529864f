import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { CompanyStatus } from '../../../shared/status.ts'
import type { Screen } from '../../company/route.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useRows } from '../../live/context.tsx'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button } from '../../parts/button/button.tsx'
import { Page } from '../../parts/page/page.tsx'
import { useWords } from '../../words/context.tsx'
import { ConnectionSection } from '../settings/connection-section.tsx'
import { DefaultsSection } from '../settings/defaults-section.tsx'
import { Section } from '../settings/section.tsx'
import { SourceSection } from '../settings/source-section.tsx'
import { SyncSection } from '../settings/sync-section.tsx'
import { FirstRun } from './first-run.tsx'
import { MatchingSection } from './matching-section.tsx'
import css from './setup.module.css'

const STEPS = ['data', 'quickbooks', 'matching', 'first'] as const
type Step = (typeof STEPS)[number]

function isReady(step: Step, status: CompanyStatus): boolean {
  if (step === 'data') return status.source.lastReadAt !== null && status.source.problem === null
  if (step === 'quickbooks') return status.connection.state === 'connected'
  return true
}

/** The way of a new company to its first run, in steps that can be tried and gone back to. Nothing is sent before the last. */
export function SetupScreen({ status, onGo }: { status: CompanyStatus; onGo: (screen: Screen) => void }): ReactNode {
  const words = useWords()
  const { rows, toMatch } = useRows(status.companyId)
  const [chosen, setChosen] = useState<Step | null>(null)
  const reachable = (step: Step): boolean =>
    STEPS.slice(0, STEPS.indexOf(step)).every((before) => isReady(before, status))
  const step =
    chosen !== null && reachable(chosen) ? chosen : (STEPS.find((each) => !isReady(each, status)) ?? 'matching')
  const at = STEPS.indexOf(step)
  const next = STEPS[at + 1]
  const previous = STEPS[at - 1]
  return (
    <Page title={words.t('screen.setup.title')} about={status.paused ? words.t('screen.setup.held') : status.name}>
      <ol className={css['steps']} aria-label={words.t('screen.setup.steps')}>
        {STEPS.map((each, place) => (
          <li key={each}>
            <button
              type="button"
              aria-current={each === step ? 'step' : undefined}
              disabled={!reachable(each)}
              onClick={() => setChosen(each)}
            >
              <span className={css['number']}>
                {isReady(each, status) && place < at ? (
                  <>
                    <Check size={13} aria-hidden="true" />
                    <span className="out-of-sight">{words.t('screen.setup.done')}</span>
                  </>
                ) : (
                  words.number(place + 1)
                )}
              </span>
              {words.t(`screen.setup.${each}`)}
            </button>
          </li>
        ))}
      </ol>
      <div className={css['step']}>
        {step === 'data' && (
          <>
            <SourceSection status={status} />
            <Section title={words.t('screen.settings.health')}>
              <DataState status={status} count={rows.length} />
            </Section>
          </>
        )}
        {step === 'quickbooks' && <ConnectionSection status={status} />}
        {step === 'matching' && (
          <>
            <MatchingSection toMatch={toMatch} onGo={onGo} />
            <DefaultsSection status={status} />
            <SyncSection status={status} />
          </>
        )}
        {step === 'first' && <FirstRun status={status} rows={rows} onGo={onGo} />}
        <div className={css['buttons']}>
          {previous && <Button onClick={() => setChosen(previous)}>{words.t('screen.setup.back')}</Button>}
          {next && (
            <Button variant="primary" disabled={!isReady(step, status)} onClick={() => setChosen(next)}>
              {words.t('screen.setup.next')}
            </Button>
          )}
          {next && !isReady(step, status) && (
            <span className="muted">
              {words.t(step === 'data' ? 'screen.setup.waitsForData' : 'screen.setup.waitsForConnection')}
            </span>
          )}
        </div>
      </div>
    </Page>
  )
}

/** How the reading of the data went, with a button that reads it now. */
function DataState({ status, count }: { status: CompanyStatus; count: number }): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const act = useAct()
  const { problem, lastReadAt } = status.source
  const worded = problem && words.problem(problem)
  return (
    <>
      {worded && (
        <p className={css['problem']}>
          <b>{worded.title}</b> {worded.explanation}
        </p>
      )}
      {!worded && (
        <p>{lastReadAt === null ? words.t('window.foot.notRead') : words.t('screen.setup.records', { count })}</p>
      )}
      <div className={css['buttons']}>
        <Button
          busy={act.busy !== null}
          onClick={() => void act.run('read', () => bridge.syncNow({ company: status.companyId }))}
        >
          {words.t('screen.setup.readNow')}
        </Button>
      </div>
      <ActTrouble act={act} />
    </>
  )
}
