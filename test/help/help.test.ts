import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import sax from 'sax'
import { afterAll, describe, expect, it } from 'vitest'
import { exampleOf } from '../../build/help/examples.ts'
import { makeHelp } from '../../build/help/make.ts'
import { PROBLEMS } from '../../shared/problem-catalogue.ts'
import type { ProblemCode } from '../../shared/problem.ts'
import { actionsOf } from '../../shared/problem.ts'
import { CATALOGUES } from '../../shared/words/catalogues.ts'
import { wordsFor } from '../../shared/words/index.ts'

const CODES = Object.keys(PROBLEMS) as ProblemCode[]
const folder = mkdtempSync(join(tmpdir(), 'billdr-qbo-help-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const count = makeHelp(folder)
const pages = new Map(
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => [
      posix.join(entry.parentPath.slice(folder.length + 1), entry.name),
      readFileSync(join(entry.parentPath, entry.name), 'utf8'),
    ]),
)

/** The page as a person reads it: without marks, its signs as they are. */
function read(html: string): string {
  return html
    .replace(/<style>[^]*?<\/style>/, '')
    .replace(/<[^>]+>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}

describe('the help', () => {
  it('has one page a problem in each language, an index for each, and nothing else', () => {
    const wanted = (['en', 'fr'] as const).flatMap((language) => [
      `${language}/index.html`,
      ...CODES.map((code) => `${language}/${code}.html`),
    ])
    expect([...pages.keys()].sort()).toEqual(wanted.sort())
    expect(count).toBe(wanted.length)
  })

  it.each(['en', 'fr'] as const)('says in %s what happened, who has to act, and what each button does', (language) => {
    const words = wordsFor(language)
    for (const code of CODES) {
      const text = read(pages.get(`${language}/${code}.html`) ?? '')
      const { title, explanation } = words.problem(exampleOf(code, language), { currency: 'CAD' })
      expect(text).toContain(title)
      expect(text).toContain(explanation)
      for (const name of actionsOf(code)) expect(text).toContain(words.action(name))
      expect(text).toContain(code)
    }
  })

  it('leaves no place unfilled', () => {
    for (const [name, html] of pages) {
      expect(read(html), name).not.toMatch(/\{\{|undefined|NaN|Invalid Date/)
    }
    for (const language of ['en', 'fr'] as const) {
      for (const code of CODES) {
        const { title, explanation } = CATALOGUES[language].problem[code]
        const places = [...`${title} ${explanation}`.matchAll(/\{\{\s*([^},\s]+)/g)].map((found) => found[1] ?? '')
        expect(
          places.filter((place) => !Object.hasOwn(exampleOf(code, language).params, place)),
          code,
        ).toEqual([])
      }
    }
  })

  it('leads only to its own pages, and each page to the same page in the other language', () => {
    for (const [name, html] of pages) {
      const links = [...html.matchAll(/href="([^"]+)"/g)].map((found) => posix.join(dirname(name), found[1] ?? ''))
      expect(
        links.filter((link) => !pages.has(link)),
        name,
      ).toEqual([])
      expect(links).toContain(name.startsWith('en/') ? name.replace('en/', 'fr/') : name.replace('fr/', 'en/'))
    }
  })

  it('runs and loads nothing', () => {
    for (const [name, html] of pages) {
      expect(html, name).not.toMatch(/<script|<img|<iframe|<link|<form|\son[a-z]+=|url\(|["'(=]\s*https?:\/\//i)
      expect(html).toContain("default-src 'none'")
    }
  })

  it('is well formed, with a language, a title, one heading of the first rank and a main part', () => {
    for (const [name, html] of pages) {
      const seen: string[] = []
      const parser = sax.parser(true)
      parser.onopentag = ({ name: tag, attributes }) =>
        seen.push(tag === 'html' ? `html ${String(attributes['lang'])}` : tag)
      parser.onerror = (error) => {
        throw new Error(`${name}: ${error.message}`)
      }
      parser.write(html.replace('<!doctype html>', '').replace(/<meta ([^>]*)>/g, '<meta $1/>')).close()
      expect(seen[0]).toBe(`html ${name.slice(0, 2)}`)
      for (const tag of ['title', 'h1', 'main', 'nav'])
        expect(
          seen.filter((each) => each === tag),
          `${name} ${tag}`,
        ).toHaveLength(1)
    }
  })
})
