import type { Draft } from '../../shared/draft.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { OtherDocument, Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { PlanContext } from './context.ts'
import { labelOf } from './context.ts'
import type { Prepared } from './document-rules.ts'
import { otherOf } from './in-the-way.ts'
import type { NumberOwner } from './indexes.ts'
import type { LinkedType } from './link.ts'
import { docNumberOf, foldNumber } from './numbers.ts'

/** Rule I5: a number in use, in the books or by another record of Billdr. */
export function takenProblem(
  context: PlanContext,
  key: DocumentKey,
  type: LinkedType,
  prepared: Prepared & { ok: true },
): Problem | null {
  const number = 'docNumber' in prepared.draft ? prepared.draft.docNumber : null
  if (number === null) return null
  const owner = context.numbers.ownersOf(type, number).find((each) => isInTheWay(context, key, prepared, each))
  if (!owner) {
    context.numbers.give(type, number)
    return null
  }
  if ('key' in owner) return twiceProblem(context, number, owner.key)
  const { document } = owner
  return problem('number-taken', { number, type, otherId: document.id }, { other: otherOf(document) })
}

/** Two suppliers may use one number, as each counts for itself; one supplier may not use it twice. */
function isInTheWay(
  context: PlanContext,
  key: DocumentKey,
  prepared: Prepared & { ok: true },
  owner: NumberOwner,
): boolean {
  if ('key' in owner)
    return (
      owner.key !== key &&
      !(prepared.allowDuplicateNumber && supplierOf(context, owner.key) !== supplierOf(context, key))
    )
  const party = partyIdOf(prepared.draft)
  return !prepared.allowDuplicateNumber || (party !== null && owner.document.partyId === party)
}

function supplierOf(context: PlanContext, key: DocumentKey): string | null {
  const record = context.records.get(key)?.record
  return record && 'professionalId' in record ? record.professionalId : null
}

function twiceProblem(context: PlanContext, number: string, owner: DocumentKey): Problem {
  const link = context.link(owner)
  if (!link) return problem('number-twice-in-billdr', { number, what: labelOf(context, owner) }, { waitsFor: owner })
  const { observed } = link
  const other: OtherDocument = {
    type: link.type,
    id: link.id,
    docNumber: number,
    date: observed.date,
    party: observed.name,
    amount: observed.subtotal,
  }
  // A person may have given it that number in QuickBooks; in Billdr it has another one.
  const record = context.records.get(owner)?.record
  const ownNumber = context.decision(owner).number ?? (record && 'number' in record ? record.number : null)
  return ownNumber !== null && foldNumber(docNumberOf(ownNumber)) === foldNumber(number)
    ? problem('number-twice-in-billdr', { number, what: labelOf(context, owner) }, { other, waitsFor: owner })
    : problem('number-taken', { number, type: link.type, otherId: link.id }, { other, waitsFor: owner })
}

function partyIdOf(draft: Draft): string | null {
  if ('customer' in draft) return draft.customer.id
  return 'vendor' in draft ? (draft.vendor?.id ?? null) : null
}
