import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cents } from '../../shared/money.ts'
import { problem } from '../../shared/problem.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { contractorOf, inBooks, record, records } from './at-random.ts'
import { client, expense, professional, project } from '../support/billdr-records.ts'
import { Contractor } from './contractor.ts'

/** What a person, Billdr and QuickBooks do; `which` says to whom. `Contractor.plan` holds each plan against one from scratch. */
const CHANGES: readonly ((contractor: Contractor, which: number) => unknown)[] = [
  (contractor) => contractor.carryOut(),
  (contractor) => contractor.sync(),
  (contractor, which) => contractor.removes(keyAt(contractor, which)),
  (contractor, which) => contractor.records.delete(unlinkedAt(contractor, which)),
  (contractor, which) => changeRecord(contractor, which, { presence: 'absent' }),
  (contractor, which) => changeRecord(contractor, which, { beforeConnecting: true }),
  (contractor, which) => changeRecord(contractor, which, { rewrites: keyAt(contractor, which + 7) }),
  (contractor, which) =>
    contractor.decides(keyAt(contractor, which), { ignored: { reason: 'by hand', at: '2026-03-31T12:00:00Z' } }),
  (contractor, which) => contractor.decides(keyAt(contractor, which), { createAnew: true }),
  (contractor, which) => contractor.decides(keyAt(contractor, which), { number: which % 2 ? '1001' : 'A-1' }),
  (contractor, which) => contractor.decisions.delete(keyAt(contractor, which)),
  (contractor, which) => contractor.refused(keyAt(contractor, which), which % 2 ? 'quickbooks-refused' : 'name-taken'),
  (contractor, which) => contractor.refusals.delete(keyAt(contractor, which)),
  (contractor, which) => contractor.readProblems.set(keyAt(contractor, which), problem('record-currency')),
  (contractor, which) => contractor.readProblems.delete(keyAt(contractor, which)),
  (contractor, which) =>
    contractor.attachmentProblems.set(`${keyAt(contractor, which)}#a-1`, problem('attachment-missing')),
  (contractor, which) => withLink(contractor, which, (key) => contractor.seesGone(key)),
  (contractor, which) => withLink(contractor, which, (key) => contractor.sees(key, { docNumber: '1002' })),
  (contractor, which) => withLink(contractor, which, (key) => contractor.sees(key, { balance: cents(0) })),
  (contractor, which) => withLink(contractor, which, (key) => contractor.sees(key, { voided: true })),
  (contractor, which) => withLink(contractor, which, (key) => contractor.sees(key, { partyId: '7' })),
  (contractor, which) => withLink(contractor, which, (key) => contractor.links.delete(key)),
  (contractor, which) =>
    withLink(contractor, which, (key) =>
      contractor.links.set(key, { ...contractor.link(key), gone: true, unlinked: true }),
    ),
  (contractor, which) => (contractor.exportedAt = which % 2 ? '2026-03-09T12:00:00Z' : '2026-03-05T12:00:00Z'),
  (contractor, which) =>
    withLink(contractor, which, (key) =>
      contractor.sees(key, { partyId: '7', ours: { content: 'another', asOf: '2026-03-07T12:00:00Z' } }),
    ),
  (contractor, which) => enterThere(contractor, which, null),
  (contractor, which) => enterThere(contractor, which, keyAt(contractor, which)),
  (contractor, which) => {
    const { books } = contractor
    if (books) books.documents = books.documents.filter((_, at) => at !== which % books.documents.length)
  },
  (contractor, which) =>
    contractor.hasContact({
      id: `9${which}`,
      type: which % 2 ? 'Customer' : 'Vendor',
      name: which % 3 ? 'Roy' : 'Cuisine',
    }),
  (contractor, which) => {
    const { books } = contractor
    if (books) books.contacts = books.contacts.filter((_, at) => at !== which % books.contacts.length)
  },
  (contractor, which) => contractor.facts({ multiCurrency: which % 3 === 0 }),
  (contractor, which) => contractor.facts({ purchaseOrders: which % 3 !== 0 }),
  (contractor, which) => (contractor.settings.review = which % 2 ? 'all' : 'off'),
  (contractor, which) => (contractor.settings.maxRemovals = which % 3),
  (contractor, which) => (contractor.settings.syncFrom = which % 2 ? '2026-03-02' : null),
  (contractor, which) => (contractor.mappings.clients = which % 2 ? { 'c-1': 'Roy', 'c-2': 'id:1' } : {}),
]

function keyAt({ records: all }: Contractor, which: number): DocumentKey {
  return [...all.keys()][which % all.size] as DocumentKey
}

function unlinkedAt(contractor: Contractor, which: number): DocumentKey {
  const keys = [...contractor.records.keys()].filter((key) => !contractor.links.has(key))
  return keys[which % Math.max(1, keys.length)] ?? ('client:none' as DocumentKey)
}

function changeRecord(contractor: Contractor, which: number, change: object): void {
  const key = keyAt(contractor, which)
  const stored = contractor.records.get(key)
  if (stored) contractor.records.set(key, { ...stored, ...change })
}

function withLink(contractor: Contractor, which: number, change: (key: DocumentKey) => unknown): void {
  const keys = [...contractor.links.keys()].filter((key) => contractor.records.has(key))
  const key = keys[which % Math.max(1, keys.length)]
  if (key !== undefined) change(key)
}

/** A document in QuickBooks beside ours: nobody's, or with the mark of a record. */
function enterThere(contractor: Contractor, which: number, mark: DocumentKey | null): void {
  const invoice = [...contractor.links.values()].find(({ type }) => type === 'Invoice')
  const [type, amount] = [
    (['Invoice', 'Payment', 'Purchase', 'Bill', 'CreditMemo'] as const)[which % 5] ?? 'Invoice',
    cents([1000, 6420, 100_000][which % 3] ?? 1000),
  ]
  contractor.hasDocument({
    id: `8${which}-${contractor.books?.documents.length ?? 0}`,
    type,
    docNumber: which % 2 ? '1001' : null,
    date: '2026-03-02',
    subtotal: amount,
    total: amount,
    mark,
    ...(type === 'Payment' &&
      invoice && {
        applications: [['Invoice', invoice.id, amount] as const].map(
          (each) => [...each] as [string, string, typeof amount],
        ),
      }),
  })
}

describe('a plan that is brought up to date', () => {
  it('is byte for byte the plan from scratch, after any sequence of changes', () => {
    fc.assert(
      fc.property(
        records,
        inBooks,
        fc.array(
          fc.oneof(
            fc.record({ change: fc.nat(CHANGES.length - 1), which: fc.nat(40) }),
            fc.record({ said: fc.array(record, { minLength: 1, maxLength: 3 }) }),
          ),
          { minLength: 3, maxLength: 14, size: 'max' },
        ),
        (first, contacts, steps) => {
          const contractor = contractorOf(first, contacts)
          contractor.isHeldAgainst = true
          contractor.plan()
          for (const step of steps) {
            if ('said' in step) contractor.says(...step.said)
            else CHANGES[step.change]?.(contractor, step.which)
            contractor.plan()
          }
        },
      ),
      { numRuns: Number(process.env['STANDING_RUNS'] ?? 200) },
    )
  }, 300_000)

  it('gives a contact to another record once the one that was linked to it leaves it', () => {
    const contractor = new Contractor(
      client('c-1', { displayName: 'Roy' }),
      project('p-1', 'c-1', { name: 'Kitchen' }),
    ).hasContact({ id: '7', type: 'Customer', name: 'Roy' })
    contractor.sync()
    expect(contractor.link('client:c-1').id).toBe('7')
    contractor.says(client('c-2', { displayName: 'Roy' }), project('p-2', 'c-2', { name: 'Bathroom' }))
    const links = { kind: 'link', key: 'client:c-2', id: '7' }
    expect(contractor.operations()).not.toContainEqual(expect.objectContaining(links))
    contractor.decides('client:c-1', { ignored: { reason: 'by hand', at: '2026-03-31T12:00:00Z' } })
    contractor.links.delete('client:c-1')
    expect(contractor.operations()).toContainEqual(expect.objectContaining(links))
  })

  it('carries on what another desktop sent from an older export, and asks once it is from a newer one', () => {
    const contractor = new Contractor(
      client('c-1', { displayName: 'Roy' }),
      project('p-1', 'c-1', { name: 'Kitchen' }),
      professional('v-1', { displayName: 'Bois Franc' }),
      expense('e-1', { projectId: 'p-1', professionalId: 'v-1', paidWith: 'cash' }),
    )
    contractor.sync()
    contractor.sees('expense:e-1', { date: '2026-01-01', ours: { content: 'x', asOf: '2026-03-07T12:00:00Z' } })
    contractor.says(expense('e-1', { projectId: 'p-1', professionalId: 'v-1', paidWith: 'cash', memo: 'Nails' }))
    contractor.exportedAt = '2026-03-05T12:00:00Z'
    expect(contractor.verdict('expense:e-1').state).toBe('held')
    contractor.exportedAt = '2026-03-09T12:00:00Z'
    expect(contractor.verdict('expense:e-1').state).toBe('pending')
  })
})
