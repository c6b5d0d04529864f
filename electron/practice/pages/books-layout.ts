import { centsFromDecimal } from '../../../shared/money.ts'
import type { Books } from '../storage/practice-books.ts'
import { BOOKS_STYLE } from './books-style.ts'
import type { BooksWords } from './books-words.ts'
import { typeNamed, type TypeName } from '../entities/entity-types.ts'
import { fieldsAt, refAt, rowsAt, textAt, type Fields } from '../entities/json.ts'
import type { CompanySettings } from '../company/settings.ts'
import { escaped } from '../http/xml.ts'

export interface BooksView {
  books: Books
  settings: CompanySettings
  words: BooksWords
  language: 'en' | 'fr'
  /** Where the pages lie: a path that only they know. */
  base: string
}

/** The lists, in the order of the menu. */
export const SHOWN: readonly TypeName[] = [
  'Customer',
  'Vendor',
  'Invoice',
  'CreditMemo',
  'Payment',
  'Purchase',
  'Bill',
  'BillPayment',
  'PurchaseOrder',
  'Account',
  'Item',
  'TaxCode',
  'Attachable',
]
/** Rows of one page of a list. */
export const ROWS = 300

/** What a list is called. */
export function manyOf(view: BooksView, type: TypeName): string {
  return view.words.types[type]?.many ?? type
}

export function oneOf(view: BooksView, type: TypeName): string {
  return view.words.types[type]?.one ?? type
}

function inThrees(digits: string): string[] {
  const first = digits.length % 3 || 3
  const rest = digits.slice(first).match(/\d{3}/g) ?? []
  return [digits.slice(0, first), ...rest]
}

/** A decimal as an amount in the page's language. */
export function money(view: BooksView, amount: string | null): string {
  if (amount === null) return ''
  const cents = centsFromDecimal(amount)
  if (cents === null) return escaped(amount)
  const digits = String(Math.abs(cents)).padStart(3, '0')
  const units = inThrees(digits.slice(0, -2)).join(view.language === 'fr' ? '\u00a0' : ',')
  return `${cents < 0 ? '−' : ''}${units}${view.language === 'fr' ? ',' : '.'}${digits.slice(-2)}`
}

/** A whole page around its content. */
export function layout(view: BooksView, title: string, inside: string, current: TypeName | null): string {
  const links = SHOWN.map(
    (type) =>
      `<li><a href="${view.base}/${type}"${type === current ? ' aria-current="page"' : ''}>${escaped(manyOf(view, type))}<span>${view.books.count(type)}</span></a></li>`,
  ).join('')
  return `${headOf(view, `${title} · ${view.settings.companyName}`)}
<body><header><a class="company" href="${view.base}">${escaped(view.settings.companyName)}</a><p>${escaped(view.words.practice)}</p></header>
<div class="house"><nav aria-label="${escaped(view.words.title)}"><ul>${links}</ul></nav><main>${inside}</main></div></body></html>`
}

/** A page with one sentence; it shows nothing of the books. */
export function problemPage(view: BooksView, sentence: string): string {
  return `${headOf(view, view.words.title)}
<body><main class="alone"><h1>${escaped(view.words.title)}</h1><p>${escaped(sentence)}</p></main></body></html>`
}

function headOf(view: BooksView, title: string): string {
  return `<!doctype html><html lang="${view.language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${BOOKS_STYLE}</style></head>`
}

/** A cell of a table around text that is not escaped yet. */
export function cell(text: string): string {
  return `<td>${escaped(text)}</td>`
}

/** As `cell`, for a number. */
export function numberCell(text: string): string {
  return `<td class="n">${escaped(text)}</td>`
}

/** As `cell`, in the head of a table. */
export function headCell(text: string): string {
  return `<th>${escaped(text)}</th>`
}

/** As `headCell`, above numbers. */
export function numberHeadCell(text: string): string {
  return `<th class="n">${escaped(text)}</th>`
}

/** The full name of a row; nothing where there is none. */
export function nameOf(view: BooksView, type: TypeName, id: string | null): string {
  const entity = id === null ? null : view.books.get(type, id)
  return textAt(entity, 'FullyQualifiedName') ?? textAt(entity, 'DisplayName') ?? textAt(entity, 'Name') ?? ''
}

/** Whom a document is with. */
export function partyOf(view: BooksView, entity: Fields): { type: TypeName; id: string } | null {
  const customer = refAt(entity, 'CustomerRef')
  if (customer !== null) return { type: 'Customer', id: customer }
  const vendor = refAt(entity, 'VendorRef')
  if (vendor !== null) return { type: 'Vendor', id: vendor }
  const other = fieldsAt(entity, 'EntityRef')
  const type = typeNamed(textAt(other, 'type') ?? '')
  const id = textAt(other, 'value')
  return type !== null && id !== null && view.books.get(type, id) ? { type, id } : null
}

export function partyLink(view: BooksView, entity: Fields): string {
  const party = partyOf(view, entity)
  return party
    ? `<a href="${view.base}/${party.type}/${party.id}">${escaped(nameOf(view, party.type, party.id))}</a>`
    : ''
}

export function attachedToOf(view: BooksView, attachable: Fields): string {
  return rowsAt(attachable, 'AttachableRef')
    .map((each) => {
      const to = fieldsAt(each, 'EntityRef')
      const type = typeNamed(textAt(to, 'type') ?? '')
      return type === null ? '' : linkTo(view, type, textAt(to, 'value') ?? '')
    })
    .join(', ')
}

export function labelOf(view: BooksView, type: TypeName, entity: Fields | null, id: string): string {
  return `${oneOf(view, type)} ${textAt(entity, 'DocNumber') ?? textAt(entity, 'PaymentRefNum') ?? textAt(entity, 'DisplayName') ?? textAt(entity, 'Name') ?? textAt(entity, 'FileName') ?? `#${id}`}`
}

export function linkTo(view: BooksView, type: TypeName, id: string): string {
  const entity = view.books.get(type, id)
  const label = escaped(labelOf(view, type, entity, id))
  return entity ? `<a href="${view.base}/${type}/${escaped(id)}">${label}</a>` : label
}
