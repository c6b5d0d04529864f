import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROBLEMS } from '../../shared/problem-catalogue.ts'
import type { ActionName } from '../../shared/action.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { KINDS } from '../../shared/kinds.ts'
import { STATES } from '../../shared/row.ts'
import { CATALOGUES } from '../../shared/words/catalogues.ts'
import { frenchSpaces } from '../../shared/words/french-spaces.ts'
import { wordsFor } from '../../shared/words/index.ts'

const ROOT = join(import.meta.dirname, '../..')

interface Tree {
  [name: string]: string | Tree
}

function leaves(tree: Tree, path = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[path + name, value]] : leaves(value, `${path}${name}.`),
  )
}

const placesOf = (text: string): string[] =>
  [...text.matchAll(/\{\{\s*([^},\s]+)[^}]*\}\}/g)].map((found) => found[1] ?? '').sort()

function sourcesBelow(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !relative(ROOT, entry.parentPath).includes('words'),
    )
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n')
}

const english = new Map(leaves(CATALOGUES.en))
const french = new Map(leaves(CATALOGUES.fr))
const languages = ['en', 'fr'] as const

describe('the words of both languages', () => {
  it('are there in English and in French, every one of them', () => {
    expect([...english.keys()].filter((key) => !french.has(key))).toEqual([])
    expect([...french.keys()].filter((key) => !english.has(key))).toEqual([])
  })

  it('say something', () => {
    for (const [language, words] of [
      ['en', english],
      ['fr', french],
    ] as const) {
      expect([...words].filter(([, text]) => text.trim() === '').map(([key]) => `${language} ${key}`)).toEqual([])
    }
  })

  it('have the same places to fill in both', () => {
    const differing = [...english].filter(
      ([key, text]) => new Set(placesOf(text)).symmetricDifference(new Set(placesOf(french.get(key) ?? ''))).size > 0,
    )
    // One of something may be said without its number.
    expect(differing.map(([key]) => key).filter((key) => !key.endsWith('_one'))).toEqual([])
  })

  it('use formats that there are', () => {
    const formats = [...english, ...french].flatMap(([, text]) =>
      [...text.matchAll(/\{\{[^},]+,\s*([a-zA-Z]+)/g)].map((found) => found[1]),
    )
    expect(
      [...new Set(formats)].filter(
        (name) =>
          ![
            'money',
            'day',
            'instant',
            'number',
            'kind',
            'asked',
            'targetAtStart',
            'table',
            'field',
            'columns',
            'readings',
            'alphabets',
            'expected',
            'target',
            'toTarget',
            'sameThere',
            'dateReadings',
            'does',
            'taxSide',
            'default',
            'differences',
            'hanging',
            'measure',
            'place',
            'again',
            'content',
          ].includes(name ?? ''),
      ),
    ).toEqual([])
  })

  it('cover every problem of the catalogue, and no other', () => {
    for (const language of languages) {
      expect(Object.keys(CATALOGUES[language].problem).sort()).toEqual(Object.keys(PROBLEMS).sort())
    }
  })

  it('cover every kind, every state and every action', () => {
    const actions = new Set(Object.values(PROBLEMS).flatMap((entry): readonly ActionName[] => entry.actions))
    for (const language of languages) {
      const words = wordsFor(language)
      for (const kind of KINDS) expect(words.kind(kind)).not.toBe('')
      for (const state of STATES) expect(words.state(state)).not.toBe('')
      for (const action of actions) expect(words.action(action)).not.toBe('')
    }
  })

  it('are all used by the window', () => {
    const source =
      sourcesBelow('renderer') +
      sourcesBelow('electron') +
      sourcesBelow('shared') +
      readFileSync(join(ROOT, 'shared/words/index.ts'), 'utf8')
    // Words whose last part is chosen while running: `window.tab.${tab}`.
    const families = [...source.matchAll(/`([a-zA-Z]+\.[A-Za-z.-]*)\$\{/g)].map((found) => found[1] ?? '')
    const unused = [...english.keys()]
      .filter((key) => !key.startsWith('problem.') && !key.startsWith('history.'))
      .map((key) => key.replace(/_(one|other)$/, ''))
      .filter((key) => !source.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)))
    expect([...new Set(unused)]).toEqual([])
  })

  it('fail loudly where one is missing', () => {
    expect(() => wordsFor('en').t('window.queue.notThere' as 'window.queue.title')).toThrow(
      'no en word for window.queue.notThere',
    )
  })
})

describe('a problem in words', () => {
  it('fills its places, amounts as money and days as dates of the language', () => {
    const taken = problem('number-taken', { number: '1003', type: 'Invoice', otherId: '145' })
    expect(wordsFor('en').problem(taken).title).toContain('1003')
    expect(wordsFor('fr').problem(taken).title).toContain('1003')
    const rest = problem('payment-rest-unapplied', { applied: 800000, rest: 119800, number: '1002' })
    expect(wordsFor('en').problem(rest, { currency: 'CAD' }).title).toContain('$8,000.00')
    expect(wordsFor('fr').problem(rest, { currency: 'CAD' }).title).toContain('8\u00a0000,00\u00a0$')
  })

  it('begins with a capital letter, also where it begins with what it is about', () => {
    const reconciled = problem('reconciled-there', { type: 'Bill', number: '12', does: 'void' })
    expect(wordsFor('en').problem(reconciled).title).toBe('Bill 12 is reconciled')
    expect(wordsFor('fr').problem(reconciled)).toMatchObject({
      title: expect.stringMatching(/^Facture à payer 12/) as string,
      explanation: expect.stringMatching(/^Facture à payer 12/) as string,
    })
  })

  it('takes what comes from outside as text, never as a place to fill or a word to look up', () => {
    const words = wordsFor('en')
    const hostile = '{{number}} $t(window.queue.title) <b>x</b>'
    const title = words.problem(problem('number-taken', { number: hostile, type: 'Invoice', otherId: '1' })).title
    expect(title).toContain(hostile)
  })

  it('has the buttons of its code, each with a label', () => {
    const worded = wordsFor('fr').problem(problem('number-taken', { number: '1', type: 'Invoice', otherId: '1' }))
    expect(worded.actions).toEqual([
      { name: 'take-next-number', label: 'Prendre le prochain numéro libre' },
      { name: 'link-to-existing', label: 'Lier à celui qui existe' },
      { name: 'ignore', label: 'Ignorer' },
    ])
  })

  it('has a name for a kind of problem where no single one is meant', () => {
    for (const code of Object.keys(PROBLEMS) as ProblemCode[]) expect(wordsFor('en').reason(code)).not.toContain('{{')
  })
})

describe('a history in sentences', () => {
  it('names the problem that it tells of', () => {
    const words = wordsFor('en')
    const said = words.history('failed', { problem: 'number-taken', number: '1003', type: 'Invoice', otherId: '145' })
    expect(said).toBe(
      `Refused: ${words.problem(problem('number-taken', { number: '1003', type: 'Invoice', otherId: '145' })).title}`,
    )
  })

  it('still says something about an event of a later version', () => {
    expect(wordsFor('en').history('from-the-future', {})).toContain('from-the-future')
  })
})

describe('money and dates in the manner of Canada', () => {
  it('shows cents exactly, whatever their size', () => {
    expect(wordsFor('en').money(172525, 'CAD')).toBe('$1,725.25')
    expect(wordsFor('fr').money(172525, 'CAD')).toBe('1\u00a0725,25\u00a0$')
    expect(wordsFor('en').money(900719925474099, 'CAD')).toBe('$9,007,199,254,740.99')
    expect(wordsFor('en').money(-5)).toBe('-0.05')
    expect(wordsFor('en').money(0)).toBe('0.00')
  })

  it('reads an ISO day as that day in every time zone', () => {
    expect(wordsFor('en').day('2026-03-01')).toBe('Mar 1, 2026')
    expect(wordsFor('fr').day('2026-03-01')).toBe('1 mars 2026')
    expect(wordsFor('en').day('not a day')).toBe('not a day')
  })

  it('keeps the decimals of a quantity or a rate as they were written', () => {
    expect(wordsFor('fr').decimal('9.975')).toBe('9,975')
    expect(wordsFor('en').decimal('33.30')).toBe('33.30')
    expect(wordsFor('en').decimal('1e3')).toBe('1e3')
  })

  it('says how long ago, and from a month on the date', () => {
    const now = Date.parse('2026-03-31T12:00:00Z')
    expect(wordsFor('en').relative('2026-03-31T11:59:20Z', now)).toMatch(/40 sec/)
    expect(wordsFor('fr').relative('2026-03-31T11:00:00Z', now)).toMatch(/1\sh/)
    expect(wordsFor('en').relative('2026-01-02T12:00:00Z', now)).toBe('Jan 2, 2026')
  })
})

describe('French typography', () => {
  it('breaks no line before a mark', () => {
    expect(frenchSpaces('Retenu : « Divers » à 5 % !')).toBe('Retenu\u00a0: «\u00a0Divers\u00a0» à 5\u00a0%!')
  })

  it('holds for everything that is said', () => {
    const words = wordsFor('fr')
    expect(words.t('window.banner.practice')).toContain('\u00a0:')
    expect(words.history('held', { problem: 'draft', kind: 'invoice', number: '1' })).toContain('Retenu\u00a0:')
  })
})

describe('how long ago', () => {
  it('is never said to be in the future', () => {
    const now = Date.parse('2026-03-31T12:00:00Z')
    expect(wordsFor('en').ago('2026-03-31T12:00:04Z', now)).toBe('now')
    expect(wordsFor('fr').ago('2026-03-31T12:00:04Z', now)).toBe('maintenant')
    expect(wordsFor('en').ago('2026-03-31T11:59:56Z', now)).toMatch(/4 sec/)
  })
})
