import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { approvalOf } from '../../../shared/approval.ts'
import type { QueueRow } from '../../../shared/row.ts'
import { actionsOf } from '../../../shared/problem.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { ActTrouble } from '../../parts/act/act-trouble.tsx'
import { AskLine } from '../../parts/act/ask.tsx'
import { useAct } from '../../parts/act/use-act.ts'
import { Button, IconButton } from '../../parts/button/button.tsx'
import { useWords } from '../../words/context.tsx'
import { ApproveBar } from './approve-bar.tsx'
import css from './bulk-bar.module.css'
import type { ShownRows } from './shown-rows.ts'

/** What can be done with all chosen rows at once; each button only takes those it can work on. */
export function BulkBar({
  status,
  rows,
  marked,
  onClear,
}: {
  status: CompanyStatus
  rows: ShownRows
  marked: ReadonlySet<string>
  onClear: () => void
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const act = useAct()
  const [asking, setAsking] = useState<'nothing' | 'ignore' | 'approve'>('nothing')
  const company = status.companyId
  const chosen = [...rows].filter((row) => marked.has(row.key))
  const can = (action: 'retry' | 'ignore'): QueueRow['key'][] =>
    chosen
      .filter(
        (row) =>
          row.problem && row.state !== 'ignored' && (actionsOf(row.problem.code) as readonly string[]).includes(action),
      )
      .map((row) => row.key)
  const approvable = chosen.filter((row) => approvalOf(row) !== null)
  const retryable = can('retry')
  const ignorable = can('ignore')
  const ignored = chosen.filter((row) => row.state === 'ignored').map((row) => row.key)
  const done = (outcome: { done: boolean }): void => {
    if (outcome.done) onClear()
  }
  return (
    <div className={css['bar']} role="toolbar" aria-label={words.t('window.select.count', { count: marked.size })}>
      <b className="num">{words.t('window.select.count', { count: marked.size })}</b>
      {asking === 'nothing' && (
        <>
          {approvable.length > 0 && (
            <Button onClick={() => setAsking('approve')}>
              {words.t('window.select.approve')} ({words.number(approvable.length)})
            </Button>
          )}
          {retryable.length > 0 && (
            <Button
              busy={act.busy === 'retry'}
              onClick={() => void act.run('retry', () => bridge.retry({ company, keys: retryable })).then(done)}
            >
              {words.t('window.select.retry')} ({words.number(retryable.length)})
            </Button>
          )}
          {ignorable.length > 0 && (
            <Button onClick={() => setAsking('ignore')}>
              {words.t('window.select.ignore')} ({words.number(ignorable.length)})
            </Button>
          )}
          {ignored.length > 0 && (
            <Button
              busy={act.busy === 'unignore'}
              onClick={() => void act.run('unignore', () => bridge.unignore({ company, keys: ignored })).then(done)}
            >
              {words.t('window.select.unignore')} ({words.number(ignored.length)})
            </Button>
          )}
        </>
      )}
      {asking === 'approve' && (
        <ApproveBar
          status={status}
          rows={approvable}
          act={act}
          onDone={onClear}
          onCancel={() => setAsking('nothing')}
        />
      )}
      {asking === 'ignore' && (
        <AskLine
          label={words.t('window.act.reason')}
          hint={words.t('window.act.reasonHint')}
          initial={words.t('window.act.reasonDefault')}
          submit={words.t('window.act.ignoreMany', { count: ignorable.length })}
          busy={act.busy === 'ignore'}
          onSubmit={(reason) =>
            void act.run('ignore', () => bridge.ignore({ company, keys: ignorable, reason })).then(done)
          }
          onCancel={() => setAsking('nothing')}
        />
      )}
      <IconButton label={words.t('window.select.clear')} onClick={onClear} className={css['clear'] ?? ''}>
        <X size={16} />
      </IconButton>
      <ActTrouble act={act} />
    </div>
  )
}
