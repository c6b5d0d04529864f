import { centsFromDecimal, jsonNumberOf } from '../../../shared/money.ts'
import type { Core } from '../core.ts'
import { BY_HAND, isByHandOnly, isTransaction, TRANSACTIONS, type TypeName } from '../entities/entity-types.ts'
import { isFields, rowsAt, textAt, without, type Fields, type Json } from '../entities/json.ts'
import { detailOf, withDetail } from '../rules/lines.ts'
import { payersOf, unlink } from '../rules/links.ts'
import {
  faultOf,
  invalidAmount,
  isRefused,
  notFound,
  refused,
  unsupportedOperation,
  type Result,
} from '../entities/refusal.ts'
import { settleBalances } from '../rules/balances.ts'
import { nameWhen, renameBelow } from '../rules/names.ts'
import { ratesOf } from '../rules/tax.ts'
import { Books } from '../storage/practice-books.ts'
import { seedChanges } from '../company/seed.ts'
import type { Work } from '../entities/work.ts'
import { removeWithLinks, write } from '../entities/write.ts'

/** What a person's step in QuickBooks' own pages did, or the Fault that its page would word. */
export type PersonOutcome = { ok: true; entity: Fields | null } | { ok: false; fault: Fields }

/** A person who works in the books by QuickBooks' own pages: looser than the API where those are. */
export class Person {
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
  }

  async #keep(change: (work: Work) => Result<Fields | null>): Promise<PersonOutcome> {
    const work = this.#core.work()
    const result = change(work)
    if (isRefused(result)) return { ok: false, fault: faultOf(result.refused, this.#core.state.settings.language) }
    this.#core.commit(work.changes())
    await this.#core.flushed()
    return { ok: true, entity: result.value }
  }

  /** Creates a record by hand. */
  creates(type: TypeName, body: Fields): Promise<PersonOutcome> {
    return this.#keep((work) => {
      const result = write(work, type, body, { operation: null, includeVoid: false, allowDuplicateNumbers: true })
      return isRefused(result)
        ? result
        : { value: 'entity' in result.value ? this.#core.present(type, result.value.entity) : null }
    })
  }

  /** Changes some fields of a record, whatever its sync token is. */
  edits(type: TypeName, id: string, fields: Fields): Promise<PersonOutcome> {
    return this.#keep((work) => this.#update(work, type, id, fields))
  }

  #update(work: Work, type: TypeName, id: string, fields: Fields): Result<Fields | null> {
    const before = work.get(type, id)
    if (!before) return refused(notFound())
    const needed: Fields = {}
    for (const name of ['PaymentType', 'VendorRef'])
      if (before[name] !== undefined && before[name] !== null) needed[name] = before[name]
    const body: Fields = { ...needed, ...fields, Id: id, SyncToken: before.SyncToken, sparse: true }
    const options = { operation: null, includeVoid: false, allowDuplicateNumbers: true, byHand: true } as const
    const result = write(work, type, body, options)
    return isRefused(result)
      ? result
      : { value: 'entity' in result.value ? this.#core.present(type, result.value.entity) : null }
  }

  /** Deletes a record; QuickBooks' page first takes the payments off it. A row of a list becomes inactive instead. */
  deletes(type: TypeName, id: string): Promise<PersonOutcome> {
    return this.#keep((work) => {
      const before = work.get(type, id)
      if (!before) return refused(notFound())
      if (!isTransaction(type) && type !== 'Attachable' && !isByHandOnly(type))
        return this.#update(work, type, id, { Active: false })
      if ((type === 'Invoice' || type === 'CreditMemo' || type === 'Bill') && payersOf(work, type, before).length > 0)
        unlink(work, type, id)
      removeWithLinks(work, type, work.get(type, id) ?? before)
      settleBalances(work)
      return { value: null }
    })
  }

  /** Adds tax as its page does: the code on every line, or (US) the lines made taxable. Takes the code's id or name. */
  addsTax(type: TypeName, id: string, taxCode: string): Promise<PersonOutcome> {
    return this.#keep((work) => {
      const before = work.get(type, id)
      if (!before) return refused(notFound())
      const code = work.books.all('TaxCode').find((each) => each.Id === taxCode || textAt(each, 'Name') === taxCode)
      const sales = type === 'Invoice' || type === 'CreditMemo'
      if (!code || (ratesOf(code, sales ? 'sales' : 'purchase').length === 0 && code.Id !== 'NON'))
        return refused(notFound())
      const american = work.settings.country === 'US'
      const lines = rowsAt(before, 'Line').map((line) =>
        textAt(line, 'DetailType')?.endsWith('ExpenseLineDetail') ||
        textAt(line, 'DetailType') === 'SalesItemLineDetail'
          ? withDetail(line, { TaxCodeRef: { value: american && code.Id !== 'NON' ? 'TAX' : code.Id } })
          : line,
      )
      const detail: Fields =
        american && code.Id !== 'TAX' && code.Id !== 'NON'
          ? { TxnTaxDetail: { TxnTaxCodeRef: { value: code.Id } } }
          : { TxnTaxDetail: null }
      return this.#update(work, type, id, {
        Line: lines,
        ...detail,
        ...(american ? {} : { GlobalTaxCalculation: 'TaxExcluded' }),
      })
    })
  }

  /** Types another amount over one line (a decimal, "12.50"); quantity and price follow it. */
  changesAmount(type: TypeName, id: string, lineId: string, amount: string): Promise<PersonOutcome> {
    return this.#keep((work) => {
      const before = work.get(type, id)
      const cents = centsFromDecimal(amount)
      if (cents === null) return refused(invalidAmount('Line.Amount', amount))
      if (!before || !rowsAt(before, 'Line').some((line) => textAt(line, 'Id') === lineId)) return refused(notFound())
      const lines = rowsAt(before, 'Line').map((line) =>
        textAt(line, 'Id') !== lineId ? line : { ...withoutPrice(line), Amount: jsonNumberOf(cents) },
      )
      return this.#update(work, type, id, { Line: lines })
    })
  }

  /** Merges one row of a list into another: its documents move, and it becomes inactive. */
  merges(type: TypeName, fromId: string, intoId: string): Promise<PersonOutcome> {
    return this.#keep((work) => {
      const from = work.get(type, fromId)
      const into = work.get(type, intoId)
      if (!from || !into || fromId === intoId) return refused(notFound())
      if (type !== 'Customer' && type !== 'Vendor' && type !== 'Account' && type !== 'Item')
        return refused(unsupportedOperation(`Merge ${type}`))
      const name = textAt(into, 'DisplayName') ?? textAt(into, 'FullyQualifiedName') ?? ''
      const field =
        type === 'Account'
          ? /AccountRef$/
          : type === 'Item'
            ? /^ItemRef$/
            : type === 'Vendor'
              ? /^(VendorRef|EntityRef)$/
              : /^(CustomerRef|EntityRef|ParentRef|Entity)$/
      for (const each of MERGED) {
        for (const entity of work.books.all(each)) {
          const moved = repointed(entity, field, fromId, { value: intoId, name })
          if (moved !== entity) work.change(each, entity, moved as Fields)
        }
      }
      const names: Fields = { Active: false }
      for (const each of ['DisplayName', 'Name', 'FullyQualifiedName']) {
        const was = textAt(from, each)
        if (was !== null) names[each] = nameWhen(false, was)
      }
      work.change(type, work.get(type, fromId) ?? from, names)
      if (type === 'Customer') renameBelow(work, work.get(type, intoId) ?? into)
      settleBalances(work)
      const kept = work.get(type, intoId)
      return { value: kept ? this.#core.present(type, kept) : null }
    })
  }

  /** Takes payments to the bank: a deposit into an account (the first bank account where none is named). */
  deposits(paymentIds: readonly string[], account?: string): Promise<PersonOutcome> {
    const bank = this.#core.state.books.all('Account').find((each) => textAt(each, 'AccountType') === 'Bank')
    return this.creates('Deposit', {
      DepositToAccountRef: { value: account ?? bank?.Id ?? '' },
      Line: paymentIds.map((id) => ({
        Amount: this.#core.state.books.get('Payment', id)?.['TotalAmt'] ?? 0,
        LinkedTxn: [{ TxnId: id, TxnType: 'Payment', TxnLineId: '0' }],
      })),
    })
  }

  /** "Copy" on a document's page: another one with all that it holds, our mark in its note among it (BRZ 39); no number. */
  copies(type: TypeName, id: string): Promise<PersonOutcome> {
    const before = this.#core.state.books.get(type, id)
    if (!before || !isTransaction(type)) return Promise.resolve({ ok: false, fault: faultOf([notFound()], 'en') })
    const links = type === 'Payment' || type === 'BillPayment' ? { Line: [] } : {}
    return this.creates(type, { ...copied(before), ...links })
  }

  /**
   * Clears the data and begins anew: the documents are gone; customers, vendors and what was added to accounts and items
   * stay as dead rows (AHO 7.3).
   */
  async resets(): Promise<void> {
    const { settings, books } = this.#core.state
    const work = this.#core.work()
    for (const type of [...TRANSACTIONS, ...BY_HAND, 'ReimburseCharge', 'Attachable'] as const)
      for (const entity of books.all(type)) work.remove(type, entity.Id)
    settleBalances(work)
    const fresh = new Set(
      seedChanges(new Books(), settings, this.#core.clock()).map((each) =>
        'put' in each ? `${each.put} ${each.entity.Id}` : '',
      ),
    )
    const dead = (['Customer', 'Vendor', 'Account', 'Item'] as const).flatMap((type) =>
      books.all(type).flatMap(({ Id }) => (fresh.has(`${type} ${Id}`) ? [] : [{ type, id: Id }])),
    )
    this.#core.commit([...work.changes(), { settings: { ...settings, dead } }])
    await this.#core.flushed()
  }

  /** Fixes a document in place; with 6540, a payment lies in a deposit. */
  async locks(type: TypeName, id: string, code: string): Promise<void> {
    if (type === 'Payment' && code === '6540') {
      await this.deposits([id])
      return
    }
    const { settings } = this.#core.state
    this.#core.commit([{ settings: { ...settings, locked: [...settings.locked, { type, id, code }] } }])
    await this.#core.flushed()
  }
}

/** What names a row that is merged: documents, what hangs on them, and the jobs of a client. */
const MERGED: readonly TypeName[] = [...TRANSACTIONS, ...BY_HAND, 'ReimburseCharge', 'Customer']

/** What a copy takes over: everything but identity, number, links and what QuickBooks works out. */
function copied(entity: Fields): Fields {
  const out: Fields = {}
  for (const [name, value] of Object.entries(entity)) {
    if (/^(Id|SyncToken|MetaData|DocNumber|LinkedTxn|Balance|TxnTaxDetail|status)$|Ex$/.test(name)) continue
    out[name] =
      name === 'Line' ? rowsAt(entity, 'Line').map((line) => without(line, 'Id', 'LinkedTxn', 'LineEx')) : value
  }
  return out
}

function withoutPrice(line: Fields): Fields {
  const detailType = textAt(line, 'DetailType')
  const detail = detailOf(line)
  return detailType === null || !detail ? line : { ...line, [detailType]: without(detail, 'Qty', 'UnitPrice') }
}

/** The entity with every reference of that name turned to another row; the same object where it has none. */
function repointed(value: Json, field: RegExp, from: string, to: Fields): Json {
  if (Array.isArray(value)) {
    const rows = value.map((each) => repointed(each, field, from, to))
    return rows.some((each, index) => each !== value[index]) ? rows : value
  }
  if (!isFields(value)) return value
  let changed = false
  const out: Fields = {}
  for (const [name, each] of Object.entries(value)) {
    const isRef = field.test(name) && isFields(each) && each['value'] === from
    out[name] = isRef ? { ...each, ...to } : repointed(each, field, from, to)
    changed ||= out[name] !== each
  }
  return changed ? out : value
}
