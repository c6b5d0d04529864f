import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RowsAnswer } from '../../shared/bridge.ts'
import type { QueueRow } from '../../shared/row.ts'
import { CompanyRows } from '../../renderer/live/company-rows.ts'
import { shownStateOf } from '../../renderer/rows/shown-state.ts'
import { comparer, SORTS } from '../../renderer/rows/row-order.ts'
import { manyRows } from './many-rows.ts'
import { sampleDocuments } from './sample-rows.ts'

const answer = (revision: number, rows: QueueRow[], whole = true): RowsAnswer => ({
  revision,
  whole,
  rows,
  removed: [],
})
const [first, second, third] = manyRows(3)
if (!first || !second || !third) throw new Error('too few rows')

describe('the rows that the window holds', () => {
  it('are those of the first reading, then follow the events', async () => {
    const rows = new CompanyRows('c', { rows: () => Promise.resolve(answer(1, [first, second])) })
    await rows.read()
    rows.receive({
      event: 'rows',
      company: 'c',
      revision: 2,
      rows: [third, { ...first, state: 'failed' }],
      removed: [second.key],
    })
    expect(new Map(rows.view().rows.map((row) => [row.key, row.state]))).toEqual(
      new Map([
        [third.key, third.state],
        [first.key, 'failed'],
      ]),
    )
    expect(rows.row(second.key)).toBeNull()
  })

  it('ignore what is older than what they hold, and what belongs to another company', async () => {
    const rows = new CompanyRows('c', { rows: () => Promise.resolve(answer(5, [first])) })
    await rows.read()
    rows.receive({ event: 'rows', company: 'c', revision: 4, rows: [{ ...first, state: 'failed' }], removed: [] })
    rows.receive({ event: 'rows', company: 'other', revision: 9, rows: [second], removed: [first.key] })
    expect(rows.view().rows).toEqual([first])
  })

  it('take what was said while a reading was under way after its answer', async () => {
    const rows = new CompanyRows('c', { rows: () => Promise.resolve(answer(1, [first])) })
    const reading = rows.read()
    rows.receive({
      event: 'rows',
      company: 'c',
      revision: 2,
      rows: [second, { ...first, state: 'failed' }],
      removed: [],
    })
    await reading
    expect(new Map(rows.view().rows.map((row) => [row.key, row.state]))).toEqual(
      new Map([
        [first.key, 'failed'],
        [second.key, second.state],
      ]),
    )
  })

  it('say that they could not be read, and are read at the next try', async () => {
    let broken = true
    const rows = new CompanyRows('c', {
      rows: () => (broken ? Promise.reject(new Error('gone')) : Promise.resolve(answer(1, [first]))),
    })
    await rows.read()
    expect(rows.view().phase).toBe('failed')
    broken = false
    await rows.read()
    expect(rows.view()).toMatchObject({ phase: 'ready', rows: [first] })
  })
})

describe('the order of the list', () => {
  const pool = manyRows(3_000)
  const everySort = fc.constantFrom(...SORTS)
  const changesOf = fc.array(fc.record({ at: fc.nat(59), now: fc.constantFrom('failed', 'amountless', 'gone') }), {
    maxLength: 40,
  })

  /** The window's rows after these changes, in two events. */
  async function changed(
    held: QueueRow[],
    changes: readonly { at: number; now: string }[],
    before: (rows: CompanyRows) => void,
  ): Promise<{ store: CompanyRows; now: QueueRow[] }> {
    const store = new CompanyRows('c', { rows: () => Promise.resolve(answer(1, held)) })
    await store.read()
    before(store)
    const now = new Map(held.map((row) => [row.key, row]))
    for (const [turn, part] of [changes.slice(0, 20), changes.slice(20)].entries()) {
      const event = {
        event: 'rows' as const,
        company: 'c',
        revision: 2 + turn,
        rows: [] as QueueRow[],
        removed: [] as QueueRow['key'][],
      }
      const mentioned = new Set<string>()
      for (const change of part) {
        const row = pool[change.at]
        if (!row || mentioned.has(row.key)) continue
        mentioned.add(row.key)
        if (change.now === 'gone') event.removed.push(row.key)
        else
          event.rows.push(change.now === 'failed' ? { ...row, state: 'failed' } : { ...row, amount: null, date: null })
      }
      for (const key of event.removed) now.delete(key)
      for (const row of event.rows) now.set(row.key, row)
      store.receive(event)
    }
    return { store, now: [...now.values()] }
  }

  it('is the same whether changed rows are put into it or all is sorted again, and every row is counted on its tab', async () => {
    await fc.assert(
      fc.asyncProperty(
        everySort,
        everySort,
        fc.boolean(),
        fc.boolean(),
        fc.subarray(pool.slice(0, 60)),
        changesOf,
        async (by, other, down, warm, held, changes) => {
          const { store, now } = await changed(held, changes, (rows) => {
            rows.sortBy({ by: other, down: !down })
            if (warm) expect(rows.warm(() => false)).toBe(true)
          })
          store.sortBy({ by, down })
          expect(store.view().rows.map((row) => row.key)).toEqual(
            [...now].sort(comparer({ by, down })).map((row) => row.key),
          )
          expect(store.view().counts).toMatchObject({
            all: now.length,
          })
          expect(store.view().totals.failed).toBe(now.filter((row) => row.state === 'failed').length)
        },
      ),
    )
  })

  it('is made ahead a little at a time, and misses nothing that changed meanwhile', async () => {
    let turns = 0
    const { store, now } = await changed(
      pool,
      [
        { at: 3, now: 'failed' },
        { at: 4, now: 'gone' },
        { at: 5, now: 'amountless' },
      ],
      (rows) => {
        while (turns < 4) expect(rows.warm(() => (turns++, true))).toBe(false)
      },
    )
    for (let at = 0; at < 1_000 && !store.warm(() => (turns++, turns % 3 === 0)); at++);
    expect(store.warm(() => true)).toBe(true)
    expect(turns).toBeGreaterThan(20)
    for (const by of SORTS) {
      store.sortBy({ by, down: by === 'amount' })
      expect(
        store.view().rows.map((row) => row.key),
        by,
      ).toEqual([...now].sort(comparer({ by, down: by === 'amount' })).map((row) => row.key))
    }
  })

  it('leaves what has nothing in the column at the end, whichever way it goes', () => {
    const waits = (row: QueueRow): QueueRow => ({ ...row, since: '2026-03-01T00:00:00Z' })
    const without = { ...second, date: null, amount: null, party: null, since: null }
    for (const by of ['date', 'amount', 'party', 'since'] as const) {
      for (const down of [false, true])
        expect([without, waits(first), waits(third)].sort(comparer({ by, down })).at(-1)?.key, by).toBe(without.key)
    }
  })

  it('puts what needs a person first, then the newest', () => {
    const rows = [...sampleDocuments().values()]
      .map((each) => each.row)
      .sort(comparer({ by: 'attention', down: false }))
    expect(rows.slice(0, 3).map((row) => row.key)).toEqual(['invoice:i-1008', 'payment:pay-3', 'cost-code:cc-99'])
    expect(shownStateOf(rows.at(-1) ?? first)).toBe('outside')
  })

  it('counts numbers in texts as numbers', () => {
    const numbered = ['1000', '999', 'F-10', 'F-9'].map((number, at) => ({
      ...first,
      key: `invoice:n${at}` as const,
      number,
    }))
    expect(numbered.sort(comparer({ by: 'document', down: false })).map((row) => row.number)).toEqual([
      '999',
      '1000',
      'F-9',
      'F-10',
    ])
  })
})

describe('the tabs', () => {
  it('count every record once outside of All and of the tax to add, the failed where a person is needed', async () => {
    const rows = new CompanyRows('c', {
      rows: () =>
        Promise.resolve(
          answer(
            1,
            [...sampleDocuments().values()].map((each) => each.row),
          ),
        ),
    })
    await rows.read()
    expect(rows.view().counts).toEqual({
      'needs-you': 3,
      ready: 0,
      waiting: 1,
      differs: 0,
      synced: 16,
      outside: 6,
      ignored: 0,
      others: 22,
      tax: 11,
      all: 48,
    })
    expect(rows.view().totals).toMatchObject({ documents: 25, there: 16, failed: 1 })
  })
})
