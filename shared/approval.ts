import type { ActionName } from './action.ts'
import type { ProblemCode } from './problem.ts'
import type { QueueRow } from './row.ts'

/** What a plain yes does to a record that waits for one. */
export type Approval = Extract<
  ActionName,
  'same-record' | 'create-anew' | 'take-next-number' | 'confirm-guard' | 'approve'
>

/**
 * Problems that a yes alone mends, without a choice and without a risk of something twice in the books. A look-alike or an
 * unlinked document is not among them: creating it anew could make a second one, so each is looked at by itself.
 */
const APPROVALS: Partial<Record<ProblemCode, Approval>> = {
  'client-without-project': 'create-anew',
  'project-without-documents': 'create-anew',
  'professional-unused': 'create-anew',
  'contact-inactive': 'create-anew',
  'deleted-in-quickbooks': 'create-anew',
  'number-taken': 'take-next-number',
  'number-twice-in-billdr': 'take-next-number',
  // That it is the same sends nothing; that it is another one is said of each by itself.
  'id-rewritten': 'same-record',
  'waits-for-confirmation': 'confirm-guard',
  undone: 'approve',
  'awaits-review': 'approve',
}

/** What approving a record among many others does; null where it asks for more than a yes. */
export function approvalOf(row: Pick<QueueRow, 'state' | 'problem'>): Approval | null {
  if (row.problem === null || (row.state !== 'held' && row.state !== 'failed')) return null
  return APPROVALS[row.problem.code] ?? null
}
