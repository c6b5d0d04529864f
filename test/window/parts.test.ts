import { describe, expect, it } from 'vitest'
import { cents } from '../../shared/money.ts'
import { problem } from '../../shared/problem.ts'
import type { Difference, QueueRow } from '../../shared/row.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { readRoute, writeRoute } from '../../renderer/company/route.ts'
import { inkOn, initialsOf } from '../../renderer/parts/company-card/colour.ts'
import { noted, rateOf } from '../../renderer/parts/progress/rate.ts'
import { fileKind, mayPreview } from '../../renderer/parts/receipts/file-kind.ts'
import { csvFile } from '../../shared/csv.ts'
import { defaultAction, offeredActions } from '../../renderer/screens/document/problem-actions.ts'
import type { Filters } from '../../renderer/screens/queue/filters.ts'
import { NO_FILTERS } from '../../renderer/screens/queue/filters.ts'
import { tomorrowMorning } from '../../renderer/screens/queue/queue-head.tsx'
import { reasonOf, rowWords } from '../../renderer/screens/queue/row-words.ts'
import { placesOf } from '../../renderer/screens/queue/queue-view.ts'
import { folded } from '../../renderer/rows/folded.ts'
import { RowSearch } from '../../renderer/screens/queue/search.ts'
import { ShownRows } from '../../renderer/screens/queue/shown-rows.ts'
import { sideText } from '../../shared/words/side-text.ts'
import { sampleDetails, sampleDocuments } from './sample-rows.ts'

const en = wordsFor('en')
const fr = wordsFor('fr')
const documents = sampleDocuments()

function sample(key: 'invoice:i-1008' | 'payment:pay-1' | 'expense:e-3' | 'project:p-1' | 'invoice:i-1003') {
  const found = documents.get(key)
  if (!found) throw new Error(key)
  return found
}

describe('a row in words', () => {
  it('says what it is, for whom, and why it stands where it stands', () => {
    expect(rowWords(sample('invoice:i-1008').row, en)).toEqual({
      title: 'Invoice 1003',
      under: 'Salle de bain',
      party: 'Marie-Ève Côté',
      reason: 'The number 1003 is already used in QuickBooks',
    })
    expect(rowWords(sample('project:p-1').row, fr)).toMatchObject({
      title: 'Projet P-2026-01',
      party: 'Cuisine · Marie-Ève Côté',
    })
    expect(reasonOf(sample('expense:e-3').row, en)).toBe('Bill D-1190 in QuickBooks · tax to add 441.76')
  })

  it('says first that a receipt is held, before a long line is cut, and shows no id where QuickBooks gave no number', () => {
    const { row } = sample('expense:e-3')
    const held = {
      ...row,
      quickbooks: { type: 'Bill', id: '4711', docNumber: null },
      attachments: row.attachments.map((each) => ({ ...each, state: 'held' as const })),
    }
    expect(reasonOf(held, en)).toBe('A receipt is held · Bill in QuickBooks · tax to add 441.76')
  })

  it('says what was changed in QuickBooks since', () => {
    const row = {
      ...sample('invoice:i-1003').row,
      differs: [
        { field: 'amount' as const, billdr: '1', quickbooks: '2' },
        { field: 'dueDate' as const, billdr: '1', quickbooks: '2' },
      ],
    }
    expect(reasonOf(row, en)).toMatch(/^Changed in QuickBooks since: amount, due date · /)
  })
})

describe('what was changed in QuickBooks', () => {
  it('is said with days and amounts as the language writes them', () => {
    const side = ({ field, quickbooks }: Omit<Difference, 'billdr'>) =>
      [en, fr].map((words) => sideText(field, quickbooks, words).replaceAll(/\s/g, ' '))
    expect(side({ field: 'date', quickbooks: '2026-04-02' })).toEqual(['Apr 2, 2026', '2 avr. 2026'])
    expect(side({ field: 'amount', quickbooks: '1725.20' })).toEqual(['1,725.20', '1 725,20'])
    expect(side({ field: 'lines', quickbooks: '900.00 + 1000.50' })).toEqual(['900.00 + 1,000.50', '900,00 + 1 000,50'])
    expect(side({ field: 'number', quickbooks: '1009' })).toEqual(['1009', '1009'])
    expect(side({ field: 'dueDate', quickbooks: '' })).toEqual(['none', 'aucun'])
    expect(side({ field: 'voided', quickbooks: 'voided' })).toEqual(['Voided', 'Annulée'])
  })
})

describe('the search', () => {
  const rows = [...documents.values()].map((each) => each.row)
  const found = (text: string, words = en): string[] => {
    return [...new ShownRows(rows, new RowSearch(words).find(rows, null, text))].map((row) => row.key)
  }

  it('finds by number, name, amount in either manner, reason, state and file name, whatever the case and accents', () => {
    expect(found('fl-88213')).toEqual(['expense:e-1'])
    expect(found('COTE salle de bain')).toContain('invoice:i-1008')
    expect(found('1,725.25')).toEqual(['invoice:i-1003'])
    expect(found('1725.25')).toEqual(['invoice:i-1003'])
    expect(found('1 725,25', fr)).toEqual(['invoice:i-1003'])
    expect(found('already used')).toEqual(['invoice:i-1008'])
    expect(found('needs you')).toHaveLength(2)
    expect(found('photo panneau')).toEqual(['expense:e-3'])
  })

  it('takes an empty text for no search', () => {
    expect(new RowSearch(en).find(rows, null, '  ')).toBeNull()
    expect(folded('Être à l’ÎLE')).toBe("etre a l'ile")
  })
})

describe('the search of someone who types on', () => {
  it('finds the same as one that begins anew, letter by letter and back', () => {
    const rows = [...documents.values()].map((each) => each.row)
    const typed = new RowSearch(en)
    const within = new Uint32Array(rows.map((_row, at) => at).filter((at) => at % 3 !== 0))
    for (const text of [
      'c',
      'co',
      'cot',
      'cote',
      'cote s',
      'cote sa',
      'cote sb',
      'cot',
      'cote',
      'tile',
      'tile ',
      'tile 1',
    ]) {
      expect(typed.find(rows, within, text), text).toEqual(new RowSearch(en).find(rows, within, text))
    }
    expect(typed.find([...rows].reverse(), within, 'tile 1')).toEqual(
      new RowSearch(en).find([...rows].reverse(), within, 'tile 1'),
    )
  })
})

describe('the filters', () => {
  const passes = (row: QueueRow, filters: Filters): boolean => placesOf([row], 'all', filters)?.length === 1

  it('take both ends of a stretch with them', () => {
    const { row } = sample('invoice:i-1003')
    expect(
      passes(row, { ...NO_FILTERS, from: '2026-03-11', to: '2026-03-11', least: cents(172525), most: cents(172525) }),
    ).toBe(true)
    expect(passes(row, { ...NO_FILTERS, from: '2026-03-12' })).toBe(false)
    expect(passes({ ...row, amount: null }, { ...NO_FILTERS, least: cents(0) })).toBe(false)
  })
})

describe('the buttons of a problem', () => {
  it('are those that can work here, with what they do in their labels', () => {
    const document = sample('invoice:i-1008')
    expect(offeredActions(document.row, sampleDetails(document, 0), [], en).map((each) => each.label)).toEqual([
      'Send as 1009, the next free number',
      'Link to invoice 1003',
      'Ignore',
    ])
    expect(offeredActions(document.row, null, [], fr).map((each) => each.label)).toEqual([
      'Lier à la facture 1003',
      'Ignorer',
    ])
  })

  it('stand out only where they keep what a person may want to keep', () => {
    const row = { ...sample('invoice:i-1003').row, problem: problem('changed-in-quickbooks', { fields: 'amount' }) }
    expect(defaultAction(offeredActions(row, null, [], en))).toBe('keep-theirs')
  })
})

describe('a receipt', () => {
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from([...values, 0, 0, 0, 0, 0, 0, 0, 0])

  it('is opened only as what its bytes say it is', () => {
    expect(fileKind('application/pdf', bytes(0x25, 0x50, 0x44, 0x46))).toBe('pdf')
    expect(fileKind('application/pdf', bytes(0x3c, 0x68, 0x74, 0x6d))).toBe('not-what-it-says')
    expect(fileKind('IMAGE/PNG; x=1', bytes(0x89, 0x50, 0x4e, 0x47))).toBe('image')
    expect(fileKind('image/svg+xml', bytes(0x3c, 0x73, 0x76, 0x67))).toBe('other')
    expect(fileKind('text/html', bytes(0x3c))).toBe('other')
    expect(fileKind('constructor', bytes(0))).toBe('other')
  })

  it('is previewed only as a picture of bearable size', () => {
    expect(mayPreview('image/jpeg', 2_000_000)).toBe(true)
    expect(mayPreview('image/jpeg', 20_000_000)).toBe(false)
    expect(mayPreview('application/pdf', 10)).toBe(false)
  })
})

describe('the address of a place', () => {
  it('leads back to the same place, whatever its names hold', () => {
    const place = { company: 'a/b #c', screen: 'queue', document: 'invoice:x/y?z' } as const
    expect(readRoute(writeRoute(place))).toEqual(place)
    expect(readRoute(writeRoute({ company: null, screen: 'queue', document: null })).company).toBeNull()
  })

  it('that makes no sense is left out', () => {
    expect(readRoute('#/c/nowhere/not-a-key')).toEqual({ company: 'c', screen: 'queue', document: null })
    expect(readRoute('#/%E0%A4%A/queue')).toMatchObject({ company: null })
  })
})

describe('small things', () => {
  it('CSV: cells with marks are quoted, and none becomes a formula', () => {
    expect(
      csvFile([
        ['a,b', 'say "x"', 'l1\nl2'],
        ['=1+1', '-5', 'ok', '-960.00', '-5+1'],
      ]),
    ).toBe(`\uFEFF"a,b","say ""x""","l1\nl2"\r\n"'=1+1",-5,ok,-960.00,"'-5+1"\r\n`)
  })

  it('the rate of a run is that of its last seconds, and starts anew with a new run', () => {
    const moments = [0, 1, 2, 3, 4].reduce<{ done: number; at: number }[]>(
      (before, at) => noted(before, { done: at * 5, at: at * 1000 }),
      [],
    )
    expect(rateOf(moments)).toBe(5)
    expect(rateOf(noted(moments, { done: 0, at: 5000 }))).toBeNull()
  })

  it("letters on a company's colour can be read", () => {
    expect(inkOn('#7a4bc2')).toBe('#ffffff')
    expect(inkOn('#ffd54a')).toBe('#111111')
    expect(initialsOf('Rénovations Beaubien inc.')).toBe('RB')
    expect(initialsOf('  ')).toBe('?')
  })

  it("until tomorrow morning is eight o'clock, over the end of a month too", () => {
    const morning = tomorrowMorning(new Date(2026, 0, 31, 23, 30))
    expect([morning.getMonth(), morning.getDate(), morning.getHours()]).toEqual([1, 1, 8])
  })
})
