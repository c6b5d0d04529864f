import type { Approval } from '../../shared/approval.ts'
import { approvalOf } from '../../shared/approval.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Company } from './company.ts'
import type { Result } from '../../shared/result.ts'
import { sendAnyway } from './entered.ts'
import { sameRecords } from './rewritten.ts'
import { confirmRemovals, createAllAnew, takeNextNumber } from './decisions.ts'

/**
 * Says yes to many records at once, each by what its own problem asks: create it, send it under the next free number, let
 * the removal go. One that asks for more than a yes is left as it is. Answers how many went on; where QuickBooks
 * cannot be asked for a free number it stops with that problem, and what was said yes to before stays so.
 */
export async function approve(company: Company, keys: readonly DocumentKey[]): Promise<Result<{ count: number }>> {
  const rows = new Map(company.rows().map((row) => [row.key, row]))
  const asking = (approval: Approval): DocumentKey[] =>
    keys.filter((key) => {
      const row = rows.get(key)
      return row !== undefined && approvalOf(row) === approval
    })
  const [anew, removals, numbers] = [asking('create-anew'), asking('confirm-guard'), asking('take-next-number')]
  const same = asking('same-record')
  if (same.length > 0) await sameRecords(company, same)
  if (anew.length > 0) await createAllAnew(company, anew)
  if (removals.length > 0) await confirmRemovals(company, removals)
  const shown = asking('approve')
  if (shown.length > 0) await sendAnyway(company, shown)
  for (const key of numbers) {
    const taken = await takeNextNumber(company, key)
    if (!taken.ok) return taken
  }
  return { ok: true, value: { count: shown.length + same.length + anew.length + removals.length + numbers.length } }
}
