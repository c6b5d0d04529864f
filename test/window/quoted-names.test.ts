import { describe, expect, it } from 'vitest'
import { shellWords } from '../../electron/shell/words.ts'
import { CATALOGUES } from '../../shared/words/catalogues.ts'
import { wordsFor } from '../../shared/words/index.ts'

/** What sentences quote that the app itself does not show: QuickBooks' own labels, commands, values. */
const NOT_OURS = {
  en: [
    'No thanks',
    'Connect',
    'Custom transaction numbers',
    'Automatically apply payments',
    'Automatically apply credits',
    'Track billable expenses',
    'Not specified',
    'I purchase this from a supplier',
    'out of scope',
    'no tax yet',
  ],
  fr: [
    'Non merci',
    'Connecter',
    'Numéros d’opération personnalisés',
    'Appliquer automatiquement les paiements',
    'Appliquer automatiquement les crédits',
    'Suivre les dépenses facturables',
    'Non précisé',
    'J’achète ce produit d’un fournisseur',
    'hors champ',
    'pas encore de taxe',
  ],
}
const COMMANDS = ['connect', 'off', 'runs', 'companies', 'add-company', 'production', 'sandbox', 'practice']
const QUOTED = { en: /“([^”{}]+)”/g, fr: /«\s*([^»{}]+?)\s*»/g }

interface Tree {
  [name: string]: string | Tree
}

function textsOf(tree: Tree): string[] {
  return Object.values(tree).flatMap((value) => (typeof value === 'string' ? [value] : textsOf(value)))
}

describe.each(['en', 'fr'] as const)('what a sentence quotes (%s)', (language) => {
  it('is what a button, a heading or a menu really says', () => {
    const texts = textsOf(CATALOGUES[language])
    const shown = new Set([
      ...texts,
      ...Object.values(shellWords(wordsFor(language))).filter((value) => typeof value === 'string'),
      ...NOT_OURS[language],
      ...COMMANDS,
    ])
    const quoted = texts.flatMap((text) => [...text.matchAll(QUOTED[language])].map((found) => found[1] ?? ''))
    expect(quoted.filter((each) => !shown.has(each))).toEqual([])
  })
})
