import { problem } from '../../shared/problem.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Answer, EntityType, Failure, Fault, WriteVerb } from './contract.ts'
import type { RawAnswer } from './exchange.ts'
import { isOfNetwork, networkPage, notOpened } from './in-between.ts'
import { faultsIn, readBody } from './fault-shapes.ts'
import type { Body } from './fault-shapes.ts'
import { FAULTS, THROTTLE_WAIT_MS, UNLISTED } from './fault-table.ts'
import type { FaultRow } from './fault-table.ts'

/** What a request was about, as far as its failure depends on it. */
export interface Subject {
  type: EntityType | null
  verb: WriteVerb | 'upload' | 'read' | 'batch'
}

/** Finds what was asked for in the body of an answer; null where it is not there. */
export type Finder<T> = (body: Body) => T | null

export interface Decoded<T> {
  answer: Answer<T>
  /** The access token may merely be old: get another and repeat once. */
  refresh: boolean
}

/** A fault that is unknown counts more than one that is certain: of several, the most careful reading is taken. */
const CARE: readonly Failure['kind'][] = ['unknown', 'signed-out', 'throttled', 'refused', 'not-sent']

const LONGEST_WAIT_MS = 3_600_000
/** Who says "at once" after "too many requests" is asked again with a little patience. */
const SHORTEST_WAIT_MS = 1_000
const LONGEST_QUOTE = 500
/** Bytes: a refusal that is longer is not looked into; its status speaks for it. */
const LARGEST_REFUSAL = 2 ** 20

/**
 * Judges an answer by its status, its faults and what it holds, for every shape that QuickBooks is known to use
 * (facts: QuickBooks API §2.1). It is a success only where the status is 2xx, no fault stands anywhere, and `find`
 * finds what was asked for. Never throws.
 */
export function decode<T>(raw: RawAnswer, subject: Subject, find: Finder<T>): Decoded<T> {
  if (!raw.answered) return failed(withoutAnswer(raw, subject))
  if (isOfNetwork(raw)) return failed(notIntuit(raw.status))
  const isRefusal = raw.status < 200 || raw.status > 299
  const body: Body =
    isRefusal && raw.bytes.length > LARGEST_REFUSAL ? { format: 'other' } : readBody(raw.bytes.toString('utf8'))
  // In a batch each item fails for itself.
  const faults = subject.verb === 'batch' && !isRefusal && find(body) !== null ? [] : faultsIn(body)
  const intuitTid = tidOf(raw.headers)
  const context = { faults, httpStatus: raw.status, intuitTid }

  const verdict = verdictOn(raw.status, faults, subject)
  if (verdict) {
    const { row, fault } = verdict
    const retryAfterMs = row.kind === 'throttled' ? (waitOf(raw.headers) ?? row.waitMs ?? THROTTLE_WAIT_MS) : null
    const why = problemOf(row, fault, subject, raw.status, retryAfterMs)
    return failed({ kind: row.kind, problem: why, ...context, retryAfterMs }, row.refresh)
  }

  const value = find(body)
  if (value === null) return failed(broken(context))
  return {
    answer: {
      ok: true,
      value,
      intuitTid,
      ageMs: subject.verb === 'create' || subject.verb === 'upload' ? ageOf(value, raw.headers) : null,
    },
    refresh: false,
  }
}

function failed(
  failure: Failure,
  refresh: true | undefined = undefined,
): { answer: { ok: false; failure: Failure }; refresh: boolean } {
  return { answer: { ok: false, failure }, refresh: refresh === true }
}

type Context = Pick<Failure, 'faults' | 'httpStatus' | 'intuitTid'>

function broken(context: Context): Failure {
  const why = problem('quickbooks-answer-broken', paramsOf(NO_FAULT, context.httpStatus ?? 0, null))
  return { kind: 'unknown', problem: why, ...context, retryAfterMs: null }
}

/** No answer at all: nothing was sent, or nobody knows what became of it. */
function withoutAnswer(raw: RawAnswer & { answered: false }, subject: Subject): Failure {
  const context = { faults: [], httpStatus: null, intuitTid: null, retryAfterMs: null }
  if (raw.neverLeft) return { kind: 'not-sent', problem: notOpened(raw.cause), ...context }
  const code = subject.verb === 'read' ? 'quickbooks-busy' : 'outcome-unknown'
  return { kind: 'unknown', problem: problem(code, { ...paramsOf(NO_FAULT, 0, null), cause: raw.cause }), ...context }
}

/** Answered by what stands in between. Refused at its door it went no further; of a page nobody knows. */
function notIntuit(status: number): Failure {
  const isRefused = status === 407 || status === 511
  return {
    kind: isRefused ? 'not-sent' : 'unknown',
    problem: networkPage(status),
    faults: [],
    httpStatus: status,
    intuitTid: null,
    retryAfterMs: null,
  }
}

interface Verdict {
  row: FaultRow
  fault: Fault
}

/** Stands for an answer that fails without naming a fault. */
const NO_FAULT: Fault = { code: '', message: '', detail: '', element: null }

/** The row by which an answer fails, or null where neither its status nor a fault speaks against it. */
function verdictOn(status: number, faults: Fault[], subject: Subject): Verdict | null {
  const verdicts = faults.map((fault) => ({ row: rowOf(fault, status), fault }))
  const decisive = verdicts.toSorted((a, b) => CARE.indexOf(a.row.kind) - CARE.indexOf(b.row.kind))[0]
  const fault = decisive?.fault ?? NO_FAULT

  if (status === 429) return { row: { kind: 'throttled', problem: 'throttled' }, fault }
  if (status >= 500) {
    // Whatever it says, it may have happened after the write.
    const code =
      decisive && decisive.row.kind !== 'refused' && decisive.row.kind !== 'signed-out'
        ? decisive.row.problem
        : 'quickbooks-busy'
    return { row: { kind: 'unknown', problem: code === 'throttled' ? 'quickbooks-busy' : code }, fault }
  }
  if (decisive) return decisive
  if (status === 401) return { row: { kind: 'signed-out', problem: 'connection-ended', refresh: true }, fault }
  if (status === 413) {
    return {
      row: { kind: 'refused', problem: subject.verb === 'upload' ? 'attachment-too-large' : 'program-fault' },
      fault,
    }
  }
  if (status < 200 || status > 299) return { row: { kind: 'unknown', problem: 'quickbooks-answer-broken' }, fault }
  return null
}

function rowOf(fault: Fault, status: number): FaultRow {
  const listed = Object.hasOwn(FAULTS, fault.code) ? FAULTS[fault.code] : undefined
  if (listed) return listed
  if (status === 401) return { kind: 'signed-out', problem: 'connection-ended', refresh: true }
  if (status === 403) return { kind: 'signed-out', problem: 'connection-forbidden' }
  // A fault in an answer that calls itself a success, and that nobody knows: neither yes nor no.
  if (status < 400) return { kind: 'unknown', problem: 'quickbooks-answer-broken' }
  return UNLISTED
}

/** That purchase orders are off, in the words of either language. */
const ORDERS_OFF =
  /purchase orders?\b.*\b(off|disabled|not (turned on|enabled|available|allowed))\b|bons? (de commande|d.achat)\b.*(désactiv|pas (activ|offert|disponible))/is

/** The problem of a row, with what its words need and what a look-up can use (`otherId`, `otherType`, `number`). */
function problemOf(row: FaultRow, fault: Fault, subject: Subject, httpStatus: number, waitMs: number | null): Problem {
  const params = paramsOf(fault, httpStatus, waitMs)
  // What the sign-in says of a token is not repeated.
  if (row.kind === 'signed-out') params['said'] = ''
  switch (row.problem) {
    case 'number-taken':
      return problem('number-taken', { ...params, ...otherTransaction(fault.detail) })
    case 'name-taken':
      return problem('name-taken', { ...params, otherId: firstGroup(/\bId=(\d+)/, fault.detail) })
    case 'reference-missing':
      return problem('reference-missing', { ...params, ...missingReference(fault.detail) })
    case 'feature-off':
      return problem(subject.type === 'PurchaseOrder' ? 'purchase-orders-off' : 'feature-off', params)
    case 'quickbooks-refused':
      // A switch in the company's settings tells itself by the general code for its rules, in words.
      return problem(
        subject.type === 'PurchaseOrder' && ORDERS_OFF.test(`${fault.message} ${fault.detail}`)
          ? 'purchase-orders-off'
          : 'quickbooks-refused',
        params,
      )
    case 'reference-inactive': {
      // The same code tells that the document itself is gone, and nothing else stands in such a request.
      const itself = subject.verb === 'delete' || subject.verb === 'void'
      return problem(itself && fault.code === '610' ? 'deleted-in-quickbooks' : 'reference-inactive', params)
    }
    default:
      return problem(row.problem, params)
  }
}

/** What the words of any refusal may use: QuickBooks' own words (`said`), the code, the field, the status, the wait. */
function paramsOf(fault: Fault, status: number, waitMs: number | null): Problem['params'] {
  const quote = fault.detail || fault.message || fault.code || '…'
  return {
    code: fault.code,
    said: quote.slice(0, LONGEST_QUOTE),
    element: fault.element ?? '',
    status,
    seconds: Math.ceil((waitMs ?? 0) / 1000),
  }
}

/** The value behind a name, before at most so many words that lead to the next name. */
function between(text: string, name: string, next: string, mostWords: number): string {
  const start = text.indexOf(name)
  const end = start < 0 ? -1 : text.indexOf(next, start)
  if (end < 0) return ''
  const words = text
    .slice(start + name.length, end)
    .trim()
    .split(/\s+/)
  return words.length < 2 ? '' : words.slice(0, Math.max(1, words.length - mostWords)).join(' ')
}

/** "DocNumber=1003 is assigned to TxnType=Invoice with TxnId=17984": the names stay English, the rest is translated. */
function otherTransaction(detail: string): { number: string; otherType: string; otherId: string } {
  return {
    number: between(detail, 'DocNumber=', 'TxnType=', 6),
    otherType: between(detail, 'TxnType=', 'TxnId=', 1),
    otherId: firstGroup(/TxnId=(\d+)/, detail),
  }
}

/** "Invalid Reference Id : Accounts element id 57 not found": which list, and which id. */
function missingReference(detail: string): { list: string; otherId: string } {
  const found = /:\s*([A-Za-z]+)\s+element\s+id\s+(\d+)/.exec(detail)
  return { list: found?.[1] ?? '', otherId: found?.[2] ?? '' }
}

function firstGroup(pattern: RegExp, text: string): string {
  return pattern.exec(text)?.[1] ?? ''
}

function tidOf(headers: Readonly<Record<string, string>>): string | null {
  return headers['intuit_tid'] ?? headers['intuit-tid'] ?? null
}

/** Reads Retry-After (seconds, or a day and time); null where it is absent or makes no sense. */
function waitOf(headers: Readonly<Record<string, string>>): number | null {
  const text = headers['retry-after']?.trim()
  if (!text) return null
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text))
    return Math.min(Math.max(Number(text) * 1000, SHORTEST_WAIT_MS), LONGEST_WAIT_MS)
  const ms = Date.parse(text) - Date.parse(headers['date'] ?? '')
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, LONGEST_WAIT_MS) : null
}

/** Milliseconds between the entity's creation and the answer; null where either is not told. */
function ageOf(value: unknown, headers: Readonly<Record<string, string>>): number | null {
  const created = (value as { MetaData?: { CreateTime?: unknown } | null }).MetaData?.CreateTime
  const age = Date.parse(headers['date'] ?? '') - Date.parse(typeof created === 'string' ? created : '')
  return Number.isFinite(age) ? age : null
}
