import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
const CODE = ['electron/**/*.ts', 'shared/**/*.ts', 'renderer/**/*.{ts,tsx}', 'build/**/*.{ts,mjs}', 'test/**/*.ts']
const DOCUMENTS = ['*.md', 'docs/*.md']

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8')
const filesOf = (patterns: string[]): string[] =>
  globSync(patterns, { cwd: ROOT }).map((file) => file.split(path.sep).join('/'))

/** What a pattern finds in code, with the file that says it. */
function citations(pattern: RegExp): { cited: string; file: string }[] {
  return filesOf(CODE).flatMap((file) =>
    [...read(file).matchAll(pattern)].map((match) => ({ cited: match[1] ?? '', file })),
  )
}

/** Codes in the first column of the tables of docs/rules.md. */
function ruleCodes(): Set<string> {
  return new Set([...read('docs/rules.md').matchAll(/^\| ([A-Z]\d) \|/gm)].map((match) => match[1] ?? ''))
}

/** Numbers of sections: headings, and first columns of tables ("1.18, 1.19", "14.10 to 14.13"). */
function sections(file: string): Set<string> {
  const text = read(file)
  const headings = [...text.matchAll(/^#{2,3} (\d+(?:\.\d+)?)/gm)].map((match) => match[1] ?? '')
  const cells = [...text.matchAll(/^\| (\d+\.\d+[^|]*) \|/gm)].flatMap((match) => numbersIn(match[1] ?? ''))
  const inText = [...text.matchAll(/\((\d+\.\d+)(?:,[^)]*)?\)/g)].map((match) => match[1] ?? '')
  return new Set([...headings, ...cells, ...inText])
}

function numbersIn(cell: string): string[] {
  const range = /^(\d+)\.(\d+) to \d+\.(\d+)$/.exec(cell.trim())
  if (!range) return cell.match(/\d+\.\d+/g) ?? []
  const [, chapter, from, to] = range
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => `${chapter}.${Number(from) + at}`)
}

describe('what code refers to stands in the documents', () => {
  it('every rule that code or a test names is a rule of docs/rules.md', () => {
    const known = ruleCodes()
    expect(known.size).toBeGreaterThan(25)
    const named = citations(/\brules? ([CVKIPREOTXWDUN]\d)\b/g)
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter(({ cited }) => !known.has(cited))).toEqual([])
  })

  it('every section of the facts that code cites is a section of docs/quickbooks.md', () => {
    const known = sections('docs/quickbooks.md')
    const cited = citations(/facts §(\d+(?:\.\d+)?)/g)
    expect(cited.length).toBeGreaterThan(15)
    expect(cited.filter((each) => !known.has(each.cited))).toEqual([])
  })

  it('every section of the live facts that code cites is a section of docs/quickbooks-live.md', () => {
    const known = sections('docs/quickbooks-live.md')
    const cited = citations(/live §(\d+(?:\.\d+)?)/g)
    expect(cited.filter((each) => !known.has(each.cited))).toEqual([])
  })
})

describe('what the documents refer to is there', () => {
  const links = filesOf(DOCUMENTS).flatMap((file) =>
    [...read(file).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => ({ file, target })),
  )

  it('every link leads to a file', () => {
    expect(links.length).toBeGreaterThan(20)
    expect(links.filter(({ file, target }) => !existsSync(path.join(ROOT, path.dirname(file), target)))).toEqual([])
  })

  it('every path of the project that is written as code exists, by itself or below electron/', () => {
    const paths = filesOf(DOCUMENTS).flatMap((file) =>
      [...read(file).matchAll(/`((?:[a-z][\w-]*\/)+[\w.-]+\.(?:tsx?|mjs|html))`/g)].map((match) => ({
        file,
        named: match[1] ?? '',
      })),
    )
    expect(paths.length).toBeGreaterThan(20)
    const places = ['', 'electron', 'shared', 'test', 'renderer']
    const isThere = (named: string): boolean => places.some((place) => existsSync(path.join(ROOT, place, named)))
    expect(paths.filter(({ named }) => !isThere(named))).toEqual([])
  })
})

/** Files that comments name, as `plan/review.ts`; a part in angle brackets stands for any. */
function filesInComments(): { named: string; file: string }[] {
  return filesOf(CODE).flatMap((file) =>
    [...read(file).matchAll(/^\s*\/?\*+(.*)|(?:^|\s)\/\/(.*)/gm)]
      .flatMap((match) => [...(match[1] ?? match[2] ?? '').matchAll(/(?:[\w<>-]+\/)*[\w-][\w.-]*\.(?:tsx?|mjs)\b/g)])
      .map((match) => ({ file, named: match[0] })),
  )
}

describe('what comments refer to is there', () => {
  it('every file that a comment names exists: by its path, or by its name alone', () => {
    const files = filesOf([...CODE, '*.ts', 'test/**/*.{tsx,mjs}'])
    const isThere = (named: string): boolean => {
      const pattern = new RegExp(`(?:^|/)${named.replaceAll('.', '\\.').replaceAll(/<\w+>/g, '[^/]+')}$`)
      return files.some((file) => pattern.test(file))
    }
    const all = filesInComments()
    expect(all.length).toBeGreaterThan(15)
    // Declarations are other packages' own.
    expect(all.filter(({ named }) => !named.endsWith('.d.ts') && !isThere(named))).toEqual([])
  })
})
