import { centsFromDecimal } from '../../../shared/money.ts'
import {
  attachedToOf,
  headCell,
  layout,
  manyOf,
  money,
  nameOf,
  numberCell,
  numberHeadCell,
  partyLink,
  ROWS,
  SHOWN,
  type BooksView,
} from './books-layout.ts'
import type { TypeName } from '../entities/entity-types.ts'
import { refAt, textAt, type Fields, type Stored } from '../entities/json.ts'
import { escaped } from '../http/xml.ts'

/** Every list with its count and totals. */
export function overviewPage(view: BooksView): string {
  const { words } = view
  const row = (type: TypeName): string => {
    const all = view.books.all(type)
    const sum = (field: string): string =>
      all.some((each) => each[field] !== undefined) ? money(view, totalOf(all, field)) : ''
    const cells = [
      `<td><a href="${view.base}/${type}">${escaped(manyOf(view, type))}</a></td>`,
      numberCell(String(all.length)),
      numberCell(type === 'Customer' || type === 'Vendor' ? '' : sum('TotalAmt')),
      numberCell(sum('Balance')),
    ]
    return `<tr>${cells.join('')}</tr>`
  }
  const { type, count, total, open } = words.columns
  const head = [headCell(type), numberHeadCell(count), numberHeadCell(total), numberHeadCell(open)]
  return layout(
    view,
    words.overview,
    `<h1>${escaped(words.overview)}</h1>
<table><thead><tr>${head.join('')}</tr></thead><tbody>${SHOWN.map(row).join('')}</tbody></table>`,
    null,
  )
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

type Column = { head: string; number?: boolean; cell: (entity: Stored) => string }

function columnsOf(view: BooksView, type: TypeName): Column[] {
  const { columns } = view.words
  const link = (entity: Stored, label: string): string =>
    `<a href="${view.base}/${type}/${entity.Id}">${escaped(label)}</a>`
  const text =
    (field: string) =>
    (entity: Stored): string =>
      escaped(textAt(entity, field) ?? '')
  const amount =
    (field: string) =>
    (entity: Stored): string =>
      money(view, textAt(entity, field))
  const files: Column = {
    head: columns.files,
    number: true,
    cell: (entity) => {
      const count = view.books.attachedTo(type, entity.Id).length
      return count === 0 ? '' : String(count)
    },
  }
  const number: Column = {
    head: columns.number,
    cell: (entity) => link(entity, textAt(entity, 'DocNumber') ?? textAt(entity, 'PaymentRefNum') ?? `#${entity.Id}`),
  }
  const date: Column = { head: columns.date, cell: text('TxnDate') }
  const party: Column = { head: columns.party, cell: (entity) => partyLink(view, entity) }
  const total: Column = { head: columns.total, number: true, cell: amount('TotalAmt') }
  const open: Column = { head: columns.open, number: true, cell: amount('Balance') }
  switch (type) {
    case 'Customer':
    case 'Vendor':
      return [
        {
          head: columns.name,
          cell: (entity) =>
            `${link(entity, nameOf(view, type, entity.Id))}${entity['Active'] === false ? ` <em>${escaped(view.words.inactive)}</em>` : ''}`,
        },
        { head: columns.balance, number: true, cell: amount('Balance') },
        files,
      ]
    case 'Invoice':
      return [number, date, party, total, open, files]
    case 'CreditMemo':
      return [number, date, party, total, open, files]
    case 'Payment':
      return [
        number,
        date,
        party,
        total,
        { head: view.words.facts.unapplied, number: true, cell: amount('UnappliedAmt') },
      ]
    case 'Purchase':
      return [
        number,
        date,
        party,
        { head: columns.paidFrom, cell: (entity) => escaped(nameOf(view, 'Account', refAt(entity, 'AccountRef'))) },
        total,
        files,
      ]
    case 'Bill':
      return [number, date, { head: columns.due, cell: text('DueDate') }, party, total, open, files]
    case 'BillPayment':
      return [number, date, party, total]
    case 'PurchaseOrder':
      return [number, date, party, { head: columns.status, cell: text('POStatus') }, total, files]
    case 'Account':
      return [
        { head: columns.name, cell: (entity) => link(entity, nameOf(view, 'Account', entity.Id)) },
        { head: columns.type, cell: text('AccountType') },
        { head: columns.id, number: true, cell: text('Id') },
      ]
    case 'Item':
      return [
        { head: columns.name, cell: (entity) => link(entity, nameOf(view, 'Item', entity.Id)) },
        { head: columns.type, cell: text('Type') },
        { head: columns.id, number: true, cell: text('Id') },
      ]
    case 'Attachable':
      return [
        {
          head: columns.name,
          cell: (entity) => link(entity, textAt(entity, 'FileName') ?? textAt(entity, 'Note') ?? entity.Id),
        },
        { head: columns.type, cell: text('ContentType') },
        { head: view.words.sections.links, cell: (entity) => attachedToOf(view, entity) },
      ]
    default:
      return [
        {
          head: columns.name,
          cell: (entity) => link(entity, textAt(entity, 'Name') ?? textAt(entity, 'DisplayName') ?? entity.Id),
        },
        { head: columns.id, number: true, cell: text('Id') },
      ]
  }
}

/** Documents from the newest down, names by name. */
export function newestFirst(type: TypeName, rows: readonly Stored[]): Stored[] {
  if (type === 'Customer' || type === 'Account' || type === 'Item' || type === 'Vendor') {
    const name = (entity: Stored): string => textAt(entity, 'FullyQualifiedName') ?? textAt(entity, 'DisplayName') ?? ''
    return [...rows].sort((a, b) => name(a).localeCompare(name(b)))
  }
  return [...rows].sort(
    (a, b) =>
      (textAt(b, 'TxnDate') ?? '').localeCompare(textAt(a, 'TxnDate') ?? '') ||
      b.Id.length - a.Id.length ||
      (b.Id > a.Id ? 1 : -1),
  )
}

/** Rows of a list as a table. */
export function table(view: BooksView, type: TypeName, rows: readonly Stored[]): string {
  const columns = columnsOf(view, type)
  const head = columns.map((each) => `<th${each.number ? ' class="n"' : ''}>${escaped(each.head)}</th>`).join('')
  const body = rows
    .map(
      (entity) =>
        `<tr>${columns.map((each) => `<td${each.number ? ' class="n"' : ''}>${each.cell(entity)}</td>`).join('')}</tr>`,
    )
    .join('')
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`
}

/** One list of the books; of a long one, the latest rows. */
export function listPage(view: BooksView, type: TypeName, query: URLSearchParams): string {
  const all = newestFirst(type, view.books.all(type))
  const from = Math.max(0, Number(query.get('from') ?? 0) || 0)
  const rows = all.slice(from, from + ROWS)
  const older =
    from + ROWS < all.length
      ? `<p><a href="${view.base}/${type}?from=${from + ROWS}">${escaped(view.words.more(rows.length, all.length))} →</a></p>`
      : ''
  const content = rows.length === 0 ? `<p class="soft">${escaped(view.words.none)}</p>` : table(view, type, rows)
  return layout(view, manyOf(view, type), `<h1>${escaped(manyOf(view, type))}</h1>${content}${older}`, type)
}
