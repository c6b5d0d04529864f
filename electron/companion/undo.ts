import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { Result } from '../../shared/result.ts'
import type { UndoLine } from '../../shared/undo.ts'
import { MOST_RUNS } from '../push/keeps-failing.ts'
import { finishRequest } from '../push/operations.ts'
import type { PushRecords } from '../push/records.ts'
import type { RunTools } from '../push/run.ts'
import { withBatches } from '../push/batch-door.ts'
import { carryOut } from '../push/run.ts'
import { endRuns } from './runs.ts'
import type { SyncTools } from './sync.ts'
import type { StoredUndo } from './tables.ts'
import type { RunOrPart, UndoStep } from './undo-steps.ts'
import { LAST_TURN, undoSteps } from './undo-steps.ts'

/*
 * Takes back what a run, or the last write to a document, did (rule U1). What is to be taken back is stored before the first
 * step leaves; one that was cut short goes on with the next undo, or with the next run before anything is planned.
 */

/** A line as it is shown and printed. */
export function lineOf({ key, does, why }: UndoStep): UndoLine {
  return { key, does, why }
}

/** Takes back the lines that were shown, and answers what became of them. */
export async function undo(
  tools: SyncTools,
  records: PushRecords,
  target: RunOrPart,
  by: string,
  shown: readonly UndoLine[],
): Promise<Result<UndoLine[]>> {
  const { store } = tools.workspace
  const at = tools.now().toISOString()
  const keys = shown.flatMap(({ key, does }) => (does === 'keep' ? [] : [key]))
  const undone: StoredUndo = { ...target, by, at, keys, endedAt: null }
  const id = `${at}-${target.run}`
  await store.commit([{ table: 'undos', id, value: undone }])
  await tools.workspace.noteDecision('undo', {
    key: target.key ?? null,
    params: { by, run: target.run, count: keys.length },
  })
  const left = await carryOutUndo(tools, records, id, undone)
  if (!left.ok) return left
  const kept = new Map(left.value.map((line) => [line.key, line]))
  return { ok: true, value: shown.map((line) => kept.get(line.key) ?? line) }
}

/** Goes on with what was cut short. Null: nothing is under way any more; else why it cannot end now. */
export async function resumeUndo(tools: SyncTools, records: PushRecords): Promise<Problem | null> {
  await endRuns(tools.workspace, null)
  for (const [id, undone] of [...tools.workspace.store.table('undos').entries()]) {
    if (undone.endedAt !== null) continue
    const ended = await carryOutUndo(tools, records, id, undone)
    if (!ended.ok) return ended.problem
  }
  return null
}

/** Requests of a run that was cut short: what is there of them is known before anything is taken back. */
export async function settleRequests(tools: SyncTools, records: PushRecords): Promise<void> {
  for (const request of [...tools.workspace.store.table('inFlight').values()])
    if (!request.deed.startsWith('undo-'))
      await finishRequest({ quickbooks: tools.quickbooks, records, now: tools.now }, request)
}

/**
 * Counts what QuickBooks did not take. Null after as many runs as any request gets: what it never takes stays, is failed until a
 * person tries again, and keeps nothing else waiting.
 */
async function notTaken(
  { workspace, now }: SyncTools,
  records: PushRecords,
  id: string,
  unsettled: ReadonlyMap<DocumentKey, Problem>,
): Promise<Problem | null> {
  const undone = workspace.store.table('undos').get(id)
  const failedRuns = (undone?.failedRuns ?? 0) + 1
  if (undone) await workspace.store.commit([{ table: 'undos', id, value: { ...undone, failedRuns } }])
  if (failedRuns < MOST_RUNS) return [...unsettled.values()][0] ?? null
  const why = problem('quickbooks-keeps-failing')
  await records.commit(
    [...unsettled.keys()].map((key) => ({
      table: 'refusals',
      id: key,
      value: { problem: why, at: now().toISOString(), of: { work: 'undoing' } },
    })),
  )
  return null
}

/** Answers what stays after all. */
async function carryOutUndo(
  tools: SyncTools,
  records: PushRecords,
  id: string,
  undone: StoredUndo,
): Promise<Result<UndoLine[]>> {
  const meant = new Set(undone.keys)
  const steps = await undoSteps(tools, undone, undone)
  if (!steps.ok) return steps
  const wanted = steps.value.filter(({ key }) => meant.has(key))
  let done = 0
  const total = wanted.reduce((sum, { operations }) => sum + operations.length, 0)
  const run: RunTools = {
    quickbooks: withBatches(tools.quickbooks),
    batches: null,
    records,
    now: tools.now,
    sleep: tools.sleep,
    random: tools.random,
    busy: tools.busy,
    stopped: tools.stopped,
    stepped: () => tools.progress(++done, total),
    isWanted: () => true,
    forget: async () => undefined,
  }
  for (let turn = 0; turn <= LAST_TURN; turn++) {
    const operations = wanted.filter((step) => step.turn === turn).flatMap((step) => step.operations)
    const ended = await carryOut(run, operations)
    if (ended.stop) return { ok: false, problem: ended.stop }
    if (ended.unsettled.size > 0) {
      const why = await notTaken(tools, records, id, ended.unsettled)
      if (why) return { ok: false, problem: why }
    }
    if (tools.stopped()) return { ok: true, value: [] }
  }
  const left = await undoSteps(tools, undone, undone)
  if (!left.ok) return left
  const { failedRuns: _, ...said } = undone
  await tools.workspace.store.commit([{ table: 'undos', id, value: { ...said, endedAt: tools.now().toISOString() } }])
  await tools.cache.keep()
  return {
    ok: true,
    value: left.value
      .filter(({ key }) => meant.has(key))
      .map(({ key, why }) => ({ key, does: 'keep', why: why ?? 'refused' })),
  }
}
