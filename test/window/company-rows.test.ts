import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RowsAnswer } from '../../shared/bridge.ts'
import type { QueueRow } from '../../shared/row.ts'
import { CompanyRows } from '../../renderer/live/company-rows.ts'
import { countTabs, moodOf } from '../../renderer/live/row-mood.ts'
import { comparer, merged, SORTS } from '../../renderer/live/row-order.ts'
import { manyRows } from './many-rows.ts'
import { sampleDocuments } from './sample-rows.ts'

const answer = (revision: number, rows: QueueRow[], whole = true): RowsAnswer => ({ revision, whole, rows, removed: [] })
const [first, second, third] = manyRows(3)
if (!first || !second || !third) throw new Error('too few rows')

describe('the rows that the window holds', () => {
  it('are those of the first reading, then follow the events', async () => {
    const rows = new CompanyRows('c', { rows: () => Promise.resolve(answer(1, [first, second])) })
    await rows.read()
    rows.hear({ event: 'rows', company: 'c', revision: 2, rows: [third, { ...first, state: 'failed' }], removed: [second.key] })
    expect(new Map(rows.view().rows.map((row) => [row.key, row.state]))).toEqual(new Map([[third.key, third.state], [first.key, 'failed']]))
    expect(rows.row(second.key)).toBeNull()
  })

  it('ignore what is older than what they hold, and what belongs to another company', async () => {
    const rows = new CompanyRows('c', { rows: () => Promise.resolve(answer(5, [first])) })
    await rows.read()
    rows.hear({ event: 'rows', company: 'c', revision: 4, rows: [{ ...first, state: 'failed' }], removed: [] })
    rows.hear({ event: 'rows', company: 'other', revision: 9, rows: [second], removed: [first.key] })
    expect(rows.view().rows).toEqual([first])
  })

  it('miss nothing that was said while the first reading was under way', async () => {
    const asked: (number | null)[] = []
    const answers = [answer(1, [first]), answer(2, [second], false)]
    const rows = new CompanyRows('c', { rows: ({ since }) => {
      asked.push(since)
      return Promise.resolve(answers.shift() ?? answer(2, [], false))
    } })
    const reading = rows.read()
    rows.hear({ event: 'rows', company: 'c', revision: 2, rows: [second], removed: [] })
    await reading
    await rows.read()
    expect(asked.slice(0, 2)).toEqual([null, 1])
    expect(rows.view().rows.map((row) => row.key).sort()).toEqual([first.key, second.key].sort())
  })

  it('say that they could not be read, and are read at the next try', async () => {
    let broken = true
    const rows = new CompanyRows('c', { rows: () => (broken ? Promise.reject(new Error('gone')) : Promise.resolve(answer(1, [first]))) })
    await rows.read()
    expect(rows.view().phase).toBe('failed')
    broken = false
    await rows.read()
    expect(rows.view()).toMatchObject({ phase: 'ready', rows: [first] })
  })
})

describe('the order of the list', () => {
  it('is the same whether changed rows are put into it or all is sorted again', () => {
    const pool = manyRows(120)
    fc.assert(fc.property(
      fc.constantFrom(...SORTS), fc.boolean(), fc.subarray(pool), fc.subarray(pool),
      (by, down, held, changed) => {
        const compare = comparer({ by, down })
        const replaced: QueueRow[] = changed.map((row) => ({ ...row, state: row.state === 'failed' ? 'synced' : 'failed', amount: null }))
        const keys = new Set<string>(replaced.map((row) => row.key))
        const quick = merged([...held].sort(compare), replaced, keys, compare)
        const slow = [...held.filter((row) => !keys.has(row.key)), ...replaced].sort(compare)
        expect(quick.map((row) => row.key)).toEqual(slow.map((row) => row.key))
      },
    ))
  })

  it('puts what needs a person first, then the newest', () => {
    const rows = [...sampleDocuments().values()].map((each) => each.row).sort(comparer({ by: 'attention', down: false }))
    expect(rows.slice(0, 3).map((row) => row.key)).toEqual(['invoice:i-1008', 'expense:e-5', 'cost-code:cc-99'])
    expect(moodOf(rows.at(-1) ?? first)).toBe('synced')
  })

  it('counts numbers in texts as numbers', () => {
    const numbered = ['1000', '999', 'F-10', 'F-9'].map((number, at) => ({ ...first, key: `invoice:n${at}` as const, number }))
    expect(numbered.sort(comparer({ by: 'document', down: false })).map((row) => row.number)).toEqual(['999', '1000', 'F-9', 'F-10'])
  })
})

describe('the tabs', () => {
  it('count every record once outside of All, but the failed also where a person is needed', () => {
    const counts = countTabs([...sampleDocuments().values()].map((each) => each.row))
    expect(counts).toEqual({ 'needs-you': 3, 'failed': 1, 'waiting': 9, 'syncing': 0, 'synced': 36, 'ignored': 0, 'all': 48 })
  })
})
