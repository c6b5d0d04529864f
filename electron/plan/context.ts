import type { RecordOf } from '../../shared/domain.ts'
import type { DocumentKey, Kind } from '../../shared/kinds.ts'
import { isDocumentKind, keyOf } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { TABLE_OF } from '../../shared/tables.ts'
import { ignoredContentOf } from './content.ts'
import type { Facts } from './facts.ts'
import { factsOf } from './facts.ts'
import type { Asked } from './earlier-ids.ts'
import { askedAbout } from './earlier-ids.ts'
import { Claims } from './claims.ts'
import type { Indexes } from './indexes.ts'
import { indexesOf } from './indexes.ts'
import type { Decision, PlanInput, StoredRecord, Verdict } from './input.ts'
import type { Likeness } from './likeness.ts'
import type { Link } from './link.ts'
import type { Needs } from './needs.ts'
import type { WantedRate } from './rates.ts'
import { EVERYTHING, ReadMap, Reads } from './reads.ts'

/** What every rule looks up, prepared once for a plan. What is looked up for a record is told to `reads`. */
export interface PlanContext extends PlanInput, Indexes, Omit<Asked, 'input'> {
  facts: Facts
  /** Which contacts others need. */
  needs: Needs
  /** Says that the record in hand hangs on everything. */
  hangsOnAll(): void
  /** The verdicts of the records that are planned before the one in hand. */
  verdicts: { get(key: DocumentKey): Verdict | undefined }
  /** Rates of the day that documents need and that QuickBooks has not been asked for yet, by name. */
  wantedRates: Map<string, WantedRate>
  find<K extends Kind>(kind: K, id: string): RecordOf<K> | null
  link(key: DocumentKey): Link | null
  decision(key: DocumentKey): Decision
  /** What a person or the bank feed has entered for records that are not there yet (rule D1). */
  entered: ReadonlyMap<DocumentKey, Likeness>
  /** Records that may be what another one is asked about → that one. */
  enteredBeside: ReadonlyMap<DocumentKey, DocumentKey>
  /** The same the other way round: `<type>|<id>` of such a document → the record that it stands for. */
  enteredFor: ReadonlyMap<string, DocumentKey>
}

/** What is kept from one plan to the next. */
export interface Standing {
  asked: Asked
  facts: Facts
  reads: Reads
  claims: Claims
  verdicts: PlanContext['verdicts']
}

/** The context of who only looks something up. */
export function contextOf(given: PlanInput): PlanContext {
  const asked = askedAbout(given)
  const facts = factsOf(asked.input)
  const reads = new Reads()
  const claims = new Claims(reads, (key) => facts.records.get(key)?.order ?? '')
  return contextWith(asked.input, { asked, facts, reads, claims, verdicts: new Map() })
}

/** The context of a plan, with what stands of the one before; `input` is that of `asked`. */
export function contextWith(input: PlanInput, standing: Standing): PlanContext {
  const { asked, facts, reads, verdicts } = standing
  const records = new ReadMap(() => input.records, reads)
  const links = new ReadMap(() => input.links, reads)
  const decisions = new ReadMap(() => input.decisions, reads)
  const { company, mappings, settings, onTheWay } = input
  return {
    ...indexesOf(input, standing),
    facts,
    needs: { projects: new Set(), clients: new Set(), professionals: new Set() },
    hangsOnAll: () => reads.note(EVERYTHING),
    company,
    mappings,
    settings,
    get exportedAt() {
      reads.note(EXPORTED_AT)
      return input.exportedAt ?? null
    },
    records,
    links,
    decisions,
    readProblems: new ReadMap(() => input.readProblems, reads),
    refusals: new ReadMap(() => input.refusals, reads),
    attachmentProblems: new ReadMap(() => input.attachmentProblems, reads, receiptName),
    ...(onTheWay && { onTheWay }),
    verdicts,
    wantedRates: new Map(),
    rewrittenBy: asked.rewrittenBy,
    refersToAsked: asked.refersToAsked,
    find: <K extends Kind>(kind: K, id: string) => {
      const key = keyOf(kind, id)
      const stored = records.get(key)
      const isThere = stored !== undefined && (stored.presence !== 'removed' || asked.rewrittenBy.has(key))
      return isThere ? (stored.record as RecordOf<K>) : null
    },
    link: (key) => links.get(key) ?? null,
    decision: (key) => decisions.get(key) ?? {},
    entered: new Map(),
    enteredBeside: new Map(),
    enteredFor: new Map(),
  }
}

/** What is read under this name is when Billdr said what the records say. */
export const EXPORTED_AT = 'exported at'

export function receiptName(key: string): string {
  return `receipt ${key}`
}

/** What waits for the answer whether one that it refers to is a known one under another id; null: it refers to none. */
export function waitsForAnswer(context: PlanContext, key: DocumentKey): Problem | null {
  const asked = context.refersToAsked.get(key)
  return asked === undefined ? null : problem('waits-for', { what: labelOf(context, asked) }, { waitsFor: asked })
}

/** A verdict, with what is not said left empty. */
export function verdict(state: Verdict['state'], more: Partial<Verdict> = {}): Verdict {
  return { state, problem: null, note: null, differs: null, draft: null, operations: [], ...more }
}

export function held(why: Problem, more: Partial<Verdict> = {}): Verdict {
  return verdict('held', { ...more, problem: why })
}

/**
 * What a record can be told from decisions and from how it was read, before its own rules are asked.
 * Null: nothing stands in the way.
 */
export function commonVerdict(context: PlanContext, key: DocumentKey, stored: StoredRecord): Verdict | null {
  const { ignored } = context.decision(key)
  if (ignored) {
    const isTheSame =
      ignored.content === undefined ||
      !isDocumentKind(stored.record.kind) ||
      stored.presence !== 'present' ||
      ignored.content === ignoredContentOf(stored.record)
    if (isTheSame) return verdict('ignored')
    return held(problem('ignored-changed', { reason: ignored.reason, at: ignored.at }))
  }
  const rewritten = rewrittenVerdict(context, key)
  if (rewritten) return rewritten
  if (stored.presence === 'absent') return held(problem('waits-for-confirmation'))
  const unreadable = context.readProblems.get(key)
  if (!unreadable || stored.presence !== 'present') return null
  const link = context.link(key)
  return held(link && !link.gone ? { ...unreadable, params: { ...unreadable.params, inBooks: link.id } } : unreadable)
}

/** A new record that may be a known one whose id was rewritten waits, and so does the removal of that one. */
export function rewrittenVerdict(context: PlanContext, key: DocumentKey): Verdict | null {
  const stored = context.records.get(key)
  const earlier = stored?.rewrites
  if (
    earlier !== undefined &&
    context.rewrittenBy.has(earlier) &&
    stored?.presence !== 'removed' &&
    !context.link(key)
  ) {
    const link = context.link(earlier)
    const other = link && {
      type: link.type,
      id: link.id,
      docNumber: link.observed.docNumber,
      date: link.observed.date,
      party: link.observed.name,
      amount: link.observed.subtotal,
    }
    return held(
      problem(
        'id-rewritten',
        { id: idIn(key), earlier: idIn(earlier) },
        { waitsFor: earlier, ...(other && { other }) },
      ),
    )
  }
  const later = context.rewrittenBy.get(key)
  if (later === undefined || stored?.presence === 'present') return null
  return held(problem('waits-for-answer', { what: labelOf(context, later) }, { waitsFor: later }))
}

function idIn(key: DocumentKey): string {
  return key.slice(key.indexOf(':') + 1)
}

/** The record that another one needs first: its reference in QuickBooks, or why it is not there yet. */
export type Dependency = { ready: true; id: string } | { ready: false; waits: Problem | null }

/**
 * A record's id in QuickBooks, where it is there to stay. Not ready without `waits`: it will come by itself, in this run.
 */
export function dependency(context: PlanContext, key: DocumentKey): Dependency {
  const link = context.link(key)
  const found = context.verdicts.get(key)
  const leaves =
    found?.operations.some((step) => step.kind === 'unlink' || step.kind === 'delete' || step.kind === 'void') ?? false
  if (link && !link.gone && !leaves) return { ready: true, id: link.id }
  if (found?.state === 'pending' && !leaves) return { ready: false, waits: null }
  return { ready: false, waits: problem('waits-for', { what: labelOf(context, key) }, { waitsFor: key }) }
}

/** What is said where a record names another one that is not known: Billdr has removed it, it cannot be read, or it is nowhere. */
export function notKnown(context: PlanContext, kind: Kind, id: string, field: string): Problem {
  const key = keyOf(kind, id)
  if (context.records.get(key)?.presence === 'removed')
    return problem('record-reference-removed', { field, name: labelOf(context, key) })
  return context.readProblems.has(key)
    ? problem('waits-for', { what: id }, { waitsFor: key })
    : problem('record-reference-missing', { field, value: id, table: TABLE_OF[kind] })
}

/** A record's name or number as a person knows it. */
export function labelOf(context: PlanContext, key: DocumentKey): string {
  const record = context.records.get(key)?.record
  switch (record?.kind) {
    case 'client':
    case 'professional':
      return record.displayName
    case 'project':
      return record.name
    case 'cost-code':
      return `${record.code} ${record.name}`
    case 'invoice':
    case 'credit':
    case 'purchase-order':
      return record.number
    case 'expense':
      return record.number ?? record.memo ?? record.id
    case 'payment':
      return record.reference ?? record.receivedOn
    case undefined:
      return key
  }
}
