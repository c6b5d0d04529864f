import type { Attachment } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import type { PlanContext } from './context.ts'
import type { Operation, PlanInput } from './input.ts'
import type { Link } from './link.ts'

/** Where a problem with one receipt is kept: it never stops its document. */
export function attachmentKey(key: DocumentKey, attachmentId: string): string {
  return `${key}#${attachmentId}`
}

/** Why a receipt does not go; null where nothing is known against it, or where Billdr has other bytes for it since. */
export function attachmentProblem(
  input: Pick<PlanInput, 'attachmentProblems'>,
  key: DocumentKey,
  attachment: Attachment,
): Problem | null {
  const why = input.attachmentProblems.get(attachmentKey(key, attachment.id)) ?? null
  return why === null || (why.params['sha256'] ?? attachment.sha256) === attachment.sha256 ? why : null
}

/** Whether a receipt is in QuickBooks with the bytes that Billdr has for it now. */
export function isAttached(link: Link, attachment: Pick<Attachment, 'id' | 'sha256'>): boolean {
  return Object.hasOwn(link.attachments, attachment.id) && link.attachments[attachment.id]?.sha256 === attachment.sha256
}

/** Receipts that are not in QuickBooks yet (rules I1, E1, and E2 for those that came later or were replaced). */
export function attachOperations(
  context: PlanContext,
  key: DocumentKey,
  attachments: readonly Attachment[],
  link: Link,
): Operation[] {
  return attachments
    .filter((attachment) => !isAttached(link, attachment) && attachmentProblem(context, key, attachment) === null)
    .map((attachment) => ({ kind: 'attach', key, type: link.type, id: link.id, attachmentId: attachment.id }))
}
