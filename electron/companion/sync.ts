import { isDeepStrictEqual } from 'node:util'
import { dayNear } from '../../shared/days.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { kindOf } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { Operation, Plan } from '../plan/input.ts'
import type { BooksType } from '../plan/books.ts'
import { ENTERED_DAYS, typesEnteredAs } from '../plan/likeness.ts'
import { enteredOtherwise } from '../plan/other-entries.ts'
import type { Link } from '../plan/link.ts'
import { finishRequest, isContinued, operationName } from '../push/operations.ts'
import { LISTS_BEHIND_MS } from '../push/attach.ts'
import { LANDED_MS } from '../push/send.ts'
import { countUntaken } from '../push/keeps-failing.ts'
import { removeReceiptDuplicates } from '../push/receipt-duplicates.ts'
import type { PushRecords, PushTables } from '../push/records.ts'
import { linkChange } from '../push/records.ts'
import type { BatchRule } from '../push/batches.ts'
import { BATCHES } from '../push/batches.ts'
import { withBatches } from '../push/batch-door.ts'
import type { RunTools } from '../push/run.ts'
import { carryOut } from '../push/run.ts'
import type { QuickBooks } from '../qbo/contract.ts'
import type { SendingTurn, TurnAnswer } from '../store/sending-turn.ts'
import type { BytesOutcome } from '../../shared/source.ts'
import type { BooksCache } from './books-cache.ts'
import { isLinked } from './books-cache.ts'
import type { KeptPlan } from './kept-plan.ts'
import { takeCopies } from './copies.ts'
import { coverLocks } from './locks.ts'
import { followMerges } from './merges.ts'
import { NOT_IN_PLAN, refreshBooks } from './refresh.ts'
import type { RunIdentity } from './runs.ts'
import { endRuns, newRun, withRun } from './runs.ts'
import { takeOrphans } from './orphans.ts'
import { resumeUndo } from './undo.ts'
import type { Workspace } from './workspace.ts'

export interface SyncTools {
  workspace: Workspace
  quickbooks: QuickBooks
  cache: BooksCache
  plans: KeptPlan
  attachment(key: DocumentKey, attachmentId: string): Promise<BytesOutcome>
  now(): Date
  sleep(ms: number): Promise<void>
  random(): number
  busy(key: DocumentKey, isBusy: boolean): void
  stopped(): boolean
  /** When a backlog goes in batches, where it is not as ever. */
  batches?: BatchRule
  /** The turn among the data folders of this computer; null where no other one can send to these books. */
  turn: SendingTurn | null
  /** How far the sending is: steps ended, and steps known of by now. */
  progress(done: number, known: number): void
  /** After each round: what the plan says now. */
  planned(plan: Plan, unsettled: ReadonlyMap<DocumentKey, Problem>): void
}

export interface PushReport {
  sent: number
  refused: number
  /** Why sending ended early; null where all that could go went. */
  stop: Problem | null
  /** Why some steps are not certain yet, though they were repeated; they go on with the next run. */
  unsettled: Problem | null
  /** Documents that QuickBooks did not take though it took others; they are tried again, but not for ever. */
  untaken: number
  /** Nothing was to be done, and nothing waits for time to pass: the next run has as little to do until something changes. */
  isAtRest: boolean
}

/** Each round needs something new to do; this is far above the depth of any chain of records. */
const MOST_ROUNDS = 200

/**
 * Pushes until nothing is left that can be pushed now: plan, look for what may be in the books already, carry out, and
 * plan again with what has become known. A round that changes nothing ends it.
 */
export async function pushAll(tools: SyncTools): Promise<PushReport> {
  try {
    return await pushRounds(tools)
  } finally {
    await tools.turn?.give()
  }
}

async function pushRounds(tools: SyncTools): Promise<PushReport> {
  const report: PushReport = { sent: 0, refused: 0, stop: null, unsettled: null, untaken: 0, isAtRest: false }
  const unsettled = new Map<DocumentKey, Problem>()
  const tried = new Set<string>()
  const unanswered = new Set<string>()
  const answered = { documents: 0, receipts: 0 }
  const records = pushRecords(tools, newRun(tools.workspace, tools.now()))
  await endRuns(tools.workspace, null)
  let done = 0
  let areOrphansTaken = false
  let hasSent = false
  let haveOthersSent = false
  let turn: TurnAnswer | null = null
  let unsure: Set<DocumentKey> | null = null
  const quickbooks = withBatches(tools.quickbooks)
  await tools.cache.locks.beginRun(tools.now())
  report.stop = await resumeUndo(tools, records)
  if (report.stop) return report
  report.stop = await followMerges(tools)
  if (report.stop) return report
  await recheckReceipts(tools)
  takeCopies(tools.workspace, tools.cache)
  await finishLeftoverRequests(tools, records)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    takeCopies(tools.workspace, tools.cache)
    const accounts = await tools.cache.newAccounts()
    let plan = tools.plans.plan()
    const rates = accounts.ok && !tools.stopped() ? await tools.cache.loadRates(plan.wantedRates) : accounts
    if (plan.wantedRates.length > 0) plan = tools.plans.plan()
    if (!rates.ok) {
      report.stop = rates.problem
      tools.planned(plan, unsettled)
      break
    }
    if (haveOthersSent || (hasSent && createsDocuments(plan, tried))) {
      hasSent = haveOthersSent = false
      // Somebody may have entered it while the rounds before were under way.
      const again = await refreshBooks(tools.workspace, tools.quickbooks, tools.cache, tools.now())
      if (!again.ok) {
        report.stop = again.problem
        tools.planned(plan, unsettled)
        break
      }
      takeCopies(tools.workspace, tools.cache)
      plan = tools.plans.plan()
    }
    const looked = await coverCreations(tools, plan)
    if (looked === 'stopped' || (typeof looked === 'object' && looked !== null)) {
      report.stop = looked === 'stopped' ? null : looked
      tools.planned(plan, unsettled)
      break
    }
    if (looked) plan = tools.plans.plan()
    // What is known of other days by then may let something go that was held: it is looked at in its turn.
    let locked = tools.stopped() ? false : await coverLocks(tools, plan)
    for (; locked === true; locked = await coverLocks(tools, plan)) plan = tools.plans.plan()
    if (typeof locked === 'object') {
      report.stop = locked
      tools.planned(plan, unsettled)
      break
    }
    await storeGuards(tools.workspace, plan, tools.now().toISOString())
    tools.planned(plan, unsettled)
    const notTried = (from: Plan): Operation[] =>
      [...from.verdicts.values()]
        .flatMap((verdict) => verdict.operations)
        .filter((step) => !tried.has(operationName(step)))
    if (tools.stopped()) break
    if (notTried(plan).length === 0) {
      if (areOrphansTaken) break
      // Only now: what they leave open is known where the rest is linked.
      areOrphansTaken = true
      const orphans = await takeOrphans(tools.workspace, tools.quickbooks, tools.cache, tools.now())
      if (!orphans.ok) report.stop = orphans.problem
      if (!orphans.ok || orphans.value === 0) break
      continue
    }
    const creations = notTried(plan).filter(({ kind }) => kind === 'create')
    if (turn === null && tools.turn && creations.length > 0) {
      turn = await takeTurn(tools, tools.turn, creations, unsettled)
      if (turn === 'busy') {
        report.stop = tools.stopped() ? null : problem('another-copy-sends')
        break
      }
      // What the other one sent is seen before anything of it is sent again.
      haveOthersSent = turn === 'others-sent'
      if (haveOthersSent) continue
    }
    // Only what both plans say: what the one from scratch has besides was not asked about yet, and goes with the next round.
    const askedAbout = new Set(notTried(plan).map(operationName))
    const operations = notTried(tools.plans.fromScratch()).filter((step) => askedAbout.has(operationName(step)))
    for (const step of operations) tried.add(operationName(step))
    const known = done + operations.length
    tools.progress(done, known)
    unsure ??= withKnownReceipts(tools)
    await markReceiptsUnsure(tools, operations, unsure)
    const run: RunTools = {
      quickbooks,
      batches: turn === 'none' ? null : (tools.batches ?? BATCHES),
      records,
      now: tools.now,
      sleep: tools.sleep,
      random: tools.random,
      busy: tools.busy,
      stopped: tools.stopped,
      stepped: () => tools.progress(++done, known),
      isWanted: asDecidedNow(tools.workspace, operations),
      forget: (key) => forget(tools.workspace, key),
    }
    hasSent = true
    const ended = await carryOut(run, operations)
    report.sent += ended.done
    report.refused += ended.refused
    for (const step of ended.later) tried.delete(operationName(step))
    for (const step of operations) unsettled.delete(step.key)
    for (const [key, why] of ended.unsettled) unsettled.set(key, why)
    for (const id of ended.unanswered) unanswered.add(id)
    answered.documents += ended.answered.documents
    answered.receipts += ended.answered.receipts
    if (ended.stop) {
      report.stop = ended.stop
      tools.planned(tools.plans.plan(), unsettled)
      break
    }
  }
  await removeReceiptDuplicates(
    { quickbooks: tools.quickbooks, records, now: tools.now, sleep: tools.sleep },
    uncheckedReceipts(tools.workspace),
  )
  const untaken =
    report.stop || tools.stopped()
      ? { counted: new Set<DocumentKey>(), failed: 0 }
      : await countUntaken({ quickbooks: tools.quickbooks, records, now: tools.now }, { unanswered, answered })
  report.refused += untaken.failed
  report.untaken = untaken.counted.size
  await tools.cache.keep()
  await endRuns(tools.workspace, tools.now())
  const certain = [...unsettled].filter(([key]) => !untaken.counted.has(key))
  report.unsettled = certain[0]?.[1] ?? null
  report.isAtRest = tried.size === 0 && report.stop === null && certain.length === 0 && isAtRest(tools)
  return report
}

/** Waits until no other data folder of this computer sends to these books; the rows say so meanwhile. */
function takeTurn(
  tools: SyncTools,
  turn: SendingTurn,
  steps: readonly Operation[],
  unsettled: ReadonlyMap<DocumentKey, Problem>,
): Promise<TurnAnswer> {
  const why = problem('another-copy-sends')
  return turn.take({
    waiting: () =>
      tools.planned(tools.plans.plan(), new Map([...unsettled, ...steps.map(({ key }) => [key, why] as const)])),
    sleep: tools.sleep,
    stopped: tools.stopped,
    listsBehindMs: LISTS_BEHIND_MS,
    landedMs: LANDED_MS,
  })
}

/** Tables that decide what every step sends. */
const DECIDE_ALL = ['mappings', 'settings', 'columns'] as const

/** Whether a step is still to go as it was planned: nothing was decided since, of its document or of the company. */
function asDecidedNow({ store }: Workspace, operations: readonly Operation[]): (key: DocumentKey) => boolean {
  const decisions = store.table('decisions')
  const planned = new Map(operations.map(({ key }) => [key, decisions.get(key)]))
  const revisions = (): number[] => DECIDE_ALL.map((table) => store.table(table).revision)
  const before = revisions()
  return (key) => isDeepStrictEqual(decisions.get(key), planned.get(key)) && isDeepStrictEqual(revisions(), before)
}

/** Whether nothing is under way that another run would look for though nothing has changed. */
function isAtRest({ workspace, cache, plans, stopped }: SyncTools): boolean {
  const { store } = workspace
  // A person may open again what her month end has fixed: it is asked with every run that meets it.
  if (cache.locks.known !== undefined) return false
  if (stopped() || store.table('inFlight').size > 0 || !cache.isSettled || plans.plan().wantedRates.length > 0)
    return false
  return uncheckedReceipts(workspace).length === 0
}

/** Documents on which a receipt may hang twice. */
function uncheckedReceipts(workspace: Workspace): [DocumentKey, Link][] {
  const unchecked = workspace.picked('unchecked receipts', 'links', (_key, link) =>
    link.receiptsUncheckedSince !== undefined && !link.gone ? link : undefined,
  )
  return [...unchecked] as [DocumentKey, Link][]
}

/** Documents of which an earlier run knew what hangs on them. */
function withKnownReceipts({ workspace }: SyncTools): Set<DocumentKey> {
  const known = workspace.picked('known receipts', 'links', (_key, link) => (link.receiptsKnown ? true : undefined))
  return new Set(known.keys() as IterableIterator<DocumentKey>)
}

/**
 * What hangs on a document is known only in the run that created it: before a later one, another desktop may have added to
 * it, or this one did before its data folder was set back. Where receipts are to go (also those that an edit brought, which
 * the plan names only once the edit is settled), it is asked first, once a run.
 */
async function markReceiptsUnsure(
  { workspace }: SyncTools,
  steps: readonly Operation[],
  unsure: Set<DocumentKey>,
): Promise<void> {
  const keys = new Set(steps.flatMap((step) => (step.kind === 'attach' && unsure.delete(step.key) ? [step.key] : [])))
  if (keys.size === 0) return
  await workspace.store.commitFrom((newest) =>
    [...keys].flatMap((key) => linkChange(newest, key, (link) => ({ ...link, receiptsKnown: false }))),
  )
}

/** Receipts that were missing or damaged are looked at again: the source may have them by now. */
async function recheckReceipts({ workspace }: SyncTools): Promise<void> {
  const mended = [...workspace.store.table('attachmentProblems').entries()].filter(
    ([, why]) => why.code === 'attachment-missing' || why.code === 'attachment-damaged',
  )
  if (mended.length > 0)
    await workspace.store.commit(mended.map(([id]) => ({ table: 'attachmentProblems', id, value: undefined })))
}

/** Whether a step that was not tried yet creates a document, which a person may have entered by now. */
function createsDocuments(plan: Plan, tried: ReadonlySet<string>): boolean {
  return [...plan.verdicts.values()].some(({ operations }) =>
    operations.some((step) => step.kind === 'create' && 'date' in step.draft && !tried.has(operationName(step))),
  )
}

/** Makes sure that the books are known where new documents would go. True: something was read. */
async function coverCreations(tools: SyncTools, plan: Plan): Promise<boolean | 'stopped' | Problem> {
  const ranges = new Map<BooksType, { from: string; to: string }>()
  const created = new Set<BooksType>()
  const near = (type: BooksType, date: string): void => {
    const [first, last] = [dayNear(date, -ENTERED_DAYS), dayNear(date, ENTERED_DAYS)]
    const range = ranges.get(type)
    ranges.set(type, {
      from: range && range.from < first ? range.from : first,
      to: range && range.to > last ? range.to : last,
    })
  }
  for (const [key, { state, draft, operations }] of plan.verdicts) {
    const kind = kindOf(key)
    for (const step of operations) {
      if (step.kind !== 'create' || !('date' in step.draft)) continue
      created.add(step.type)
      // What is to be an expense may have been entered as a bill, and the other way round; a payment in a bank deposit.
      for (const type of new Set([step.type, ...typesEnteredAs(kind), ...enteredOtherwise(kind)]))
        near(type, step.draft.date)
    }
    // What goes in a later round of the run, as payments after their invoices, is asked for with it.
    if (state === 'pending' && operations.length === 0 && draft && 'date' in draft)
      for (const type of enteredOtherwise(kind)) near(type, draft.date)
  }
  if (created.size === 0) ranges.clear()
  let read = false
  for (const [type, { from, to }] of ranges) {
    if (tools.stopped()) return 'stopped'
    const known = tools.cache.covers(type, from, to)
    if (known) continue
    const covered = await tools.cache.cover(type, from, to)
    // A plan without bills has none, and refuses to list them: nobody can have entered one.
    if (!covered.ok && !created.has(type) && NOT_IN_PLAN.has(covered.problem.code)) continue
    if (!covered.ok) return covered.problem
    read = true
  }
  return read
}

/**
 * Requests of an earlier run without a certain outcome whose record the plan would treat otherwise by now (it was edited,
 * or set back to draft): they are looked for, and what is there is linked before anything else is decided.
 */
async function finishLeftoverRequests(tools: SyncTools, records: PushRecords): Promise<void> {
  if (tools.workspace.store.table('inFlight').size === 0) return
  const plan = tools.plans.plan()
  for (const request of [...tools.workspace.store.table('inFlight').values()]) {
    const steps = plan.verdicts.get(request.key)?.operations ?? []
    if (isContinued(request, steps) || tools.stopped()) continue
    await finishRequest({ quickbooks: tools.quickbooks, records, now: tools.now }, request)
  }
}

/** A record that is in neither system leaves the list; its history stays. One whose request may still land is kept. */
async function forget(workspace: Workspace, key: DocumentKey): Promise<void> {
  if (workspace.store.table('inFlight').has(key)) return
  const tables = ['records', 'links', 'inFlight', 'refusals', 'decisions'] as const
  const about = workspace.about(key, false)
  await workspace.store.commit(tables.map((table) => ({ table, id: key, value: undefined })))
  await workspace.note({ type: 'event', company: workspace.companyId, what: 'forgotten', key, params: {}, about })
}

async function storeGuards(workspace: Workspace, plan: Plan, at: string): Promise<void> {
  const stored = workspace.store.table('guards')
  const current = new Map(plan.guards.map((guard) => [guard.id, guard]))
  const isOver = [...stored.keys()].some((id) => id.startsWith('removals-') && !current.has(id))
  if (!isOver && plan.guards.every((guard) => stored.has(guard.id))) return
  // A yes that came since the plan was made, or is being stored now, is not asked for again.
  await workspace.store.commitFrom((newest) => {
    const isAnswered = (key: DocumentKey): boolean => newest('decisions', key)?.removalConfirmed === true
    const over = [...stored.keys()].filter((id) => id.startsWith('removals-') && !current.has(id))
    const added = plan.guards.filter((guard) => !newest('guards', guard.id) && !guard.keys.every(isAnswered))
    return [
      ...over.map((id) => ({ table: 'guards', id, value: undefined }) as const),
      ...added.map(
        (guard) =>
          ({
            table: 'guards',
            id: guard.id,
            value: { problem: guard.problem, keys: guard.keys, since: at, confirmed: false },
          }) as const,
      ),
    ]
  })
}

/** What pushing reads and writes of this company. */
export function pushRecords(
  tools: Pick<SyncTools, 'workspace' | 'cache' | 'attachment'>,
  run: RunIdentity | null = null,
): PushRecords {
  const { workspace, cache } = tools
  const { store, companyId } = workspace
  const { realmId } = workspace.profile()
  return {
    get: <N extends keyof PushTables>(table: N, id: string): PushTables[N] | undefined => store.table(table).get(id),
    commit: (changes) =>
      store.commitFrom((newest) => {
        // The ids in it mean something else there.
        if (workspace.profile().realmId !== realmId) throw new Error('signed in to another company meanwhile')
        return withRun(newest, typeof changes === 'function' ? changes(newest) : changes, run)
      }),
    run: () => run?.id ?? null,
    record: (key) => store.table('records').get(key)?.record ?? null,
    exportedAt: () => workspace.profile().exportedAt,
    billdrId: () => workspace.profile().billdr?.id ?? null,
    appliesCreditsByItself: () => cache.books()?.facts.autoApplyCredit ?? false,
    linkedKey: workspace.linkedKey,
    attachment: tools.attachment,
    async wrote(entry) {
      if (entry.outcome === 'done' && entry.verb === 'delete' && entry.quickbooksId)
        cache.gone(entry.entityType, entry.quickbooksId)
      const { docNumber, httpStatus, fileName, ...rest } = entry
      await workspace.note({
        type: 'write',
        company: companyId,
        ...rest,
        params: { docNumber, httpStatus, ...(fileName !== undefined && { fileName }) },
      })
    },
    explained: (key, event, params) => workspace.note({ type: 'event', company: companyId, what: event, key, params }),
    sawDocument: (document) => cache.saw(document),
    sawContact: (contact) => cache.sawContact(contact),
    lostEntity: (type, id) => cache.gone(type, id),
    tookEntity: (type, entity) => {
      if (isLinked(type)) cache.took(type, entity)
    },
  }
}
