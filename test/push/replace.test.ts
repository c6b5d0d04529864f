import { afterEach, describe, expect, it } from 'vitest'
import { expense, line, professional } from '../support/billdr-records.ts'
import { Pusher, closePushers } from '../support/pushing.ts'

afterEach(closePushers)

const WAYS = ['cash', 'cheque', 'credit_card', 'bank', 'unpaid'] as const
type Way = (typeof WAYS)[number]

/** An expense with a number and a receipt, sent as it was paid first. */
async function sent(paidWith: Way): Promise<{ pusher: Pusher; paid: (by: Way) => ReturnType<typeof expense> }> {
  const pusher = await Pusher.start()
  const attachments = [pusher.receipt('a-1')]
  const paid = (by: Way) =>
    expense('e-1', { number: 'F-1', professionalId: 'v-1', paidWith: by, attachments, lines: [line('60.00')] })
  await pusher.says(professional('v-1'), paid(paidWith))
  await pusher.sync()
  await pusher.clearLog()
  return { pusher, paid }
}

/** What stands in the books of expenses: type, way of payment, number and files of each. */
async function standing(pusher: Pusher): Promise<string[]> {
  const files = await pusher.books('Attachable')
  const found: string[] = []
  for (const type of ['Purchase', 'Bill'] as const)
    for (const each of await pusher.books(type)) {
      const hung = files.filter(
        (file) =>
          JSON.stringify(file['AttachableRef']).includes(`"type":"${type}","value":"${String(each['Id'])}"`) ||
          JSON.stringify(file['AttachableRef']).includes(`"value":"${String(each['Id'])}","type":"${type}"`),
      )
      found.push(
        `${type} ${String(each['PaymentType'] ?? 'unpaid')} ${String(each['DocNumber'])}, ${hung.length} files`,
      )
    }
  return [...found, `${files.length} files`]
}

const STANDS: Record<Way, string> = {
  cash: 'Purchase Cash',
  bank: 'Purchase Cash',
  cheque: 'Purchase Check',
  credit_card: 'Purchase CreditCard',
  unpaid: 'Bill unpaid',
}

/** The number of a cheque is the cheque's own, which Billdr does not say. */
const numberOf = (way: Way): string => (way === 'cheque' ? 'undefined' : 'F-1')

/** A bill that becomes paid stays, and is paid: paid-bills.test.ts. */
const CHANGES = WAYS.filter((from) => from !== 'unpaid').flatMap((from) =>
  WAYS.flatMap((to) => (from === to ? [] : [[from, to] as const])),
)

describe('E2: an expense that is paid another way becomes a new document', () => {
  it.each(CHANGES)('from %s to %s: one document, with its receipt', async (from, to) => {
    const { pusher, paid } = await sent(from)
    await pusher.says(paid(to))
    expect(await pusher.sync()).toMatchObject({ refused: 0 })
    expect(await standing(pusher)).toEqual([`${STANDS[to]} ${numberOf(to)}, 1 files`, '1 files'])
    expect(pusher.row('expense:e-1')).toMatchObject({
      state: 'synced',
      differs: null,
      attachments: [{ state: 'sent' }],
    })
    const order = (await pusher.writes()).map(({ operation, entity }) => `${operation} ${entity ?? ''}`)
    if (STANDS[from] === STANDS[to]) expect(order).toEqual(['update Purchase'])
    else
      expect(order).toEqual([`create ${to === 'unpaid' ? 'Bill' : 'Purchase'}`, 'update Attachable', 'delete Purchase'])
    await pusher.clearLog()
    await pusher.sync()
    expect(await pusher.writes()).toEqual([])
  })

  it.each([
    ['create', 'Purchase', 'before'],
    ['create', 'Purchase', 'after'],
    ['update', 'Attachable', 'before'],
    ['update', 'Attachable', 'after'],
    ['delete', 'Purchase', 'before'],
    ['delete', 'Purchase', 'after'],
  ] as const)('cut at the %s of its %s, %s it, and started again: once', async (operation, entity, when) => {
    const { pusher, paid } = await sent('cheque')
    await pusher.says(paid('credit_card'))
    await pusher.faults({ kind: 'reset', when, match: { operation, entity }, times: 40 })
    await pusher.sync()
    await pusher.faults()
    await pusher.restart()
    await pusher.sync()
    expect(await standing(pusher)).toEqual(['Purchase CreditCard F-1, 1 files', '1 files'])
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', differs: null })
  })

  it('changed once more while its answer is lost: one document, as Billdr says it now', async () => {
    const { pusher, paid } = await sent('cheque')
    await pusher.says(paid('credit_card'))
    await pusher.faults({ kind: 'reset', when: 'after', match: { operation: 'create', entity: 'Purchase' }, times: 40 })
    await pusher.sync()
    await pusher.faults()
    await pusher.says(paid('unpaid'))
    await pusher.restart()
    await pusher.sync()
    expect(await standing(pusher)).toEqual(['Bill unpaid F-1, 1 files', '1 files'])
  })

  it('D2: what a person did to it before the change keeps it as it is', async () => {
    const { pusher, paid } = await sent('cheque')
    await pusher.person('Edits', 'Purchase', pusher.idOf('expense:e-1'), { TxnDate: '2026-03-20' })
    await pusher.says(paid('credit_card'))
    await pusher.sync()
    expect(await standing(pusher)).toEqual(['Purchase Check undefined, 1 files', '1 files'])
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'changed-in-quickbooks' } })
  })

  it('T1: the tax code that a person added goes along', async () => {
    const { pusher, paid } = await sent('cheque')
    await pusher.person('AddsTax', 'Purchase', pusher.idOf('expense:e-1'), 'GST/QST QC - 9.975')
    await pusher.says(paid('credit_card'))
    await pusher.sync()
    expect(await standing(pusher)).toEqual(['Purchase CreditCard F-1, 1 files', '1 files'])
    expect(await pusher.entity('expense:e-1')).toMatchObject({ TxnTaxDetail: { TotalTax: 8.99 } })
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'synced', differs: null })
  })

  it('D2: a file that a person added to it moves along', async () => {
    const { pusher, paid } = await sent('cheque')
    await pusher.person('Creates', 'Attachable', {
      Note: 'Quote by phone',
      AttachableRef: [{ EntityRef: { type: 'Purchase', value: pusher.idOf('expense:e-1') } }],
    })
    await pusher.says(paid('cash'))
    await pusher.sync()
    expect(await standing(pusher)).toEqual(['Purchase Cash F-1, 2 files', '2 files'])
  })

  it('D2: changed by a person once the new one stood: the old one stays, and it is said until it is gone', async () => {
    const { pusher, paid } = await sent('cheque')
    const old = pusher.idOf('expense:e-1')
    await pusher.says(paid('credit_card'))
    await pusher.faults({ kind: 'reset', match: { operation: 'update', entity: 'Attachable' }, times: 40 })
    await pusher.sync()
    await pusher.faults()
    await pusher.person('Edits', 'Purchase', old, { TxnDate: '2026-03-20' })
    await pusher.sync()
    expect((await pusher.books('Purchase')).length).toBe(2)
    expect(pusher.row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'replaced-still-there' } })
    await pusher.person('Deletes', 'Purchase', old)
    await pusher.sync()
    expect(pusher.row('expense:e-1').state).toBe('synced')
    expect((await pusher.books('Purchase')).length).toBe(1)
  })
})
