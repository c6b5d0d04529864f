import type { ReactNode } from 'react'
import { useState } from 'react'
import { runSentence } from '../../../shared/run-sentence.ts'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { RunSummary } from '../../../shared/runs.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { useAsked } from '../../live/use-asked.ts'
import { Button } from '../../parts/button/button.tsx'
import { RunDocuments } from './run-documents.tsx'
import { UndoDialog } from '../undo/undo-dialog.tsx'
import { useWords } from '../../words/context.tsx'
import css from './activity.module.css'

const FIRST = 5
/** What each run did, the newest first; each can be taken back, once it is shown line by line. */
export function RunsSection({
  status,
  onShow,
}: {
  status: CompanyStatus
  onShow: (key: DocumentKey) => void
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const company = status.companyId
  const [asked, ask] = useAsked(
    () => bridge.runs({ company }),
    `${company} ${status.lastPush?.at ?? ''} ${status.progress.phase}`,
  )
  const [most, setMost] = useState(FIRST)
  const [opened, setOpened] = useState<string | null>(null)
  const [undoing, setUndoing] = useState<RunSummary | null>(null)
  const runs = asked.value?.ok ? asked.value.value : []
  if (runs.length === 0) return null
  const heading = words.t('undo.window.runs')
  return (
    <section className={css['runs']} aria-label={heading}>
      <h2>{heading}</h2>
      <ul>
        {runs.slice(0, most).map((run) => (
          <li key={run.id} data-run={run.id}>
            <time dateTime={run.startedAt}>{words.instant(run.startedAt)}</time>
            <span>
              {runSentence(run, words) !== '' && (
                <button
                  type="button"
                  className={css['record']}
                  aria-expanded={opened === run.id}
                  title={words.t('undo.window.documents')}
                  onClick={() => setOpened(opened === run.id ? null : run.id)}
                >
                  {runSentence(run, words)}
                </button>
              )}
              {run.endedAt === null && <span className="muted"> · {words.t('undo.window.running')}</span>}
              {run.undone > 0 && <span className="muted"> · {words.t('undo.window.took', { count: run.undone })}</span>}
            </span>
            <Button disabled={run.endedAt === null} onClick={() => setUndoing(run)}>
              {words.t('undo.window.undo')}
            </Button>
            {opened === run.id && <RunDocuments company={company} run={run} onShow={onShow} />}
          </li>
        ))}
      </ul>
      {runs.length > most && (
        <Button variant="quiet" onClick={() => setMost(most + 50)}>
          {words.t('screen.activity.more')}
        </Button>
      )}
      {undoing && (
        <UndoDialog
          status={status}
          target={{ run: undoing.id }}
          title={words.t('undo.window.title', { when: words.instant(undoing.startedAt) })}
          onClose={() => {
            setUndoing(null)
            ask()
          }}
        />
      )}
    </section>
  )
}
