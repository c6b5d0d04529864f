import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import type { Operation } from '../../electron/plan/input.ts'
import { foldName } from '../../electron/plan/names.ts'
import { foldNumber } from '../../electron/plan/numbers.ts'
import { contractorAndOrder, contractorOf, inBooks, record, records, unique } from './at-random.ts'
import type { Contractor } from './contractor.ts'

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
