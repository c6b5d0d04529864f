import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chartOf, expenseLine, invoice, payment, purchase, type Chart } from './bodies.ts'
import { codeOf, visit, type Body, type Got, type Visitor } from './visitor.ts'

/** What becomes of clients, vendors and lists when a person merges them, or empties the company. */
let visitor: Visitor
let chart: Chart

beforeEach(async () => {
  visitor = await visit()
  chart = await chartOf(visitor)
})
afterEach(() => visitor.practice.close())

const now = async (type: string, id: unknown): Promise<Body> =>
  (await visitor.get(`${type.toLowerCase()}/${String(id)}`)).json[type] as Body
const detailOf = (got: Got): string => String((got.json.Fault?.Error as unknown as Body[])[0]?.Detail)
const named = async (type: string, name: string): Promise<string> =>
  String((await visitor.make(type, { DisplayName: name })).Id)

describe('a client that a person merges into another', () => {
  it('is inactive under its name with the suffix; its documents, jobs, charges and balance are those of the other', async () => {
    const [from, into] = [await named('Customer', 'Doublon'), await named('Customer', 'Client')]
    const job = await visitor.make('Customer', { DisplayName: 'Toit', Job: true, ParentRef: { value: from } })
    const sale = await visitor.make('Invoice', invoice(chart, from, 'M-1', 30))
    const paid = await visitor.make('Payment', payment(from, 10, ['Invoice', String(sale.Id), 10]))
    const cost = { CustomerRef: { value: from } }
    await visitor.make('Purchase', purchase(chart, 'M-2', 5, { Line: [expenseLine(chart, 5, {}, cost)] }))
    expect((await visitor.practice.controls.personMerges('Customer', from, into)).ok).toBe(true)
    expect(await now('Customer', from)).toMatchObject({ Active: false, DisplayName: 'Doublon (deleted)', Balance: 0 })
    for (const [type, id] of [
      ['Invoice', sale.Id],
      ['Payment', paid.Id],
    ] as const)
      expect((await now(type, id)).CustomerRef).toMatchObject({ value: into, name: 'Client' })
    expect(await now('Customer', job.Id)).toMatchObject({
      ParentRef: { value: into },
      FullyQualifiedName: 'Client:Toit',
    })
    expect((await visitor.rows(`select * from ReimburseCharge where CustomerRef = '${into}'`)).length).toBe(1)
    expect((await now('Customer', into)).Balance).toBe(20)
    expect(codeOf(await visitor.post('invoice', invoice(chart, from, 'M-3')))).toBe('610')
  })
})

describe('a company that was emptied and begun again (AHO 7.3)', () => {
  it('has dead rows that read active, hold their names and can be used for nothing', async () => {
    const [client, vendor] = [await named('Customer', 'Gone'), await named('Vendor', 'Gone too')]
    const sale = await visitor.make('Invoice', invoice(chart, client, 'D-1'))
    const own = await visitor.make('Account', { Name: 'Own costs', AccountType: 'Expense' })
    await visitor.practice.controls.personResets()
    expect((await visitor.get(`invoice/${String(sale.Id)}`)).status).not.toBe(200)
    expect(await now('Customer', client)).toMatchObject({ Active: true, DisplayName: 'Gone' })
    expect((await visitor.rows("select * from Customer where DisplayName = 'Gone'")).length).toBe(1)
    const used = await visitor.post('invoice', invoice(chart, client, 'D-2'))
    expect(codeOf(used)).toBe('2500')
    expect(detailOf(used)).toContain('has been made inactive')
    expect(codeOf(await visitor.post('bill', { VendorRef: { value: vendor }, Line: [expenseLine(chart, 5)] }))).toBe(
      '2500',
    )
    const spent = purchase(chart, 'D-3', 5, { Line: [expenseLine(chart, 5, {}, { AccountRef: { value: own.Id } })] })
    expect(codeOf(await visitor.post('purchase', spent))).toBe('2500')
    const id = { Id: client, SyncToken: (await now('Customer', client)).SyncToken }
    expect(codeOf(await visitor.post('customer', { ...id, sparse: true, Notes: 'x' }))).toBe('2010')
    expect(codeOf(await visitor.post('customer', { DisplayName: 'gone' }))).toBe('6240')
    await visitor.make('Customer', { DisplayName: 'New' })
    await visitor.make('Purchase', purchase(chart, 'D-4'))
  })

  it('answers no dead rows to a query inside a batch', async () => {
    await named('Customer', 'Gone')
    await visitor.practice.controls.personResets()
    const alive = await visitor.make('Customer', { DisplayName: 'New' })
    const got = await visitor.post('batch', { BatchItemRequest: [{ bId: '1', Query: 'select * from Customer' }] })
    const [answer] = got.json.BatchItemResponse as unknown as Body[]
    expect((answer?.QueryResponse?.Customer as unknown as Body[]).map((each) => each.Id)).toEqual([alive.Id])
  })
})
