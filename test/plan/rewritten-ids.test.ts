import { describe, expect, it } from 'vitest'
import { isRewrittenId } from '../../electron/plan/rewritten-ids.ts'

describe('an id that a spreadsheet rewrote', () => {
  it.each([
    ['7', '000007'],
    ['000007', '7'],
    ['7.0', '7'],
    ['1E+05', '100000'],
    ['1.00E+05', '100000'],
    ['1,2E+04', '012000'],
    ['1.23457E+11', '123456789012'],
    ['1234567890123450', '1234567890123456'],
    [' e-7', 'e-7'],
    ['E-7', 'e-7'],
    ['INV-7', 'inv-007'],
    ['12000', '12E3'],
    ['A 12', 'A12'],
  ])('%s may be %s', (id, earlier) => {
    expect(isRewrittenId(id, earlier)).toBe(true)
  })

  it.each([
    ['7', '7'],
    ['7', '70'],
    ['7', '8'],
    ['7.5', '75'],
    ['e-7', 'e-17'],
    ['100', '1'],
    ['1.23457E+11', '123556789012'],
    ['123450', '123456'],
    ['INV-10', 'INV-1'],
    ['a1', 'b1'],
  ])('%s is not %s', (id, earlier) => {
    expect(isRewrittenId(id, earlier)).toBe(false)
  })
})
