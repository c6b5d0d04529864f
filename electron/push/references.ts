import type { Draft } from '../../shared/draft.ts'
import type { LinkedType } from '../plan/link.ts'
import { observedOf } from '../entities/observe.ts'
import type { PushChange } from './records.ts'
import { linkChange } from './records.ts'
import type { InFlight } from './records.ts'
import type { SendFailure, SendTools } from './send.ts'
import { nextGeneration } from './send.ts'

/**
 * Whether a refusal comes from a record that it names and that QuickBooks has no more, or has inactive, though nothing had
 * told so yet: a person just deleted it or merged it away. What is so now is stored, and the next plan goes by it.
 */
export async function hasLostReference(tools: SendTools, request: InFlight, failure: SendFailure): Promise<boolean> {
  const { records, quickbooks } = tools
  if (!request.draft || !['reference-missing', 'reference-inactive'].includes(failure.problem.code)) return false
  let isLost = false
  for (const [type, id] of referencesOf(request.draft)) {
    const key = records.linkedKey(type, id)
    if (!key) continue
    const now = await quickbooks.read(type, id)
    if (!now.ok) return false
    const observed = now.value === null ? null : observedOf(type, now.value, tools.now())
    if (observed?.active) continue
    isLost = true
    records.lostEntity(type, id)
    await records.commit((newest) =>
      linkChange(newest, key, (link) => ({ ...link, gone: true, ...(observed && { observed }) })),
    )
  }
  if (isLost) await records.commit((): PushChange[] => nextGeneration(records, request))
  return isLost
}

function referencesOf(draft: Draft): [LinkedType, string][] {
  const named: [LinkedType, string | null | undefined][] =
    draft.type === 'Customer'
      ? [['Customer', draft.parent?.id]]
      : draft.type === 'Vendor'
        ? []
        : [
            ['Customer', 'customer' in draft ? draft.customer.id : null],
            ['Vendor', 'vendor' in draft ? draft.vendor?.id : null],
            ...(draft.type === 'Payment'
              ? draft.applied.map((part): [LinkedType, string] => ['Invoice', part.id])
              : []),
            ...('lines' in draft
              ? draft.lines.map((line): [LinkedType, string | null | undefined] => [
                  'Customer',
                  'customer' in line ? line.customer?.id : null,
                ])
              : []),
          ]
  const once = new Map(
    named.flatMap(([type, id]) => (id ? [[`${type} ${id}`, [type, id] as [LinkedType, string]]] : [])),
  )
  return [...once.values()]
}
