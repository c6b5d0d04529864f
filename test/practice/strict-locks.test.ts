import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartOf, expenseLine, invoice, payment, purchase, type Chart } from './bodies.ts'
import { codeOf, visit, type Body, type Got, type Visitor } from './visitor.ts'

/** What a person's month end fixes in the books: reconciled, matched to the bank, a filed tax period. */
let visitor: Visitor
let chart: Chart
let client: string

beforeAll(async () => {
  visitor = await visit()
  chart = await chartOf(visitor)
  client = String((await visitor.make('Customer', { DisplayName: 'Client' })).Id)
})
afterAll(() => visitor.practice.close())

const detailOf = (got: Got): string => String((got.json.Fault?.Error as unknown as Body[])[0]?.Detail)

/** The ids of the documents that the report names. */
async function listed(query: string): Promise<unknown[]> {
  const got = await visitor.get(`reports/TransactionList?${query}`)
  expect(got.status).toBe(200)
  const columns = got.json.Columns?.Column as unknown as Body[]
  const at = columns.findIndex((each) => String(each.ColType) === 'txn_type')
  const rows = (got.json.Rows?.Row ?? []) as unknown as Body[]
  return rows.map((row) => (row.ColData as unknown as Body[])[at]?.id)
}

describe('a purchase that is matched to the bank feed (IRB 1.8)', () => {
  it('refuses another account with 6000 and the text, on a line and paid from, and takes every other change', async () => {
    const made = await visitor.make('Purchase', purchase(chart, 'M1'))
    await visitor.practice.controls.personLocks('Purchase', String(made.Id), 'bank-matched')
    const id = { Id: made.Id, SyncToken: made.SyncToken }
    const from = await visitor.post('purchase', {
      ...purchase(chart, 'M1'),
      ...id,
      AccountRef: { value: chart.pettyCash },
    })
    expect(codeOf(from)).toBe('6000')
    expect(detailOf(from)).toContain('matched to a downloaded transaction')
    const line = expenseLine(chart, 40, {}, { AccountRef: { value: chart.pettyCash } })
    const onLine = await visitor.post('purchase', { ...purchase(chart, 'M1'), ...id, Line: [line] })
    expect(codeOf(onLine)).toBe('6000')
    expect(detailOf(onLine)).toContain('matched to a downloaded transaction')
    expect(codeOf(await visitor.post('purchase', { ...purchase(chart, 'M1'), ...id, PrivateNote: 'seen' }))).toBe('200')
  })
})

describe('the report of transactions, by cleared status', () => {
  it('names what is reconciled, which nothing else in the service tells and no write is refused for (1.23)', async () => {
    const paid = await visitor.make('Payment', payment(client, 5))
    const bill = await visitor.make('Invoice', invoice(chart, client, 'R1'))
    const spent = await visitor.make('Purchase', purchase(chart, 'R2'))
    await visitor.practice.controls.personLocks('Payment', String(paid.Id), 'reconciled')
    await visitor.practice.controls.personLocks('Purchase', String(spent.Id), 'bank-matched')
    const period = 'start_date=2026-03-01&end_date=2026-03-31&columns=tx_date,txn_type,doc_num,is_cleared'
    expect(await listed(`${period}&cleared=Reconciled`)).toEqual([paid.Id])
    expect(await listed(`${period}&cleared=Cleared`)).toContain(spent.Id)
    expect(await listed(`${period}&cleared=Uncleared`)).toContain(bill.Id)
    const all = await listed(period)
    for (const made of [paid, bill, spent]) expect(all).toContain(made.Id)
    expect(await listed('start_date=2026-04-01&end_date=2026-04-30&cleared=Reconciled')).toEqual([])
    const read = (await visitor.get(`payment/${String(paid.Id)}`)).json.Payment
    expect(JSON.stringify(read)).not.toContain('econcil')
    expect(codeOf(await visitor.post('payment?operation=delete', { Id: paid.Id, SyncToken: read?.SyncToken }))).toBe(
      '200',
    )
    expect(await listed(`${period}&cleared=Reconciled`)).toEqual([])
  })

  it('says in its header that it found nothing, and refuses a status that there is none of', async () => {
    const none = await visitor.get('reports/TransactionList?start_date=2020-01-01&end_date=2020-01-31')
    expect(none.json.Header?.Option).toEqual([{ Name: 'NoReportData', Value: 'true' }])
    expect(none.json.Rows).toEqual({})
    expect(codeOf(await visitor.get('reports/TransactionList?cleared=Perhaps'))).not.toBe('200')
    expect(codeOf(await visitor.get('reports/NoSuchReport'))).not.toBe('200')
  })
})

describe('a tax period that was filed', () => {
  it('shows in LastFileDate of the agency alone, and refuses nothing (1.23)', async () => {
    const [before] = await visitor.rows('select * from TaxAgency')
    expect(before?.LastFileDate).toBeUndefined()
    await visitor.practice.controls.changeSettings({ taxFiledUntil: '2026-03-31' })
    const [agency] = await visitor.rows('select * from TaxAgency')
    expect(agency?.LastFileDate).toBe('2026-03-31')
    expect((await visitor.get(`taxagency/${String(agency?.Id)}`)).json.TaxAgency?.LastFileDate).toBe('2026-03-31')
    await visitor.make('Invoice', invoice(chart, client, 'T1'))
  })
})
