import type { DocumentDetails, PreviewLine } from '../../shared/bridge.ts'
import type { BilldrRecord } from '../../shared/domain.ts'
import type { Draft, Reference } from '../../shared/draft.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { costCodeReference } from '../plan/accounts.ts'
import { bodyOf } from '../qbo/bodies/body-of.ts'
import type { Company } from './company.ts'
import { likelyNextNumber } from './decisions.ts'
import { historyOf } from './history.ts'
import { postedFields } from './posted.ts'
import { quickbooksPage } from './quickbooks-pages.ts'
import { sidesOf } from './sides.ts'

/** All that is known of one record; null where the queue has none of that key. */
export async function documentDetails(company: Company, key: DocumentKey): Promise<DocumentDetails | null> {
  const row = company.rows().find((each) => each.key === key)
  if (!row) return null
  const { store, audit } = company.workspace
  const record = store.table('records').get(key)?.record ?? null
  const link = store.table('links').get(key) ?? null
  const verdict = company.plan.verdicts.get(key)
  const draft = verdict?.draft ?? store.table('inFlight').get(key)?.draft ?? null
  const realmId = company.profile.realmId
  const access = link && realmId ? await company.connection.access() : null
  const booksUrl = access?.ok ? (access.value.practice?.booksUrl ?? null) : null
  return {
    row,
    sides: sidesOf(row, record, link),
    posted: draft ? postedFields(draft, company.books, (id) => invoiceNumber(company, id)) : [],
    fields: record ? fieldsOf(record) : [],
    lines: record ? linesOf(company, record, draft) : [],
    taxes: record && 'taxes' in record ? record.taxes : [],
    target: draft?.type ?? link?.type ?? null,
    body: draft ? bodyText(draft) : null,
    quickbooksUrl:
      link && !link.gone && realmId
        ? quickbooksPage(company.connection.environment(), realmId, link.type, link.id, booksUrl)
        : null,
    other: row.problem?.other ?? null,
    nextNumber:
      row.problem?.code === 'number-taken' || row.problem?.code === 'number-twice-in-billdr'
        ? likelyNextNumber(company, key)
        : null,
    history: await historyOf(audit, key),
  }
}

function invoiceNumber(company: Company, id: string): string | null {
  const row = company.rows().find(({ quickbooks }) => quickbooks?.type === 'Invoice' && quickbooks.id === id)
  return row?.quickbooks?.docNumber ?? null
}

/** Plain fields of a record, by their names in Billdr's contract. */
function fieldsOf(record: BilldrRecord): { name: string; value: string }[] {
  const hidden = new Set(['kind', 'lines', 'attachments', 'taxes', 'subtotal', 'total', 'amount'])
  return Object.entries(record).flatMap(([name, value]: [string, unknown]) => {
    if (hidden.has(name) || value === null || value === '') return []
    if (name === 'address' && typeof value === 'object')
      return [
        {
          name,
          value: Object.values(value)
            .filter((part) => part !== '')
            .join(', '),
        },
      ]
    return typeof value === 'string' || typeof value === 'number' ? [{ name, value: String(value) }] : []
  })
}

/** The lines with where they go: as prepared, else as Billdr has them with what their cost code says. */
function linesOf(company: Company, record: BilldrRecord, draft: Draft | null): PreviewLine[] {
  if (draft && 'lines' in draft) {
    return draft.lines.map((line) => ({
      description: line.description,
      account: line.reference.name,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      amount: line.amount,
      project: line.customer?.name ?? null,
    }))
  }
  if (!('lines' in record)) return []
  const side = record.kind === 'invoice' || record.kind === 'credit' ? 'item' : 'account'
  return record.lines.map((line) => {
    const code =
      line.costCodeId === null
        ? undefined
        : company.workspace.store.table('records').get(`cost-code:${line.costCodeId}`)?.record
    const found =
      code?.kind === 'cost-code' ? costCodeReference(code, side, company.workspace.mappings(), company.books) : null
    return {
      description: line.description,
      account: found?.ok ? found.value.name : null,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      amount: line.amount,
    }
  })
}

/** The body as it would be posted; what is not in QuickBooks yet stands by its name. */
function bodyText(draft: Draft): string {
  return JSON.stringify(bodyOf(withNames(draft)), null, 2)
}

function withNames(draft: Draft): Draft {
  const named = JSON.parse(JSON.stringify(draft), (_name, value: unknown) => {
    const reference = value as Partial<Reference> | null
    const isUnknown =
      typeof reference === 'object' && reference !== null && reference.id === null && typeof reference.name === 'string'
    const name = reference?.name ?? ''
    return isUnknown ? { id: `(${name})`, name } : value
  }) as Draft
  return named
}
