import type { Result } from '../../shared/result.ts'
import type { UndoLine, UndoTarget } from '../../shared/undo.ts'
import type { Company } from './company.ts'
import { pushRecords } from './sync.ts'
import { lineOf, resumeUndo, settleRequests, undo } from './undo.ts'
import { runMeant, undoSteps } from './undo-steps.ts'

export function isRun({ workspace }: Company, id: string): boolean {
  return workspace.store.table('runs').has(id)
}

/** What taking back would do, line by line; nothing is sent. */
export function shownUndo(company: Company, target: UndoTarget): Promise<Result<UndoLine[]>> {
  return company.alone(async (tools) => {
    await tools.cache.locks.forget()
    const meant = runMeant(tools, target)
    if (!meant) return { ok: true, value: [] }
    const steps = await undoSteps(tools, meant, { by: '', at: tools.now().toISOString() })
    return steps.ok ? { ok: true, value: steps.value.map(lineOf) } : steps
  })
}

/** Takes back what was shown; what was cut short before is ended first. `by`: who says so. */
export function undoShown(
  company: Company,
  target: UndoTarget,
  by: string,
  shown: readonly UndoLine[],
): Promise<Result<UndoLine[]>> {
  return company.alone(async (tools) => {
    const records = pushRecords(tools)
    const stop = await resumeUndo(tools, records)
    if (stop) return { ok: false, problem: stop }
    await settleRequests(tools, records)
    const meant = runMeant(tools, target)
    return meant ? undo(tools, records, meant, by, shown) : { ok: true, value: [] }
  })
}
