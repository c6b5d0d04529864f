import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BilldrRecord } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import type { Operation } from '../../electron/plan/input.ts'
import { foldName } from '../../electron/plan/names.ts'
import { foldNumber } from '../../electron/plan/numbers.ts'
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

const record: fc.Arbitrary<BilldrRecord> = fc.oneof(
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
const records = fc
  .tuple(people, fc.array(record, { minLength: 5, maxLength: 30, size: 'max' }))
  .map(([known, said]) => [...known, ...said])

const inBooks = fc.array(
  fc.tuple(fc.constantFrom('Customer' as const, 'Vendor' as const, 'Employee' as const), name, fc.boolean()),
  { maxLength: 4 },
)

const contractorAndOrder = fc
  .tuple(records, inBooks)
  .chain(([said, contacts]) =>
    fc.tuple(
      fc.constant(said),
      fc.constant(contacts),
      fc.shuffledSubarray(unique(said), { minLength: unique(said).length }),
    ),
  )

function unique(said: readonly BilldrRecord[]): BilldrRecord[] {
  return [...new Map(said.map((each) => [`${each.kind}:${each.id}`, each])).values()]
}

function contractorOf(
  said: readonly BilldrRecord[],
  contacts: readonly (readonly ['Customer' | 'Vendor' | 'Employee', string, boolean])[],
): Contractor {
  const contractor = new Contractor(...said)
  contractor.settings.maxRemovals = 1000
  const taken = new Set<string>()
  contacts.forEach(([type, called, active], index) => {
    if (taken.has(foldName(called))) return
    taken.add(foldName(called))
    contractor.hasContact({ id: String(index + 1), type, name: called, active })
  })
  return contractor
}

function verdictsOf(contractor: Contractor): unknown {
  return [...contractor.plan().verdicts].sort(([a], [b]) => (a < b ? -1 : 1))
}

function expectNoneTwice(values: readonly string[]): void {
  expect(values).toEqual([...new Set(values)])
}

/** What QuickBooks would refuse: a name given to two, or a number given twice to one kind of document. */
function expectNothingTaken(steps: readonly Operation[]): void {
  const created = steps.flatMap((step) => (step.kind === 'create' ? [step] : []))
  expectNoneTwice(created.flatMap(({ draft }) => ('displayName' in draft ? [foldName(draft.displayName)] : [])))
  expectNoneTwice(
    created.flatMap(({ type, draft, allowDuplicateNumber }) => {
      if (!('docNumber' in draft) || draft.docNumber === null) return []
      const supplierId = allowDuplicateNumber && 'vendor' in draft ? (draft.vendor?.id ?? '') : ''
      return [`${type} ${foldNumber(draft.docNumber)} ${supplierId}`]
    }),
  )
}

const RUNS = { numRuns: 150 }

describe('plans', () => {
  it('are the same however Billdr lists its records', () => {
    fc.assert(
      fc.property(contractorAndOrder, ([said, contacts, shuffled]) => {
        const one = contractorOf(unique(said), contacts)
        const other = contractorOf(shuffled, contacts)
        expect(verdictsOf(other)).toEqual(verdictsOf(one))
      }),
      RUNS,
    )
  })

  it('give no name and no number twice', () => {
    fc.assert(
      fc.property(records, inBooks, (said, contacts) => {
        const contractor = contractorOf(said, contacts)
        for (let steps = contractor.carryOut(); steps.length > 0; steps = contractor.carryOut())
          expectNothingTaken(steps)
      }),
      RUNS,
    )
  })

  it('come to an end: once all steps are done, none is left, and nothing is pending', () => {
    fc.assert(
      fc.property(records, inBooks, (said, contacts) => {
        const contractor = contractorOf(said, contacts)
        contractor.sync()
        expect(contractor.operations()).toEqual([])
        const pending = [...contractor.plan().verdicts]
          .filter(([, verdict]) => verdict.state === 'pending')
          .map(([key]) => key)
        expect(pending).toEqual([])
      }),
      RUNS,
    )
  })

  it('send nothing for drafts, and take nothing twice', () => {
    fc.assert(
      fc.property(records, inBooks, (said, contacts) => {
        const contractor = contractorOf(said, contacts)
        const steps = contractor.sync()
        expectNoneTwice(steps.filter((step) => step.kind === 'create').map(({ key }) => key))
        for (const { key } of steps) {
          const { status } = contractor.record(key) as { status?: string }
          expect(status).not.toBe('draft')
          expect(status).not.toBe('rejected')
        }
      }),
      RUNS,
    )
  })

  it('a second day: nothing but what changed is touched, no invoice or credit is ever updated, and it comes to an end', () => {
    fc.assert(
      fc.property(
        records,
        fc.array(record, { maxLength: 20, size: 'max' }),
        fc.array(fc.nat(), { maxLength: 4 }),
        inBooks,
        (first, second, gone, contacts) => {
          const contractor = contractorOf(first, contacts)
          contractor.sync()
          const keys = [...contractor.records.keys()]
          const removed = gone.flatMap((each): DocumentKey[] =>
            keys[each % keys.length] ? [keys[each % keys.length] as DocumentKey] : [],
          )
          contractor.says(...second).removes(...removed)
          const steps = contractor.sync()
          const changed = new Set<DocumentKey>([...second.map((each) => keyOf(each.kind, each.id)), ...removed])
          for (const step of steps) {
            if (step.kind === 'update') expect(['Payment', 'Purchase', 'Bill', 'PurchaseOrder']).toContain(step.type)
            // A payment may take what another one that left has set free; everything else is touched for its own sake only.
            const isChange =
              step.kind === 'void' || step.kind === 'delete' || (step.kind === 'update' && step.type !== 'Payment')
            if (isChange) expect(changed).toContain(step.key)
          }
          expect(contractor.operations()).toEqual([])
        },
      ),
      RUNS,
    )
  })
})
