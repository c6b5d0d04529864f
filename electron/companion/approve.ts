import { approvalOf } from '../../shared/approval.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Company, Done } from './company.ts'
import { confirmRemovals, createAnew, takeNextNumber } from './decisions.ts'

/**
 * Says yes to many records at once, each by what its own problem asks: create it, send it under the next free number, let
 * the removal go. One that asks for more than a yes is left as it is. Answers how many went on; where QuickBooks
 * cannot be asked for a free number it stops with that problem, and what was said yes to before stays so.
 */
export async function approve(company: Company, keys: readonly DocumentKey[]): Promise<Done<{ count: number }>> {
  const rows = new Map(company.rows().map((row) => [row.key, row]))
  let count = 0
  const removals: DocumentKey[] = []
  for (const key of keys) {
    const row = rows.get(key)
    const approval = row ? approvalOf(row) : null
    if (approval === 'create-anew') await createAnew(company, key)
    else if (approval === 'confirm-guard') removals.push(key)
    else if (approval === 'take-next-number') {
      const taken = await takeNextNumber(company, key)
      if (!taken.ok) return taken
    } else continue
    count++
  }
  if (removals.length > 0) await confirmRemovals(company, removals)
  return { ok: true, value: { count } }
}
