import { describe, expect, it } from 'vitest'
import { isAlikeName } from '../../electron/plan/name-likeness.ts'

describe('names that may mean the same one', () => {
  it.each([
    ['Matériaux Laurier inc.', 'MATERIAUX LAURIER LTÉE'],
    ['Matériaux Laurier inc.', 'Materiaux-Laurier'],
    ['Matériaux Laurier inc.', 'Les Matériaux Laurier, Inc..'],
    ['Matériaux Laurier inc.', 'MATERIAUX LAURIER #1234 MONTREAL'],
    ['Matériaux Laurier inc.', 'M. Laurier'],
    ['Matériaux Laurier inc.', 'MATERIAUX LAU'],
    ['Smith & Fils ltée', 'Smith et Fils'],
    ["L'Heureux Électrique", 'LHEUREUX ELECTRIQUE'],
    ['9123-4567 Québec inc.', '9123-4567 QUEBEC INC'],
    ['407', '407'],
  ])('%s, %s', (one, other) => {
    expect(isAlikeName(one, other)).toBe(true)
    expect(isAlikeName(other, one)).toBe(true)
  })

  it.each([
    ['Matériaux Laurier inc.', 'Matériaux Dubé inc.'],
    ['Marie-Ève Côté', 'Marie-Ève Tremblay'],
    ['Rona', 'Réno-Dépôt'],
    ['Smith & Fils ltée', 'Dubé et Fils ltée'],
    ['Inc.', 'Ltée'],
    ['9123-4567 Québec inc.', '9888-1111 Québec inc.'],
    ['', 'Rona'],
    ['A B', 'Alain Bédard'],
  ])('are not: %s, %s', (one, other) => {
    expect(isAlikeName(one, other)).toBe(false)
    expect(isAlikeName(other, one)).toBe(false)
  })
})
