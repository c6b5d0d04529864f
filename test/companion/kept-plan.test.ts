import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ignore, retry, setSettings, unignore } from '../../electron/companion/decisions.ts'
import { runsOf, runSince } from '../../electron/companion/runs.ts'
import { paidInBilldr } from '../../electron/companion/paid-notes.ts'
import { payersOf } from '../../electron/companion/payers.ts'
import { rowsOf } from '../../electron/companion/rows.ts'
import { planOf } from '../../electron/plan/plan.ts'
import type { StoredRecord } from '../../electron/plan/input.ts'
import type { BilldrRecord } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import { cents } from '../../shared/money.ts'
import { problem } from '../../shared/problem.ts'
import { done, quickCompany } from '../support/quick-company.ts'
import type { QuickCompany } from '../support/quick-company.ts'

/** What people do, in Billdr, here and in QuickBooks, and what the clock does. */
const CHANGES: readonly ((quick: QuickCompany, which: number) => Promise<unknown>)[] = [
  ({ company }) => company.sync(),
  ({ company }) => company.refresh(),
  ({ company }) => company.read(),
  async ({ company }, which) => ignore(company, [keyAt(company, which)], 'entered by hand'),
  async ({ company }, which) => unignore(company, [keyAt(company, which)]),
  async ({ company }) => retry(company, 'all'),
  async ({ company }, which) => setSettings(company, { maxRemovals: which % 5, review: which % 2 ? 'all' : 'off' }),
  async ({ company }) => setSettings(company, { syncFrom: '2026-03-10' }),
  async ({ company, practice }, which) => {
    const linked = company.rows().filter(({ quickbooks }) => quickbooks?.type === 'Invoice')
    const id = linked[which % Math.max(1, linked.length)]?.quickbooks?.id
    if (id !== undefined)
      done(await practice.controls.personEdits('Invoice', id, { CustomerMemo: { value: `${which}` } }))
  },
  async ({ company, practice }, which) => {
    const linked = company.rows().filter(({ quickbooks }) => quickbooks?.type === 'Purchase')
    const id = linked[which % Math.max(1, linked.length)]?.quickbooks?.id
    if (id !== undefined) await practice.controls.personDeletes('Purchase', id)
  },
  (quick, which) => says(quick, which, (stored) => ({ ...stored, presence: 'removed' })),
  (quick, which) => says(quick, which, (stored) => ({ ...stored, presence: 'present' })),
  (quick, which) =>
    says(quick, which, ({ record, ...stored }) => ({ ...stored, record: otherName(record, `N ${which}`) })),
  (quick, which) =>
    says(quick, which, ({ record, ...stored }) => ({
      ...stored,
      record: record.kind === 'invoice' ? { ...record, status: which % 2 ? 'draft' : 'paid' } : record,
    })),
  async ({ company }, which) => {
    // Money that came in for some invoice.
    const { store } = company.workspace
    const [some] = [...store.table('records').values()].filter(({ record }) => record.kind === 'payment')
    const invoices = [...store.table('records').values()].filter(({ record }) => record.kind === 'invoice')
    const invoice = invoices[which % invoices.length]?.record
    if (some?.record.kind !== 'payment' || !invoice) return
    const record = { ...some.record, id: `p-${which}`, invoiceId: invoice.id, amount: cents(100 * (which + 1)) }
    await store.commit([{ table: 'records', id: keyOf('payment', record.id), value: { ...some, record } }])
  },
  async ({ company }, which) => {
    const value = {
      key: null,
      kind: 'expense' as const,
      table: 'expenses' as const,
      row: which,
      field: null,
      problem: problem('record-currency'),
    }
    const id = `expense:expenses ${which}`
    const has = company.workspace.store.table('readProblems').has(id)
    await company.workspace.store.commit([{ table: 'readProblems', id, value: has ? undefined : value }])
  },
]

/** What an export says anew of one record. */
async function says(
  { company }: QuickCompany,
  which: number,
  change: (stored: StoredRecord) => StoredRecord,
): Promise<void> {
  const key = keyAt(company, which)
  const stored = company.workspace.store.table('records').get(key)
  if (stored) await company.workspace.store.commit([{ table: 'records', id: key, value: change(stored) }])
}

function otherName(record: BilldrRecord, name: string): BilldrRecord {
  if (record.kind === 'project' || record.kind === 'cost-code') return { ...record, name }
  return record.kind === 'client' || record.kind === 'professional' ? { ...record, displayName: name } : record
}

function keyAt(company: QuickCompany['company'], which: number): DocumentKey {
  const rows = company.rows()
  const row = rows[which % rows.length]
  if (!row) throw new Error('no rows')
  return row.key
}

describe('the kept plan and the kept rows', () => {
  it('are byte for byte those from scratch, after any sequence of changes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(CHANGES.length - 1), fc.nat(50)), { minLength: 4, maxLength: 12, size: 'max' }),
        async (sequence) => {
          const quick = await quickCompany()
          const { company } = quick
          await company.sync()
          for (const [change, which] of sequence) {
            await CHANGES[change]?.(quick, which)
            company.replan()
            const fresh = planOf(company.workspace.planInput(company.books))
            expect(JSON.stringify([...company.plan.verdicts])).toBe(JSON.stringify([...fresh.verdicts]))
            expect(company.plan.guards).toEqual(fresh.guards)
            const input = company.workspace.planInput(company.books)
            const known = new Map(company.rows().map((row) => [row.key, row.since]))
            const { store } = company.workspace
            const rows = rowsOf(
              {
                ...input,
                verdicts: fresh.verdicts,
                syncing: new Set(),
                unsettled: new Map(),
                since: (key) => known.get(key) ?? null,
                payers: payersOf(input.books?.documents ?? [], store.table('payers').entries()),
                paid: paidInBilldr(input),
                today: company.now.toISOString().slice(0, 10),
              },
              store.table('readProblems').entries(),
            )
            expect(JSON.stringify(company.rows())).toBe(JSON.stringify(rows))
            const states = company.rows().map(({ key, state }) => [key, state])
            const wanted = company.rows().map(({ key, state }) => [key, fresh.verdicts.get(key)?.state ?? state])
            expect(states).toEqual(wanted)
            expect(runSince(company.workspace, '2000')).toEqual(runsOf(company.workspace)[0] ?? null)
          }
        },
      ),
      { numRuns: Number(process.env['KEPT_RUNS'] ?? 8) },
    )
  }, 240_000)
})

describe('a look in which nothing has changed', () => {
  it('makes no plan and no row, and asks QuickBooks one question', async () => {
    const { company, practice } = await quickCompany()
    await company.sync()
    await company.sync()
    const { plan, rowsRevision } = company
    const rows = company.rows()
    const before = (await practice.controls.requests(0)).length
    const report = await company.sync()
    expect(report).toMatchObject({ read: null, problem: null, push: { sent: 0, refused: 0 } })
    expect(company.plan).toBe(plan)
    expect(company.rows()).toBe(rows)
    expect(company.rowsRevision).toBe(rowsRevision)
    const asked = (await practice.controls.requests(0)).slice(before)
    expect(asked.map(({ operation }) => operation)).toEqual(['cdc'])
  })

  it('is no longer one when a person changes a document in QuickBooks', async () => {
    const { company, practice } = await quickCompany()
    await company.sync()
    await company.sync()
    const { plan } = company
    const invoice = company.rows().find(({ quickbooks }) => quickbooks?.type === 'Invoice')
    if (!invoice?.quickbooks) throw new Error('no invoice')
    done(await practice.controls.personEdits('Invoice', invoice.quickbooks.id, { DocNumber: 'X-1' }))
    await company.sync()
    expect(company.plan).not.toBe(plan)
    expect(company.rows().find(({ key }) => key === invoice.key)?.differs).not.toBeNull()
  })
})
