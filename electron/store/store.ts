import { join, resolve } from 'node:path'
import { Low } from 'lowdb'
import type { Result } from '../../shared/result.ts'
import { problem } from '../../shared/problem.ts'
import { JournalAdapter } from './adapter.ts'
import type { FileSystem } from './file-system.ts'
import { nodeFileSystem } from './file-system.ts'
import { Generations } from './generations.ts'
import type { Migration } from './migration.ts'
import { jsonBytes } from './migration.ts'
import type { RecoveryNote } from './recovery.ts'
import { NewerVersion } from './recovery.ts'
import { State } from './state.ts'
import { folderProblem } from './write-error.ts'

export type { FileSystem } from './file-system.ts'
export type { Migration } from './migration.ts'
export type { RecoveryNote } from './recovery.ts'
export { StoreWriteError } from './write-error.ts'

/**
 * What is durable in one table. Values are frozen copies: whoever wants another one commits it. They are read from
 * the file and parsed when they are asked for (some 10 µs for 2 kB), unless they were read lately; a file that
 * can no longer be read throws.
 */
export interface Table<V> {
  get(id: string): V | undefined
  has(id: string): boolean
  readonly size: number
  entries(): IterableIterator<[string, V]>
  values(): IterableIterator<V>
  keys(): IterableIterator<string>
  /** Another number after every commit that changed something in the table; it means nothing at the next opening. */
  readonly revision: number
  /** A set that gets the id of every entry that is changed from now on; whoever follows the table empties it. */
  follow(): Set<string>
}

/** A `Change` whose value has the type of its table. */
export type ChangeOf<Tables extends object> = {
  [N in keyof Tables & string]: { table: N; id: string; value: Tables[N] | undefined }
}[keyof Tables & string]

/** A change whose value has the form in which it is stored already; null removes the entry. */
export interface ReadyChange {
  table: string
  id: string
  bytes: Buffer | null
}

/** Takes the value of a change as it is now: what many changes take can be spread over time. */
export function ready<Tables extends object>({ table, id, value }: ChangeOf<Tables>): ReadyChange {
  return { table, id, bytes: value === undefined ? null : jsonBytes(value) }
}

/** Reads what will be stored once the commits under way are durable. */
export type Newest<Tables extends object> = <N extends keyof Tables & string>(
  table: N,
  id: string,
) => Tables[N] | undefined

export interface Store<Tables extends object> {
  table<N extends keyof Tables & string>(name: N): Table<Tables[N]>
  /**
   * Makes changes durable, all or none. They become visible in the tables only then, all at once, just before
   * the promise resolves: whatever is read from a table survives a power cut, so that no request leaves on the
   * strength of a record that a crash could take back. Commits made meanwhile share one flush, in their order.
   * The values are taken as they are now; what is changed in them later is not stored. Rejects with
   * `StoreWriteError` when the disk refuses, and so do the commits waiting behind; nothing of them is visible
   * then (should the program die before its next commit, a refused one may still turn up, whole, at the next start).
   */
  commit(changes: readonly ChangeOf<Tables>[]): Promise<void>
  /** Like `commit`, for many changes that were made ready one by one. */
  commitReady(changes: readonly ReadyChange[]): Promise<void>
  /**
   * Like `commit`, for changes that depend on what is stored: `changesFrom` runs at once and sees the commits
   * that are still on their way too, so that two changes of one entry at the same time do not undo each other.
   */
  commitFrom(changesFrom: (newest: Newest<Tables>) => readonly ChangeOf<Tables>[]): Promise<void>
  /** What is on its way to the disk and not visible yet; null where nothing is. */
  readonly pending: Promise<void> | null
  /** What opening had to mend; null where all was in order. */
  readonly recovered: RecoveryNote | null
  /** How many commits were ever made durable; it counts on from one opening to the next. */
  readonly commits: number
  /** Waits for what is being written, then lets go of the files. After that neither commits nor reads work. */
  close(): Promise<void>
}

export interface StoreOptions {
  folder: string
  /** Lower-case letters, digits and hyphens; the files are called by it. */
  name: string
  /** The version of the values that the program knows; 1 at the beginning. */
  version: number
  /** One step for each version after the first. A copy of the files is kept before any runs. */
  migrations?: readonly Migration[]
  fileSystem?: FileSystem
  clock?: () => Date
  /** JSON bytes of the values that are kept parsed; 4 MB where not said. */
  cacheBytes?: number
  /** Journals may grow to this before a new snapshot is made; 4 MB where not said. */
  compactAfterBytes?: number
  /** Snapshots that are kept, the current one included; 3 where not said. */
  generations?: number
}

const openPaths = new WeakMap<FileSystem, Set<string>>()

/**
 * Opens the store in `folder`, making it where there is none. Answers a problem where the folder cannot be
 * written (`data-folder-unwritable`), read (`data-folder-unreadable`), where its data is of a newer program
 * (`data-folder-newer`), or where this program has it open already (`data-folder-busy`; other programs are kept
 * out by `lockDataFolder`). Damage is no problem: see `recovered`.
 */
export async function openStore<Tables extends object>(options: StoreOptions): Promise<Result<Store<Tables>>> {
  const folder = resolve(options.folder)
  const path = join(folder, options.name)
  const disk = options.fileSystem ?? nodeFileSystem
  const open = openPaths.get(disk) ?? new Set()
  openPaths.set(disk, open)
  if (open.has(path)) return { ok: false, problem: problem('data-folder-busy', { folder }) }
  open.add(path)
  const adapter = new JournalAdapter(new Generations(disk, folder, options.name), {
    version: options.version,
    migrations: options.migrations ?? [],
    clock: options.clock ?? (() => new Date()),
    cacheBytes: options.cacheBytes ?? 4 * 1024 * 1024,
    compactAfterBytes: options.compactAfterBytes ?? 4 * 1024 * 1024,
    generations: options.generations ?? 3,
  })
  const low = new Low(adapter, new State(0))
  try {
    await low.read()
  } catch (error) {
    open.delete(path)
    await adapter.close()
    return {
      ok: false,
      problem: error instanceof NewerVersion ? problem('data-folder-newer', { folder }) : folderProblem(error, folder),
    }
  }
  return { ok: true, value: new LowStore<Tables>(low, adapter, () => open.delete(path)) }
}

class LowStore<Tables extends object> implements Store<Tables> {
  readonly #low: Low<State>
  readonly #adapter: JournalAdapter
  readonly #release: () => void
  #closed: Promise<void> | null = null

  constructor(low: Low<State>, adapter: JournalAdapter, release: () => void) {
    this.#low = low
    this.#adapter = adapter
    this.#release = release
  }

  get recovered(): RecoveryNote | null {
    return this.#adapter.recovered
  }

  get commits(): number {
    return this.#adapter.commits
  }

  get pending(): Promise<void> | null {
    const { data } = this.#low
    return data.isSettled ? null : data.lastStaged.catch(() => undefined)
  }

  table<N extends keyof Tables & string>(name: N): Table<Tables[N]> {
    return new StateTable<Tables[N]>(this.#low.data, name)
  }

  async commit(changes: readonly ChangeOf<Tables>[]): Promise<void> {
    await this.#take(changes.map((change) => ready(change)))
  }

  async commitReady(changes: readonly ReadyChange[]): Promise<void> {
    await this.#take(changes)
  }

  #take(changes: readonly ReadyChange[]): Promise<void> {
    if (this.#closed) throw new Error('the store is closed')
    if (changes.length === 0) return Promise.resolve()
    this.#low.data.stage(changes.map(({ table, id, bytes }) => ({ table, id, bytes, offset: 0 })))
    return this.#low.write()
  }

  async commitFrom(changesFrom: (newest: Newest<Tables>) => readonly ChangeOf<Tables>[]): Promise<void> {
    const state = this.#low.data
    await this.commit(
      changesFrom((table, id) => {
        const entry = state.newest(table, id)
        return entry ? (state.valueOf(entry, false) as Tables[typeof table]) : undefined
      }),
    )
  }

  close(): Promise<void> {
    this.#closed ??= this.#adapter.close().finally(this.#release)
    return this.#closed
  }
}

class StateTable<V> implements Table<V> {
  readonly #state: State
  readonly #name: string

  constructor(state: State, name: string) {
    this.#state = state
    this.#name = name
  }

  get(id: string): V | undefined {
    const entry = this.#state.rows(this.#name).get(id)
    return entry ? (this.#state.valueOf(entry, false) as V) : undefined
  }

  has(id: string): boolean {
    return this.#state.rows(this.#name).has(id)
  }

  get size(): number {
    return this.#state.rows(this.#name).size
  }

  *entries(): IterableIterator<[string, V]> {
    for (const [id, entry] of this.#state.rows(this.#name)) yield [id, this.#state.valueOf(entry, true) as V]
  }

  *values(): IterableIterator<V> {
    for (const [, value] of this.entries()) yield value
  }

  keys(): IterableIterator<string> {
    return this.#state.rows(this.#name).keys()
  }

  get revision(): number {
    return this.#state.revision(this.#name)
  }

  follow(): Set<string> {
    return this.#state.follow(this.#name)
  }
}
