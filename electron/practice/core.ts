import type { AttachmentFiles } from './storage/attachment-files.ts'
import { companyInfo, preferences } from './company/company-info.ts'
import type { TypeName } from './entities/entity-types.ts'
import type { Journal } from './storage/journal.ts'
import { fieldsAt, textAt, type Fields, type Stored } from './entities/json.ts'
import type { Presenter } from './entities/present.ts'
import { ordersRefused } from './rules/purchases.ts'
import type { Refusal } from './entities/refusal.ts'
import type { Entry, PracticeState } from './storage/state.ts'
import { Lag, type BooksView } from './query/lag.ts'
import { Work } from './entities/work.ts'

/** The parts of a running company that every request needs. */
export class Core {
  readonly state: PracticeState
  readonly journal: Journal
  readonly files: AttachmentFiles
  readonly presenter: Presenter
  readonly clock: () => Date
  readonly #removals: Promise<void>[] = []
  readonly #lag: Lag
  readonly #falselyDeleted = new Map<TypeName, Set<string>>()

  constructor(state: PracticeState, journal: Journal, files: AttachmentFiles, presenter: Presenter, clock: () => Date) {
    this.state = state
    this.journal = journal
    this.files = files
    this.presenter = presenter
    this.clock = clock
    this.#lag = new Lag(state.books)
  }

  work(): Work {
    return new Work(this.state.books, this.state.settings, this.clock())
  }

  /** Keeps what was accepted: on disk first, then in memory. Answers go out only after {@link flushed}. */
  commit(entries: readonly Entry[]): void {
    this.journal.append(entries)
    for (const entry of entries) {
      this.apply(entry)
      if ('gone' in entry && entry.gone === 'Attachable') this.#removals.push(this.files.remove(entry.id))
    }
    this.journal.compactIfLong(() => this.state.asEntries())
  }

  /** Keeps one entry in memory alone, as within a batch that is written at its end. */
  apply(entry: Entry): void {
    if ('put' in entry || 'gone' in entry) this.#lag.before(entry, this.clock().getTime())
    this.state.apply(entry)
  }

  /** The books as queries and the feed answer them: behind by the company's lag. */
  booksAsAnswered(): BooksView {
    const { lagSeconds } = this.state.settings
    return lagSeconds === 0 ? this.state.books : this.#lag.at(this.clock().getTime() - lagSeconds * 1_000)
  }

  /** The next feed of the type says Deleted of a row that lives; the one after it tells the truth. */
  saysDeletedOnce(type: TypeName, id: string): void {
    this.#falselyDeleted.set(type, (this.#falselyDeleted.get(type) ?? new Set()).add(id))
  }

  takeFalselyDeleted(type: TypeName): ReadonlySet<string> {
    const ids = this.#falselyDeleted.get(type) ?? new Set()
    this.#falselyDeleted.delete(type)
    return ids
  }

  async flushed(): Promise<void> {
    const removals = this.#removals.splice(0)
    await Promise.all([this.journal.flushed(), ...removals])
  }

  single(type: 'CompanyInfo' | 'Preferences'): Stored {
    return type === 'CompanyInfo' ? companyInfo(this.state.settings) : preferences(this.state.settings)
  }

  present(type: TypeName, entity: Stored): Fields {
    const filed = this.state.settings.taxFiledUntil
    const known = type === 'TaxAgency' && filed !== null ? { ...entity, LastFileDate: filed } : entity
    return this.presenter.present(type, known)
  }

  /** The address at which a client sees and pays an invoice: where it can be paid online and goes out by e-mail (PQ). */
  invoiceLink(invoice: Stored): Fields {
    const online = ['AllowOnlineCreditCardPayment', 'AllowOnlineACHPayment'].some((name) => invoice[name] === true)
    const hasAddress = textAt(fieldsAt(invoice, 'BillEmail'), 'Address') !== null
    if (!this.state.settings.onlinePayments || !online || !hasAddress) return {}
    return { InvoiceLink: `https://connect.practice.example/invoice/${invoice.Id}` }
  }

  /** Why a type may not even be read in this company's plan. */
  refusedFor(type: TypeName): Refusal[] {
    return type === 'PurchaseOrder' ? ordersRefused(this.work()).filter((each) => each.code === '5020') : []
  }
}
