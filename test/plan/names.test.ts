import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NAME_LIMIT, cleanName, foldName, nameWithSuffix } from '../../electron/plan/names.ts'
import { docNumberOf, nextFreeNumber, NUMBER_LIMIT } from '../../electron/plan/numbers.ts'
import { Contractor } from './contractor.ts'
import { client, credit, invoice, line, professional, project, purchaseOrder } from '../support/billdr-records.ts'

const lengthOf = (text: string): number => [...text].length
/** What QuickBooks refuses in a name: its mark of hierarchy, tabs and line breaks. */
const REFUSED = /[:\t\r\n]/

describe('names as QuickBooks takes them', () => {
  it.each([
    ['a colon', 'Agrandissement : rez-de-chaussée', 'Agrandissement - rez-de-chaussée'],
    ['a colon without spaces', 'A:B:C', 'A - B - C'],
    ['tabs and line breaks', 'Roy\t&\r\nFils', 'Roy & Fils'],
    ['spaces around it', '  Roy   Fils ', 'Roy Fils'],
    ['an emoji', 'Maison 🏠 bleue', 'Maison 🏠 bleue'],
    ['an accent that was put together', 'Côté', 'Côté'],
  ])('%s', (_what, name, expected) => {
    expect(cleanName(name)).toBe(expected)
  })

  it('20,000 spaces in a row cost a moment, as 20,000 letters do', () => {
    const from = performance.now()
    for (const end of ['', 'B', ': B']) expect(cleanName(`A${' '.repeat(20_000)}${end}`)).toBe(cleanName(`A ${end}`))
    expect(performance.now() - from).toBeLessThan(100)
  })

  it('500 characters are cut, and two that differ only at their end stay two', () => {
    const [one, two] = ['a', 'b'].map((end) => cleanName(`${'x'.repeat(499)}${end}`))
    expect([lengthOf(one ?? ''), lengthOf(two ?? '')]).toEqual([NAME_LIMIT, NAME_LIMIT])
    expect(one).not.toBe(two)
  })

  it('an emoji is never cut in half', () => {
    expect(cleanName('🏠'.repeat(300)).isWellFormed()).toBe(true)
  })

  it('whatever Billdr says, a name is what QuickBooks takes', () => {
    const unit = fc.constantFrom('a', 'É', ' ', ':', '\t', '\r\n', '🏠', '👩‍👩‍👧', '\u0301', '\u2028', "'", '(', 'ﬁ')
    const text = fc.string({ unit, maxLength: 600, size: 'max' })
    fc.assert(
      fc.property(text, text, (name, suffix) => {
        for (const made of [cleanName(name), nameWithSuffix(cleanName(name), suffix)]) {
          expect(made).not.toMatch(REFUSED)
          expect(lengthOf(made)).toBeLessThanOrEqual(NAME_LIMIT)
        }
      }),
      { numRuns: 100 },
    )
  })

  it.each([
    ['Marie-Ève  Côté', 'marie-eve cote'],
    ['O’Brien', "o'brien"],
    ['Cœur', 'coeur'],
    ['A–B', 'a-b'],
    ['Ⅷ ﬁls', 'viii fils'],
  ])('%s and %s are one name', (one, other) => {
    expect(foldName(one)).toBe(foldName(other))
  })
})

describe('names that are taken', () => {
  /** The names that are given out, in the order of the steps. */
  function namesOf(contractor: Contractor): string[] {
    return contractor
      .sync()
      .flatMap((step) => (step.kind === 'create' && 'displayName' in step.draft ? [step.draft.displayName] : []))
  }

  it('three clients of one name all go, each under a name of its own', () => {
    const contractor = new Contractor(
      ...['c-1', 'c-2', 'c-3'].flatMap((id) => [client(id, { displayName: 'Tremblay' }), project(`p${id}`, id)]),
    )
    const names = namesOf(contractor).filter((name) => name.startsWith('Tremblay'))
    expect(new Set(names.map(foldName)).size).toBe(3)
    for (const name of names) expect(name).not.toMatch(REFUSED)
  })

  it('of two clients of one name, only one is matched to the customer of that name', () => {
    const contractor = new Contractor(
      ...['c-1', 'c-2'].flatMap((id) => [client(id, { displayName: 'Tremblay' }), project(`p${id}`, id)]),
    ).hasContact({ id: '7', type: 'Customer', name: 'Tremblay' })
    contractor.sync()
    expect(contractor.link('client:c-1').id).toBe('7')
    expect(contractor.link('client:c-2').id).not.toBe('7')
  })

  it('a customer that was chosen for one client is not matched by name to another', () => {
    const contractor = new Contractor(
      ...['c-1', 'c-2'].flatMap((id) => [client(id, { displayName: 'Tremblay' }), project(`p${id}`, id)]),
    ).hasContact({ id: '7', type: 'Customer', name: 'Tremblay' })
    contractor.mappings.clients['c-2'] = 'id:7'
    contractor.sync()
    expect(contractor.link('client:c-2').id).toBe('7')
    expect(contractor.link('client:c-1').id).not.toBe('7')
  })

  it('a supplier who is also a client gets a suffix, in the company’s language', () => {
    const both = () =>
      new Contractor(
        client('c-1', { displayName: 'Smith' }),
        project('p-1', 'c-1'),
        professional('v-1', { displayName: 'Smith', trade: 'subcontractor' }),
        purchaseOrder('1', 'v-1'),
      )
    expect(namesOf(both())).toContain('Smith (sous-traitant)')
    const english = both()
    english.company = { ...english.company, id: 'x', name: 'X', country: 'CA', currency: 'CAD', locale: 'en-CA' }
    expect(namesOf(english)).toContain('Smith (subcontractor)')
  })

  it('an employee’s name is taken too, an inactive customer’s is not', () => {
    const contractor = new Contractor(client('c-1', { displayName: 'Paquet' }), project('p-1', 'c-1')).hasContact({
      id: '1',
      type: 'Employee',
      name: 'Paquet',
    })
    expect(namesOf(contractor)).not.toContain('Paquet')
    const inactive = new Contractor(client('c-1', { displayName: 'Paquet' }), project('p-1', 'c-1')).hasContact({
      id: '1',
      type: 'Customer',
      name: 'Paquet',
      active: false,
    })
    expect(namesOf(inactive)).toContain('Paquet')
  })

  it('a name that QuickBooks refused as taken, by what we cannot see, is not tried twice', () => {
    const contractor = new Contractor(client('c-1', { displayName: 'Roy' }), project('p-1', 'c-1')).refused(
      'client:c-1',
      'name-taken',
    )
    const refusal = contractor.refusals.get('client:c-1')
    if (refusal)
      contractor.refusals.set('client:c-1', { ...refusal, problem: { code: 'name-taken', params: { name: 'Roy' } } })
    const name = contractor.draft('client:c-1', 'Customer').displayName
    expect(name).not.toBe('Roy')
    expect(contractor.verdict('client:c-1').operations).toMatchObject([{ kind: 'create' }])
  })

  it('projects of one name and client are told apart by their numbers', () => {
    const contractor = new Contractor(
      client('c-1', { displayName: 'Roy' }),
      project('p-1', 'c-1', { name: 'Toit', number: 'P-1' }),
      project('p-2', 'c-1', { name: 'Toit', number: 'P-2' }),
      project('p-3', 'c-1', { name: 'Toit', number: 'P-3' }),
    )
    expect(namesOf(contractor)).toEqual(['Roy', 'Toit', 'Toit (Roy)', 'Toit (P-3)'])
  })

  it('projects of one name whose client has a name of 500 characters stay within the limit', () => {
    const contractor = new Contractor(
      client('c-1', { displayName: 'x'.repeat(500) }),
      project('p-1', 'c-1', { name: 'Cuisine' }),
      project('p-2', 'c-1', { name: 'Cuisine' }),
    )
    const names = namesOf(contractor)
    expect(names).toHaveLength(3)
    for (const name of names) expect(lengthOf(name)).toBeLessThanOrEqual(NAME_LIMIT)
  })
})

describe('numbers of documents', () => {
  it('up to 21 characters they stay as they are', () => {
    expect(docNumberOf('2026-CUISINE-00000017')).toBe('2026-CUISINE-00000017')
  })

  it('longer ones are cut to 21, keep their beginning and end, and stand whole in the note', () => {
    const number = '2026-SALLE-DE-BAIN-000017'
    const contractor = new Contractor(client('c-1'), project('p-1', 'c-1'), invoice('i-1', 'p-1', { number }))
    contractor.sync()
    const short = docNumberOf(number)
    expect(lengthOf(short)).toBe(NUMBER_LIMIT)
    expect(short).toMatch(/^2026-S~[0-9a-f]{4}~IN-000017$/)
    expect(contractor.link('invoice:i-1').observed.docNumber).toBe(short)
    contractor.says(invoice('i-2', 'p-1', { number: `${number}8` }))
    expect(contractor.draft('invoice:i-2', 'Invoice').privateNote).toContain(`${number}8`)
  })

  it('two long numbers that differ anywhere stay two', () => {
    expect(docNumberOf('2026-SALLE-DE-BAIN-000017')).not.toBe(docNumberOf('2026-SALLE-DE-BAIX-000017'))
  })

  it('credits and orders are cut as well', () => {
    const contractor = new Contractor(client('c-1'), project('p-1', 'c-1'), professional('v-1'))
    contractor.says(
      credit('1', 'p-1', { number: 'C'.repeat(30) }),
      purchaseOrder('1', 'v-1', { number: 'P'.repeat(30), lines: [line('1.00')] }),
    )
    contractor.sync()
    expect(lengthOf(contractor.link('credit:1').observed.docNumber ?? '')).toBe(NUMBER_LIMIT)
    expect(lengthOf(contractor.link('purchase-order:1').observed.docNumber ?? '')).toBe(NUMBER_LIMIT)
  })

  it.each([
    ['1003', ['1003', '1004'], '1005'],
    ['F-0099', ['F-0099'], 'F-0100'],
    ['1003-A', ['1003-A'], '1004-A'],
    ['SANS', ['SANS', 'SANS-2'], 'SANS-3'],
    ['2000', [], '2000'],
  ])('the next free number from %s, where %j are taken, is %s', (from, taken, expected) => {
    expect(nextFreeNumber(from, (number) => taken.includes(number))).toBe(expected)
  })

  it('the next free number is never longer than QuickBooks takes', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40 }), fc.integer({ min: 0, max: 5 }), (from, steps) => {
        let left = steps
        const number = nextFreeNumber(docNumberOf(from), () => left-- > 0)
        expect(lengthOf(number)).toBeLessThanOrEqual(NUMBER_LIMIT)
      }),
    )
  })
})
