import { join, resolve } from 'node:path'
import type { Result } from '../../../shared/result.ts'
import type { AuditCheck, ChainHead } from './audit-chain.ts'
import { ChainCheck, HEAD_MISSING, HISTORY_BROKEN, chainLine } from './audit-chain.ts'
import { auditCsvHeading, auditCsvRow } from './audit-csv.ts'
import type { AuditEntry, AuditRecord } from './audit-entry.ts'
import type { AuditNote, HistoryWitness } from './audit-end.ts'
import { AuditEnd } from './audit-end.ts'
import type { HistoryKey, KeyAnswer, SealState } from './audit-seal.ts'
import { isSealedBy } from './audit-seal.ts'
import type { FileSystem } from '../file-system.ts'
import { errorCode, nodeFileSystem } from '../file-system.ts'
import { checkName } from '../generations.ts'
import { StoreWriteError, folderProblem } from '../write-error.ts'

export type { AuditCheck, ChainHead } from './audit-chain.ts'
export type { AuditEntry, AuditRecord, WriteEntry } from './audit-entry.ts'

/** The history of one company: only ever added to, each line chained to the one before by its hash. */
export interface AuditLog {
  /**
   * Resolves when the entry is on the disk. Entries appended meanwhile share a flush, in their order. Rejects with
   * `StoreWriteError` where the disk refuses; the history is then as it was, and later entries work again.
   */
  append(entry: AuditEntry): Promise<void>
  /** All entries that are on the disk now, oldest first. Lines that cannot be read are left out (see `verify`). */
  read(): AsyncIterable<AuditRecord>
  /** Reads everything and says whether it is as it was written; with the keychain's answer also how it stands to its key. */
  verify(key?: KeyAnswer): Promise<AuditCheck>
  /**
   * Holds the end that opening found against its key, and keeps every later one under it. What is to be said of it is noted
   * in the history. False where it is not as it was left. Rejects with `StoreWriteError` where the disk refuses.
   */
  seal(key: HistoryKey): Promise<boolean>
  /** The end that is on the disk now. */
  readonly end: ChainHead
  /** The entries as CSV for a spreadsheet, piece by piece; cells that look like formulas are made harmless. */
  toCsv(): AsyncIterable<string>
  close(): Promise<void>
  /** Whether opening found that what was noted of it is not there. */
  readonly isDamaged: boolean
}

export interface AuditLogOptions {
  folder: string
  /** Lower-case letters, digits and hyphens; the files are called by it. */
  name: string
  /** The company that the notes about the history itself carry; `name` where not said. */
  company?: string
  clock?: () => Date
  fileSystem?: FileSystem
  /** Opened only to read: the files stay as they are found, and nothing can be added. */
  readOnly?: boolean
  /** What the company's data say of it; nothing where not said. */
  witness?: HistoryWitness
  /** How long the note of the end may lag behind the lines (ms); half a second where not said. */
  headDelayMs?: number
}

/**
 * Opens a history or begins one. A last line that a crash cut off is taken out, kept in a file beside it, and
 * noted in the history; anything else that is wrong stays as it is, for `verify` to find. For who only reads all of it
 * stays.
 */
export async function openAuditLog(options: AuditLogOptions): Promise<Result<AuditLog>> {
  const folder = resolve(options.folder)
  checkName(options.name)
  const disk = options.fileSystem ?? nodeFileSystem
  const clock = options.clock ?? (() => new Date())
  try {
    await disk.makeFolder(folder)
    const end = await AuditEnd.find(
      disk,
      join(folder, `${options.name}.history`),
      clock(),
      options.readOnly ?? false,
      options.witness ?? { end: null, hasDeeds: false },
    )
    const log = new FileAuditLog(end, folder, clock, options)
    if (!options.readOnly) for (const each of end.notes) await log.note(each)
    return { ok: true, value: log }
  } catch (error) {
    return { ok: false, problem: folderProblem(error, folder) }
  }
}

interface Waiting {
  entry: AuditEntry
  at: string
  resolve: () => void
  reject: (reason: unknown) => void
}

class FileAuditLog implements AuditLog {
  readonly #end: AuditEnd
  readonly #folder: string
  readonly #clock: () => Date
  readonly #headDelayMs: number
  readonly #readOnly: boolean
  readonly #company: string
  readonly #witness: ChainHead | null
  #waiting: Waiting[] = []
  #isDraining = false
  #drained: Promise<void> = Promise.resolve()
  #headTimer: ReturnType<typeof setTimeout> | null = null
  #noting: Promise<void> = Promise.resolve()
  #closed = false

  constructor(
    end: AuditEnd,
    folder: string,
    clock: () => Date,
    { name, company = name, witness, headDelayMs = 500, readOnly = false }: AuditLogOptions,
  ) {
    this.#company = company
    this.#witness = witness?.end ?? null
    this.#end = end
    this.#folder = folder
    this.#clock = clock
    this.#headDelayMs = headDelayMs
    this.#readOnly = readOnly
  }

  get isDamaged(): boolean {
    return this.#end.isDamaged
  }

  get end(): ChainHead {
    return this.#end.head
  }

  /** What the program notes of the history itself. */
  note({ what, params }: AuditNote): Promise<void> {
    return this.append({ type: 'event', company: this.#company, what, key: null, params })
  }

  async seal(key: HistoryKey): Promise<boolean> {
    const said = this.#end.noteFor(key)
    // Noted before the end is put under the key: a crash in between finds the same once more.
    if (said && !(said.what === HISTORY_BROKEN && this.#end.isDamaged)) await this.note(said)
    this.#end.sealWith(key)
    const noted = this.#noting.then(() => this.#end.noteHead())
    this.#noting = noted.catch(() => undefined)
    await noted.catch((error: unknown) => {
      throw errorCode(error) === null ? error : new StoreWriteError(this.#folder, error)
    })
    return said?.what !== HISTORY_BROKEN
  }

  append(entry: AuditEntry): Promise<void> {
    if (this.#closed) return Promise.reject(new Error('the history is closed'))
    if (this.#readOnly)
      return Promise.reject(new StoreWriteError(this.#folder, Object.assign(new Error('only read'), { code: 'EROFS' })))
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    // As it is now: what the caller changes in it later is not history.
    this.#waiting.push({ entry: structuredClone(entry), at: this.#clock().toISOString(), resolve, reject })
    if (!this.#isDraining) this.#drained = this.#drain()
    return promise
  }

  async #drain(): Promise<void> {
    this.#isDraining = true
    await Promise.resolve()
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0)
      try {
        await this.#write(group)
        for (const each of group) each.resolve()
      } catch (error) {
        const reason = errorCode(error) === null ? error : new StoreWriteError(this.#folder, error)
        for (const each of [...group, ...this.#waiting.splice(0)]) each.reject(reason)
      }
    }
    // In the same breath as the last look at what waits: nothing can be appended in between.
    this.#isDraining = false
  }

  async #write(group: readonly Waiting[]): Promise<void> {
    const lines: Buffer[] = []
    let { head, bytes } = this.#end
    for (const { entry, at } of group) {
      const line = chainLine(head.seq + 1, at, head.hash, entry)
      lines.push(line.bytes)
      head = { seq: head.seq + 1, hash: line.hash, offset: bytes }
      bytes += line.bytes.length
    }
    await this.#end.extend(Buffer.concat(lines), head)
    this.#headTimer ??= setTimeout(() => {
      this.#headTimer = null
      this.#noteHead()
    }, this.#headDelayMs).unref()
  }

  /** The note may lag: lines behind it are checked by the chain alone. So a failure here fails nobody. */
  #noteHead(): void {
    this.#noting = this.#noting
      .then(() => this.#end.noteHead())
      .catch((error: unknown) => {
        if (errorCode(error) === null) throw error
      })
  }

  async *read(): AsyncIterable<AuditRecord> {
    for await (const page of this.#end.lines()) {
      for (const line of page) if (line) yield { seq: line.seq, at: line.at, entry: line.entry }
    }
  }

  async verify(key?: KeyAnswer): Promise<AuditCheck> {
    const { sealed } = this.#end
    const check = new ChainCheck(
      this.#end.head,
      [sealed, this.#witness].filter((each) => each !== null),
    )
    for await (const page of this.#end.lines()) for (const line of page) check.take(line)
    const found = check.result()
    // Who comes to work notes it in the history; who only reads says it all the same.
    if (!found.ok) return found
    const line = found.count + 1
    const headMissing = this.#readOnly && this.#end.notes.some(({ what }) => what === HEAD_MISSING)
    if (headMissing) return { ok: false, line, why: 'head-missing' }
    if (this.#readOnly && this.#end.broken) return { ok: false, line, why: this.#end.broken }
    if (key === undefined) return found
    const seal = this.#sealState(key)
    return typeof seal === 'string' ? { ok: false, line, why: seal } : { ...found, seal }
  }

  /** How its end stands to what the keychain has; or what is wrong. */
  #sealState(key: KeyAnswer): SealState | 'seal-gone' | 'seal-wrong' {
    const { sealed, head } = this.#end
    if (key === 'keychain-locked' || key === 'keychain-missing') return { state: key }
    if (key !== 'none' && sealed && isSealedBy(sealed, key)) return { state: 'sealed', to: sealed.seq }
    // A key under which no end was kept yet can say nothing against one.
    if (key === 'none' || !key.isUsed) return { state: sealed ? 'key-elsewhere' : 'unsealed' }
    if (sealed) return 'seal-wrong'
    return head.seq === 0 ? { state: 'unsealed' } : 'seal-gone'
  }

  async *toCsv(): AsyncIterable<string> {
    yield auditCsvHeading()
    for await (const record of this.read()) yield auditCsvRow(record)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#drained
    if (this.#headTimer) clearTimeout(this.#headTimer)
    if (!this.#readOnly) this.#noteHead()
    await this.#noting
    await this.#end.close()
  }
}
