import { expect, test } from 'vitest'
import { Listed, printJson } from '../../electron/terminal/output.ts'

/** What is printed, piece by piece. */
function printed(value: unknown): string[] {
  const pieces: string[] = []
  printJson({ out: (text) => pieces.push(text), error: () => undefined, progress: () => undefined }, value)
  return pieces
}

const rows = [
  { key: 'invoice:i-1', actions: ['ignore'], none: null, empty: [], nested: { a: 'two\nlines', b: {} } },
  { key: 'invoice:i-2' },
]

test('a long list is printed as if it had been one text', () => {
  for (const list of [[], rows]) {
    expect(printed(new Listed(list.values())).join('')).toBe(`${JSON.stringify(list, null, 2)}\n`)
    expect(
      printed({
        counts: { held: 2 },
        left: undefined,
        operations: new Listed(list),
        documents: new Listed(list.values()),
      }).join(''),
    ).toBe(`${JSON.stringify({ counts: { held: 2 }, operations: list, documents: list }, null, 2)}\n`)
  }
  expect(printed({ counts: {} }).join('')).toBe('{\n  "counts": {}\n}\n')
})

test('of ten thousand documents no piece that is printed holds more than a few hundred', () => {
  const many = Array.from({ length: 10_000 }, (_, at) => ({ key: `invoice:i-${at}`, name: 'Rénovation de la cuisine' }))
  const pieces = printed({ documents: new Listed(many.values()) })
  expect(pieces.join('')).toBe(`${JSON.stringify({ documents: many }, null, 2)}\n`)
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(70_000)
})
