import { describe, expect, it } from 'vitest'
import { chartOf, invoice, payment } from './bodies.ts'
import { codeOf, visit, type Body, type Visitor } from './visitor.ts'

async function counted(visitor: Visitor, type: string): Promise<number> {
  return Number(
    (
      await visitor.query(
        `select count(*) from ${type} where ${type === 'Customer' ? 'Active in (true, false)' : "Id > '0'"}`,
      )
    ).json.QueryResponse?.totalCount,
  )
}

describe('request ids: carried out once, the answer as often as asked', () => {
  it('repeats the first answer word for word, even where the repeated body is another', async () => {
    const visitor = await visit()
    const chart = await chartOf(visitor)
    const customer = String((await visitor.make('Customer', { DisplayName: 'C' })).Id)
    const first = await visitor.post('invoice?requestid=i-1', invoice(chart, customer, '1001', 10))
    await visitor.post('invoice', {
      Id: first.json.Invoice?.Id,
      SyncToken: '0',
      sparse: true,
      PrivateNote: 'changed since',
    })
    const again = await visitor.post('invoice?requestid=i-1', invoice(chart, customer, '1001', 99))
    expect([again.status, again.text]).toEqual([200, first.text])
    expect(await counted(visitor, 'Invoice')).toBe(1)
    const log = await visitor.practice.controls.requests(0)
    expect(log.filter((row) => row.requestId === 'i-1').map((row) => row.effect)).toEqual(['applied', 'replayed'])
    await visitor.practice.close()
  })

  it('repeats a refusal as well: only a new id is a new question', async () => {
    const visitor = await visit()
    expect(codeOf(await visitor.post('vendor?requestid=v-1', { DisplayName: 'Dominique Paquet' }))).toBe('6240')
    expect(codeOf(await visitor.post('vendor?requestid=v-1', { DisplayName: 'Someone else' }))).toBe('6240')
    expect(codeOf(await visitor.post('vendor?requestid=v-2', { DisplayName: 'Someone else' }))).toBe('200')
    await visitor.practice.close()
  })

  it('holds for voids, deletes and a whole batch', async () => {
    const visitor = await visit()
    const chart = await chartOf(visitor)
    const customer = String((await visitor.make('Customer', { DisplayName: 'C' })).Id)
    const made = await visitor.make('Invoice', invoice(chart, customer, '1', 10))
    const voided = await visitor.post('invoice?operation=void&requestid=w', { Id: made.Id, SyncToken: '0' })
    expect((await visitor.post('invoice?operation=void&requestid=w', { Id: made.Id, SyncToken: '0' })).text).toBe(
      voided.text,
    )
    const items = {
      BatchItemRequest: [
        { bId: '1', operation: 'create', Payment: payment(customer, 5) },
        { bId: '2', operation: 'create', Payment: payment(customer, 6) },
      ],
    }
    const batch = await visitor.post('batch?requestid=b', items)
    expect((await visitor.post('batch?requestid=b', items)).text).toBe(batch.text)
    expect(await counted(visitor, 'Payment')).toBe(2)
    const deleted = await visitor.post('invoice?operation=delete&requestid=d', { Id: made.Id, SyncToken: '1' })
    expect((await visitor.post('invoice?operation=delete&requestid=d', { Id: made.Id, SyncToken: '1' })).text).toBe(
      deleted.text,
    )
    await visitor.practice.close()
  })

  it('is forgotten after its time, or on command: then it is carried out again', async () => {
    let now = Date.parse('2026-03-01T12:00:00Z')
    const visitor = await visit({ clock: () => new Date(now), requestIdRetentionMs: 30 * 60_000 })
    const customer = String((await visitor.make('Customer', { DisplayName: 'C' })).Id)
    await visitor.post('payment?requestid=p', payment(customer, 5))
    now += 29 * 60_000
    await visitor.post('payment?requestid=p', payment(customer, 5))
    expect(await counted(visitor, 'Payment')).toBe(1)
    now += 2 * 60_000
    await visitor.post('payment?requestid=p', payment(customer, 5))
    expect(await counted(visitor, 'Payment')).toBe(2)
    await visitor.practice.controls.forgetRequestIds()
    await visitor.post('payment?requestid=p', payment(customer, 5))
    expect(await counted(visitor, 'Payment')).toBe(3)
    await visitor.practice.close()
  })

  it.each([
    ['51 characters', 'x'.repeat(51)],
    ['odd characters', 'a b'],
    ['a slash', 'a/b'],
  ])('refuses one that is %s (2130)', async (_, id) => {
    const visitor = await visit()
    expect(codeOf(await visitor.post(`customer?requestid=${encodeURIComponent(id)}`, { DisplayName: 'C' }))).toBe(
      '2130',
    )
    expect(await counted(visitor, 'Customer')).toBe(0)
    await visitor.practice.close()
  })
})

describe('batches', () => {
  it('carry out each item for itself, in order, with its bId; the next one sees what the one before did', async () => {
    const visitor = await visit()
    const got = await visitor.post('batch', {
      BatchItemRequest: [
        { bId: 'a', operation: 'create', Customer: { DisplayName: 'Twin' } },
        { bId: 'b', operation: 'create', Vendor: { DisplayName: 'twin' } },
        { bId: 'c', Query: "select * from Customer where DisplayName = 'Twin'" },
        { bId: 'd', operation: 'create', Customer: { DisplayName: 'Other', nonsense: 1 } },
      ],
    })
    const rows = got.json.BatchItemResponse as unknown as Body[]
    expect(rows.map((row) => [row.bId, (row.Fault?.Error as unknown as Body[] | undefined)?.[0]?.code])).toEqual([
      ['a', undefined],
      ['b', '6240'],
      ['c', undefined],
      ['d', '2010'],
    ])
    expect((rows[2]?.QueryResponse?.Customer as unknown as Body[])[0]?.Id).toBe(rows[0]?.Customer?.Id)
    await visitor.practice.close()
  })

  it('hold 30 items, not more (1040)', async () => {
    const visitor = await visit()
    const items = (count: number): object => ({
      BatchItemRequest: Array.from({ length: count }, (_, i) => ({
        bId: String(i),
        operation: 'create',
        Customer: { DisplayName: `B${i}` },
      })),
    })
    expect(codeOf(await visitor.post('batch', items(31)))).toBe('1040')
    expect(((await visitor.post('batch', items(30))).json.BatchItemResponse as unknown as Body[]).length).toBe(30)
    await visitor.practice.close()
  })

  it.each([
    ['a request id of more than 36 characters', `requestid=${'r'.repeat(37)}`, 'a', 'refused'],
    ['an item id of more than ten beside a request id', 'requestid=r', 'a'.repeat(11), 'refused'],
    ['both at their longest', `requestid=${'r'.repeat(36)}`, 'a'.repeat(10), 'carried out'],
    ['a long item id without a request id', '', 'a'.repeat(30), 'carried out'],
  ])('%s (Intuit, 2015): 2130, or carried out', async (_, query, bId, ends) => {
    const visitor = await visit()
    const got = await visitor.post(`batch?${query}`, {
      BatchItemRequest: [{ bId, operation: 'create', Customer: { DisplayName: 'Once' } }],
    })
    expect(codeOf(got)).toBe(ends === 'refused' ? '2130' : '200')
    expect(await counted(visitor, 'Customer')).toBe(ends === 'refused' ? 0 : 1)
    await visitor.practice.close()
  })
})
