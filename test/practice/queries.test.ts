import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartOf, invoice, payment, purchase, type Chart } from './bodies.ts'
import { codeOf, visit, type Body, type Visitor } from './visitor.ts'

let visitor: Visitor
let chart: Chart
let customer: string
let clock = Date.parse('2026-03-10T18:00:00Z')
beforeAll(async () => {
  visitor = await visit({ clock: () => new Date(clock) })
  chart = await chartOf(visitor)
  customer = String((await visitor.make('Customer', { DisplayName: 'Client' })).Id)
  for (let i = 1; i <= 120; i += 1)
    await visitor.make(
      'Invoice',
      invoice(chart, customer, `Q-${i}`, i, { TxnDate: `2026-03-${String(1 + (i % 28)).padStart(2, '0')}` }),
    )
})
afterAll(() => visitor.practice.close())

const numbers = async (text: string): Promise<string[]> =>
  (await visitor.rows(text)).map((row) => String(row.DocNumber))

describe('the query language', () => {
  it('gives 100 rows where nothing is said, newest document first, and pages by number and position', async () => {
    expect((await numbers('select * from Invoice')).slice(0, 2)).toEqual(['Q-120', 'Q-119'])
    expect(await numbers('select * from Invoice')).toHaveLength(100)
    expect(await numbers('SELECT * FROM Invoice ORDERBY Id STARTPOSITION 119 MAXRESULTS 5')).toEqual(['Q-119', 'Q-120'])
    expect(await numbers('select * from invoice orderby TotalAmt desc maxresults 2 startposition 2')).toEqual([
      'Q-119',
      'Q-118',
    ])
    const got = await visitor.query('select * from Invoice startposition 101 maxresults 1000')
    expect([got.json.QueryResponse?.startPosition, got.json.QueryResponse?.maxResults]).toEqual([101, 20])
  })

  it('answers an empty object where nothing is found, and a count', async () => {
    expect((await visitor.query("select * from Invoice where DocNumber = 'none'")).json.QueryResponse).toEqual({})
    expect((await visitor.query('select * from Bill')).json.QueryResponse).toEqual({})
    expect((await visitor.query('select count(*) from Invoice')).json.QueryResponse).toEqual({ totalCount: 120 })
  })

  it('compares amounts as amounts, days as days, ids as numbers', async () => {
    expect(await numbers("select * from Invoice where TotalAmt > '118.5'")).toEqual(['Q-120', 'Q-119'])
    expect(await numbers("select * from Invoice where TotalAmt >= '9' and TotalAmt < '11' orderby Id")).toEqual([
      'Q-9',
      'Q-10',
    ])
    expect(await numbers("select * from Invoice where TxnDate = '2026-03-02' and TotalAmt <= '30' orderby Id")).toEqual(
      ['Q-1', 'Q-29'],
    )
    expect(
      await numbers(
        `select * from Invoice where CustomerRef = '${customer}' and DocNumber in ('Q-7', 'Q-8') orderby DocNumber`,
      ),
    ).toEqual(['Q-7', 'Q-8'])
    expect(await visitor.rows("select * from Invoice where CustomerRef = '999'")).toEqual([])
  })

  it('has LIKE with % alone, and tells upper from lower case', async () => {
    expect(await numbers("select * from Invoice where DocNumber like 'Q-11%' orderby Id maxresults 3")).toEqual([
      'Q-11',
      'Q-110',
      'Q-111',
    ])
    expect(await numbers("select * from Invoice where DocNumber like 'q-11%'")).toEqual([])
    expect(await numbers("select * from Invoice where DocNumber like 'Q_11'")).toEqual([])
  })

  it("reads \\' and \\\\ in values, and refuses any other backslash and an open quote", async () => {
    await visitor.make('Vendor', { DisplayName: "O'Brien \\ Fils" })
    expect(await visitor.rows("select * from Vendor where DisplayName = 'O\\'Brien \\\\ Fils'")).toHaveLength(1)
    for (const bad of [
      "select * from Vendor where DisplayName = 'O'Brien'",
      "select * from Vendor where DisplayName = 'a\\b'",
      "select * from Vendor where DisplayName = 'a\\",
    ]) {
      expect(codeOf(await visitor.query(bad))).toBe('4000')
    }
  })

  it.each([
    ['OR', "select * from Invoice where DocNumber = 'a' or DocNumber = 'b'"],
    ['no entity', 'select * from'],
    ['something after the end', 'select * from Invoice limit 5'],
    ['a bare value', 'select * from Invoice where DocNumber = Q1'],
    ['nothing', ''],
  ])('does not parse %s (4000)', async (_, text) => {
    expect(codeOf(await visitor.query(text))).toBe('4000')
  })

  it.each([
    ['an unknown entity', 'select * from Facture'],
    ['an unknown property', "select * from Invoice where Number = '1'"],
    ['the private note', "select * from Invoice where PrivateNote = 'x'"],
    ['the number of a payment', "select * from Payment where DocNumber = '1'"],
    ['no rows', 'select * from Invoice maxresults 0'],
    ['position 0', 'select * from Invoice startposition 0'],
    ['a time that is none', "select * from Invoice where MetaData.LastUpdatedTime > 'yesterday'"],
  ])('refuses %s (4001)', async (_, text) => {
    expect(codeOf(await visitor.query(text))).toBe('4001')
  })

  it('finds payments by party, day, amount and reference, since they have no number', async () => {
    await visitor.make('Payment', { ...payment(customer, 12.5), PaymentRefNum: 'CHQ-77' })
    expect(
      await visitor.rows(
        `select * from Payment where CustomerRef = '${customer}' and TxnDate = '2026-03-08' and TotalAmt = '12.5' and PaymentRefNum = 'CHQ-77'`,
      ),
    ).toHaveLength(1)
  })

  it('shows only active rows of a list, in the order of their names, unless Active is asked for', async () => {
    for (const name of ['Zoé', 'Alpha', 'Milieu']) await visitor.make('Customer', { DisplayName: name })
    const [alpha] = await visitor.rows("select * from Customer where DisplayName = 'Alpha'")
    await visitor.post('customer', { Id: alpha?.Id, SyncToken: '0', sparse: true, Active: false })
    expect((await visitor.rows('select * from Customer')).map((row) => row.DisplayName)).toEqual([
      'Client',
      'Milieu',
      'Zoé',
    ])
    expect((await visitor.rows('select * from Customer where Active = false')).map((row) => row.DisplayName)).toEqual([
      'Alpha (deleted)',
    ])
    expect(
      (await visitor.query('select count(*) from Customer where Active in (true, false)')).json.QueryResponse
        ?.totalCount,
    ).toBe(4)
  })

  it('gives the chosen properties alone', async () => {
    const [row] = await visitor.rows("select Id, DocNumber, MetaData.CreateTime from Invoice where DocNumber = 'Q-5'")
    expect(Object.keys(row as object).sort()).toEqual(['DocNumber', 'Id', 'MetaData', 'domain', 'sparse'])
  })

  it('is taken in a POST as well, for long ones', async () => {
    const many = Array.from({ length: 110 }, (_, i) => `'Q-${i + 1}'`).join(', ')
    const got = await visitor.post('query', `select * from Invoice where DocNumber in (${many}) maxresults 1000`, {
      'Content-Type': 'application/text',
    })
    expect((got.json.QueryResponse?.Invoice as unknown as Body[]).length).toBe(110)
  })

  it('knows entities of which the company has none', async () => {
    expect((await visitor.query('select * from Estimate')).json.QueryResponse).toEqual({})
  })
})

describe('change data capture', () => {
  const changes = async (entities: string, since: string): Promise<Body[]> =>
    (
      (await visitor.get(`cdc?entities=${entities}&changedSince=${encodeURIComponent(since)}`)).json
        .CDCResponse as unknown as Body[]
    )[0]?.QueryResponse as unknown as Body[]

  it('tells what changed and what was deleted, type by type in the order asked', async () => {
    clock += 60_000
    const since = new Date(clock).toISOString()
    const bought = await visitor.make('Purchase', purchase(chart, 'CDC-1'))
    const gone = await visitor.make('Purchase', purchase(chart, 'CDC-2'))
    await visitor.post('purchase?operation=delete', { Id: gone.Id, SyncToken: '0' })
    const [bills, purchases] = await changes('Bill,Purchase', since)
    expect(bills).toEqual({})
    expect((purchases?.Purchase as unknown as Body[]).map((row) => [row.Id, row.status]).sort()).toEqual(
      [
        [bought.Id, undefined],
        [gone.Id, 'Deleted'],
      ].sort(),
    )
  })

  it('counts the whole second of the instant, as times have no finer grain', async () => {
    clock += 60_500
    const since = new Date(clock + 400).toISOString()
    await visitor.make('Purchase', purchase(chart, 'CDC-3'))
    expect((await changes('Purchase', since))[0]?.Purchase).toBeDefined()
    expect(await changes('Purchase', new Date(clock + 1_000).toISOString())).toEqual([{}])
  })

  it('shows the customer whose balance a document moved', async () => {
    clock += 60_000
    await visitor.make('Invoice', invoice(chart, customer, 'CDC-4', 5))
    const [customers] = await changes('Customer', new Date(clock).toISOString())
    expect((customers?.Customer as unknown as Body[]).map((row) => row.Id)).toEqual([customer])
  })

  it('looks back 30 days and no further, and refuses an unknown entity or no instant', async () => {
    const before = clock
    clock += 31 * 86_400_000
    await visitor.signIn()
    expect(await changes('Invoice', '2026-01-01T00:00:00-08:00')).toEqual([{}])
    clock = before
    await visitor.signIn()
    expect(codeOf(await visitor.get('cdc?entities=Facture&changedSince=2026-03-01'))).toBe('4001')
    expect(codeOf(await visitor.get('cdc?entities=Invoice'))).toBe('2020')
  })

  it('gives the newest 1000 of a type', { timeout: 20_000 }, async () => {
    clock += 60_000
    const since = new Date(clock).toISOString()
    const make = async (from: number): Promise<void> => {
      for (let i = from; i < 1010; i += 10) await visitor.make('Purchase', purchase(chart, `M-${i}`))
    }
    await Promise.all(Array.from({ length: 10 }, (_, i) => make(i)))
    const [purchases] = await changes('Purchase', since)
    expect([purchases?.maxResults, (purchases?.Purchase as unknown as Body[]).length]).toEqual([1000, 1000])
  })
})
