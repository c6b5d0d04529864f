import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import {
  confirmGuard,
  createAnew,
  ignore,
  keepTheirs,
  link,
  overwrite,
  retry,
  setMappings,
  setSettings,
  takeNextNumber,
  unignore,
  unlink,
} from '../../electron/companion/decisions.ts'
import { needsPerson } from '../../shared/row.ts'
import type { Raw } from '../billdr/exports.ts'
import { edit } from '../billdr/exports.ts'
import { done, quickCompany } from '../support/quick-company.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

afterEach(closeCompanies)

function recordOf(records: Raw[], id: string): Raw {
  const found = records.find((each) => each['id'] === id)
  if (!found) throw new Error(`no ${id}`)
  return found
}

/** The sample, synced once. */
async function synced(): Promise<QuickCompany> {
  const quick = await quickCompany()
  await quick.company.sync()
  await quick.writes()
  return quick
}

describe('I5: a number that is taken', () => {
  it('I5: "take the next free number" sends it under that one, after asking QuickBooks', async () => {
    const { company, practice, row, writes } = await synced()
    expect(row('invoice:i-1008')).toMatchObject({
      state: 'failed',
      problem: { code: 'number-twice-in-billdr', other: { type: 'Invoice', docNumber: '1003', amount: 172_525 } },
    })
    const [someCustomer] = await practice.controls.entities('Customer')
    done(
      await practice.controls.personCreates('Invoice', {
        DocNumber: '1007',
        TxnDate: '2026-03-30',
        CustomerRef: { value: String(someCustomer?.['Id']) },
        GlobalTaxCalculation: 'TaxExcluded',
        Line: [
          {
            Amount: 5,
            DetailType: 'SalesItemLineDetail',
            SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: '4' } },
          },
        ],
      }),
    )
    expect(await takeNextNumber(company, 'invoice:i-1008')).toEqual({ ok: true, value: { number: '1008' } })
    await company.sync()
    expect(row('invoice:i-1008')).toMatchObject({ state: 'synced', quickbooks: { docNumber: '1008' }, differs: null })
    expect(await writes()).toEqual(['create Invoice'])
  })

  it('I5: "link to that one" ties it to the document that has the number; nothing is sent', async () => {
    const { company, practice, row, writes } = await quickCompany()
    await company.refresh()
    const customer = done(await practice.controls.personCreates('Customer', { DisplayName: 'Autre' }))
    const other = done(
      await practice.controls.personCreates('Invoice', {
        DocNumber: '1005',
        TxnDate: '2026-03-21',
        CustomerRef: { value: String(customer['Id']) },
        GlobalTaxCalculation: 'TaxExcluded',
        Line: [
          {
            Amount: 200.01,
            DetailType: 'SalesItemLineDetail',
            SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: '4' } },
          },
        ],
      }),
    )
    await company.sync()
    expect(row('invoice:i-1005')).toMatchObject({
      state: 'failed',
      problem: { code: 'number-taken', other: { id: other['Id'], party: 'Autre' } },
    })
    await writes()
    expect(await link(company, 'invoice:i-1005', String(other['Id']))).toMatchObject({
      ok: false,
      problem: { code: 'link-differs', params: { fields: 'customer' } },
    })
    expect(await link(company, 'invoice:i-1005', String(other['Id']), { yes: true })).toEqual({ ok: true, value: null })
    expect(row('invoice:i-1005')).toMatchObject({ state: 'synced', quickbooks: { id: other['Id'] } })
    await company.sync()
    expect(await writes()).toEqual([])
  })

  it('I5, I3: linked to one of another amount and somebody else’s, that shows; voided in Billdr, it is voided only on a yes', async () => {
    const { company, practice, row, source, writes } = await synced()
    const [someCustomer] = await practice.controls.entities('Customer')
    const theirs = done(
      await practice.controls.personCreates('Invoice', {
        DocNumber: 'H-1',
        TxnDate: '2026-03-30',
        CustomerRef: { value: String(someCustomer?.['Id']) },
        GlobalTaxCalculation: 'TaxExcluded',
        Line: [
          {
            Amount: 1,
            DetailType: 'SalesItemLineDetail',
            SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: '4' } },
          },
        ],
      }),
    )
    expect(await link(company, 'invoice:i-1008', String(theirs['Id']))).toMatchObject({
      ok: false,
      problem: { code: 'link-differs', params: { fields: expect.stringContaining('amount') as string } },
    })
    expect(await link(company, 'invoice:i-1008', String(theirs['Id']), { yes: true })).toEqual({
      ok: true,
      value: null,
    })
    expect(row('invoice:i-1008')).toMatchObject({
      state: 'synced',
      differs: [{ field: 'customer' }, { field: 'amount', billdr: '960.00', quickbooks: '1.00' }],
    })
    await edit(source, 'invoices', (records) => Object.assign(recordOf(records, 'i-1008'), { status: 'voided' }))
    await company.sync()
    expect(company.status().guards.map(({ problem }) => problem.code)).toEqual(['guard-removes-another'])
    expect(row('invoice:i-1008')).toMatchObject({ state: 'held', problem: { code: 'waits-for-confirmation' } })
    expect(await writes()).toEqual([])
    await confirmGuard(company, company.status().guards[0]?.id ?? '')
    await company.sync()
    expect(await writes()).toEqual(['void Invoice'])
    expect(company.status().guards).toEqual([])
  })

  it('I5: linking is refused to what is somebody else’s already, to what does not exist, and to a second one', async () => {
    const { company, row } = await synced()
    const taken = row('invoice:i-1003').quickbooks?.id ?? ''
    expect(await link(company, 'invoice:i-1008', taken)).toMatchObject({
      ok: false,
      problem: { code: 'linked-already', params: { key: 'invoice:i-1003' } },
    })
    expect(await link(company, 'invoice:i-1008', '999999')).toMatchObject({
      ok: false,
      problem: { code: 'link-not-found' },
    })
    expect(await link(company, 'cost-code:cc-99', '1')).toMatchObject({
      ok: false,
      problem: { code: 'nothing-to-link' },
    })
    const own = row('invoice:i-1001').quickbooks?.id
    const free = row('invoice:i-1002').quickbooks?.id ?? ''
    await unlink(company, 'invoice:i-1002')
    expect(await link(company, 'invoice:i-1001', free)).toMatchObject({
      ok: false,
      problem: { code: 'linked-already', params: { id: own } },
    })
    expect(row('invoice:i-1001').quickbooks?.id).toBe(own)
  })
})

describe('I6: where the numbering continues', () => {
  it('I6: a number that QuickBooks uses is refused at once, ours or somebody’s', async () => {
    const { company, practice } = await synced()
    const [customer] = await practice.controls.entities('Customer')
    done(
      await practice.controls.personCreates('Invoice', {
        DocNumber: '5000',
        TxnDate: '2024-01-01',
        CustomerRef: { value: String(customer?.['Id']) },
        GlobalTaxCalculation: 'TaxExcluded',
        Line: [
          {
            Amount: 5,
            DetailType: 'SalesItemLineDetail',
            SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: '4' } },
          },
        ],
      }),
    )
    expect(await setSettings(company, { nextInvoiceNumber: '1001' })).toMatchObject({
      ok: false,
      problem: { code: 'starting-number-taken', params: { number: '1001' } },
    })
    expect(await setSettings(company, { nextInvoiceNumber: '5000' })).toMatchObject({
      ok: false,
      problem: { code: 'starting-number-taken' },
    })
    expect(company.workspace.settings().nextInvoiceNumber).toBeNull()
  })

  it('I6: a free one is where the next number is taken', async () => {
    const { company, row } = await synced()
    expect(await setSettings(company, { nextInvoiceNumber: 'F-0099' })).toMatchObject({ ok: true })
    expect(await takeNextNumber(company, 'invoice:i-1008')).toEqual({ ok: true, value: { number: 'F-0099' } })
    await company.sync()
    expect(row('invoice:i-1008')).toMatchObject({ state: 'synced', quickbooks: { docNumber: 'F-0099' } })
  })
})

describe('C1, C3: matches', () => {
  it('C1: a customer deleted in QuickBooks is said, and created again on a yes', async () => {
    const { company, practice, row } = await synced()
    const before = row('client:c-103').quickbooks?.id ?? ''
    done(await practice.controls.personDeletes('Customer', before))
    await company.sync()
    expect(row('client:c-103')).toMatchObject({
      state: 'held',
      problem: { code: 'contact-inactive', params: { name: "O'Brien Family Trust" } },
      quickbooks: null,
    })
    await createAnew(company, 'client:c-103')
    await company.sync()
    expect(row('client:c-103').state).toBe('synced')
    expect(row('client:c-103').quickbooks?.id).not.toBe(before)
  })

  it('C3: a match chosen before the first sync is used; nothing is created beside it', async () => {
    const { company, practice, row } = await quickCompany()
    await company.refresh()
    const chosen = done(await practice.controls.personCreates('Customer', { DisplayName: 'Marie Côté (cuisine)' }))
    const mappings = company.workspace.mappings()
    await setMappings(company, { ...mappings, clients: { 'c-101': `id:${String(chosen['Id'])}` } })
    await company.sync()
    expect(row('client:c-101').quickbooks?.id).toBe(chosen['Id'])
    const names = (await practice.controls.entities('Customer')).map((each) => String(each['DisplayName']))
    expect(names).not.toContain('Marie-Ève Côté')
    expect(
      (await practice.controls.entities('Customer')).find((each) => each['DisplayName'] === 'Cuisine'),
    ).toMatchObject({ ParentRef: { value: chosen['Id'] } })
  })

  it('K1: an account chosen for the cost code frees the document that waited for it', async () => {
    const { company, row } = await synced()
    const mappings = company.workspace.mappings()
    await setMappings(company, {
      ...mappings,
      costCodes: { ...mappings.costCodes, 'cc-99': { account: 'Job Expenses:Waste Disposal' } },
    })
    expect(row('cost-code:cc-99').state).toBe('synced')
    await company.sync()
    expect(row('expense:e-5').state).toBe('synced')
  })
})

describe('documents that are left out', () => {
  it('ignored with a reason: not sent, what needs it waits; taken back, it goes', async () => {
    const { company, row } = await quickCompany()
    await company.read()
    company.replan()
    await ignore(company, ['invoice:i-1003'], 'saisie à la main')
    await company.sync()
    expect(row('invoice:i-1003')).toMatchObject({
      state: 'ignored',
      ignored: { reason: 'saisie à la main' },
      quickbooks: null,
    })
    expect(row('payment:pay-2')).toMatchObject({
      state: 'held',
      problem: { code: 'waits-for', waitsFor: 'invoice:i-1003' },
    })
    // Its number is free then for the one that claimed it second.
    expect(row('invoice:i-1008').state).toBe('synced')
    await unignore(company, ['invoice:i-1003'])
    await company.sync()
    expect(row('invoice:i-1003')).toMatchObject({ state: 'failed', problem: { code: 'number-twice-in-billdr' } })
  })

  it('unlinked: nothing changes in QuickBooks, it stays unlinked through later syncs, and is not sent a second time', async () => {
    const { company, row, writes, practice } = await synced()
    const id = row('expense:e-1').quickbooks?.id ?? ''
    expect(await unlink(company, 'expense:e-1')).toEqual({ ok: true, value: null })
    for (let syncs = 0; syncs < 2; syncs++) {
      await company.sync()
      expect(row('expense:e-1')).toMatchObject({ state: 'held', quickbooks: null, problem: { code: 'unlinked' } })
    }
    expect(await writes()).toEqual([])
    expect((await practice.controls.entities('Purchase')).map((each) => each['Id'])).toContain(id)
    expect(await link(company, 'expense:e-1', id)).toMatchObject({ ok: true })
    await company.sync()
    expect(row('expense:e-1')).toMatchObject({ state: 'synced', quickbooks: { id }, attachments: [{ state: 'sent' }] })
    expect(await writes()).toEqual([])
  })

  it('unlinked and created anew: what carries our mark is recognised, so that nothing is doubled', async () => {
    const { company, row, writes } = await synced()
    const id = row('invoice:i-1002').quickbooks?.id
    await unlink(company, 'invoice:i-1002')
    await createAnew(company, 'invoice:i-1002')
    await company.sync()
    expect(row('invoice:i-1002')).toMatchObject({ state: 'synced', quickbooks: { id } })
    expect(await writes()).toEqual([])
  })

  it('a client that was unlinked stays so, and what is linked below it stays as it is', async () => {
    const { company, row, writes } = await synced()
    await unlink(company, 'client:c-103')
    await company.sync()
    expect(row('client:c-103')).toMatchObject({ state: 'held', problem: { code: 'unlinked' } })
    expect(row('project:p-3').state).toBe('synced')
    expect(await writes()).toEqual([])
  })
})

describe('X1: what was changed in QuickBooks', () => {
  /** An expense that was changed there and here. */
  async function changedTwice(): Promise<QuickCompany> {
    const quick = await synced()
    const { company, practice, source, row } = quick
    done(
      await practice.controls.personEdits('Purchase', row('expense:e-1').quickbooks?.id ?? '', {
        TxnDate: '2026-03-07',
      }),
    )
    await company.sync()
    expect(row('expense:e-1')).toMatchObject({
      state: 'synced',
      differs: [{ field: 'date', billdr: '2026-03-05', quickbooks: '2026-03-07' }],
    })
    await edit(source, 'expenses', (records) => {
      const expense = recordOf(records, 'e-1')
      expense['memo'] = 'corrigé'
    })
    await company.sync()
    expect(row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'changed-in-quickbooks' } })
    expect(await quick.writes()).toEqual([])
    return quick
  }

  it('X1: Billdr’s version, on a yes', async () => {
    const { company, practice, row } = await changedTwice()
    await overwrite(company, 'expense:e-1')
    await company.sync()
    expect(row('expense:e-1')).toMatchObject({ state: 'synced', differs: null })
    expect(
      (await practice.controls.entities('Purchase')).find((each) => each['Id'] === row('expense:e-1').quickbooks?.id),
    ).toMatchObject({ TxnDate: '2026-03-05' })
  })

  it('X1: theirs is kept, and stays in sight as a difference', async () => {
    const { company, row, writes } = await changedTwice()
    await keepTheirs(company, 'expense:e-1')
    await company.sync()
    expect(row('expense:e-1')).toMatchObject({ state: 'synced', differs: [{ field: 'date' }] })
    expect(await writes()).toEqual([])
  })

  it('X1: an edit there is never written into Billdr’s export', async () => {
    const { company, practice, source, row } = await synced()
    const before = await readFile(`${source}/expenses.json`, 'utf8')
    done(
      await practice.controls.personEdits('Purchase', row('expense:e-1').quickbooks?.id ?? '', {
        TxnDate: '2026-03-07',
      }),
    )
    await company.sync()
    expect(await readFile(`${source}/expenses.json`, 'utf8')).toBe(before)
  })
})

describe('O1, X3: what is refused', () => {
  it('a refused document goes again on a retry, and only then', async () => {
    const { company, practice, row, writes } = await quickCompany()
    await company.refresh()
    await practice.controls.setFaults({
      rules: [{ kind: 'refuse', match: { operation: 'create', entity: 'Bill' }, fault: { code: '6000' } }],
    })
    await company.sync()
    expect(row('expense:e-3')).toMatchObject({ state: 'failed', problem: { code: 'quickbooks-refused' } })
    await practice.controls.setFaults(null)
    await writes()
    await company.sync()
    expect(await writes()).toEqual([])
    expect(await retry(company, ['expense:e-3'])).toBe(1)
    await company.sync()
    expect(row('expense:e-3').state).toBe('synced')
  })

  it('O1: purchase orders that are off: said before sending, no request for them', async () => {
    const { company, practice, row, writes } = await quickCompany()
    await practice.controls.changeSettings({ plan: 'Essentials' })
    await company.sync()
    expect(row('purchase-order:po-1')).toMatchObject({ state: 'held', problem: { code: 'purchase-orders-off' } })
    expect((await writes()).filter((each) => each.includes('PurchaseOrder'))).toEqual([])
    await practice.controls.changeSettings({ plan: 'Plus' })
    await company.sync()
    expect(row('purchase-order:po-1').state).toBe('synced')
  })

  it('O1: purchase orders that only an answer tells to be off: one was tried, one says it, and with "Retry" there all go', async () => {
    const { company, practice, source, row, writes } = await quickCompany()
    await edit(source, 'purchase-orders', (orders) =>
      orders.push(
        ...['8', '9'].map((at) => ({
          ...recordOf(orders, 'po-1'),
          id: `po-${at}`,
          number: `PO-9${at}`,
          issuedOn: '2026-03-30',
        })),
      ),
    )
    await practice.controls.changeSettings({ purchaseOrdersOn: false })
    await company.sync()
    const told = (): string[] =>
      ['po-1', 'po-8', 'po-9'].map(
        (id) => row(`purchase-order:${id}`).problem?.code ?? row(`purchase-order:${id}`).state,
      )
    expect(told()).toEqual(['purchase-orders-off', 'waits-for-purchase-orders', 'waits-for-purchase-orders'])
    expect(company.rows().filter((each) => each.kind === 'purchase-order' && needsPerson(each))).toHaveLength(1)
    expect((await writes()).filter((each) => each.includes('PurchaseOrder'))).toEqual(['create PurchaseOrder'])
    await company.sync()
    expect((await writes()).filter((each) => each.includes('PurchaseOrder'))).toEqual([])
    await practice.controls.changeSettings({ purchaseOrdersOn: true })
    await retry(company, ['purchase-order:po-1'])
    await company.sync()
    expect(told()).toEqual(['synced', 'synced', 'synced'])
  })
})
