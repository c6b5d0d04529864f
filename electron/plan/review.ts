import type { BilldrRecord } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import { problem } from '../../shared/problem.ts'
import type { Settings } from '../../shared/settings.ts'
import { fingerprintOf } from './content.ts'
import type { PlanContext } from './context.ts'
import { held, labelOf } from './context.ts'
import type { Verdict } from './input.ts'

const KINDS = ['invoice', 'credit', 'payment', 'expense', 'purchase-order'] as const
type Reviewed = Extract<BilldrRecord, { kind: (typeof KINDS)[number] }>
type Does = 'create' | 'overwrite' | 'void' | 'delete'

/**
 * Rule D3, where the company asks for it: what removes or overwrites, or everything that goes, waits for a yes to just what
 * was shown. Contacts go with the first of their documents that has its yes.
 */
export function holdForReview(context: PlanContext, verdicts: Map<DocumentKey, Verdict>): void {
  // Settings of an earlier version have none of them.
  const reviewOf = ({ kind }: Pick<Reviewed, 'kind'>): Settings['review'] =>
    context.settings[`review.${kind}`] || (context.settings.review ?? 'off')
  if (KINDS.every((kind) => reviewOf({ kind }) === 'off')) return
  const waiting = new Map<DocumentKey, DocumentKey>()
  const going = new Set<DocumentKey>()
  for (const [key, verdict] of verdicts) {
    const record = context.records.get(key)?.record
    if (verdict.state !== 'pending' || !record || isContact(record)) continue
    const review = reviewOf(record)
    if (review === 'off') {
      for (const contact of contactsOf(context, record)) going.add(contact)
      continue
    }
    const does = doesOf(context, key, verdict)
    const shown = `${does ?? ''} ${fingerprintOf(record)}`
    const isAsked = does !== null && (review === 'all' || does !== 'create')
    const isHeld = isAsked && context.decision(key).reviewed !== shown
    for (const contact of contactsOf(context, record)) {
      if (!isHeld) going.add(contact)
      else if (!waiting.has(contact)) waiting.set(contact, key)
    }
    if (isHeld)
      verdicts.set(
        key,
        held(problem('awaits-review', { does, shown }), { draft: verdict.draft, differs: verdict.differs }),
      )
  }
  for (const [contact, document] of waiting) {
    const verdict = verdicts.get(contact)
    const creates = verdict?.operations.some((step) => step.kind === 'create') ?? false
    if (going.has(contact) || !creates) continue
    verdicts.set(
      contact,
      held(problem('waits-for', { what: labelOf(context, document) }, { waitsFor: document }), {
        draft: verdict?.draft ?? null,
      }),
    )
  }
}

function isContact(record: BilldrRecord): record is Exclude<BilldrRecord, Reviewed> {
  const { kind } = record
  return kind === 'client' || kind === 'project' || kind === 'professional' || kind === 'cost-code'
}

/** What a pending document is about to do in QuickBooks; null where it only adds to what stands there, or is linked. */
function doesOf(context: PlanContext, key: DocumentKey, { operations }: Verdict): Does | null {
  const link = context.link(key)
  if (operations.some(({ kind }) => kind === 'delete')) return 'delete'
  if (operations.some(({ kind }) => kind === 'void')) return 'void'
  if (operations.some((step) => step.kind === 'update' && step.content !== link?.sent.content)) return 'overwrite'
  const isNew = !link && operations.every(({ kind }) => kind === 'create')
  // What is on its way already is finished as it was.
  return isNew && !context.onTheWay?.has(key) ? 'create' : null
}

/** The contacts without which a document cannot go. */
function contactsOf(context: PlanContext, record: BilldrRecord): DocumentKey[] {
  const ofProject = (id: string | null): DocumentKey[] => {
    const project = id === null ? null : context.find('project', id)
    return project ? [keyOf('project', project.id), keyOf('client', project.clientId)] : []
  }
  switch (record.kind) {
    case 'invoice':
    case 'credit':
      return ofProject(record.projectId)
    case 'payment':
      return ofProject(context.find('invoice', record.invoiceId)?.projectId ?? null)
    case 'expense':
    case 'purchase-order':
      return [
        ...ofProject(record.projectId),
        ...(record.professionalId === null ? [] : [keyOf('professional', record.professionalId)]),
      ]
    case 'client':
    case 'project':
    case 'professional':
    case 'cost-code':
      return []
  }
}
