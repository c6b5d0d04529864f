import { wordsFor } from '../../shared/words/index.ts'

/** What a person sees who comes without the right address: no script, no style, nothing of the company. */
export function lockedPage(): string {
  const sections = (['en', 'fr'] as const).map((language) => {
    const words = wordsFor(language)
    return `<sections lang="${language}"><h1>${words.t('window.link.locked')}</h1><p>${words.t('window.link.lockedText')}</p></sections>`
  })
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${wordsFor('en').t('window.app.name')}</title>${sections.join('')}</html>`
}
