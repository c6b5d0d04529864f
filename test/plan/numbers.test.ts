import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanName, NAME_LIMIT, nameWithSuffix } from '../../electron/plan/names.ts'
import { docNumberOf, NUMBER_LIMIT } from '../../electron/plan/numbers.ts'
import { noteOf } from '../../electron/plan/notes.ts'
import { keyInNote } from '../../shared/mark.ts'
import { endOf, startOf } from '../../shared/text.ts'

const ANYTHING = fc.string({
  unit: fc.constantFrom('a', '7', '-', ' ', ':', '\t', "'", '’', '&', 'é', 'é', '🏠', '👩‍👩‍👧'),
  maxLength: 600,
  size: 'max',
})

describe('lengths, as QuickBooks counts them', () => {
  it('an emoji counts as two and more, in numbers and in names', () => {
    expect(docNumberOf('🏠'.repeat(10))).toBe('🏠'.repeat(10))
    const eleven = docNumberOf('🏠'.repeat(11))
    expect(eleven).not.toBe('🏠'.repeat(11))
    expect(eleven.length).toBeLessThanOrEqual(NUMBER_LIMIT)
    expect(cleanName('🏠'.repeat(51)).length).toBeLessThanOrEqual(NAME_LIMIT)
  })

  it('hold for whatever Billdr says, and no character is cut in half', () => {
    fc.assert(
      fc.property(ANYTHING, ANYTHING, (one, other) => {
        for (const [made, limit] of [
          [docNumberOf(one), NUMBER_LIMIT],
          [cleanName(one), NAME_LIMIT],
          [nameWithSuffix(one, other), NAME_LIMIT],
        ] as const) {
          expect(made.length).toBeLessThanOrEqual(limit)
          expect(made.isWellFormed()).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('numbers keep no tab, line break or control character', () => {
    expect(docNumberOf(' 2026\t-\r\n17\u0000 ')).toBe('2026 - 17')
  })

  it('are those of whole characters at both ends of a text', () => {
    expect([startOf('a🏠b', 1), startOf('a🏠b', 2), startOf('a🏠b', 3), startOf('a🏠b', 4)]).toEqual([
      'a',
      'a',
      'a🏠',
      'a🏠b',
    ])
    expect([endOf('a🏠b', 1), endOf('a🏠b', 2), endOf('a🏠b', 3), endOf('a🏠b', 9)]).toEqual(['b', 'b', '🏠b', 'a🏠b'])
  })
})

describe('long numbers', () => {
  it('stay different wherever they differ, of a thousand that are nearly alike', () => {
    const numbers = Array.from(
      { length: 1_000 },
      (_, index) => `2026-SALLE-DE-BAIN-${String(index).padStart(4, '0')}-000017`,
    )
    expect(new Set(numbers.map(docNumberOf)).size).toBe(1_000)
  })

  it('stand whole in the private note, and the mark stays readable however long the memo is', () => {
    const number = '2026-SALLE-DE-BAIN-000017'
    const note = noteOf('expense:e-1', number, docNumberOf(number), '🏠'.repeat(3_000))
    expect(note.length).toBeLessThanOrEqual(4_000)
    expect(note.isWellFormed()).toBe(true)
    expect(note).toContain(number)
    expect(keyInNote(note)).toBe('expense:e-1')
  })
})
