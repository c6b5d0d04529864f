import { describe, expect, it } from 'vitest'
import { NO_FILTERS } from '../../renderer/screens/queue/filters.ts'
import { LinePool } from '../../renderer/screens/queue/line-pool.ts'
import { placesOf } from '../../renderer/screens/queue/queue-view.ts'
import { ShownRows } from '../../renderer/screens/queue/shown-rows.ts'
import { hasTaxToAdd, tabOf, TABS } from '../../renderer/rows/shown-state.ts'
import { manyRows } from './many-rows.ts'

const rows = manyRows(3_000)

describe('the lines of a long list', () => {
  const COUNT = 500
  const OVERSCAN = 3
  const scrolledTo = (pool: LinePool, first: number, inSight = 13): number[] =>
    pool.range({ startIndex: first, endIndex: Math.min(COUNT, first + inSight) - 1, overscan: OVERSCAN, count: COUNT })

  it('are the same, and as many, wherever the list is scrolled to', () => {
    const pool = new LinePool()
    scrolledTo(pool, 0, 14)
    for (const first of [0, 1, 2, 40, 41, 300, 486, 487]) {
      const drawn = scrolledTo(pool, first)
      expect(drawn).toHaveLength(14 + 2 * OVERSCAN)
      expect(drawn).toEqual(drawn.map((_index, at) => (drawn[0] ?? 0) + at))
      expect(new Set(drawn.map((index) => pool.lineOf(index)))).toEqual(new Set(drawn.map((_index, at) => at)))
      expect(drawn).toEqual(
        expect.arrayContaining(Array.from({ length: Math.min(13, COUNT - first) }, (_none, at) => first + at)),
      )
    }
  })

  it('stay where they are in the page while it scrolls, and stand from top to bottom at rest', () => {
    const pool = new LinePool()
    const items = (first: number): { index: number }[] => scrolledTo(pool, first).map((index) => ({ index }))
    const linesIn = (first: number, isScrolling: boolean): number[] =>
      pool.inPage(items(first), isScrolling).map(({ index }) => pool.lineOf(index))
    items(0)
    expect(linesIn(40, true)).toEqual(linesIn(47, true))
    expect(pool.inPage(items(47), false).map(({ index }) => index)).toEqual(scrolledTo(pool, 47))
  })

  it('are no more than there are rows', () => {
    expect(new LinePool().range({ startIndex: 0, endIndex: 1, overscan: OVERSCAN, count: 2 })).toEqual([0, 1])
  })
})

describe('what a list shows', () => {
  it('is told by place, both ways, without a copy', () => {
    const shown = new ShownRows(rows, new Uint32Array([4, 7, 2_999]))
    expect([...shown]).toEqual([rows[4], rows[7], rows[2_999]])
    expect([shown.at(1), shown.at(3), shown.at(-1)]).toEqual([rows[7], undefined, undefined])
    for (const [row, place] of [
      [rows[4], 0],
      [rows[2_999], 2],
      [rows[5], -1],
      [{ ...rows[4] }, -1],
    ] as const)
      expect(shown.indexOf(row as never)).toBe(place)
    expect(new ShownRows(rows, null).indexOf(rows[5] as never)).toBe(5)
    expect(shown.first(2)).toEqual([rows[4], rows[7]])
  })

  it('on a tab are the rows that it counts, with every filter that is set', () => {
    for (const tab of TABS) {
      const project = 'Garage 12'
      const expected = rows.flatMap((row, at) =>
        (tab === 'all' || (tab === 'tax' ? hasTaxToAdd(row) : tabOf(row) === tab)) &&
        row.project === project &&
        (row.date ?? '') >= '2025-01-01'
          ? [at]
          : [],
      )
      expect([...(placesOf(rows, tab, { ...NO_FILTERS, project, from: '2025-01-01' }) ?? [])], tab).toEqual(expected)
    }
  })
})
