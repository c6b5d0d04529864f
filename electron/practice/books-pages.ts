import { centsFromDecimal } from '../../shared/money.ts'
import type { Books } from './books.ts'
import { BOOKS_STYLE } from './books-style.ts'
import type { BooksWords } from './books-words.ts'
import { typeNamed, type TypeName } from './entity-types.ts'
import { fieldsAt, refAt, rowsAt, textAt, type Fields, type Stored } from './json.ts'
import { detailOf } from './lines.ts'
import { applicationsOf } from './links.ts'
import { ratesOf } from './tax.ts'
import type { CompanySettings } from './settings.ts'
import { escaped } from './xml.ts'

export interface BooksView {
  books: Books
  settings: CompanySettings
  words: BooksWords
  language: 'en' | 'fr'
}

const SHOWN: readonly TypeName[] = [
  'Customer', 'Vendor', 'Invoice', 'CreditMemo', 'Payment', 'Purchase', 'Bill', 'BillPayment', 'PurchaseOrder', 'Account', 'Item', 'TaxCode', 'Attachable',
]
const ROWS = 300

function manyOf(view: BooksView, type: TypeName): string {
  return view.words.types[type]?.many ?? type
}

function oneOf(view: BooksView, type: TypeName): string {
  return view.words.types[type]?.one ?? type
}

function money(view: BooksView, amount: string | null): string {
  if (amount === null) return ''
  const cents = centsFromDecimal(amount)
  if (cents === null) return escaped(amount)
  const digits = String(Math.abs(cents)).padStart(3, '0')
  const units = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, view.language === 'fr' ? '\u00a0' : ',')
  return `${cents < 0 ? '−' : ''}${units}${view.language === 'fr' ? ',' : '.'}${digits.slice(-2)}`
}

function layout(view: BooksView, title: string, inside: string, current: TypeName | null): string {
  const links = SHOWN.map((type) => (
    `<li><a href="/books/${type}"${type === current ? ' aria-current="page"' : ''}>${escaped(manyOf(view, type))}<span>${view.books.count(type)}</span></a></li>`
  )).join('')
  return `<!doctype html><html lang="${view.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)} · ${escaped(view.settings.companyName)}</title><style>${BOOKS_STYLE}</style></head>
<body><header><a class="company" href="/books">${escaped(view.settings.companyName)}</a><p>${escaped(view.words.practice)}</p></header>
<div class="house"><nav aria-label="${escaped(view.words.title)}"><ul>${links}</ul></nav><main>${inside}</main></div></body></html>`
}

/** A page with one sentence; it shows nothing of the books. */
export function problemPage(view: BooksView, sentence: string): string {
  return `<!doctype html><html lang="${view.language}"><head><meta charset="utf-8"><title>${escaped(view.words.title)}</title><style>${BOOKS_STYLE}</style></head><body><main class="alone"><h1>${escaped(view.words.title)}</h1><p>${escaped(sentence)}</p></main></body></html>`
}

export function overviewPage(view: BooksView): string {
  const { words } = view
  const row = (type: TypeName): string => {
    const all = view.books.all(type)
    const sum = (field: string): string => (all.some((each) => each[field] !== undefined) ? money(view, totalOf(all, field)) : '')
    return `<tr><td><a href="/books/${type}">${escaped(manyOf(view, type))}</a></td><td class="n">${all.length}</td><td class="n">${type === 'Customer' || type === 'Vendor' ? '' : sum('TotalAmt')}</td><td class="n">${sum('Balance')}</td></tr>`
  }
  return layout(view, words.overview, `<h1>${escaped(words.overview)}</h1>
<table><thead><tr><th>${escaped(words.columns.type)}</th><th class="n">${escaped(words.columns.count)}</th><th class="n">${escaped(words.columns.total)}</th><th class="n">${escaped(words.columns.open)}</th></tr></thead><tbody>${SHOWN.map(row).join('')}</tbody></table>`, null)
}

function totalOf(rows: readonly Fields[], field: string): string {
  let sum = 0n
  for (const each of rows) {
    const cents = centsFromDecimal(textAt(each, field) ?? '0')
    if (cents !== null) sum += BigInt(cents)
  }
  const digits = String(sum < 0n ? -sum : sum).padStart(3, '0')
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

function nameOf(view: BooksView, type: TypeName, id: string | null): string {
  const entity = id === null ? null : view.books.get(type, id)
  return textAt(entity, 'FullyQualifiedName') ?? textAt(entity, 'DisplayName') ?? textAt(entity, 'Name') ?? ''
}

function partyOf(view: BooksView, entity: Fields): { type: TypeName; id: string } | null {
  const customer = refAt(entity, 'CustomerRef')
  if (customer !== null) return { type: 'Customer', id: customer }
  const vendor = refAt(entity, 'VendorRef')
  if (vendor !== null) return { type: 'Vendor', id: vendor }
  const other = fieldsAt(entity, 'EntityRef')
  const type = typeNamed(textAt(other, 'type') ?? '')
  const id = textAt(other, 'value')
  return type !== null && id !== null && view.books.get(type, id) ? { type, id } : null
}

function partyLink(view: BooksView, entity: Fields): string {
  const party = partyOf(view, entity)
  return party ? `<a href="/books/${party.type}/${party.id}">${escaped(nameOf(view, party.type, party.id))}</a>` : ''
}

type Column = { head: string; number?: boolean; cell: (entity: Stored) => string }

function columnsOf(view: BooksView, type: TypeName): Column[] {
  const { columns } = view.words
  const link = (entity: Stored, label: string): string => `<a href="/books/${type}/${entity.Id}">${escaped(label)}</a>`
  const text = (field: string) => (entity: Stored): string => escaped(textAt(entity, field) ?? '')
  const amount = (field: string) => (entity: Stored): string => money(view, textAt(entity, field))
  const files: Column = { head: columns.files, number: true, cell: (entity) => { const count = view.books.attachedTo(type, entity.Id).length; return count === 0 ? '' : String(count) } }
  const number: Column = { head: columns.number, cell: (entity) => link(entity, textAt(entity, 'DocNumber') ?? textAt(entity, 'PaymentRefNum') ?? `#${entity.Id}`) }
  const date: Column = { head: columns.date, cell: text('TxnDate') }
  const party: Column = { head: columns.party, cell: (entity) => partyLink(view, entity) }
  const total: Column = { head: columns.total, number: true, cell: amount('TotalAmt') }
  const open: Column = { head: columns.open, number: true, cell: amount('Balance') }
  switch (type) {
    case 'Customer': case 'Vendor': return [
      { head: columns.name, cell: (entity) => `${link(entity, nameOf(view, type, entity.Id))}${entity['Active'] === false ? ` <em>${escaped(view.words.inactive)}</em>` : ''}` },
      { head: columns.balance, number: true, cell: amount('Balance') }, files,
    ]
    case 'Invoice': return [number, date, party, total, open, files]
    case 'CreditMemo': return [number, date, party, total, open, files]
    case 'Payment': return [number, date, party, total, { head: view.words.facts.unapplied, number: true, cell: amount('UnappliedAmt') }]
    case 'Purchase': return [number, date, party, { head: columns.paidFrom, cell: (entity) => escaped(nameOf(view, 'Account', refAt(entity, 'AccountRef'))) }, total, files]
    case 'Bill': return [number, date, { head: columns.due, cell: text('DueDate') }, party, total, open, files]
    case 'BillPayment': return [number, date, party, total]
    case 'PurchaseOrder': return [number, date, party, { head: columns.status, cell: text('POStatus') }, total, files]
    case 'Account': return [
      { head: columns.name, cell: (entity) => link(entity, nameOf(view, 'Account', entity.Id)) }, { head: columns.type, cell: text('AccountType') }, { head: columns.id, number: true, cell: text('Id') },
    ]
    case 'Item': return [
      { head: columns.name, cell: (entity) => link(entity, nameOf(view, 'Item', entity.Id)) }, { head: columns.type, cell: text('Type') }, { head: columns.id, number: true, cell: text('Id') },
    ]
    case 'Attachable': return [
      { head: columns.name, cell: (entity) => link(entity, textAt(entity, 'FileName') ?? textAt(entity, 'Note') ?? entity.Id) }, { head: columns.type, cell: text('ContentType') },
      { head: view.words.sections.links, cell: (entity) => attachedToOf(view, entity) },
    ]
    default: return [{ head: columns.name, cell: (entity) => link(entity, textAt(entity, 'Name') ?? textAt(entity, 'DisplayName') ?? entity.Id) }, { head: columns.id, number: true, cell: text('Id') }]
  }
}

function attachedToOf(view: BooksView, attachable: Fields): string {
  return rowsAt(attachable, 'AttachableRef').map((each) => {
    const to = fieldsAt(each, 'EntityRef')
    const type = typeNamed(textAt(to, 'type') ?? '')
    return type === null ? '' : linkTo(view, type, textAt(to, 'value') ?? '')
  }).join(', ')
}

function labelOf(view: BooksView, type: TypeName, entity: Fields | null, id: string): string {
  return `${oneOf(view, type)} ${textAt(entity, 'DocNumber') ?? textAt(entity, 'PaymentRefNum') ?? textAt(entity, 'DisplayName') ?? textAt(entity, 'Name') ?? textAt(entity, 'FileName') ?? `#${id}`}`
}

function linkTo(view: BooksView, type: TypeName, id: string): string {
  const entity = view.books.get(type, id)
  const label = escaped(labelOf(view, type, entity, id))
  return entity ? `<a href="/books/${type}/${escaped(id)}">${label}</a>` : label
}

function newestFirst(type: TypeName, rows: readonly Stored[]): Stored[] {
  if (type === 'Customer' || type === 'Account' || type === 'Item' || type === 'Vendor') {
    const name = (entity: Stored): string => textAt(entity, 'FullyQualifiedName') ?? textAt(entity, 'DisplayName') ?? ''
    return [...rows].sort((a, b) => name(a).localeCompare(name(b)))
  }
  return [...rows].sort((a, b) => (textAt(b, 'TxnDate') ?? '').localeCompare(textAt(a, 'TxnDate') ?? '') || b.Id.length - a.Id.length || (b.Id > a.Id ? 1 : -1))
}

function table(view: BooksView, type: TypeName, rows: readonly Stored[]): string {
  const columns = columnsOf(view, type)
  const head = columns.map((each) => `<th${each.number ? ' class="n"' : ''}>${escaped(each.head)}</th>`).join('')
  const body = rows.map((entity) => `<tr>${columns.map((each) => `<td${each.number ? ' class="n"' : ''}>${each.cell(entity)}</td>`).join('')}</tr>`).join('')
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`
}

/** One list of the books; of a long one, the latest rows. */
export function listPage(view: BooksView, type: TypeName, query: URLSearchParams): string {
  const all = newestFirst(type, view.books.all(type))
  const from = Math.max(0, Number(query.get('from') ?? 0) || 0)
  const rows = all.slice(from, from + ROWS)
  const older = from + ROWS < all.length ? `<p><a href="/books/${type}?from=${from + ROWS}">${escaped(view.words.more(rows.length, all.length))} →</a></p>` : ''
  const content = rows.length === 0 ? `<p class="soft">${escaped(view.words.none)}</p>` : table(view, type, rows)
  return layout(view, manyOf(view, type), `<h1>${escaped(manyOf(view, type))}</h1>${content}${older}`, type)
}

function fact(head: string, value: string): string {
  return value === '' ? '' : `<div><dt>${escaped(head)}</dt><dd>${value}</dd></div>`
}

function section(head: string, inside: string): string {
  return inside === '' ? '' : `<section><h2>${escaped(head)}</h2>${inside}</section>`
}

/** One record with all that belongs to it, and the forms to act on it. */
export function documentPage(view: BooksView, type: TypeName, entity: Stored, problem: string | null): string {
  const { words } = view
  const title = labelOf(view, type, entity, entity.Id)
  const facts = [
    fact(words.columns.party, partyLink(view, entity)),
    fact(words.columns.below, refAt(entity, 'ParentRef') === null ? '' : linkTo(view, type, refAt(entity, 'ParentRef') ?? '')),
    fact(words.columns.date, escaped(textAt(entity, 'TxnDate') ?? '')),
    fact(words.columns.due, escaped(textAt(entity, 'DueDate') ?? '')),
    fact(words.columns.paidFrom, escaped(nameOf(view, 'Account', refAt(entity, 'AccountRef')))),
    fact(words.facts.deposit, type === 'Payment' ? escaped(nameOf(view, 'Account', refAt(entity, 'DepositToAccountRef'))) : ''),
    fact(words.facts.method, escaped(nameOf(view, 'PaymentMethod', refAt(entity, 'PaymentMethodRef')))),
    fact(words.facts.reference, escaped(textAt(entity, 'PaymentRefNum') ?? '')),
    fact(words.columns.status, escaped(textAt(entity, 'POStatus') ?? '')),
    fact(words.columns.type, escaped(textAt(entity, 'AccountType') ?? textAt(entity, 'Type') ?? textAt(entity, 'ContentType') ?? '')),
    fact(words.facts.email, escaped(textAt(fieldsAt(entity, 'PrimaryEmailAddr'), 'Address') ?? '')),
    fact(words.facts.phone, escaped(textAt(fieldsAt(entity, 'PrimaryPhone'), 'FreeFormNumber') ?? '')),
    fact(words.facts.address, addressOf(fieldsAt(entity, 'BillAddr'))),
    fact(words.facts.tax, textAt(fieldsAt(entity, 'TxnTaxDetail'), 'TotalTax') === null ? '' : money(view, textAt(fieldsAt(entity, 'TxnTaxDetail'), 'TotalTax'))),
    fact(words.facts.total, money(view, textAt(entity, 'TotalAmt'))),
    fact(words.facts.open, type === 'Customer' || type === 'Vendor' || type === 'Invoice' || type === 'Bill' || type === 'CreditMemo' ? money(view, textAt(entity, 'Balance')) : ''),
    fact(words.facts.unapplied, money(view, textAt(entity, 'UnappliedAmt'))),
    fact(words.facts.customerMemo, escaped(textAt(fieldsAt(entity, 'CustomerMemo'), 'value') ?? '')),
    fact(words.facts.memo, escaped(textAt(entity, 'PrivateNote') ?? textAt(entity, 'Note') ?? '')),
    fact(words.columns.id, escaped(entity.Id)),
    fact(words.facts.token, escaped(entity.SyncToken)),
    fact(words.facts.changed, escaped(entity.MetaData.LastUpdatedTime)),
  ].join('')
  const inside = `<p class="back"><a href="/books/${type}">← ${escaped(words.acts.back)}</a></p><h1>${escaped(title)}</h1>
${problem === null ? '' : `<p class="problem" role="alert">${escaped(problem)}</p>`}<dl>${facts}</dl>
${section(words.sections.lines, linesTable(view, entity))}${section(words.sections.taxes, taxTable(view, entity))}${section(words.sections.links, linkList(view, type, entity))}
${section(words.sections.files, files(view, type, entity))}${section(words.sections.documents, documentsOf(view, type, entity))}
${section(words.sections.asPerson, forms(view, type, entity))}`
  return layout(view, title, inside, type)
}

function addressOf(address: Fields | null): string {
  return ['Line1', 'Line2', 'City', 'CountrySubDivisionCode', 'PostalCode'].flatMap((field) => textAt(address, field) ?? []).map(escaped).join(', ')
}

function linesTable(view: BooksView, entity: Fields): string {
  const lines = rowsAt(entity, 'Line').filter((line) => textAt(line, 'DetailType') !== null)
  if (lines.length === 0) return ''
  const { columns } = view.words
  const body = lines.map((line) => {
    const detail = detailOf(line)
    const subtotal = textAt(line, 'DetailType') === 'SubTotalLineDetail'
    const account = nameOf(view, 'Item', refAt(detail, 'ItemRef')) || nameOf(view, 'Account', refAt(detail, 'AccountRef'))
    const code = refAt(detail, 'TaxCodeRef')
    const customer = nameOf(view, 'Customer', refAt(detail, 'CustomerRef'))
    return `<tr${subtotal ? ' class="sum"' : ''}><td>${escaped(subtotal ? view.words.facts.subtotal : textAt(line, 'Description') ?? '')}${customer === '' ? '' : `<br><small>${escaped(customer)}</small>`}</td><td>${escaped(account)}</td><td class="n">${escaped(textAt(detail, 'Qty') ?? '')}</td><td class="n">${escaped(textAt(detail, 'UnitPrice') ?? '')}</td><td>${escaped(code === null ? '' : textAt(view.books.get('TaxCode', code), 'Name') ?? code)}</td><td class="n">${money(view, textAt(line, 'Amount'))}</td></tr>`
  }).join('')
  return `<table><thead><tr><th>${columns.description}</th><th>${columns.account}</th><th class="n">${columns.quantity}</th><th class="n">${columns.price}</th><th>${columns.taxCode}</th><th class="n">${columns.amount}</th></tr></thead><tbody>${body}</tbody></table>`
}

function taxTable(view: BooksView, entity: Fields): string {
  const lines = rowsAt(fieldsAt(entity, 'TxnTaxDetail'), 'TaxLine')
  if (lines.length === 0) return ''
  return `<table><tbody>${lines.map((line) => {
    const detail = fieldsAt(line, 'TaxLineDetail')
    return `<tr><td>${escaped(nameOf(view, 'TaxRate', refAt(detail, 'TaxRateRef')))}</td><td class="n">${escaped(textAt(detail, 'TaxPercent') ?? '')} %</td><td class="n">${money(view, textAt(line, 'Amount'))}</td></tr>`
  }).join('')}</tbody></table>`
}

function linkList(view: BooksView, type: TypeName, entity: Stored): string {
  const applied = applicationsOf(entity).map((each) => `<li>${linkTo(view, each.type, each.id)} <span class="n">${money(view, String(rowsAt(entity, 'Line').map((line) => (textAt(rowsAt(line, 'LinkedTxn')[0], 'TxnId') === each.id ? textAt(line, 'Amount') : null)).find((amount) => amount !== null) ?? '0'))}</span></li>`)
  const linked = rowsAt(entity, 'LinkedTxn').flatMap((link) => {
    const other = typeNamed(textAt(link, 'TxnType') ?? '')
    return other === null ? [] : [`<li>${linkTo(view, other, textAt(link, 'TxnId') ?? '')}</li>`]
  })
  const attached = type === 'Attachable' ? attachedToOf(view, entity) : ''
  const rows = [...applied, ...linked, ...(attached === '' ? [] : [`<li>${attached}</li>`])]
  return rows.length === 0 ? '' : `<ul class="plain">${rows.join('')}</ul>`
}

function files(view: BooksView, type: TypeName, entity: Stored): string {
  const ids = type === 'Attachable' && entity['HasFile'] === true ? [entity.Id] : view.books.attachedTo(type, entity.Id)
  if (ids.length === 0) return ''
  return `<ul class="files">${ids.map((id) => {
    const attachable = view.books.get('Attachable', id)
    const name = escaped(textAt(attachable, 'FileName') ?? textAt(attachable, 'Note') ?? id)
    if (attachable?.['HasFile'] !== true) return `<li><a href="/books/Attachable/${id}">${name}</a></li>`
    const isImage = /^image\/(png|jpe?g|gif)$/.test(textAt(attachable, 'ContentType') ?? '')
    const ending = escaped((/\.([A-Za-z0-9]{1,5})$/.exec(textAt(attachable, 'FileName') ?? '')?.[1] ?? '').toUpperCase())
    return `<li><a href="/books/file/${id}">${isImage ? `<img src="/books/file/${id}" alt="">` : `<span class="paper">${ending}</span>`}<span>${name}</span></a></li>`
  }).join('')}</ul>`
}

const DOCUMENTS: readonly TypeName[] = ['Invoice', 'CreditMemo', 'Payment', 'Purchase', 'Bill', 'BillPayment', 'PurchaseOrder']

function documentsOf(view: BooksView, type: TypeName, entity: Stored): string {
  if (type !== 'Customer' && type !== 'Vendor') return ''
  const parts: string[] = []
  if (type === 'Customer') {
    const jobs = view.books.all('Customer').filter((each) => refAt(each, 'ParentRef') === entity.Id)
    if (jobs.length > 0) parts.push(table(view, 'Customer', jobs))
  }
  for (const each of DOCUMENTS) {
    const rows = view.books.all(each).filter((other) => {
      const party = partyOf(view, other)
      return party?.type === type && party.id === entity.Id
    })
    if (rows.length > 0) parts.push(`<h3>${escaped(manyOf(view, each))}</h3>${table(view, each, newestFirst(each, rows).slice(0, ROWS))}`)
  }
  return parts.join('')
}

function form(type: TypeName, id: string, act: string, label: string, inputs: string): string {
  return `<form method="post" action="/books/${type}/${id}"><input type="hidden" name="act" value="${act}">${inputs}<button type="submit">${escaped(label)}</button></form>`
}

function forms(view: BooksView, type: TypeName, entity: Stored): string {
  const { acts, columns, facts, hint } = view.words
  const input = (name: string, label: string, value: string): string => `<label>${escaped(label)} <input name="${name}" value="${escaped(value)}"></label>`
  const parts: string[] = []
  const isDocument = DOCUMENTS.includes(type)
  if (isDocument) parts.push(form(type, entity.Id, 'memo', acts.memo, input('memo', facts.memo, textAt(entity, 'PrivateNote') ?? '')))
  if (isDocument && type !== 'Payment') parts.push(form(type, entity.Id, 'number', acts.number, input('number', columns.number, textAt(entity, 'DocNumber') ?? '')))
  const lines = rowsAt(entity, 'Line').filter((line) => detailOf(line) !== null && textAt(line, 'DetailType') !== 'SubTotalLineDetail')
  if (lines.length > 0) {
    const options = lines.map((line) => `<option value="${escaped(textAt(line, 'Id') ?? '')}">${escaped(textAt(line, 'Description') ?? `#${textAt(line, 'Id') ?? ''}`)} (${money(view, textAt(line, 'Amount'))})</option>`).join('')
    parts.push(form(type, entity.Id, 'amount', acts.amount, `<label>${escaped(columns.description)} <select name="line">${options}</select></label>${input('amount', columns.amount, '')}`))
    const side = type === 'Invoice' || type === 'CreditMemo' ? 'sales' : 'purchase'
    const codes = view.books.all('TaxCode').filter((code) => code['Active'] !== false && (ratesOf(code, side).length > 0 || (code.Id === 'NON' && side === 'sales')))
    if (codes.length > 0) {
      const chosen = codes.map((code) => `<option value="${escaped(code.Id)}">${escaped(textAt(code, 'Name') ?? code.Id)}</option>`).join('')
      parts.push(form(type, entity.Id, 'tax', acts.tax, `<label>${escaped(columns.taxCode)} <select name="taxCode">${chosen}</select></label>`))
    }
  }
  if (type === 'Customer' || type === 'Vendor' || type === 'Account' || type === 'Item') {
    parts.push(form(type, entity.Id, 'rename', acts.rename, input('name', columns.name, textAt(entity, 'DisplayName') ?? textAt(entity, 'Name') ?? '')))
    if (entity['Active'] !== false) parts.push(form(type, entity.Id, 'delete', acts.deactivate, ''))
  } else if (isDocument || type === 'Attachable') parts.push(form(type, entity.Id, 'delete', acts.delete, ''))
  return parts.length === 0 ? '' : `<p class="soft">${escaped(hint)}</p>${parts.join('')}`
}
