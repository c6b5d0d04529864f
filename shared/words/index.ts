import { createInstance } from 'i18next'
import type { Kind } from '../kinds.ts'
import type { ActionName } from '../action.ts'
import type { Problem, ProblemCode, WordedProblem } from '../problem.ts'
import { actionsOf } from '../problem.ts'
import type { State } from '../row.ts'
import type { Language, WordKey } from './catalogues.ts'
import { CATALOGUES } from './catalogues.ts'
import type { Formats } from './format.ts'
import { formatsFor } from './format.ts'
import { frenchCatalogue } from './french-spaces.ts'
import { alphabetsText, dateReadingsText, readingsText } from './readings.ts'
import { columnTerm, expectedTerm, fieldTerm, tableTerm } from './source-terms.ts'

export type { Language, WordKey } from './catalogues.ts'

export type WordParams = Record<string, string | number>

/** Everything the program says to a person, in one language. */
export interface Words extends Formats {
  language: Language
  /** The word of that name, its places filled. `count` also chooses between one and many. */
  t(key: WordKey, params?: WordParams): string
  /** A problem as title, explanation and buttons. Amounts in it are cents of `context.currency`. */
  /** How near a document of QuickBooks is to a record of Billdr, in words ("same supplier, 2 days apart, 97.73 with tax"). */
  measure(measure: string, currency?: string | null): string
  problem(problem: Problem, context?: { currency?: string | null }): WordedProblem
  /** One entry of a history as a sentence. */
  history(event: string, params: WordParams, context?: { currency?: string | null }): string
  /** What a kind of problem is called where no single one is meant (a filter): its title without the parts that differ. */
  reason(code: ProblemCode): string
  kind(kind: Kind): string
  state(state: State): string
  action(name: ActionName): string
}

/**
 * The words of a language. Each call makes its own instance: nothing is kept outside it, and two languages can be spoken
 * side by side. Works in Node and in a browser. A missing word is a fault of the program and throws.
 */
export function wordsFor(language: Language): Words {
  const formats = formatsFor(language)
  const words = createInstance()
  void words.init({
    lng: formats.locale,
    fallbackLng: false,
    resources: { [formats.locale]: { words: language === 'fr' ? frenchCatalogue(CATALOGUES.fr) : CATALOGUES.en } },
    defaultNS: 'words',
    nsSeparator: false,
    initAsync: false,
    returnEmptyString: false,
    // Whatever shows a text shows it as text; and a value from outside never starts another lookup.
    interpolation: { escapeValue: false, skipOnVariables: true },
    parseMissingKeyHandler: (key: string): never => {
      throw new Error(`no ${language} word for ${key}`)
    },
  })

  const formatter = words.services.formatter
  if (!formatter) throw new Error('i18next came without its formatter')
  formatter.add('money', (value: unknown, _lng: string | undefined, options: Record<string, unknown>) =>
    typeof value === 'number'
      ? formats.money(value, typeof options['currency'] === 'string' ? options['currency'] : null)
      : String(value),
  )
  formatter.add('day', (value: unknown) => formats.day(String(value)))
  formatter.add('instant', (value: unknown) => formats.instant(String(value)))
  formatter.add('number', (value: unknown) => (typeof value === 'number' ? formats.number(value) : String(value)))
  formatter.add('table', (value: unknown) => tableTerm(language, String(value)))
  formatter.add('field', (value: unknown) => fieldTerm(language, String(value)))
  formatter.add('readings', (value: unknown) => readingsText(String(value), word, formats))
  formatter.add('dateReadings', (value: unknown) => dateReadingsText(String(value), word, formats))
  formatter.add('alphabets', (value: unknown) => alphabetsText(String(value), word))
  formatter.add('columns', (value: unknown) =>
    String(value)
      .split(', ')
      .map((each) => columnTerm(language, each))
      .join(', '),
  )
  formatter.add('sameThere', (value: unknown) => word(`sameThere.${String(value)}`))
  formatter.add('place', (value: unknown) => word(`place.${String(value)}`))
  formatter.add('again', (value: unknown) => word(`again.${String(value)}`))
  formatter.add('content', (value: unknown) => word(`content.${String(value)}`))
  formatter.add('expected', (value: unknown, _lng: string | undefined, options: Record<string, unknown>) =>
    expectedTerm(language, String(value), typeof options['choices'] === 'string' ? options['choices'] : ''),
  )
  const named = (key: string, name: string): string =>
    words.exists(key) ? word(key).toLocaleLowerCase(formats.locale) : name
  formatter.add('target', (value: unknown) => named(`target.${String(value)}`, String(value)))
  formatter.add('targetAtStart', (value: unknown) =>
    words.exists(`target.${String(value)}`) ? word(`target.${String(value)}`) : String(value),
  )
  formatter.add('toTarget', (value: unknown) => named(`toTarget.${String(value)}`, String(value)))
  formatter.add('asked', (value: unknown) => word(`undo.asked.${String(value)}`))
  formatter.add('does', (value: unknown) => word(`undo.act.${String(value)}`))
  formatter.add('taxSide', (value: unknown) => named(`taxSide.${String(value)}`, String(value)))
  formatter.add('default', (value: unknown) => named(`default.${String(value)}`, String(value)))
  formatter.add('differences', (value: unknown) =>
    String(value)
      .split(', ')
      .map((each) => named(`difference.${each}`, each))
      .join(', '),
  )
  formatter.add('hanging', (value: unknown, _lng: string | undefined, options: Record<string, unknown>) =>
    hangingText(String(value), typeof options['currency'] === 'string' ? options['currency'] : null),
  )
  formatter.add('measure', (value: unknown, _lng: string | undefined, options: Record<string, unknown>) =>
    measureText(String(value), typeof options['currency'] === 'string' ? options['currency'] : null),
  )
  formatter.add('kind', (value: unknown) =>
    words.exists(`kind.${String(value)}`)
      ? word(`kind.${String(value)}`).toLocaleLowerCase(formats.locale)
      : String(value),
  )

  // Words without places stay what they are: a list of a hundred thousand rows asks for the same few again and again.
  const fixed = new Map<string, string>()
  function word(key: string, params?: WordParams): string {
    if (params) return filled(key, params)
    let found = fixed.get(key)
    if (found === undefined) fixed.set(key, (found = filled(key, {})))
    return found
  }

  function filled(key: string, params: WordParams): string {
    const count = params['count']
    // Beyond a million French has a further plural ("un million de"), which no text here needs.
    const plural = typeof count === 'number' ? { count: Math.min(Math.abs(count), 999_999) } : {}
    // Where a document has no number, no gap stays in its place.
    return words.t(key, { ...plural, replace: params }).replace(/ {2,}/g, ' ')
  }

  /** "Payment|40000|2026-03-04, Deposit||" in words: what hangs on a document of the books. */
  function hangingText(hanging: string, currency: string | null): string {
    return hanging
      .split(', ')
      .map((each) => {
        const [type = '', amount = '', date = ''] = each.split('|')
        const what = words.exists(`hanging.${type}`) ? word(`hanging.${type}`) : type
        if (amount === '') return what
        const params = { what, amount: Number(amount), date, ...(currency !== null && { currency }) }
        return filled(date === '' ? 'hanging.of' : 'hanging.on', params)
      })
      .join(', ')
  }

  /** "same-supplier|days:2|with-tax:9773" in words, its parts in a row. */
  function measureText(measure: string, currency: string | null): string {
    return measure
      .split('|')
      .map((part) => {
        const [name = '', value = ''] = part.split(':')
        const params = { count: Number(value), amount: Number(value), ...(currency !== null && { currency }) }
        return words.exists(`measure.${name}`) || words.exists(`measure.${name}_other`)
          ? filled(`measure.${name}`, value === '' ? {} : params)
          : part
      })
      .join(', ')
  }

  const withCurrency = (params: WordParams, currency: string | null | undefined): WordParams =>
    currency && params['currency'] === undefined ? { ...params, currency } : params

  const withoutPlaces = (text: string): string => text.replace(/\{\{[^{}]*\}\}/g, '…')

  const self: Words = {
    ...formats,
    language,
    t: (key, params) => word(key, params),
    measure: (measure, currency = null) => measureText(measure, currency),
    problem(problem, context = {}) {
      // Where a value is put right: in Billdr, unless its table was made by hand.
      const params: WordParams = { place: 'billdr', ...withCurrency(problem.params, context.currency) }
      const explanation = word(`problem.${problem.code}.explanation`, params)
      return {
        code: problem.code,
        title: word(`problem.${problem.code}.title`, params),
        explanation: params['inBooks'] === undefined ? explanation : `${explanation} ${word('staysAsSent')}`,
        actions: actionsOf(problem.code).map((name) => ({ name, label: word(`action.${name}`) })),
      }
    },
    history(event, params, context = {}) {
      const reason = String(params['problem'] ?? '')
      const places: WordParams = { ...withCurrency(params, context.currency), event }
      // An entry of an earlier version may know less than the sentence asks for.
      if (reason && words.exists(`problem.${reason}.title`))
        places['reason'] = withoutPlaces(word(`problem.${reason}.title`, places))
      const isKnown = words.exists(`history.${event}`) || words.exists(`history.${event}_other`)
      // Not every document has a number: none leaves no gap.
      return word(isKnown ? `history.${event}` : 'history.other', places)
        .replaceAll(/ {2,}/g, ' ')
        .trim()
    },
    reason(code) {
      const title: unknown = words.getResource(formats.locale, 'words', `problem.${code}.title`)
      return withoutPlaces(String(title)).replace(/[ \u00a0]?: …$/, '')
    },
    kind: (kind) => word(`kind.${kind}`),
    state: (state) => word(`state.${state}`),
    action: (name) => word(`action.${name}`),
  }
  return self
}
