import type { ReactNode } from 'react'
import type { Approval } from '../../../shared/approval.ts'
import { approvalOf } from '../../../shared/approval.ts'
import type { QueueRow } from '../../../shared/row.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { AskSure } from '../../parts/act/ask.tsx'
import type { Act } from '../../parts/act/use-act.ts'
import { useWords } from '../../words/context.tsx'
import css from './bulk-bar.module.css'

const APPROVALS = ['create-anew', 'take-next-number', 'confirm-guard', 'approve'] as const satisfies readonly Approval[]

/** Says what a yes to these does in whose books, count by count, and asks for it. */
export function ApproveBar({
  status,
  rows,
  act,
  onDone,
  onCancel,
}: {
  status: CompanyStatus
  rows: readonly QueueRow[]
  act: Act
  onDone: () => void
  onCancel: () => void
}): ReactNode {
  const words = useWords()
  const { bridge } = useBridge()
  const parts = APPROVALS.map((approval) => ({
    approval,
    count: rows.filter((row) => approvalOf(row) === approval).length,
  })).filter((part) => part.count > 0)
  return (
    <div className={css['approve']}>
      <p>{parts.map(({ approval, count }) => words.t(`window.approve.${approval}`, { count })).join(' · ')}</p>
      <AskSure
        submit={words.t('window.approve.sure', { count: rows.length, company: status.name })}
        busy={act.busy !== null}
        onCancel={onCancel}
        onSubmit={() =>
          void act
            .run('approve', () => bridge.approve({ company: status.companyId, keys: rows.map((row) => row.key) }))
            .then((outcome) => outcome.done && onDone())
        }
      />
    </div>
  )
}
