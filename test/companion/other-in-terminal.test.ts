import { expect, it } from 'vitest'
import { otherText } from '../../electron/terminal/output.ts'
import { cents } from '../../shared/money.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { wordsFor } from '../../shared/words/index.ts'

const other = {
  type: 'Invoice',
  id: '57',
  docNumber: '1003',
  date: '2026-03-11',
  party: 'Cuisine',
  amount: cents(172_525),
} as const

function said(code: ProblemCode): string {
  return otherText(wordsFor('en'), { key: 'invoice:i-1', problem: problem(code, { number: '1003' }, { other }) })
}

it('I5: a document in QuickBooks that is nobody’s is offered with the command that links to it', () => {
  expect(said('number-taken')).toBe(
    '    In QuickBooks: invoice 1003, Cuisine, Mar 11, 2026, 1,725.25 (id 57). If that is the same document: link invoice:i-1 57\n',
  )
})

it('I5: one that is another record’s own is shown, and not offered', () => {
  expect(said('number-twice-in-billdr')).toBe(
    '    In QuickBooks: invoice 1003, Cuisine, Mar 11, 2026, 1,725.25 (id 57).\n',
  )
})
