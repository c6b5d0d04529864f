import type { AttachmentFiles } from './storage/attachment-files.ts'
import { companyInfo, preferences } from './company/company-info.ts'
import type { TypeName } from './entities/entity-types.ts'
import type { Journal } from './storage/journal.ts'
import type { Fields, Stored } from './entities/json.ts'
import type { Presenter } from './entities/present.ts'
import { ordersRefused } from './rules/purchases.ts'
import type { Refusal } from './entities/refusal.ts'
import type { Entry, PracticeState } from './storage/state.ts'
import { Work } from './entities/work.ts'

/** The parts of a running company that every request needs. */
export class Core {
  readonly state: PracticeState
  readonly journal: Journal
  readonly files: AttachmentFiles
  readonly presenter: Presenter
  readonly clock: () => Date
  readonly #removals: Promise<void>[] = []

  constructor(state: PracticeState, journal: Journal, files: AttachmentFiles, presenter: Presenter, clock: () => Date) {
    this.state = state
    this.journal = journal
    this.files = files
    this.presenter = presenter
    this.clock = clock
  }

  work(): Work {
    return new Work(this.state.books, this.state.settings, this.clock())
  }

  /** Keeps what was accepted: on disk first, then in memory. Answers go out only after {@link flushed}. */
  commit(entries: readonly Entry[]): void {
    this.journal.append(entries)
    for (const entry of entries) {
      this.state.apply(entry)
      if ('gone' in entry && entry.gone === 'Attachable') this.#removals.push(this.files.remove(entry.id))
    }
    this.journal.compactIfLong(() => this.state.asEntries())
  }

  async flushed(): Promise<void> {
    const removals = this.#removals.splice(0)
    await Promise.all([this.journal.flushed(), ...removals])
  }

  single(type: 'CompanyInfo' | 'Preferences'): Stored {
    return type === 'CompanyInfo' ? companyInfo(this.state.settings) : preferences(this.state.settings)
  }

  present(type: TypeName, entity: Stored): Fields {
    return this.presenter.present(type, entity)
  }

  /** Why a type may not even be read in this company's plan. */
  refusedFor(type: TypeName): Refusal[] {
    return type === 'PurchaseOrder' ? ordersRefused(this.work()).filter((each) => each.code === '5020') : []
  }
}
