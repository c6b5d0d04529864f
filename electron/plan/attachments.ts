import type { Attachment } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { PlanContext } from './context.ts'
import type { Operation } from './input.ts'
import type { Link } from './link.ts'

/** Where a problem with one receipt is kept: it never stops its document. */
export function attachmentKey(key: DocumentKey, attachmentId: string): string {
  return `${key}#${attachmentId}`
}

/** Receipts that are not in QuickBooks yet (rules I1, E1, and E2 for those that came later). */
export function attachOperations(context: PlanContext, key: DocumentKey, attachments: readonly Attachment[], link: Link): Operation[] {
  return attachments
    .filter((attachment) => !Object.hasOwn(link.attachments, attachment.id) && !context.attachmentProblems.has(attachmentKey(key, attachment.id)))
    .map((attachment) => ({ deed: 'attach', key, type: link.type, id: link.id, attachmentId: attachment.id }))
}
