import { afterEach, describe, expect, it } from 'vitest'
import type { QuickBooks } from '../../electron/qbo/contract.ts'
import { client, expense, invoice, line, payment, professional, project } from '../support/billdr-records.ts'
import { closePushers, Pusher } from '../support/pushing.ts'

/* D1 while a run is under way, and what looking for it costs. */

afterEach(closePushers)

/** Lets a person act right after the first write of a type has been answered. */
function onceWritten(quickbooks: QuickBooks, type: string, act: () => Promise<unknown>): QuickBooks {
  let hasActed = false
  return {
    ...quickbooks,
    async write(request) {
      const answer = await quickbooks.write(request)
      if (request.type !== type || hasActed) return answer
      hasActed = true
      await act()
      return answer
    },
  }
}

describe('what a person enters while a run is under way', () => {
  it('is found before the same payment is created in a later round of that run', async () => {
    const pusher = await Pusher.start()
    await pusher.says(
      client('c-1'),
      project('p-1', 'c-1'),
      invoice('i-1', 'p-1', { number: '1', lines: [line('500.00')] }),
      payment('pay-1', 'i-1', '500.00'),
    )
    pusher.quickbooks = onceWritten(pusher.quickbooks, 'Invoice', async () => {
      const [made] = await pusher.books('Invoice')
      await pusher.person('Creates', 'Payment', {
        CustomerRef: made?.['CustomerRef'],
        TotalAmt: 500,
        TxnDate: '2026-03-17',
        Line: [{ Amount: 500, LinkedTxn: [{ TxnId: made?.['Id'], TxnType: 'Invoice' }] }],
      })
    })
    await pusher.sync()
    expect(await pusher.books('Payment')).toHaveLength(1)
    expect(pusher.row('payment:pay-1')).toMatchObject({ state: 'held', problem: { code: 'looks-entered-already' } })
  })
})

describe('a day of 200 documents', () => {
  it('costs nine questions, and none by type the next time: one more for each round that creates documents after another', async () => {
    const pusher = await Pusher.start()
    await pusher.says(client('c-1'), project('p-1', 'c-1'), professional('v-1'))
    await pusher.sync()
    const count = (length: number): number[] => Array.from({ length }, (_, at) => at + 1)
    await pusher.says(
      ...count(60).map((at) => invoice(`i-${at}`, 'p-1', { number: `N${at}`, lines: [line(`${100 + at}.00`)] })),
      ...count(60).map((at) => payment(`pay-${at}`, `i-${at}`, `${100 + at}.00`)),
      ...count(80).map((at) => expense(`e-${at}`, { number: `E${at}`, lines: [line(`${300 + at}.00`)] })),
    )
    await pusher.clearLog()
    const report = await pusher.sync()
    expect(report.sent).toBe(200)
    const log = (await pusher.practice.controls.requests(0)).map(
      ({ operation, entity }) => `${operation} ${entity ?? ''}`,
    )
    const reads = log.filter((each) => !/^(create|update|upload|token|batch)/.test(each))
    // They go in batches.
    expect(log.length - reads.length).toBeLessThan(30)
    // What changed, the documents near the days of the new ones by seven types (three of them only what people enter), and what changed meanwhile.
    expect(reads.map((each) => each.trim()).sort()).toEqual(['cdc', 'cdc', ...Array<string>(7).fill('query')])
    await pusher.clearLog()
    await pusher.says(payment('pay-late', 'i-1', '1.00'))
    await pusher.sync()
    const later = (await pusher.practice.controls.requests(0)).filter(({ operation }) => operation === 'query')
    expect(later).toEqual([])
  })
})
