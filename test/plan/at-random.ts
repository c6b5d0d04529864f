import fc from 'fast-check'
import type { BilldrRecord } from '../../shared/domain.ts'
import { foldName } from '../../electron/plan/names.ts'
import { Contractor } from './contractor.ts'
import {
  client,
  costCode,
  credit,
  expense,
  invoice,
  line,
  payment,
  professional,
  project,
  purchaseOrder,
  receipt,
} from '../support/billdr-records.ts'

/*
 * Whole contractors at random: few names and numbers, so that duplicates, claims on one number and names in use are common.
 */

const NAMES = ['Roy', 'ROY', 'Cuisine', 'Marie-Ève Côté', 'Marie-Eve Cote', 'A : B', '🏠', 'x'.repeat(150)]
const id = fc.integer({ min: 1, max: 3 })
const name = fc.constantFrom(...NAMES)
const number = fc.constantFrom('1001', '1002', '1003', 'A-1', 'a-1', '2026-SALLE-DE-BAIN-000017')
const amount = fc.constantFrom('0.00', '10.00', '64.20', '1000.00')
const day = fc.constantFrom('2026-03-01', '2026-03-02', '2026-03-03')
const lines = fc.array(
  fc
    .tuple(amount, fc.option(fc.constantFrom('cc-1', 'cc-2')))
    .map(([decimal, costCodeId]) => line(decimal, { costCodeId })),
  { minLength: 1, maxLength: 2 },
)
const attachments = fc.boolean().map((has) => (has ? [receipt('a-1')] : []))
const projectId = id.map((each) => `p-${each}`)
const supplier = id.map((each) => `v-${each}`)

export const record: fc.Arbitrary<BilldrRecord> = fc.oneof(
  fc.tuple(id, name).map(([each, displayName]) => client(`c-${each}`, { displayName })),
  fc
    .tuple(id, id, name, fc.option(number))
    .map(([each, of, called, no]) => project(`p-${each}`, `c-${of}`, { name: called, number: no })),
  fc
    .tuple(id, name, fc.constantFrom('supplier' as const, 'subcontractor' as const))
    .map(([each, displayName, trade]) => professional(`v-${each}`, { displayName, trade })),
  fc.constantFrom(costCode('cc-1', { name: 'Job Materials' }), costCode('cc-2', { name: 'Personne' })),
  fc
    .tuple(
      id,
      projectId,
      number,
      fc.constantFrom('draft' as const, 'submitted' as const, 'paid' as const, 'voided' as const),
      day,
      lines,
      attachments,
    )
    .map(([each, of, no, status, issuedOn, ofLines, files]) =>
      invoice(`i-${each}`, of, { number: no, status, issuedOn, lines: ofLines, attachments: files }),
    ),
  fc
    .tuple(
      id,
      projectId,
      number,
      fc.constantFrom('draft' as const, 'submitted' as const, 'voided' as const),
      fc.option(id),
      lines,
    )
    .map(([each, of, no, status, applies, ofLines]) =>
      credit(`k-${each}`, of, {
        number: no,
        status,
        appliesToInvoiceId: applies === null ? null : `i-${applies}`,
        lines: ofLines,
      }),
    ),
  fc.tuple(id, id, amount).map(([each, of, decimal]) => payment(`pay-${each}`, `i-${of}`, decimal)),
  fc
    .tuple(
      id,
      fc.option(projectId),
      fc.option(supplier),
      fc.option(number),
      fc.constantFrom('draft' as const, 'approved' as const, 'rejected' as const),
      fc.constantFrom('cash' as const, 'unpaid' as const),
      day,
      lines,
      attachments,
    )
    .map(([each, of, from, no, status, paidWith, spentOn, ofLines, files]) =>
      expense(`e-${each}`, {
        projectId: of,
        professionalId: from,
        number: no,
        status,
        paidWith,
        spentOn,
        lines: ofLines,
        attachments: files,
      }),
    ),
  fc
    .tuple(id, supplier, number, fc.constantFrom('open' as const, 'closed' as const, 'cancelled' as const))
    .map(([each, from, no, status]) => purchaseOrder(`o-${each}`, from, { number: no, status })),
)

/** Everybody that documents can name, under names that often meet. */
const people = fc
  .array(name, { minLength: 9, maxLength: 9 })
  .map((names): BilldrRecord[] =>
    [1, 2, 3].flatMap((each) => [
      client(`c-${each}`, { displayName: names[each - 1] ?? '' }),
      project(`p-${each}`, `c-${each}`, { name: names[each + 2] ?? '' }),
      professional(`v-${each}`, { displayName: names[each + 5] ?? '' }),
    ]),
  )

/** Records of a day; of two with one id, the later one counts. */
export const records = fc
  .tuple(people, fc.array(record, { minLength: 5, maxLength: 30, size: 'max' }))
  .map(([known, said]) => [...known, ...said])

export const inBooks = fc.array(
  fc.tuple(fc.constantFrom('Customer' as const, 'Vendor' as const, 'Employee' as const), name, fc.boolean()),
  { maxLength: 4 },
)

export const contractorAndOrder = fc
  .tuple(records, inBooks)
  .chain(([said, contacts]) =>
    fc.tuple(
      fc.constant(said),
      fc.constant(contacts),
      fc.shuffledSubarray(unique(said), { minLength: unique(said).length }),
    ),
  )

export function unique(said: readonly BilldrRecord[]): BilldrRecord[] {
  return [...new Map(said.map((each) => [`${each.kind}:${each.id}`, each])).values()]
}

export function contractorOf(
  said: readonly BilldrRecord[],
  contacts: readonly (readonly ['Customer' | 'Vendor' | 'Employee', string, boolean])[],
): Contractor {
  const contractor = new Contractor(...said)
  contractor.settings.maxRemovals = 1000
  // Thousands of plans: standing-plan.test.ts has its own.
  contractor.isHeldAgainst = false
  const taken = new Set<string>()
  contacts.forEach(([type, called, active], index) => {
    if (taken.has(foldName(called))) return
    taken.add(foldName(called))
    contractor.hasContact({ id: String(index + 1), type, name: called, active })
  })
  return contractor
}
