import type { ReactNode } from 'react'
import type { Approval } from '../../../shared/approval.ts'
import { approvalOf } from '../../../shared/approval.ts'
import type { QueueRow } from '../../../shared/row.ts'
import type { CompanyStatus } from '../../../shared/status.ts'
import { useBridge } from '../../bridge/context.tsx'
import { AskSure } from '../../parts/act/ask.tsx'
import type { Act } from '../../parts/act/use-act.ts'
import { sumsOf } from '../banners/removals.ts'
import { useWords } from '../../words/context.tsx'
import css from './bulk-bar.module.css'

const APPROVALS = [
  'same-record',
  'create-anew',
  'take-next-number',
  'confirm-guard',
  'approve',
] as const satisfies readonly Approval[]

const REVIEWED = ['create', 'overwrite', 'void', 'delete', 'approve'] as const
type Part = (typeof REVIEWED)[number] | (typeof APPROVALS)[number]

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
  const parts = APPROVALS.map((approval) => {
    const own = rows.filter((row) => approvalOf(row) === approval)
    const text = (name: Part, some: readonly QueueRow[]): string =>
      words.t(`window.approve.${name}`, { count: some.length, sums: sumsOf(some, words) })
    // What was shown for review says of each what it would do.
    if (approval !== 'approve') return own.length > 0 ? [text(approval, own)] : []
    return REVIEWED.flatMap((does) => {
      const some = own.filter((row) => (row.problem?.params['does'] ?? 'approve') === does)
      return some.length > 0 ? [text(does, some)] : []
    })
  }).flat()
  return (
    <div className={css['approve']}>
      <p>{parts.join(' · ')}</p>
      <AskSure
        submit={words.t('window.approve.sure', {
          count: rows.length,
          sums: sumsOf(rows, words),
          company: status.name,
        })}
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
