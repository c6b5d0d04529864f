import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chartOf, invoice, type Chart } from './bodies.ts'
import { visit, type Body, type Visitor } from './visitor.ts'

/** Feed and queries that are behind, and a feed that is wrong. Reads by id and writes know of everything at once. */
let visitor: Visitor
let chart: Chart
let client: string
let number = 0

beforeAll(async () => {
  visitor = await visit()
  chart = await chartOf(visitor)
  client = String((await visitor.make('Customer', { DisplayName: 'Client' })).Id)
})
afterAll(() => visitor.practice.close())
beforeEach(() => visitor.practice.controls.changeSettings({ lagSeconds: 0 }))

const made = (): Promise<Body> => visitor.make('Invoice', invoice(chart, client, `L${String((number += 1))}`))
const fed = async (): Promise<Body[]> => {
  const got = await visitor.get('cdc?entities=Invoice&changedSince=2026-01-01T00:00:00Z')
  return (((got.json.CDCResponse as unknown as Body[])[0]?.QueryResponse as unknown as Body[])[0]?.Invoice ??
    []) as unknown as Body[]
}

describe('a lag of 20 seconds', () => {
  it('hides what was created from queries of every kind and from the feed, not from a read by id', async () => {
    await visitor.practice.controls.changeSettings({ lagSeconds: 20 })
    const one = await made()
    const asked = [
      `select * from Invoice where Id = '${String(one.Id)}'`,
      `select * from Invoice where DocNumber = '${String(one.DocNumber)}'`,
      `select * from Invoice where CustomerRef = '${client}' and DocNumber = '${String(one.DocNumber)}'`,
    ]
    for (const query of asked) expect(await visitor.rows(query)).toEqual([])
    expect((await fed()).map((each) => each.Id)).not.toContain(one.Id)
    expect((await visitor.get(`invoice/${String(one.Id)}`)).status).toBe(200)
    await visitor.practice.controls.advanceClock(21_000)
    for (const query of asked) expect(await visitor.rows(query)).toHaveLength(1)
    expect((await fed()).map((each) => each.Id)).toContain(one.Id)
  })

  it('shows what was changed as it was, and what was deleted as if it lived', async () => {
    const [one, two] = [await made(), await made()]
    await visitor.practice.controls.advanceClock(21_000)
    await visitor.practice.controls.changeSettings({ lagSeconds: 20 })
    await visitor.practice.controls.personEdits('Invoice', String(one.Id), { DocNumber: 'L-new' })
    await visitor.practice.controls.personDeletes('Invoice', String(two.Id))
    const numbered = (text: string): Promise<Body[]> =>
      visitor.rows(`select * from Invoice where DocNumber = '${text}'`)
    expect(await numbered('L-new')).toEqual([])
    expect((await numbered(String(one.DocNumber)))[0]).toMatchObject({ Id: one.Id, SyncToken: one.SyncToken })
    expect(await numbered(String(two.DocNumber))).toHaveLength(1)
    expect((await fed()).find((each) => each.Id === two.Id)?.status).not.toBe('Deleted')
    expect((await visitor.get(`invoice/${String(two.Id)}`)).status).not.toBe(200)
    await visitor.practice.controls.advanceClock(21_000)
    expect(await numbered('L-new')).toHaveLength(1)
    expect(await numbered(String(two.DocNumber))).toEqual([])
    expect((await fed()).find((each) => each.Id === two.Id)?.status).toBe('Deleted')
  })
})

describe('a feed that is wrong', () => {
  it('says once Deleted of what lives, and the truth from then on', async () => {
    const one = await made()
    await visitor.practice.controls.feedSaysDeleted('Invoice', String(one.Id))
    expect((await fed()).filter((each) => each.Id === one.Id)).toMatchObject([{ status: 'Deleted' }])
    expect((await visitor.get(`invoice/${String(one.Id)}`)).status).toBe(200)
    expect((await fed()).find((each) => each.Id === one.Id)?.status).not.toBe('Deleted')
  })
})
