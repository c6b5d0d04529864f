import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartOf, invoice, type Chart } from './bodies.ts'
import { codeOf, visit, type Body, type Visitor } from './visitor.ts'

/** Answers that are no answers: an upload without its Attachable, a gateway's bare words, a document never taken. */
let visitor: Visitor
let chart: Chart
let client: string

beforeAll(async () => {
  visitor = await visit()
  chart = await chartOf(visitor)
  client = String((await visitor.make('Customer', { DisplayName: 'Client' })).Id)
})
afterAll(() => visitor.practice.close())

const PNG = { name: 'receipt.png', type: 'image/png', bytes: Buffer.from('receipt') }

describe('an upload', () => {
  it('is answered with 200 and no Attachable, whether the file arrived or not (8.3)', async () => {
    const kept = async (): Promise<number> => (await visitor.practice.controls.entities('Attachable')).length
    for (const [when, more] of [
      ['before', 0],
      ['after', 1],
    ] as const) {
      const before = await kept()
      await visitor.practice.controls.setFaults({ rules: [{ kind: 'no-attachable', when, times: 1 }] })
      const got = await visitor.upload(null, PNG)
      expect(got.status).toBe(200)
      expect(got.json.AttachableResponse).toEqual([{}])
      expect((await kept()) - before).toBe(more)
    }
  })
})

describe('the gateway', () => {
  it('answers its bare words where it gives up, not JSON and not XML (JUB 11.4)', async () => {
    await visitor.practice.controls.setFaults({
      rules: [{ kind: 'stream-timeout', match: { operation: 'query' }, times: 1 }],
    })
    const got = await visitor.query('select * from Customer')
    expect([got.status, got.text]).toEqual([504, 'stream timeout'])
    expect(got.headers.get('content-type')).toContain('text/plain')
    expect((await visitor.query('select * from Customer')).status).toBe(200)
  })
})

describe('a document that is never taken', () => {
  it.each([
    ['error', 500, 'text/html'],
    ['html', 200, 'text/html'],
    ['stream-timeout', 504, 'text/plain'],
  ] as const)('is answered by %s each time, for ever, and everything else works', async (answer, status, type) => {
    await visitor.practice.controls.changeSettings({ neverTaken: [{ text: 'Cursed', answer }] })
    const cursed = invoice(chart, client, `N-${answer}`, 10, { PrivateNote: 'Cursed' })
    for (let times = 0; times < 3; times += 1) {
      const got = await visitor.post('invoice', cursed)
      expect(got.status).toBe(status)
      expect(got.headers.get('content-type')).toContain(type)
    }
    expect(await visitor.rows(`select * from Invoice where DocNumber = 'N-${answer}'`)).toEqual([])
    await visitor.make('Invoice', invoice(chart, client, `O-${answer}`))
    await visitor.practice.controls.changeSettings({ neverTaken: [] })
    expect(codeOf(await visitor.post('invoice', cursed))).toBe('200')
  })
})

describe('automated sales tax', () => {
  const taxed = async (us: Visitor, customer: Body): Promise<unknown> => {
    const service = await us.idOf('Item', 'Services')
    const sale = await us.make('Invoice', {
      CustomerRef: { value: customer.Id },
      Line: [
        {
          Amount: 200,
          DetailType: 'SalesItemLineDetail',
          SalesItemLineDetail: { ItemRef: { value: service }, TaxCodeRef: { value: 'TAX' } },
        },
      ],
    })
    return sale.TxnTaxDetail?.TotalTax
  }

  it('is 0 for a customer without an address (BRZ 11), or that of the company by a setting', async () => {
    const us = await visit({ country: 'US' })
    const bare = await us.make('Customer', { DisplayName: 'Nowhere' })
    const placed = await us.make('Customer', {
      DisplayName: 'Somewhere',
      BillAddr: { Line1: '1 Main St', City: 'San Francisco', CountrySubDivisionCode: 'CA', PostalCode: '94105' },
    })
    expect(await taxed(us, bare)).toBe(0)
    expect(await taxed(us, placed)).toBe(17.25)
    await us.practice.controls.changeSettings({ taxWithoutAddress: 'company' })
    expect(await taxed(us, bare)).toBe(17.25)
    await us.practice.close()
  })
})
