import { randomBytes, timingSafeEqual } from 'node:crypto'
import { languageOf } from '../sign-in/consent-page.ts'
import type { Core } from '../core.ts'
import { typeNamed, type TypeName } from '../entities/entity-types.ts'
import { cookieOf } from '../http/http-body.ts'
import { textAt, type Fields } from '../entities/json.ts'
import type { Person, PersonOutcome } from '../people/person.ts'
import type { Reply } from '../http/reply.ts'
import { documentPage } from './books-document.ts'
import { problemPage, type BooksView } from './books-layout.ts'
import { listPage, overviewPage } from './books-lists.ts'
import { BOOKS_WORDS } from './books-words.ts'

/** A cookie of 127.0.0.1 goes to every port of it, so each company's has its own name. */
function cookieName(host: string | undefined): string {
  return `practice_books_${/:(\d+)$/.exec(host ?? '')?.[1] ?? '80'}`
}

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

export interface BooksRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  body: Buffer
}

function page(status: number, html: string, headers: Record<string, string> = {}): Reply {
  return {
    status,
    contentType: 'text/html;charset=utf-8',
    body: html,
    headers: {
      'Content-Security-Policy': POLICY,
      'X-Frame-Options': 'DENY',
      'Referrer-Policy': 'same-origin',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
      ...headers,
    },
  }
}

/**
 * The pages that show the books to a person, and let her act in them as in QuickBooks. Opened by the key in the address, which
 * then becomes two secrets: a same-site cookie, and a path under which the pages lie. The cookie goes to every port of this
 * computer, so that whoever serves a page there has it; the path goes to nobody else. Neither of them is the key.
 */
export class BooksSite {
  readonly #core: Core
  readonly #person: Person
  readonly #key: string
  readonly #cookie = randomBytes(24).toString('base64url')
  readonly #path = randomBytes(24).toString('base64url')

  constructor(core: Core, person: Person, key: string) {
    this.#core = core
    this.#person = person
    this.#key = key
  }

  /** Where the pages lie. */
  get #base(): string {
    return `/books/${this.#path}`
  }

  async answer(request: BooksRequest): Promise<Reply> {
    const language = languageOf(request.headers['accept-language'])
    const view: BooksView = {
      books: this.#core.state.books,
      settings: this.#core.state.settings,
      words: BOOKS_WORDS[language],
      language,
      base: this.#base,
    }
    if (request.query.get('key') !== null) {
      if (!isSame(request.query.get('key'), this.#key)) return page(403, problemPage(view, view.words.wrongKey))
      return {
        status: 303,
        contentType: 'text/plain',
        body: '',
        // Lax, so that a link in another local window opens the page; every change asks for the Origin as well.
        headers: {
          Location: `${this.#base}${request.path.slice('/books'.length)}`,
          'Set-Cookie': `${cookieName(request.headers['host'])}=${this.#cookie}; Path=/books; HttpOnly; SameSite=Lax`,
          'Cache-Control': 'no-store',
          'Referrer-Policy': 'no-referrer',
        },
      }
    }
    const [, , path = '', first = '', id = '', ...more] = request.path.split('/')
    const cookie = cookieOf(request.headers['cookie'], cookieName(request.headers['host']))
    if (!isSame(cookie, this.#cookie) || !isSame(path, this.#path))
      return page(403, problemPage({ ...view, base: '/books' }, view.words.noKey))
    const type = typeNamed(first)
    if (request.method === 'POST') return this.#act(view, request, type, id)
    if (request.method !== 'GET') return page(405, problemPage(view, view.words.notHere))
    if (first === '') return page(200, overviewPage(view))
    if (first === 'file') return this.#file(view, id)
    if (type === null || more.length > 0) return page(404, problemPage(view, view.words.notHere))
    if (id === '') return page(200, listPage(view, type, request.query))
    const entity = this.#core.state.books.get(type, id)
    return entity ? page(200, documentPage(view, type, entity, null)) : page(404, problemPage(view, view.words.gone))
  }

  async #file(view: BooksView, id: string): Promise<Reply> {
    const entity = this.#core.state.books.get('Attachable', id)
    const bytes = entity ? await this.#core.files.read(id) : null
    if (!entity || !bytes) return page(404, problemPage(view, view.words.gone))
    const contentType = textAt(entity, 'ContentType') ?? 'application/octet-stream'
    // Only what a browser shows without running anything is shown in place.
    const shown = /^image\/(png|jpe?g|gif)$|^application\/pdf$/.test(contentType)
    const name = encodeURIComponent(textAt(entity, 'FileName') ?? id)
    return {
      status: 200,
      contentType: shown ? contentType : 'application/octet-stream',
      body: bytes,
      headers: {
        'Content-Disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-store',
        'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
        'Cross-Origin-Resource-Policy': 'same-origin',
      },
    }
  }

  async #act(view: BooksView, request: BooksRequest, type: TypeName | null, id: string): Promise<Reply> {
    const origin = request.headers['origin']
    if (origin === undefined || !URL.canParse(origin) || new URL(origin).host !== request.headers['host'])
      return page(403, problemPage(view, view.words.noKey))
    const entity = type === null ? null : this.#core.state.books.get(type, id)
    if (type === null || !entity) return page(404, problemPage(view, view.words.gone))
    const form = new URLSearchParams(request.body.toString('utf8'))
    const outcome = await this.#carryOut(type, id, form)
    if (outcome === null) return page(400, problemPage(view, view.words.notHere))
    if (!outcome.ok)
      return page(409, documentPage(view, type, this.#core.state.books.get(type, id) ?? entity, textOf(outcome.fault)))
    const still = this.#core.state.books.get(type, id)
    return {
      status: 303,
      contentType: 'text/plain',
      body: '',
      headers: { Location: `${this.#base}/${type}${still ? `/${id}` : ''}`, 'Cache-Control': 'no-store' },
    }
  }

  async #carryOut(type: TypeName, id: string, form: URLSearchParams): Promise<PersonOutcome | null> {
    switch (form.get('act')) {
      case 'delete':
        return this.#person.deletes(type, id)
      case 'tax':
        return this.#person.addsTax(type, id, form.get('taxCode') ?? '')
      case 'memo':
        return this.#person.edits(type, id, { PrivateNote: form.get('memo') ?? '' })
      case 'number':
        return this.#person.edits(type, id, { DocNumber: form.get('number') ?? '' })
      case 'amount':
        return this.#person.changesAmount(type, id, form.get('line') ?? '', form.get('amount') ?? '')
      case 'rename':
        return this.#person.edits(type, id, {
          [type === 'Customer' || type === 'Vendor' ? 'DisplayName' : 'Name']: form.get('name') ?? '',
        })
      default:
        return null
    }
  }
}

function isSame(given: string | null, wanted: string): boolean {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(wanted)]
  return one.length === other.length && timingSafeEqual(one, other)
}

function textOf(fault: Fields): string {
  const errors = fault['Error']
  return Array.isArray(errors) ? errors.map((each) => String((each as Fields)['Detail'] ?? '')).join(' ') : ''
}
