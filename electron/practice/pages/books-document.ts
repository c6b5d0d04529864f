import { documentForms } from './books-forms.ts'
import {
  attachedToOf,
  cell,
  headCell,
  labelOf,
  layout,
  linkTo,
  manyOf,
  money,
  nameOf,
  numberCell,
  numberHeadCell,
  partyLink,
  partyOf,
  ROWS,
  type BooksView,
} from './books-layout.ts'
import { newestFirst, table } from './books-lists.ts'
import { TRANSACTIONS, typeNamed, type TypeName } from '../entities/entity-types.ts'
import { fieldsAt, refAt, rowsAt, textAt, type Fields, type Stored } from '../entities/json.ts'
import { detailOf } from '../rules/lines.ts'
import { applicationsOf } from '../rules/links.ts'
import { escaped } from '../http/xml.ts'

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
    fact(
      words.columns.below,
      refAt(entity, 'ParentRef') === null ? '' : linkTo(view, type, refAt(entity, 'ParentRef') ?? ''),
    ),
    fact(words.columns.date, escaped(textAt(entity, 'TxnDate') ?? '')),
    fact(words.columns.due, escaped(textAt(entity, 'DueDate') ?? '')),
    fact(words.columns.paidFrom, escaped(nameOf(view, 'Account', refAt(entity, 'AccountRef')))),
    fact(
      words.facts.deposit,
      type === 'Payment' ? escaped(nameOf(view, 'Account', refAt(entity, 'DepositToAccountRef'))) : '',
    ),
    fact(words.facts.method, escaped(nameOf(view, 'PaymentMethod', refAt(entity, 'PaymentMethodRef')))),
    fact(words.facts.reference, escaped(textAt(entity, 'PaymentRefNum') ?? '')),
    fact(words.columns.status, escaped(textAt(entity, 'POStatus') ?? '')),
    fact(
      words.columns.type,
      escaped(textAt(entity, 'AccountType') ?? textAt(entity, 'Type') ?? textAt(entity, 'ContentType') ?? ''),
    ),
    fact(words.facts.email, escaped(textAt(fieldsAt(entity, 'PrimaryEmailAddr'), 'Address') ?? '')),
    fact(words.facts.phone, escaped(textAt(fieldsAt(entity, 'PrimaryPhone'), 'FreeFormNumber') ?? '')),
    fact(words.facts.address, addressOf(fieldsAt(entity, 'BillAddr'))),
    fact(
      words.facts.tax,
      textAt(fieldsAt(entity, 'TxnTaxDetail'), 'TotalTax') === null
        ? ''
        : money(view, textAt(fieldsAt(entity, 'TxnTaxDetail'), 'TotalTax')),
    ),
    fact(words.facts.total, money(view, textAt(entity, 'TotalAmt'))),
    fact(
      words.facts.open,
      type === 'Customer' || type === 'Vendor' || type === 'Invoice' || type === 'Bill' || type === 'CreditMemo'
        ? money(view, textAt(entity, 'Balance'))
        : '',
    ),
    fact(words.facts.unapplied, money(view, textAt(entity, 'UnappliedAmt'))),
    fact(words.facts.customerMemo, escaped(textAt(fieldsAt(entity, 'CustomerMemo'), 'value') ?? '')),
    fact(words.facts.memo, escaped(textAt(entity, 'PrivateNote') ?? textAt(entity, 'Note') ?? '')),
    fact(words.columns.id, escaped(entity.Id)),
    fact(words.facts.token, escaped(entity.SyncToken)),
    fact(words.facts.changed, escaped(entity.MetaData.LastUpdatedTime)),
  ].join('')
  const inside = `<p class="back"><a href="${view.base}/${type}">← ${escaped(words.acts.back)}</a></p><h1>${escaped(title)}</h1>
${problem === null ? '' : `<p class="problem" role="alert">${escaped(problem)}</p>`}<dl>${facts}</dl>
${section(words.sections.lines, linesTable(view, entity))}${section(words.sections.taxes, taxTable(view, entity))}${section(words.sections.links, linkList(view, type, entity))}
${section(words.sections.files, files(view, type, entity))}${section(words.sections.documents, documentsOf(view, type, entity))}
${section(words.sections.asPerson, documentForms(view, type, entity))}`
  return layout(view, title, inside, type)
}

function addressOf(address: Fields | null): string {
  return ['Line1', 'Line2', 'City', 'CountrySubDivisionCode', 'PostalCode']
    .flatMap((field) => textAt(address, field) ?? [])
    .map(escaped)
    .join(', ')
}

function linesTable(view: BooksView, entity: Fields): string {
  const lines = rowsAt(entity, 'Line').filter((line) => textAt(line, 'DetailType') !== null)
  if (lines.length === 0) return ''
  const { columns } = view.words
  const body = lines
    .map((line) => {
      const detail = detailOf(line)
      const subtotal = textAt(line, 'DetailType') === 'SubTotalLineDetail'
      const account =
        nameOf(view, 'Item', refAt(detail, 'ItemRef')) || nameOf(view, 'Account', refAt(detail, 'AccountRef'))
      const code = refAt(detail, 'TaxCodeRef')
      const customer = nameOf(view, 'Customer', refAt(detail, 'CustomerRef'))
      const text = subtotal ? view.words.facts.subtotal : (textAt(line, 'Description') ?? '')
      const below = customer === '' ? '' : `<br><small>${escaped(customer)}</small>`
      const cells = [
        `<td>${escaped(text)}${below}</td>`,
        cell(account),
        numberCell(textAt(detail, 'Qty') ?? ''),
        numberCell(textAt(detail, 'UnitPrice') ?? ''),
        cell(code === null ? '' : (textAt(view.books.get('TaxCode', code), 'Name') ?? code)),
        numberCell(money(view, textAt(line, 'Amount'))),
      ]
      return `<tr${subtotal ? ' class="sum"' : ''}>${cells.join('')}</tr>`
    })
    .join('')
  const head = [
    headCell(columns.description),
    headCell(columns.account),
    numberHeadCell(columns.quantity),
    numberHeadCell(columns.price),
    headCell(columns.taxCode),
    numberHeadCell(columns.amount),
  ]
  return `<table><thead><tr>${head.join('')}</tr></thead><tbody>${body}</tbody></table>`
}

function taxTable(view: BooksView, entity: Fields): string {
  const lines = rowsAt(fieldsAt(entity, 'TxnTaxDetail'), 'TaxLine')
  if (lines.length === 0) return ''
  return `<table><tbody>${lines
    .map((line) => {
      const detail = fieldsAt(line, 'TaxLineDetail')
      const cells = [
        cell(nameOf(view, 'TaxRate', refAt(detail, 'TaxRateRef'))),
        numberCell(`${textAt(detail, 'TaxPercent') ?? ''} %`),
        numberCell(money(view, textAt(line, 'Amount'))),
      ]
      return `<tr>${cells.join('')}</tr>`
    })
    .join('')}</tbody></table>`
}

function linkList(view: BooksView, type: TypeName, entity: Stored): string {
  const applied = applicationsOf(entity).map(
    (each) =>
      `<li>${linkTo(view, each.type, each.id)} <span class="n">${money(
        view,
        String(
          rowsAt(entity, 'Line')
            .map((line) => (textAt(rowsAt(line, 'LinkedTxn')[0], 'TxnId') === each.id ? textAt(line, 'Amount') : null))
            .find((amount) => amount !== null) ?? '0',
        ),
      )}</span></li>`,
  )
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
  return `<ul class="files">${ids
    .map((id) => {
      const attachable = view.books.get('Attachable', id)
      const name = escaped(textAt(attachable, 'FileName') ?? textAt(attachable, 'Note') ?? id)
      if (attachable?.['HasFile'] !== true) return `<li><a href="${view.base}/Attachable/${id}">${name}</a></li>`
      const isImage = /^image\/(png|jpe?g|gif)$/.test(textAt(attachable, 'ContentType') ?? '')
      const ending = escaped(
        (/\.([A-Za-z0-9]{1,5})$/.exec(textAt(attachable, 'FileName') ?? '')?.[1] ?? '').toUpperCase(),
      )
      return `<li><a href="${view.base}/file/${id}">${isImage ? `<img src="${view.base}/file/${id}" alt="">` : `<span class="paper">${ending}</span>`}<span>${name}</span></a></li>`
    })
    .join('')}</ul>`
}

function documentsOf(view: BooksView, type: TypeName, entity: Stored): string {
  if (type !== 'Customer' && type !== 'Vendor') return ''
  const parts: string[] = []
  if (type === 'Customer') {
    const jobs = view.books.all('Customer').filter((each) => refAt(each, 'ParentRef') === entity.Id)
    if (jobs.length > 0) parts.push(table(view, 'Customer', jobs))
  }
  for (const each of TRANSACTIONS) {
    const rows = view.books.all(each).filter((other) => {
      const party = partyOf(view, other)
      return party?.type === type && party.id === entity.Id
    })
    if (rows.length > 0)
      parts.push(`<h3>${escaped(manyOf(view, each))}</h3>${table(view, each, newestFirst(each, rows).slice(0, ROWS))}`)
  }
  return parts.join('')
}
