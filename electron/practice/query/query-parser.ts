import { invalidQuery, refused, unparsableQuery, type Result } from '../entities/refusal.ts'

export type Operator = '=' | '!=' | '<' | '>' | '<=' | '>=' | 'IN' | 'LIKE'

export interface QueryCondition {
  field: string
  operator: Operator
  values: string[]
}

/** A query of QuickBooks' language: no OR, no joins, no groups. */
export interface Query {
  /** Null: `*`. */
  fields: string[] | null
  count: boolean
  entity: string
  conditions: QueryCondition[]
  orderBy: { field: string; descending: boolean }[]
  /** From 1. */
  startPosition: number
  maxResults: number
}

type Token = { kind: 'word' | 'text' | 'sign'; value: string; at: number }

const DEFAULT_ROWS = 100
const MOST_ROWS = 1000

const RESERVED = new Set([
  'select',
  'from',
  'where',
  'and',
  'in',
  'like',
  'orderby',
  'asc',
  'desc',
  'startposition',
  'maxresults',
  'null',
  'true',
  'false',
])

class Unparsable extends Error {}

function tokens(source: string): Token[] {
  const found: Token[] = []
  let at = 0
  while (at < source.length) {
    const rest = source.slice(at)
    const space = /^\s+/.exec(rest)
    if (space) {
      at += space[0].length
      continue
    }
    if (rest[0] === "'") {
      const { value, length } = quoted(rest, at)
      found.push({ kind: 'text', value, at })
      at += length
      continue
    }
    const word = /^[A-Za-z_][A-Za-z0-9_.]*|^-?\d+(\.\d+)?/.exec(rest)
    const sign = /^(<=|>=|!=|[=<>(),*])/.exec(rest)
    const token = word ?? sign
    if (!token) throw new Unparsable(`Lexical error at line 1, column ${at + 1}.  Encountered: "${rest[0] ?? ''}"`)
    found.push({ kind: word ? 'word' : 'sign', value: token[0], at })
    at += token[0].length
  }
  return found
}

/** A quoted value; only `\'` and `\\` are escapes, any other backslash is an error. */
function quoted(rest: string, at: number): { value: string; length: number } {
  let value = ''
  for (let i = 1; i < rest.length; i += 1) {
    const character = rest[i] ?? ''
    if (character === "'") return { value, length: i + 1 }
    if (character === '\\') {
      const next = rest[i + 1]
      if (next !== "'" && next !== '\\')
        throw new Unparsable(`Lexical error at line 1, column ${at + i + 1}.  Encountered: "\\"`)
      value += next
      i += 1
    } else value += character
  }
  throw new Unparsable(`Lexical error at line 1, column ${at + rest.length}.  Encountered: <EOF> after : "'"`)
}

class Parser {
  readonly #tokens: Token[]
  #next = 0

  constructor(source: string) {
    this.#tokens = tokens(source)
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next]
  }

  #isWord(word: string): boolean {
    const token = this.#peek()
    return token?.kind === 'word' && token.value.toLowerCase() === word
  }

  #take(word: string): boolean {
    if (!this.#isWord(word)) return false
    this.#next += 1
    return true
  }

  #sign(sign: string): boolean {
    const token = this.#peek()
    if (token?.kind !== 'sign' || token.value !== sign) return false
    this.#next += 1
    return true
  }

  #fail(expected: string): never {
    const token = this.#peek()
    throw new Unparsable(
      token
        ? `Encountered " "${token.value}" "${token.value} "" at line 1, column ${token.at + 1}.\nWas expecting:\n    ${expected} ...\n    `
        : `Encountered "<EOF>" at the end.\nWas expecting:\n    ${expected} ...\n    `,
    )
  }

  #word(expected: string): string {
    const token = this.#peek()
    if (token?.kind !== 'word' || /^[-\d]/.test(token.value) || RESERVED.has(token.value.toLowerCase()))
      this.#fail(expected)
    this.#next += 1
    return token.value
  }

  #number(expected: string): number {
    const token = this.#peek()
    if (token?.kind !== 'word' || !/^\d+$/.test(token.value)) this.#fail(expected)
    this.#next += 1
    return Number(token.value)
  }

  /** A quoted value, a number or a truth value; a bare word (`null` among them) is not one. */
  #value(): string {
    const token = this.#peek()
    const bare = token?.kind === 'word' && (/^-?\d/.test(token.value) || /^(true|false)$/i.test(token.value))
    if (!token || (token.kind !== 'text' && !bare)) this.#fail('<VALUE>')
    this.#next += 1
    return token.kind === 'text' ? token.value : token.value.toLowerCase()
  }

  parse(): Query {
    if (!this.#take('select')) this.#fail('"select"')
    const { fields, count } = this.#selection()
    if (!this.#take('from')) this.#fail('"from"')
    const query: Query = {
      fields,
      count,
      entity: this.#word('<IDENTIFIER>'),
      conditions: [],
      orderBy: [],
      startPosition: 1,
      maxResults: DEFAULT_ROWS,
    }
    if (this.#take('where')) {
      do query.conditions.push(this.#condition())
      while (this.#take('and'))
    }
    // Both spellings are taken: one word as documented, two as clients send it (FLOW, TAP).
    const isTwoWords = this.#isWord('order') && this.#tokens[this.#next + 1]?.value.toLowerCase() === 'by'
    if (isTwoWords) this.#next += 2
    if (isTwoWords || this.#take('orderby')) {
      do {
        const field = this.#word('<IDENTIFIER>')
        const descending = this.#take('desc')
        if (!descending) this.#take('asc')
        query.orderBy.push({ field, descending })
      } while (this.#sign(','))
    }
    for (;;) {
      if (this.#take('startposition')) query.startPosition = this.#number('<INTEGER>')
      else if (this.#take('maxresults')) query.maxResults = this.#number('<INTEGER>')
      else break
    }
    if (this.#peek()) this.#fail('<EOF>')
    return query
  }

  #selection(): { fields: string[] | null; count: boolean } {
    if (this.#sign('*')) {
      while (this.#sign(',')) this.#word('<IDENTIFIER>') // `*, Sku`: whole rows all the same (PQ)
      return { fields: null, count: false }
    }
    if (this.#isWord('count') && this.#tokens[this.#next + 1]?.value === '(') {
      this.#next += 2
      if (!this.#sign('*') || !this.#sign(')')) this.#fail('"*"')
      return { fields: null, count: true }
    }
    const fields = [this.#word('<IDENTIFIER>')]
    while (this.#sign(',')) {
      if (this.#sign('*')) fields.push('*')
      else fields.push(this.#word('<IDENTIFIER>'))
    }
    return { fields, count: false }
  }

  #condition(): QueryCondition {
    const field = this.#word('<IDENTIFIER>')
    for (const operator of ['=', '!=', '<', '>', '<=', '>='] as const) {
      if (this.#sign(operator)) return { field, operator, values: [this.#value()] }
    }
    if (this.#take('like')) return { field, operator: 'LIKE', values: [this.#value()] }
    if (!this.#take('in')) this.#fail('<OPERATOR>')
    if (!this.#sign('(')) this.#fail('"("')
    const values = [this.#value()]
    while (this.#sign(',')) values.push(this.#value())
    if (!this.#sign(')')) this.#fail('")"')
    return { field, operator: 'IN', values }
  }
}

/** Reads a query: 4000 where it is no query, 4001 where its pages have no sense. */
export function parseQuery(source: string): Result<Query> {
  let query: Query
  try {
    query = new Parser(source).parse()
  } catch (error) {
    if (error instanceof Unparsable) return refused(unparsableQuery(error.message))
    throw error
  }
  if (query.startPosition < 1)
    return refused(invalidQuery(`value ${query.startPosition} is too small. Min allowed value is 1`))
  if (query.maxResults < 1)
    return refused(invalidQuery(`value ${query.maxResults} of MAXRESULTS is too small. Min value is 1`))
  // More than 1000 is not refused; at most 1000 rows come (AHO).
  return { value: { ...query, maxResults: Math.min(query.maxResults, MOST_ROWS) } }
}
