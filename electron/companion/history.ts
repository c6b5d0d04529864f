import type { ActivityEntry, HistoryEntry } from '../../shared/bridge.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { parseKey } from '../../shared/kinds.ts'
import type { RecordAbout } from '../../shared/record-name.ts'
import type { AuditLog, AuditRecord } from '../store/audit/audit-log.ts'

/** The history of one record, oldest first, as sentences are made from it. */
export async function historyOf(audit: AuditLog, key: DocumentKey): Promise<HistoryEntry[]> {
  const found: HistoryEntry[] = []
  for await (const record of audit.read()) if (record.entry.key === key) found.push(historyEntryOf(record))
  return found
}

/** What records were about when something was last noted of them: of those of which nothing else is kept. */
export async function lastAboutOf(audit: AuditLog, keys: ReadonlySet<string>): Promise<Map<string, RecordAbout>> {
  const found = new Map<string, RecordAbout>()
  if (keys.size === 0) return found
  for await (const { entry } of audit.read()) {
    const { key, about } = entry
    if (key === null || !keys.has(key) || !about) continue
    const { number, party, amount, currency } = about
    if (number !== null || party !== null || amount !== null) found.set(key, { number, party, amount, currency })
  }
  return found
}

/** The latest entries of a company, newest first. */
export async function activityOf(audit: AuditLog, limit: number): Promise<ActivityEntry[]> {
  const latest: ActivityEntry[] = []
  for await (const record of audit.read()) {
    const { key, about } = record.entry
    latest.push({
      ...historyEntryOf(record),
      key: key !== null && parseKey(key) ? (key as DocumentKey) : null,
      who: about ? { person: about.person, desktop: about.desktop } : null,
      about: about
        ? { number: about.number, party: about.party, amount: about.amount, currency: about.currency }
        : null,
    })
    if (latest.length > limit * 2) latest.splice(0, latest.length - limit)
  }
  return latest.slice(-limit).reverse()
}

/** What the program or a person did → the name under which it is worded, and how it is shown. */
const EVENTS: Readonly<Record<string, { event: string; tone: HistoryEntry['tone'] }>> = {
  retry: { event: 'retried', tone: 'plain' },
  ignore: { event: 'ignored', tone: 'plain' },
  'ignore-receipt': { event: 'receipt-left-out', tone: 'plain' },
  unignore: { event: 'unignored', tone: 'plain' },
  link: { event: 'linked', tone: 'good' },
  unlink: { event: 'unlinked', tone: 'plain' },
  'take-next-number': { event: 'renumbered', tone: 'plain' },
  approve: { event: 'sent-anyway', tone: 'plain' },
  undo: { event: 'undo', tone: 'plain' },
  'approve-shown': { event: 'approved', tone: 'plain' },
  'approve-despite-lock': { event: 'done-despite-lock', tone: 'plain' },
  'approve-undone': { event: 'sent-again', tone: 'plain' },
  'same-record': { event: 'same-record', tone: 'plain' },
  'another-record': { event: 'another-record', tone: 'plain' },
  'create-anew': { event: 'anew-chosen', tone: 'plain' },
  overwrite: { event: 'overwrite-chosen', tone: 'plain' },
  'keep-theirs': { event: 'theirs-kept', tone: 'plain' },
  confirm: { event: 'guard-confirmed', tone: 'plain' },
  mappings: { event: 'mappings-changed', tone: 'plain' },
  settings: { event: 'settings-changed', tone: 'plain' },
  connected: { event: 'connected', tone: 'good' },
  disconnected: { event: 'disconnected', tone: 'plain' },
  sample: { event: 'sample-advanced', tone: 'plain' },
  paused: { event: 'paused', tone: 'plain' },
  resumed: { event: 'resumed', tone: 'plain' },
  'found-after-lost-answer': { event: 'found-again', tone: 'good' },
  'own-record-in-the-way': { event: 'found-again', tone: 'good' },
  'change-had-arrived': { event: 'found-again', tone: 'good' },
  'receipt-twin-removed': { event: 'receipt-twin-removed', tone: 'good' },
  'found-removed-in-billdr': { event: 'found-removed-in-billdr', tone: 'plain' },
  'receipt-was-there': { event: 'found-again', tone: 'good' },
  'repeated-after-lost-answer': { event: 'answer-lost', tone: 'plain' },
  'linked-matched': { event: 'matched', tone: 'good' },
  'linked-chosen': { event: 'linked', tone: 'good' },
  'linked-adopted': { event: 'found-again', tone: 'good' },
  unlinked: { event: 'unlinked', tone: 'plain' },
  'merged-there': { event: 'merged-there', tone: 'plain' },
  forgotten: { event: 'removed', tone: 'plain' },
  source: { event: 'source-changed', tone: 'plain' },
  columns: { event: 'columns-changed', tone: 'plain' },
  'tax-seen': { event: 'tax-seen', tone: 'good' },
  'changed-there': { event: 'changed-there', tone: 'plain' },
  'receipt-gone': { event: 'receipt-gone', tone: 'bad' },
  'deleted-there': { event: 'deleted-there', tone: 'bad' },
  'month-signed': { event: 'month-signed', tone: 'good' },
  'month-unsigned': { event: 'month-unsigned', tone: 'plain' },
  'not-from-billdr': { event: 'not-from-billdr', tone: 'plain' },
  'history-mended': { event: 'history-mended', tone: 'plain' },
  'history-head-missing': { event: 'history-head-missing', tone: 'bad' },
  'history-broken': { event: 'history-broken', tone: 'bad' },
  'history-sealed': { event: 'history-sealed', tone: 'plain' },
  'history-sealed-anew': { event: 'history-sealed-anew', tone: 'plain' },
  'history-sealed-late': { event: 'history-sealed-late', tone: 'plain' },
  'from-billdr-after-all': { event: 'from-billdr-after-all', tone: 'plain' },
}

const DONE: Readonly<Record<string, string>> = {
  create: 'created',
  update: 'updated',
  void: 'voided',
  delete: 'deleted',
  upload: 'receipt-sent',
}

/** A credit goes on its invoice by a payment of nothing: to a person that is no payment. */
const APPLIED: Readonly<Record<string, string>> = { create: 'credit-applied', delete: 'credit-taken-off' }

function isApplication({ key, entityType }: { key: string | null; entityType: string }): boolean {
  return key !== null && entityType === 'Payment' && parseKey(key)?.kind === 'credit'
}

/** An entry of the history as a sentence is made from it. */
export function historyEntryOf({ at, entry }: AuditRecord): HistoryEntry {
  if (entry.type === 'write') {
    const { verb, entityType, quickbooksId, requestId, intuitTid, outcome, problemCode, params } = entry
    const isDone = outcome === 'done' || outcome === 'adopted'
    const done = isApplication(entry) ? APPLIED[verb] : undefined
    const event = isDone ? (done ?? DONE[verb] ?? 'sent') : outcome === 'refused' ? 'failed' : 'answer-lost'
    return {
      at,
      event,
      tone: isDone ? 'good' : outcome === 'refused' ? 'bad' : 'plain',
      params: {
        type: entityType,
        id: quickbooksId ?? '',
        fileName: String(params['fileName'] ?? ''),
        problem: problemCode ?? '',
        number: String(params['docNumber'] ?? ''),
      },
      details: { requestId, intuitTid, bodyHash: entry.bodyHash, httpStatus: params['httpStatus'] ?? null, outcome },
    }
  }
  const known = EVENTS[entry.what] ?? { event: entry.what, tone: 'plain' as const }
  const params = Object.fromEntries(Object.entries(entry.params).map(([name, value]) => [name, value ?? '']))
  const more =
    entry.type === 'decision'
      ? {
          text: entry.reason ?? '',
          names: Object.keys(entry.params).join(', '),
          problem: String(entry.params['code'] ?? ''),
        }
      : {}
  return {
    at,
    event: known.event,
    tone: known.tone,
    params: { company: String(params['realmId'] ?? ''), number: '', ...params, ...more },
    details: null,
  }
}
