import { isDeepStrictEqual } from 'node:util'
import type { SecretStore } from '../keychain/secret-store.ts'
import type { AuditCheck } from '../store/audit/audit-log.ts'
import { StoreWriteError } from '../store/store.ts'
import { HistoryKeys } from './history-key.ts'
import { PRACTICE_ID } from './practice-id.ts'
import { ONLY } from './tables.ts'
import type { Workspace } from './workspace.ts'

interface HistoryTools {
  workspace: Workspace
  secrets: SecretStore
  folderId: string
  companyId: string
  readOnly?: boolean
  /** The history is not as it was left, which opening could not see. */
  lost: () => Promise<void>
  /** Told of what nobody expected. */
  caught: (error: unknown) => void
}

/** What holds a company's history beyond its own chain: the key in the keychain, and what the company's data know of it. */
export class KeptHistory {
  readonly #tools: HistoryTools
  readonly #keys: HistoryKeys
  /** The sample that comes by itself asks nobody: nothing of it is in a keychain. */
  readonly #hasKey: boolean
  /** The number of its last entry when it was opened. */
  readonly #openedAt: number
  #sealing: Promise<void> | null = null

  constructor(tools: HistoryTools) {
    this.#tools = tools
    this.#keys = new HistoryKeys(tools.secrets, tools.folderId, tools.companyId)
    this.#hasKey = tools.companyId !== PRACTICE_ID
    this.#openedAt = tools.workspace.audit.end.seq
  }

  /** Asks the keychain for the key, once, and keeps the end under it from then on; nobody waits for it but the program's end. */
  seal(): Promise<void> {
    this.#sealing ??= this.#hasKey && !this.#tools.readOnly ? this.#seal() : Promise.resolve()
    return this.#sealing
  }

  async #seal(): Promise<void> {
    const { workspace, lost, caught } = this.#tools
    try {
      const isWhole = await this.#keys.seal(workspace.audit)
      if (!isWhole && !workspace.audit.isDamaged) await lost()
    } catch (error) {
      caught(error)
    }
  }

  /** Whether it is as it was written, and how it stands to its key. */
  async verify(): Promise<AuditCheck> {
    return this.#tools.workspace.audit.verify(this.#hasKey ? await this.#keys.find() : undefined)
  }

  /** Keeps how far it goes beside the company's data, for the next opening to hold it against. */
  async keepEnd(): Promise<void> {
    const { store, audit } = this.#tools.workspace
    if (audit.end.seq > 0 && !isDeepStrictEqual(store.table('historyEnd').get(ONLY), audit.end))
      await store.commit([{ table: 'historyEnd', id: ONLY, value: audit.end }])
  }

  /** At the end of the program. What was decided by a command that asked the keychain for nothing is put under the key, too. */
  async end(): Promise<void> {
    if (this.#tools.readOnly) return
    if (this.#tools.workspace.audit.end.seq !== this.#openedAt) void this.seal()
    await this.#sealing
    try {
      await this.keepEnd()
    } catch (error) {
      // An older end that it had holds as well.
      if (!(error instanceof StoreWriteError)) throw error
    }
  }
}
