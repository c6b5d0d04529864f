import { createHash } from 'node:crypto'
import { PROBLEMS } from '../../shared/problem-catalogue.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import { actionsOf } from '../../shared/problem.ts'
import type { Language } from '../../shared/words/catalogues.ts'
import enHealth from '../../shared/words/en/problems-health.ts'
import enQuickBooks from '../../shared/words/en/problems-quickbooks.ts'
import enSource from '../../shared/words/en/problems-source.ts'
import { frenchSpaces } from '../../shared/words/french-spaces.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { exampleOf } from './examples.ts'
import type { HelpTexts } from './texts.ts'
import { HELP_TEXTS } from './texts.ts'

/** A page of the help: its place below the folder, and its text. */
export interface HelpPage {
  /** `en/number-taken.html`. */
  path: string
  html: string
}

const LANGUAGES: readonly Language[] = ['en', 'fr']
const CODES = Object.keys(PROBLEMS) as ProblemCode[]

const STYLE = `
:root { color-scheme: light dark; --text: light-dark(#1d1f21, #eceef0); --muted: light-dark(#5a5f65, #a9b0b8); --line: light-dark(#dfded9, #343a41); --link: light-dark(#095a4e, #68d3c0) }
body { margin: 0 auto; max-width: 42rem; padding: 2rem 1.5rem 4rem; font: 16px/1.55 system-ui, sans-serif; color: var(--text); background: light-dark(#fff, #1b1e22) }
a { color: var(--link) }
a:focus-visible { outline: 3px solid light-dark(#1c5fb8, #83b4ff); outline-offset: 2px }
nav { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .5rem 1.5rem; padding-bottom: .75rem; border-bottom: 1px solid var(--line) }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 1.75rem 0 .75rem }
h2 { font-size: 1.1rem; margin: 1.75rem 0 .4rem }
dt { font-weight: 600; margin-top: .8rem }
dd { margin: 0 }
li { margin: .3rem 0 }
footer, .note { color: var(--muted); font-size: .9rem }
footer { margin-top: 2.5rem; padding-top: .75rem; border-top: 1px solid var(--line) }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere }
`

/** The pages hold a style and nothing else that a browser would run or fetch. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`

/** Every help page, one a problem and language, and an index for each language: made from the catalogue alone. */
export function helpPages(): HelpPage[] {
  return LANGUAGES.flatMap((language) => [indexPage(language), ...CODES.map((code) => problemPage(code, language))])
}

function textsOf(language: Language): HelpTexts {
  return HELP_TEXTS[language]
}

function problemPage(code: ProblemCode, language: Language): HelpPage {
  const texts = textsOf(language)
  const words = wordsFor(language)
  const { title, explanation } = words.problem(exampleOf(code, language), { currency: 'CAD' })
  const actions = actionsOf(code).map(
    (name) => `<dt>${escaped(words.action(name))}</dt>\n<dd>${said(language, texts.action[name])}</dd>`,
  )
  const hasExample = words.reason(code).includes('…') || /\{\{/.test(rawExplanation(code, language))
  const body = `<h1>${escaped(title)}</h1>
<p>${escaped(explanation)}</p>
${hasExample ? `<p class="note">${said(language, texts.example)}</p>\n` : ''}<h2>${said(language, texts.whoTitle)}</h2>
<p>${said(language, texts.who[PROBLEMS[code].who])}</p>
<h2>${said(language, texts.whatTitle)}</h2>
${actions.length > 0 ? `<dl>\n${actions.join('\n')}\n</dl>` : `<p>${said(language, texts.nothingToDo)}</p>`}
<h2>${said(language, texts.afterwardsTitle)}</h2>
<p>${said(language, texts.afterwards[reachOf(code)])}</p>
<footer>${said(language, texts.codeIs)} <code>${code}</code></footer>`
  return {
    path: `${language}/${code}.html`,
    html: page(language, `${code}.html`, title, `<a href="index.html">${said(language, texts.back)}</a>`, body),
  }
}

/** The explanation with its places, to see whether it speaks of an example. */
function rawExplanation(code: ProblemCode, language: Language): string {
  const here = wordsFor(language).problem({ code, params: {} }).explanation
  const there = wordsFor(language).problem(exampleOf(code, language)).explanation
  return here === there ? '' : '{{'
}

function reachOf(code: ProblemCode): 'document' | 'receipt' | 'setting' {
  if (code.startsWith('attachment-')) return 'receipt'
  return code.startsWith('health-') ? 'setting' : 'document'
}

function groupOf(code: ProblemCode): keyof HelpTexts['group'] {
  if (Object.hasOwn(enSource, code)) return 'source'
  if (Object.hasOwn(enQuickBooks, code)) return 'quickbooks'
  return Object.hasOwn(enHealth, code) ? 'health' : 'rules'
}

function indexPage(language: Language): HelpPage {
  const texts = textsOf(language)
  const words = wordsFor(language)
  const groups = (['source', 'rules', 'quickbooks', 'health'] as const).map((group) => {
    const codes = CODES.filter((code) => groupOf(code) === group)
    return `<h2>${said(language, texts.group[group])}</h2>\n<ul>\n${codes.map((code) => `<li><a href="${code}.html">${escaped(words.reason(code))}</a></li>`).join('\n')}\n</ul>`
  })
  const body = `<h1>${said(language, texts.indexTitle)}</h1>\n<p>${said(language, texts.indexIntro)}</p>\n${groups.join('\n')}`
  return { path: `${language}/index.html`, html: page(language, 'index.html', texts.indexTitle, '', body) }
}

function page(language: Language, file: string, title: string, way: string, body: string): string {
  const other: Language = language === 'en' ? 'fr' : 'en'
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<nav>${way}<a href="../${other}/${file}" hreflang="${other}" lang="${other}">${said(other, HELP_TEXTS[language].otherLanguage)}</a></nav>
<main>
${body}
</main>
</body>
</html>
`
}

/** A text of the help itself, in the typography of its language. */
function said(language: Language, text: string): string {
  return escaped(language === 'fr' ? frenchSpaces(text) : text)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
