import { afterEach, describe, expect, it } from 'vitest'
import { approve } from '../../electron/companion/approve.ts'
import { retry } from '../../electron/companion/decisions.ts'
import { sendAnyway } from '../../electron/companion/entered.ts'
import { runsOf } from '../../electron/companion/runs.ts'
import { shownUndo, undoShown } from '../../electron/companion/take-back.ts'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { UndoLine, UndoTarget } from '../../shared/undo.ts'
import type { Raw } from '../billdr/exports.ts'
import { edit, editManifest } from '../billdr/exports.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { done, quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

/** Rule U1: what a run did is taken back, as far as the books allow, and goes again on a yes, once. */

const MINUTE = 60_000
const DOCUMENTS = ['Invoice', 'CreditMemo', 'Payment', 'Purchase', 'Bill', 'PurchaseOrder', 'Attachable'] as const
const BESIDES = ['Account', 'Item', 'Deposit', 'BillPayment'] as const
const CONTACTS = ['Customer', 'Vendor'] as const

afterEach(closeCompanies)

/** Everything that stands in the books; of contacts only what they are, since they stay and what they owe is compared by its documents. */
async function books({ controls }: ControlledCompany): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {}
  for (const type of [...DOCUMENTS, ...BESIDES]) all[type] = await controls.entities(type)
  return all
}

async function takeBack({ company }: QuickCompany, target: UndoTarget): Promise<UndoLine[]> {
  const shown = await shownUndo(company, target)
  if (!shown.ok) throw new Error(shown.problem.code)
  const undone = await undoShown(company, target, 'Anne', shown.value)
  if (!undone.ok) throw new Error(undone.problem.code)
  expect(undone.value).toEqual(shown.value)
  return undone.value
}

function lastRun({ company }: QuickCompany): string {
  const [last] = runsOf(company.workspace)
  if (!last) throw new Error('no run')
  return last.id
}

function line(lines: readonly UndoLine[], key: DocumentKey): string {
  const found = lines.find((each) => each.key === key)
  return found ? `${found.does} ${found.why ?? ''}`.trim() : 'nothing'
}

function keysWith({ company }: QuickCompany, code: string): DocumentKey[] {
  return company.rows().flatMap((row) => (row.problem?.code === code ? [row.key] : []))
}

describe('the first day, taken back', () => {
  it(
    'leaves the books as they were before, holds each document, and sends each again once on a yes',
    async () => {
      const one = await quickCompany()
      const before = await books(one.practice)
      await one.company.sync()
      expect(runsOf(one.company.workspace)[0]).toMatchObject({
        created: 16,
        overwritten: 0,
        voided: 0,
        deleted: 0,
        linked: 0,
        receipts: 6,
        refused: 0,
        undone: 0,
      })
      const sent = await books(one.practice)
      const contacts = await Promise.all(CONTACTS.map((type) => one.practice.controls.entities(type)))
      const lines = await takeBack(one, { run: lastRun(one) })
      expect(new Set(lines.map(({ does }) => does))).toEqual(new Set(['delete']))
      const after = await books(one.practice)
      for (const type of DOCUMENTS) expect(after[type], type).toEqual(before[type])
      for (const type of BESIDES) expect(names(after[type]), type).toEqual(names(before[type]))
      const left = await Promise.all(CONTACTS.map((type) => one.practice.controls.entities(type)))
      expect(left.map(names)).toEqual(contacts.map(names))
      expect(runsOf(one.company.workspace)[0]?.undone).toBe(16)
      const held = keysWith(one, 'undone')
      expect(held).toHaveLength(16)
      expect(one.row('invoice:i-1001').problem?.params).toMatchObject({ by: 'Anne' })

      // Nothing goes by itself, whatever is read meanwhile; the number of a document that was taken back stays its own.
      await one.writes()
      await one.company.sync()
      expect(await one.writes()).toEqual([])
      expect(one.row('invoice:i-1008').problem?.code).toBe('number-twice-in-billdr')

      await approve(one.company, held)
      await one.company.sync()
      const again = await books(one.practice)
      for (const type of DOCUMENTS) expect(again[type]?.length, type).toBe(sent[type]?.length)
      expect(keysWith(one, 'undone')).toEqual([])
      expect(one.row('payment:pay-1').state).toBe('synced')
      expect(one.row('credit:cr-1').state).toBe('synced')
    },
    2 * MINUTE,
  )

  it(
    'lists what would go and sends nothing',
    async () => {
      const one = await quickCompany()
      await one.company.sync()
      await one.writes()
      const shown = await shownUndo(one.company, { run: lastRun(one) })
      expect(shown.ok && shown.value).toHaveLength(16)
      expect(await one.writes()).toEqual([])
      expect(keysWith(one, 'undone')).toEqual([])
    },
    MINUTE,
  )

  it(
    'leaves alone what a person has edited, paid, deposited or deleted since, and says why',
    async () => {
      const one = await quickCompany()
      await one.company.sync()
      const { controls } = one.practice
      const id = (key: DocumentKey): string => one.row(key).quickbooks?.id ?? ''
      const order = (await controls.entities('PurchaseOrder')).find((each) => each['Id'] === id('purchase-order:po-1'))
      done(
        await controls.personEdits('PurchaseOrder', id('purchase-order:po-1'), {
          Memo: 'Urgent',
          Line: order?.['Line'] ?? [],
        }),
      )
      done(await controls.personDeposits([id('payment:pay-2')]))
      done(await controls.personDeletes('Purchase', id('expense:e-1')))
      const [invoice] = (await controls.entities('Invoice')).filter((each) => each['Id'] === id('invoice:i-1005'))
      done(
        await controls.personCreates('Payment', {
          CustomerRef: invoice?.['CustomerRef'] ?? null,
          TotalAmt: 10,
          Line: [{ Amount: 10, LinkedTxn: [{ TxnId: id('invoice:i-1005'), TxnType: 'Invoice' }] }],
        }),
      )
      const before = await books(one.practice)
      const lines = await takeBack(one, { run: lastRun(one) })
      expect(line(lines, 'purchase-order:po-1')).toBe('keep touched')
      expect(line(lines, 'payment:pay-2')).toBe('keep deposited')
      expect(line(lines, 'invoice:i-1003')).toBe('keep paid')
      expect(line(lines, 'invoice:i-1005')).toBe('keep paid')
      expect(line(lines, 'expense:e-1')).toBe('keep gone')
      expect(lines.filter(({ does }) => does === 'keep')).toHaveLength(5)
      const after = await books(one.practice)
      for (const kept of ['purchase-order:po-1', 'payment:pay-2', 'invoice:i-1003', 'invoice:i-1005'] as const) {
        const type = one.row(kept).quickbooks?.type ?? ''
        const same = (all: Record<string, unknown[]>) =>
          all[type]?.find((each) => (each as { Id: string }).Id === id(kept))
        expect(same(after), kept).toEqual(same(before))
      }
      expect(one.row('expense:e-1').problem?.code).toBe('deleted-in-quickbooks')
    },
    MINUTE,
  )
})

describe('a document, taken back', () => {
  it(
    'that was overwritten shows again what it showed before, and is overwritten again on a yes to what Billdr says then',
    async () => {
      const one = await quickCompany()
      await one.company.sync()
      const id = one.row('expense:e-7').quickbooks?.id ?? ''
      const find = async () =>
        (await one.practice.controls.entities('Bill'))
          .concat(await one.practice.controls.entities('Purchase'))
          .find((each) => each['Id'] === id)
      const before = await find()
      await edit(one.source, 'expenses', change('e-7', { memo: 'Corrigé', updatedAt: '2026-05-01T00:00:00Z' }))
      await editManifest(one.source, (manifest) => {
        manifest['exportedAt'] = '2026-05-01T00:00:00Z'
      })
      await one.company.sync()
      expect(runsOf(one.company.workspace)[0]).toMatchObject({ created: 0, overwritten: 1 })
      expect((await find())?.['PrivateNote']).toContain('Corrigé')
      expect(await takeBack(one, { key: 'expense:e-7' })).toEqual([{ key: 'expense:e-7', does: 'restore', why: null }])
      expect(shape(await find())).toEqual(shape(before))
      expect(one.row('expense:e-7').problem?.code).toBe('undone')
      await one.writes()
      await one.company.sync()
      expect(await one.writes()).toEqual([])
      expect(await sendAnyway(one.company, ['expense:e-7'])).toBe(1)
      await one.company.sync()
      expect((await find())?.['PrivateNote']).toContain('Corrigé')
      expect(one.row('expense:e-7').state).toBe('synced')
    },
    MINUTE,
  )
})

describe('a bill that was paid because Billdr calls it paid', () => {
  async function paid(): Promise<{ one: QuickCompany; key: DocumentKey; payments: () => Promise<unknown[]> }> {
    const one = await quickCompany()
    await one.company.sync()
    const key = one.company.rows().find((row) => row.quickbooks?.type === 'Bill')?.key
    if (!key) throw new Error('the sample has no bill')
    await edit(one.source, 'expenses', change(key.slice('expense:'.length), { paidWith: 'bank', updatedAt: LATER }))
    await editManifest(one.source, (manifest) => {
      manifest['exportedAt'] = LATER
    })
    await one.company.sync()
    const payments = () => one.practice.controls.entities('BillPayment')
    expect(await payments()).toHaveLength(1)
    return { one, key, payments }
  }

  it(
    'is open again once its payment is taken back, and is paid again on a yes, once',
    async () => {
      const { one, key, payments } = await paid()
      expect(await takeBack(one, { key })).toEqual([{ key, does: 'restore', why: null }])
      expect(await payments()).toEqual([])
      expect(one.row(key)).toMatchObject({ problem: { code: 'undone' }, quickbooks: { type: 'Bill' } })
      await one.company.sync()
      expect(await payments()).toEqual([])
      await approve(one.company, [key])
      await one.company.sync()
      expect(await payments()).toHaveLength(1)
      expect(one.row(key).state).toBe('synced')
    },
    MINUTE,
  )

  it(
    'keeps its payment where a person has edited that since',
    async () => {
      const { one, key, payments } = await paid()
      const [payment] = (await payments()) as Record<string, unknown>[]
      done(
        await one.practice.controls.personEdits('BillPayment', String(payment?.['Id']), { PrivateNote: 'Chèque 12' }),
      )
      expect(await takeBack(one, { key })).toEqual([{ key, does: 'keep', why: 'touched' }])
      expect(await payments()).toHaveLength(1)
    },
    MINUTE,
  )
})

const LATER = '2026-05-01T00:00:00Z'

function change(id: string, fields: Raw): (records: Raw[]) => void {
  return (records) => {
    for (const record of records) if (record['id'] === id) Object.assign(record, fields)
  }
}

function names(entities: readonly unknown[] | undefined): unknown[] {
  return (entities ?? []).map((each) => {
    const { Id, Name, DisplayName, Active } = each as Record<string, unknown>
    return [Id, Name ?? DisplayName, Active]
  })
}

/** All that a document shows, but how often it was written. */
function shape(entity: Record<string, unknown> | undefined): Record<string, unknown> {
  const { SyncToken: _token, MetaData: _times, ...rest } = entity ?? {}
  return rest
}

it(
  'what QuickBooks never takes back stays, is failed after five runs, and keeps nothing else waiting',
  async () => {
    const one = await quickCompany({ hurried: true })
    await one.company.sync()
    const { controls } = one.practice
    await controls.setFaults({
      rules: [
        { kind: 'error', when: 'before', match: { operation: 'delete', entity: 'Purchase' }, status: 500, times: 1000 },
      ],
    })
    const shown = await shownUndo(one.company, { key: 'expense:e-1' })
    if (!shown.ok) throw new Error(shown.problem.code)
    expect(await undoShown(one.company, { key: 'expense:e-1' }, 'Anne', shown.value)).toMatchObject({ ok: false })
    for (let run = 2; run <= 5; run++) await one.company.sync()
    expect(one.row('expense:e-1')).toMatchObject({ state: 'failed', problem: { code: 'quickbooks-keeps-failing' } })

    // Everything else goes on.
    await one.writes()
    await edit(one.source, 'purchase-orders', change('po-1', { memo: 'Livraison le matin' }))
    await editManifest(one.source, (manifest) => {
      manifest['exportedAt'] = LATER
    })
    await one.company.sync()
    expect(await one.writes()).toEqual(['update PurchaseOrder'])

    // With a new try it is what it was, without the receipt that went; it can be taken back again.
    await controls.setFaults(null)
    await retry(one.company, ['expense:e-1'])
    await one.company.sync()
    expect(one.row('expense:e-1')).toMatchObject({ problem: { code: 'undone' }, quickbooks: { type: 'Purchase' } })
    expect((await takeBack(one, { key: 'expense:e-1' })).map(({ does }) => does)).toEqual(['delete'])
  },
  MINUTE,
)
