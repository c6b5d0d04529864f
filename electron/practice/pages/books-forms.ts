import { money, type BooksView } from './books-layout.ts'
import { isTransaction, type TypeName } from '../entities/entity-types.ts'
import { rowsAt, textAt, type Stored } from '../entities/json.ts'
import { detailOf } from '../rules/lines.ts'
import { ratesOf } from '../rules/tax.ts'
import { escaped } from '../http/xml.ts'

function formOf(view: BooksView, type: TypeName, id: string, act: string, label: string, inputs: string): string {
  return `<form method="post" action="${view.base}/${type}/${id}"><input type="hidden" name="act" value="${act}">${inputs}<button type="submit">${escaped(label)}</button></form>`
}

/** The forms by which a person acts on a record, as on its page in QuickBooks. */
export function documentForms(view: BooksView, type: TypeName, entity: Stored): string {
  const { acts, columns, facts, hint } = view.words
  const form = (...of: [TypeName, string, string, string, string]): string => formOf(view, ...of)
  const input = (name: string, label: string, value: string): string =>
    `<label>${escaped(label)} <input name="${name}" value="${escaped(value)}"></label>`
  const parts: string[] = []
  const isDocument = isTransaction(type)
  if (isDocument)
    parts.push(form(type, entity.Id, 'memo', acts.memo, input('memo', facts.memo, textAt(entity, 'PrivateNote') ?? '')))
  if (isDocument && type !== 'Payment')
    parts.push(
      form(type, entity.Id, 'number', acts.number, input('number', columns.number, textAt(entity, 'DocNumber') ?? '')),
    )
  const lines = rowsAt(entity, 'Line').filter(
    (line) => detailOf(line) !== null && textAt(line, 'DetailType') !== 'SubTotalLineDetail',
  )
  if (lines.length > 0) {
    const options = lines
      .map(
        (line) =>
          `<option value="${escaped(textAt(line, 'Id') ?? '')}">${escaped(textAt(line, 'Description') ?? `#${textAt(line, 'Id') ?? ''}`)} (${money(view, textAt(line, 'Amount'))})</option>`,
      )
      .join('')
    parts.push(
      form(
        type,
        entity.Id,
        'amount',
        acts.amount,
        `<label>${escaped(columns.description)} <select name="line">${options}</select></label>${input('amount', columns.amount, '')}`,
      ),
    )
    const side = type === 'Invoice' || type === 'CreditMemo' ? 'sales' : 'purchase'
    const codes = view.books
      .all('TaxCode')
      .filter(
        (code) =>
          code['Active'] !== false && (ratesOf(code, side).length > 0 || (code.Id === 'NON' && side === 'sales')),
      )
    if (codes.length > 0) {
      const chosen = codes
        .map((code) => `<option value="${escaped(code.Id)}">${escaped(textAt(code, 'Name') ?? code.Id)}</option>`)
        .join('')
      parts.push(
        form(
          type,
          entity.Id,
          'tax',
          acts.tax,
          `<label>${escaped(columns.taxCode)} <select name="taxCode">${chosen}</select></label>`,
        ),
      )
    }
  }
  if (type === 'Customer' || type === 'Vendor' || type === 'Account' || type === 'Item') {
    parts.push(
      form(
        type,
        entity.Id,
        'rename',
        acts.rename,
        input('name', columns.name, textAt(entity, 'DisplayName') ?? textAt(entity, 'Name') ?? ''),
      ),
    )
    if (entity['Active'] !== false) parts.push(form(type, entity.Id, 'delete', acts.deactivate, ''))
  } else if (isDocument || type === 'Attachable') parts.push(form(type, entity.Id, 'delete', acts.delete, ''))
  return parts.length === 0 ? '' : `<p class="soft">${escaped(hint)}</p>${parts.join('')}`
}
