import { hostname } from 'node:os'
import type { BilldrRecord } from '../../shared/domain.ts'
import type { Kind } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import type { AuditAbout } from '../store/audit/audit-entry.ts'
import type { Store } from '../store/store.ts'
import { personHere } from '../system/person.ts'
import type { CompanyTables } from './tables.ts'

/**
 * Who did it and what an entry of the history is about, kept in the entry itself: it is read long after the record is gone.
 * `isPerson`: a decision; else the program did it by itself.
 */
export function auditAbout(store: Store<CompanyTables>, key: string | null, isPerson: boolean): AuditAbout {
  const record = key === null ? null : (store.table('records').get(key)?.record ?? null)
  const link = key === null ? undefined : store.table('links').get(key)
  return {
    person: isPerson ? personHere() : null,
    desktop: hostname(),
    ...figuresOf(store, record),
    quickbooks: link && !link.gone ? { type: link.type, id: link.id } : null,
  }
}

type Figures = Pick<AuditAbout, 'number' | 'party' | 'amount' | 'currency'>

/** Number, party and amount of a record, as a person knows it by. */
export function figuresOf(store: Store<CompanyTables>, record: BilldrRecord | null): Figures {
  const found = <K extends Kind>(kind: K, id: string | null): Extract<BilldrRecord, { kind: K }> | null => {
    const other = id === null ? undefined : store.table('records').get(keyOf(kind, id))?.record
    return other?.kind === kind ? (other as Extract<BilldrRecord, { kind: K }>) : null
  }
  const client = (projectId: string | undefined): string | null =>
    found('client', found('project', projectId ?? null)?.clientId ?? null)?.displayName ?? null
  const nothing: Figures = { number: null, party: null, amount: null, currency: null }
  switch (record?.kind) {
    case undefined:
      return nothing
    case 'client':
    case 'professional':
      return { ...nothing, party: record.displayName }
    case 'project':
      return { ...nothing, number: record.number, party: record.name }
    case 'cost-code':
      return { ...nothing, number: record.code, party: record.name }
    case 'invoice':
    case 'credit': {
      const { number, subtotal: amount, currency } = record
      return { number, party: client(record.projectId), amount, currency }
    }
    case 'payment': {
      const invoice = found('invoice', record.invoiceId)
      const { reference: number, amount } = record
      return { number, party: client(invoice?.projectId), amount, currency: invoice?.currency ?? null }
    }
    case 'expense':
    case 'purchase-order': {
      const { number, subtotal: amount, currency } = record
      return { number, party: found('professional', record.professionalId)?.displayName ?? null, amount, currency }
    }
  }
}
