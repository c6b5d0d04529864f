import { afterEach, describe, expect, it } from 'vitest'
import type { Entity, QuickBooks } from '../../electron/qbo/contract.ts'
import {
  client,
  expense,
  invoice,
  line,
  payment,
  professional,
  project,
  purchaseOrder,
} from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

afterEach(closePushers)

/*
 * QuickBooks as it may also be: its refusals name no ids, it forgets request ids, drops notes, numbers by itself, is behind with
 * its lists, or says nothing of its clock. Nothing may be lost or doubled by any of it.
 */

async function withProject(options: Parameters<typeof Pusher.start>[0] = {}): Promise<Pusher> {
  const pusher = await Pusher.start(options)
  await pusher.says(client('c-1'), project('p-1', 'c-1'), professional('v-1'), purchaseOrder('0', 'v-1'))
  await pusher.sync()
  await pusher.clearLog()
  return pusher
}

/** What comes back of an entity, changed on its way. */
function changed(quickbooks: QuickBooks, change: (entity: Entity) => Entity): QuickBooks {
  const each = <E>(value: E): E =>
    typeof value === 'object' && value !== null && 'SyncToken' in value
      ? (change(value as unknown as Entity) as unknown as E)
      : value
  return {
    ...quickbooks,
    query: async (type, conditions) => {
      const answer = await quickbooks.query(type, conditions)
      return answer.ok ? { ...answer, value: answer.value.map(each) } : answer
    },
    read: async (type, id) => {
      const answer = await quickbooks.read(type, id)
      return answer.ok ? { ...answer, value: each(answer.value) } : answer
    },
    write: async (request) => {
      const answer = await quickbooks.write(request)
      return answer.ok ? { ...answer, value: each(answer.value) } : answer
    },
  }
}

describe('a number that is taken, and the refusal names nobody (6140)', () => {
  it('by our own document: it is found by its number, and adopted', async () => {
    const pusher = await withProject()
    await pusher.says(invoice('i-1', 'p-1', { number: '1001' }))
    await pusher.faults({ kind: 'reset', when: 'after', match: { operation: 'create', entity: 'Invoice' }, times: 1 })
    const { quickbooks } = pusher
    // Its list is behind, its memory of request ids is gone, and it only says that the number is taken.
    let isBehind = true
    pusher.quickbooks = {
      ...quickbooks,
      query: async (type, conditions) => {
        const answer = await quickbooks.query(type, conditions)
        return answer.ok && type === 'Invoice' && isBehind ? { ...answer, value: [] } : answer
      },
      write: async (request) => {
        const answer = await quickbooks.write({
          ...request,
          requestId: request.type === 'Invoice' ? crypto.randomUUID() : request.requestId,
        })
        isBehind &&= answer.ok || answer.failure.kind !== 'refused'
        if (answer.ok || answer.failure.problem.code !== 'number-taken') return answer
        return {
          ok: false,
          failure: {
            ...answer.failure,
            problem: { code: 'number-taken', params: { ...answer.failure.problem.params, otherId: '', otherType: '' } },
          },
        }
      },
    }
    await pusher.sync()
    expect(await pusher.books('Invoice')).toHaveLength(1)
    expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'synced', problem: null })
    expect(await pusher.noted('invoice:i-1')).toContain('own-record-in-the-way')
  })

  it('by another document: it is shown, whatever type of document the refusal talks of', async () => {
    const pusher = await withProject({ taxTracking: false })
    await pusher.says(invoice('i-1', 'p-1', { number: '1001' }))
    await pusher.sync()
    const other = await pusher.person('Creates', 'Invoice', {
      CustomerRef: { value: pusher.idOf('client:c-1') },
      DocNumber: '1002',
      Line: [{ Amount: 7, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} }],
    })
    await pusher.says(invoice('i-2', 'p-1', { number: '1002' }))
    const detail = `Duplicate Document Number Error : DocNumber=1002 is assigned to TxnType=Sales Receipt with TxnId=${pusher.idOf('invoice:i-1')}`
    await pusher.faults({
      kind: 'refuse',
      match: { operation: 'create', entity: 'Invoice' },
      fault: { code: '6140', detail },
      times: 1,
    })
    await pusher.sync({ refresh: false })
    expect(pusher.row('invoice:i-2')).toMatchObject({
      problem: { code: 'number-taken', other: { id: String(other['Id']) } },
    })
  })
})

describe('a number that a record of another type has (6140)', () => {
  it('by a cheque that pays a bill, which counts with the cheques: that one is shown, with who and how much', async () => {
    const pusher = await Pusher.start()
    await pusher.says(
      professional('v-1'),
      expense('e-1', { number: 'B-1', professionalId: 'v-1', paidWith: 'unpaid', lines: [line('40.00')] }),
    )
    await pusher.sync()
    const bill = await pusher.entity('expense:e-1')
    const bank = (await pusher.books('Account')).find((each) => each['Name'] === 'Checking')
    const cheque = await pusher.person('Creates', 'BillPayment', {
      VendorRef: bill['VendorRef'],
      DocNumber: '77',
      TotalAmt: 40,
      PayType: 'Check',
      CheckPayment: { BankAccountRef: { value: bank?.['Id'] } },
      Line: [{ Amount: 40, LinkedTxn: [{ TxnId: bill['Id'], TxnType: 'Bill' }] }],
    })
    await pusher.says(
      expense('e-2', { number: '77', professionalId: 'v-1', paidWith: 'cheque', lines: [line('9.00')] }),
    )
    await pusher.faults({
      kind: 'refuse',
      match: { operation: 'create', entity: 'Purchase' },
      fault: {
        code: '6140',
        detail: `Duplicate Document Number Error : DocNumber=77 is assigned to TxnType=Bill Payment (Check) with TxnId=${String(cheque['Id'])}`,
      },
    })
    await pusher.sync()
    expect(pusher.row('expense:e-2')).toMatchObject({
      state: 'failed',
      problem: {
        code: 'number-taken',
        other: { type: 'BillPayment', id: cheque['Id'], docNumber: '77', amount: 4000 },
      },
    })
  })

  it('by a sales receipt, which is not read here: it is named as the refusal names it', async () => {
    const pusher = await withProject({ taxTracking: false })
    await pusher.says(invoice('i-1', 'p-1', { number: '1001' }))
    await pusher.faults({
      kind: 'refuse',
      match: { operation: 'create', entity: 'Invoice' },
      fault: {
        code: '6140',
        detail: 'Duplicate Document Number Error : DocNumber=1001 is assigned to TxnType=Sales Receipt with TxnId=9001',
      },
      times: 1,
    })
    await pusher.sync()
    expect(pusher.row('invoice:i-1').problem).toMatchObject({
      code: 'number-taken',
      other: { type: 'SalesReceipt', id: '9001', docNumber: '1001' },
    })
  })
})

describe('a name that is taken, and the refusal names nobody (6240)', () => {
  it('by a supplier whom a second desktop has just created: she is linked, not created under another name', async () => {
    const pusher = await withProject()
    const there = await pusher.person('Creates', 'Vendor', { DisplayName: 'Plomberie Roy inc.' })
    await pusher.says(
      professional('v-2', { displayName: 'Plomberie Roy inc.' }),
      expense('e-1', { professionalId: 'v-2' }),
    )
    await pusher.faults({
      kind: 'refuse',
      match: { operation: 'create', entity: 'Vendor' },
      fault: { code: '6240', detail: 'The name supplied already exists. : null' },
      times: 1,
    })
    await pusher.sync({ refresh: false })
    expect(pusher.idOf('professional:v-2')).toBe(String(there['Id']))
    expect(
      (await pusher.books('Vendor')).filter((each) => String(each['DisplayName']).startsWith('Plomberie Roy')),
    ).toHaveLength(1)
    expect(pusher.row('expense:e-1').state).toBe('synced')
  })
})

describe('an outcome that is not known', () => {
  it('of a document whose note QuickBooks did not keep: known again by number, party and amounts', async () => {
    const pusher = await withProject()
    await pusher.says(expense('e-1', { professionalId: 'v-1', number: 'F-77' }))
    const { quickbooks } = pusher
    const withoutNote = changed(quickbooks, ({ PrivateNote: _, ...entity }) => entity as Entity)
    // It forgets request ids, and lets numbers be used twice.
    pusher.quickbooks = {
      ...withoutNote,
      write: (request) => withoutNote.write({ ...request, requestId: crypto.randomUUID(), allowDuplicateNumber: true }),
    }
    await pusher.faults({ kind: 'reset', when: 'after', match: { operation: 'create', entity: 'Purchase' }, times: 1 })
    await pusher.sync()
    expect(await pusher.books('Purchase')).toHaveLength(1)
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced' })
    expect(await pusher.noted('expense:e-1')).toContain('found-after-lost-answer')
  })

  it('of a change that shows in no field (a memo): it is not taken for made where it never arrived', async () => {
    const pusher = await withProject()
    await pusher.says(expense('e-1', { professionalId: 'v-1', memo: 'first' }))
    await pusher.sync()
    await pusher.says(expense('e-1', { professionalId: 'v-1', memo: 'second' }))
    await pusher.faults({ kind: 'reset', when: 'before', match: { operation: 'update', entity: 'Purchase' }, times: 1 })
    await pusher.sync()
    expect(String((await pusher.entity('expense:e-1'))['PrivateNote'])).toContain('second')
    expect(await pusher.entity('expense:e-1')).toMatchObject({ SyncToken: '1' })
  })

  it('of a change that shows in no field, and arrived: it is not made again', async () => {
    const pusher = await withProject()
    await pusher.says(expense('e-1', { professionalId: 'v-1', memo: 'first' }))
    await pusher.sync()
    await pusher.says(expense('e-1', { professionalId: 'v-1', memo: 'second' }))
    await pusher.faults({ kind: 'reset', when: 'after', match: { operation: 'update', entity: 'Purchase' }, times: 1 })
    await pusher.sync()
    expect(await pusher.entity('expense:e-1')).toMatchObject({ SyncToken: '1' })
    expect(await pusher.noted('expense:e-1')).toContain('change-had-arrived')
  })
})

describe('an answer', () => {
  it('to an upload, repeated for a request id, of a receipt that is gone: it is sent again, not believed', async () => {
    const pusher = await withProject()
    const answers = new Map<string, Awaited<ReturnType<QuickBooks['upload']>>>()
    const remembering = (quickbooks: QuickBooks): QuickBooks => ({
      ...quickbooks,
      upload: async (upload) => {
        const earlier = answers.get(upload.requestId)
        if (earlier?.ok) return { ...earlier, ageMs: 10_000 }
        const answer = await quickbooks.upload(upload)
        answers.set(upload.requestId, answer)
        return answer
      },
    })
    pusher.quickbooks = remembering(pusher.quickbooks)
    await pusher.says(expense('e-1', { attachments: [pusher.receipt('a-1')] }))
    await pusher.sync()
    await pusher.person('Deletes', 'Attachable', String((await pusher.books('Attachable'))[0]?.['Id']))
    await pusher.restart({ lost: true })
    pusher.quickbooks = remembering(pusher.quickbooks)
    await pusher.sync()
    expect(await pusher.books('Attachable')).toHaveLength(1)
    expect(pusher.row('expense:e-1').state).toBe('synced')
  })

  it('that says nothing of its age, and repeats one of a document that is gone: it is created anew, not believed', async () => {
    const pusher = await withProject()
    await pusher.says(expense('e-1', { professionalId: 'v-1' }))
    await pusher.sync()
    await pusher.person('Deletes', 'Purchase', pusher.idOf('expense:e-1'))
    await pusher.restart({ lost: true })
    const { quickbooks } = pusher
    pusher.quickbooks = {
      ...quickbooks,
      write: async (request) => {
        const answer = await quickbooks.write(request)
        return answer.ok ? { ...answer, ageMs: null } : answer
      },
    }
    await pusher.sync()
    expect(await pusher.books('Purchase')).toHaveLength(1)
    expect((await pusher.books('Purchase'))[0]).toMatchObject({ Id: pusher.idOf('expense:e-1') })
  })

  it('with a number of QuickBooks’ own, since it numbers by itself: that is no person’s change, and the next edit goes over it', async () => {
    const pusher = await withProject()
    const { quickbooks } = pusher
    pusher.quickbooks = changed(quickbooks, (entity) => ({
      ...entity,
      ...(entity['DocNumber'] === 'PO-0001' && { DocNumber: '8001' }),
    }))
    await pusher.says(purchaseOrder('1', 'v-1', { number: 'PO-0001' }))
    await pusher.sync()
    expect(pusher.row('purchase-order:1')).toMatchObject({ state: 'synced', differs: null })
    await pusher.says(purchaseOrder('1', 'v-1', { number: 'PO-0001', lines: [line('99.00')] }))
    await pusher.sync()
    expect(pusher.row('purchase-order:1')).toMatchObject({ state: 'synced', problem: null })
    expect(await pusher.entity('purchase-order:1')).toMatchObject({ TotalAmt: 99 })
  })
})

describe('a voided invoice', () => {
  it('that does not say so in a language we know: it is voided once, not with every sync', async () => {
    const pusher = await withProject()
    const { quickbooks } = pusher
    pusher.quickbooks = changed(quickbooks, (entity) => ({
      ...entity,
      ...(typeof entity['PrivateNote'] === 'string' && {
        PrivateNote: entity['PrivateNote'].replace('Voided', 'Anulada'),
      }),
    }))
    await pusher.says(invoice('i-1', 'p-1'))
    await pusher.sync()
    await pusher.says(invoice('i-1', 'p-1', { status: 'voided' }))
    await pusher.sync()
    await pusher.sync()
    expect((await pusher.writes()).filter(({ operation }) => operation === 'void')).toHaveLength(1)
    expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'synced' })
  })
})

describe('a change feed that tells nothing', () => {
  it('a client whom a person made inactive: found out by the refusal, and said at the contact', async () => {
    const pusher = await withProject()
    await pusher.person('Deletes', 'Customer', pusher.idOf('project:p-1'))
    await pusher.says(invoice('i-1', 'p-1'))
    await pusher.sync({ refresh: false })
    expect(pusher.row('project:p-1')).toMatchObject({ state: 'held', problem: { code: 'contact-inactive' } })
    expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'waits-for' } })
  })

  it('an invoice that a person deleted: its payment is not refused for ever, but waits for the invoice', async () => {
    const pusher = await withProject()
    await pusher.says(invoice('i-1', 'p-1'))
    await pusher.sync()
    await pusher.person('Deletes', 'Invoice', pusher.idOf('invoice:i-1'))
    await pusher.says(payment('pay-1', 'i-1', '10.00'))
    await pusher.sync({ refresh: false })
    expect(pusher.row('invoice:i-1')).toMatchObject({ state: 'held', problem: { code: 'deleted-in-quickbooks' } })
    expect(pusher.row('payment:pay-1')).toMatchObject({ state: 'held', problem: { code: 'waits-for' } })
  })
})

describe('a record that is merged away there', () => {
  it('a client: her documents follow silently, show no difference, and new ones go to the other', async () => {
    const pusher = await withProject({ taxTracking: false })
    await pusher.says(
      professional('v-1'),
      invoice('i-1', 'p-1'),
      expense('e-1', { projectId: 'p-1', professionalId: 'v-1' }),
    )
    await pusher.sync()
    const other = await pusher.person('Creates', 'Customer', { DisplayName: 'Côté, Marie-Ève (maison)' })
    const from = pusher.idOf('project:p-1')
    expect(await pusher.practice.controls.personMerges('Customer', from, String(other['Id']))).toMatchObject({
      ok: true,
    })
    await pusher.says(
      invoice('i-2', 'p-1', { number: '1002' }),
      expense('e-2', { projectId: 'p-1', professionalId: 'v-1', number: 'F-2' }),
    )
    await pusher.sync()
    expect(pusher.idOf('project:p-1')).toBe(other['Id'])
    for (const key of ['project:p-1', 'invoice:i-1', 'expense:e-1', 'invoice:i-2', 'expense:e-2'] as const)
      expect(pusher.row(key), key).toMatchObject({ state: 'synced', problem: null, differs: null })
    expect(await pusher.entity('invoice:i-2')).toMatchObject({ CustomerRef: { value: other['Id'] } })
    expect(await pusher.books('Invoice')).toHaveLength(2)
    expect(await pusher.noted('project:p-1')).toContain('merged-there')
    // An edit in Billdr goes over the one that followed.
    await pusher.says(expense('e-1', { projectId: 'p-1', professionalId: 'v-1', lines: [line('77.00')] }))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', differs: null })
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TotalAmt: 77 })
  })

  it('a supplier: her expenses follow, and new ones do not wait', async () => {
    const pusher = await withProject({ taxTracking: false })
    await pusher.says(professional('v-1'), expense('e-1', { professionalId: 'v-1', number: 'F-1' }))
    await pusher.sync()
    const other = await pusher.person('Creates', 'Vendor', { DisplayName: 'Quincaillerie du Coin' })
    await pusher.practice.controls.personMerges('Vendor', pusher.idOf('professional:v-1'), String(other['Id']))
    await pusher.says(expense('e-2', { professionalId: 'v-1', number: 'F-2' }))
    await pusher.sync()
    expect(await pusher.entity('expense:e-2')).toMatchObject({ EntityRef: { value: other['Id'] } })
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', differs: null })
  })

  it('made inactive without another: a person is asked, as before', async () => {
    const pusher = await withProject({ taxTracking: false })
    await pusher.says(professional('v-1'), expense('e-1', { professionalId: 'v-1', number: 'F-1' }))
    await pusher.sync()
    await pusher.person('Edits', 'Vendor', pusher.idOf('professional:v-1'), { Active: false })
    await pusher.says(expense('e-2', { professionalId: 'v-1', number: 'F-2' }))
    await pusher.sync()
    expect(pusher.row('professional:v-1').problem?.code).toBe('contact-inactive')
    expect(pusher.row('expense:e-2').problem?.code).toBe('waits-for')
  })
})

describe('receipts', () => {
  it('a QuickBooks that cannot be asked for those of one document is asked for all, and none goes twice', async () => {
    const pusher = await withProject()
    await pusher.says(expense('e-1', { attachments: [pusher.receipt('a-1')] }))
    await pusher.faults({ kind: 'reset', when: 'after', match: { operation: 'upload' }, times: 1 })
    const { quickbooks } = pusher
    pusher.quickbooks = {
      ...quickbooks,
      query: (type, conditions) =>
        quickbooks.query(
          type,
          type === 'Attachable' && conditions?.length
            ? [{ field: 'NoSuchField', operator: '=', value: '1' }]
            : conditions,
        ),
    }
    await pusher.sync()
    expect(await pusher.books('Attachable')).toHaveLength(1)
    expect(pusher.row('expense:e-1').state).toBe('synced')
  })

  it('a list that is behind ends no search for duplicates: the next sync looks again', async () => {
    const pusher = await withProject()
    const { quickbooks } = pusher
    await pusher.says(expense('e-1', { attachments: [pusher.receipt('a-1')] }))
    let isBehind = true
    pusher.quickbooks = {
      ...quickbooks,
      upload: async (upload) => {
        // The second desktop sends the same at the same moment.
        await quickbooks.upload({ ...upload, requestId: crypto.randomUUID() })
        return quickbooks.upload(upload)
      },
      query: async (type, conditions) => {
        const answer = await quickbooks.query(type, conditions)
        return answer.ok && type === 'Attachable' && isBehind ? { ...answer, value: [] } : answer
      },
    }
    await pusher.sync()
    expect(await pusher.books('Attachable')).toHaveLength(2)
    isBehind = false
    await pusher.sync()
    expect(await pusher.books('Attachable')).toHaveLength(1)
  })

  it('a list that shows an upload without an answer, and not yet the repeated one: both are found, and one goes', async () => {
    const pusher = await withProject()
    const { quickbooks } = pusher
    await pusher.says(expense('e-1', { attachments: [pusher.receipt('a-1')] }))
    let listed = 0
    pusher.quickbooks = {
      ...quickbooks,
      upload: async (upload) => {
        await quickbooks.upload({ ...upload, requestId: crypto.randomUUID() })
        return quickbooks.upload(upload)
      },
      query: async (type, conditions) => {
        const answer = await quickbooks.query(type, conditions)
        return answer.ok && type === 'Attachable' && (listed += 1) <= 2
          ? { ...answer, value: answer.value.slice(0, 1) }
          : answer
      },
    }
    await pusher.sync()
    expect(await pusher.books('Attachable')).toHaveLength(1)
    const [left] = await pusher.books('Attachable')
    expect(pusher.workspace.store.table('links').get('expense:e-1')).toMatchObject({
      attachments: { 'a-1': { attachableId: left?.['Id'] } },
    })
    expect(pusher.workspace.store.table('links').get('expense:e-1')).not.toHaveProperty('receiptsUncheckedSince')
  })

  it('an upload without an answer that arrives after it was repeated: it is found with a later sync, and goes', async () => {
    const pusher = await withProject()
    const { quickbooks } = pusher
    await pusher.says(expense('e-1', { attachments: [pusher.receipt('a-1')] }))
    let arrivesLate = async (): Promise<unknown> => undefined
    let uploads = 0
    pusher.quickbooks = {
      ...quickbooks,
      upload: async (upload) => {
        uploads += 1
        if (uploads > 1) return quickbooks.upload(upload)
        arrivesLate = () => quickbooks.upload({ ...upload, requestId: crypto.randomUUID() })
        return {
          ok: false,
          failure: {
            kind: 'unknown',
            problem: { code: 'outcome-unknown', params: {} },
            faults: [],
            httpStatus: null,
            intuitTid: null,
            retryAfterMs: null,
          },
        }
      },
    }
    await pusher.sync()
    expect(uploads).toBe(2)
    await arrivesLate()
    expect(await pusher.books('Attachable')).toHaveLength(2)
    await pusher.sync()
    expect(await pusher.books('Attachable')).toHaveLength(1)
    await pusher.later(200_000)
    await pusher.sync()
    expect(pusher.workspace.store.table('links').get('expense:e-1')).not.toHaveProperty('receiptsUncheckedSince')
  })

  it('a receipt that another program left there twice: it is found by a data folder that is set up anew, and one goes', async () => {
    const pusher = await withProject()
    const { quickbooks } = pusher
    await pusher.says(expense('e-1', { attachments: [pusher.receipt('a-1')] }))
    pusher.quickbooks = {
      ...quickbooks,
      upload: async (upload) => {
        const first = await quickbooks.upload(upload)
        // It is gone before it could look for its duplicate.
        pusher.quickbooks = quickbooks
        await quickbooks.upload({ ...upload, requestId: crypto.randomUUID() })
        pusher.stopped = true
        return first.ok
          ? {
              ok: false,
              failure: {
                kind: 'unknown',
                problem: { code: 'outcome-unknown', params: {} },
                faults: [],
                httpStatus: null,
                intuitTid: null,
                retryAfterMs: null,
              },
            }
          : first
      },
    }
    await pusher.sync()
    await pusher.restart({ lost: true })
    await pusher.sync()
    expect(await pusher.books('Attachable')).toHaveLength(1)
  })
})

describe('a change feed that says Deleted', () => {
  it('of what lives: it is read first, stays linked, and goes on being changed', async () => {
    const pusher = await withProject()
    await pusher.says(expense('e-1'), invoice('i-1', 'p-1'))
    await pusher.sync()
    await pusher.practice.controls.feedSaysDeleted('Purchase', pusher.idOf('expense:e-1'))
    await pusher.practice.controls.feedSaysDeleted('Invoice', pusher.idOf('invoice:i-1'))
    await pusher.says(expense('e-1', { lines: [line('90.00')] }))
    expect(await pusher.sync()).toMatchObject({ sent: 1, refused: 0, stop: null })
    expect(pusher.states('expense:e-1', 'invoice:i-1')).toEqual(['synced', 'synced'])
    expect(await pusher.noted('invoice:i-1')).not.toContain('deleted-there')
    expect(await pusher.books('Purchase')).toMatchObject([{ TotalAmt: 90 }])
    expect(await pusher.books('Invoice')).toHaveLength(1)
  })

  it('of what is gone: it is held, and the history says so', async () => {
    const pusher = await withProject()
    await pusher.says(expense('e-1'))
    await pusher.sync()
    await pusher.person('Deletes', 'Purchase', pusher.idOf('expense:e-1'))
    await pusher.sync()
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'deleted-in-quickbooks' } })
    expect(await pusher.noted('expense:e-1')).toContain('deleted-there')
  })

  it('where what it says cannot be read: nothing is called gone, and the run says why it ended', async () => {
    const pusher = await withProject()
    await pusher.says(expense('e-1'))
    await pusher.sync()
    await pusher.practice.controls.feedSaysDeleted('Purchase', pusher.idOf('expense:e-1'))
    await pusher.faults({ kind: 'error', status: 500, when: 'before', match: { operation: 'read' } })
    expect((await pusher.sync()).stop).toMatchObject({ code: 'quickbooks-busy' })
    expect(pusher.row('expense:e-1').problem).toBeNull()
    await pusher.faults()
    await pusher.sync()
    expect(pusher.row('expense:e-1').state).toBe('synced')
  })
})
