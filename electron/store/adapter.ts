import type { Adapter } from 'lowdb'
import { errorCode } from './file-system.ts'
import type { Generations } from './generations.ts'
import { JournalWriter, commitLines } from './journal.ts'
import type { JournalEnd } from './journal.ts'
import type { Migration } from './migration.ts'
import { copyBefore } from './migration.ts'
import type { Loaded, RecoveryNote } from './recovery.ts'
import { load } from './recovery.ts'
import { pointTo, writeSnapshot } from './snapshot.ts'
import { FileSource } from './source.ts'
import type { Capture, StagedCommit, State } from './state.ts'
import { StoreWriteError } from './write-error.ts'

export interface AdapterOptions {
  version: number
  migrations: readonly Migration[]
  clock: () => Date
  /** JSON bytes of the values that are kept parsed. */
  cacheBytes: number
  /** A new snapshot follows when the journals are larger than this and than half of the last snapshot. */
  compactAfterBytes: number
  /** How many snapshots stay, the current one included. */
  generations: number
}

/**
 * Lowdb's file, ours: `read` puts the state together from snapshot and journals, `write` appends the commits
 * that wait in the state, and only those. Commits that arrive while others are being flushed go together in
 * the next flush, in their order; when one flush fails, the commits behind it fail with it.
 */
export class JournalAdapter implements Adapter<State> {
  readonly #files: Generations
  readonly #options: AdapterOptions
  recovered: RecoveryNote | null = null
  #journal: JournalWriter | null = null
  /** Open files that values are read from. */
  #sources: FileSource[] = []
  /** The newest generation that has a file, or had one. */
  #generation = -1
  #commit = 0
  #at = 0
  /** The journals before the current one since the last snapshot, for the header of the next. */
  #ended: JournalEnd[] = []
  /** Damaged files that get another name as soon as a snapshot holds what could be read of them. */
  #damaged: string[] = []
  #journalBytes = 0
  #snapshotBytes = 0
  #isDraining = false
  #drained: Promise<void> = Promise.resolve()
  #compacting: Promise<void> | null = null

  constructor(files: Generations, options: AdapterOptions) {
    this.#files = files
    this.#options = options
  }

  async read(): Promise<State> {
    const { disk, folder } = this.#files
    await disk.makeFolder(folder)
    const loaded = await load(this.#files, this.#options)
    this.#sources = loaded.sources
    this.#generation = loaded.generation
    this.#commit = loaded.commit
    this.#at = loaded.at
    this.#journalBytes = loaded.journalBytes
    this.#snapshotBytes = loaded.snapshotBytes
    this.#ended = loaded.ends
    this.#damaged = loaded.damaged
    for (const leftover of (await this.#files.list()).leftovers) await disk.remove(leftover)
    await this.#takeUp(loaded)
    return loaded.state
  }

  /** After `read`: the journal to go on with, and what damage or an older version asks for first. */
  async #takeUp(loaded: Loaded): Promise<void> {
    const { journal, damaged, lostCommits, lostEntries, unfinishedBytes } = loaded
    const migrated = loaded.generation >= 0 && loaded.version < this.#options.version
    let setAside: RecoveryNote['setAside'] = []
    if (migrated) await copyBefore(this.#files, loaded.version)
    if (journal && !migrated && damaged.length === 0) {
      this.#ended = loaded.ends.slice(0, -1)
      await this.#continueJournal(loaded.generation, journal.bytes)
    } else {
      await this.#flushReadJournals()
      try {
        await this.#startJournal([])
        if (migrated || damaged.length > 0) {
          setAside = await this.#writeSnapshot(this.#generation, loaded.state.capture(), this.#commit, this.#at)
        }
      } catch (error) {
        // A full disk is no reason not to show what there is; the same mending is tried at the next opening.
        if (migrated || loaded.generation < 0 || !isFull(error)) throw error
      }
    }
    if (damaged.length + lostCommits + lostEntries + unfinishedBytes === 0) return
    this.recovered = {
      at: this.#options.clock().toISOString(),
      setAside,
      generation: loaded.base,
      upTo: loaded.at > 0 ? new Date(loaded.at).toISOString() : null,
      entries: loaded.state.size,
      lostCommits,
      lostEntries,
      unfinishedBytes,
    }
  }

  async #continueJournal(generation: number, bytes: number): Promise<void> {
    const { disk, folder } = this.#files
    const file = await disk.open(this.#files.journal(generation), 'append')
    this.#journal = new JournalWriter(file, generation, bytes)
    this.#sources.push(this.#journal.source)
    // A program that was killed may have left commits that are in the file, and not yet on the disk.
    await file.flush()
    await disk.flushFolder(folder)
  }

  async #flushReadJournals(): Promise<void> {
    for (const generation of (await this.#files.list()).journals) {
      const file = await this.#files.disk.open(this.#files.journal(generation), 'append')
      try {
        await file.flush()
      } finally {
        await file.close()
      }
    }
  }

  /** How many commits were ever made durable; it counts on from one opening to the next. */
  get commits(): number {
    return this.#commit
  }

  /** Resolves when every commit that waits now is durable; rejects when they were refused. */
  write(state: State): Promise<void> {
    const { lastStaged } = state
    if (!this.#isDraining) this.#drained = this.#drain(state)
    return lastStaged
  }

  async #drain(state: State): Promise<void> {
    this.#isDraining = true
    // Commits of the same turn of the event loop share the first flush.
    await Promise.resolve()
    for (let group = state.takeStaged(); group.length > 0; group = state.takeStaged()) {
      try {
        const { source, start } = await this.#append(group, state)
        for (const commit of group) state.settle(commit, source, start)
      } catch (error) {
        const reason = errorCode(error) === null ? error : new StoreWriteError(this.#files.folder, error)
        for (const commit of [...group, ...state.takeStaged()]) state.refuse(commit, reason)
      }
    }
    // In the same breath as the last look at what waits: nothing can be staged in between.
    this.#isDraining = false
  }

  async #append(group: readonly StagedCommit[], state: State): Promise<{ source: FileSource; start: number }> {
    const at = this.#options.clock().getTime()
    const pieces = commitLines(group, this.#commit + 1, at)
    const due =
      !this.#compacting && this.#journalBytes > Math.max(this.#options.compactAfterBytes, this.#snapshotBytes / 2)
    let start: number
    let written = this.#journal
    const before = due || written?.failed ? 0 : (written?.bytes ?? 0)
    if (written && !written.failed && !due) start = await written.append(pieces)
    else {
      const capture = due ? state.capture() : null
      const [commit, lastAt] = [this.#commit, this.#at]
      ;({ writer: written, start } = await this.#startJournal(pieces))
      if (capture) this.#compacting = this.#compact(this.#generation, capture, commit, lastAt)
    }
    this.#journalBytes += written.bytes - before
    this.#commit += group.length
    this.#at = at
    return { source: written.source, start }
  }

  async #startJournal(pieces: Iterable<Buffer>): Promise<{ writer: JournalWriter; start: number }> {
    const { disk, folder, name } = this.#files
    const generation = this.#generation + 1
    const old = this.#journal
    const previous = old
      ? [...this.#ended, { generation: this.#generation, bytes: old.bytes, commit: this.#commit }]
      : this.#ended
    const started = await JournalWriter.start(
      disk,
      folder,
      this.#files.journal(generation),
      {
        kind: 'journal',
        format: 1,
        name,
        generation,
        version: this.#options.version,
        previous,
        startedAt: this.#options.clock().toISOString(),
      },
      pieces,
    )
    this.#journal = started.writer
    this.#ended = previous
    this.#sources.push(started.writer.source)
    this.#generation = generation
    return started
  }

  /** In the background. A failure leaves the journals, which tell the same; another try follows when they have grown again. */
  async #compact(generation: number, capture: Capture, commit: number, at: number): Promise<void> {
    try {
      await this.#writeSnapshot(generation, capture, commit, at)
    } catch (error) {
      if (errorCode(error) === null) throw error
      this.#journalBytes = this.#journal?.bytes ?? 0
    } finally {
      this.#compacting = null
    }
  }

  async #writeSnapshot(
    generation: number,
    capture: Capture,
    commit: number,
    at: number,
  ): Promise<RecoveryNote['setAside']> {
    const { disk, folder, name } = this.#files
    const path = this.#files.snapshot(generation)
    const { bytes, places } = await writeSnapshot(
      disk,
      folder,
      path,
      {
        kind: 'snapshot',
        format: 1,
        name,
        generation,
        version: this.#options.version,
        commit,
        at,
      },
      capture,
    )
    this.#snapshotBytes = bytes
    this.#journalBytes = this.#journal?.bytes ?? 0
    const source = new FileSource(await disk.open(path, 'read'), generation)
    this.#sources.push(source)
    pointTo(source, capture, places)
    await this.#closeSources((each) => each.generation < generation)
    this.#ended = this.#ended.filter((each) => each.generation >= generation)
    const setAside = await this.#files.setAside(this.#damaged, this.#options.clock())
    this.#damaged = []
    await this.#files.prune(this.#options.generations)
    return setAside
  }

  async #closeSources(which: (source: FileSource) => boolean): Promise<void> {
    const closing = this.#sources.filter(which)
    this.#sources = this.#sources.filter((each) => !which(each))
    for (const source of closing) await source.close()
  }

  /** Resolves when nothing is being written any more. */
  async idle(): Promise<void> {
    while (this.#isDraining || this.#compacting) {
      await this.#drained
      await this.#compacting
    }
  }

  async close(): Promise<void> {
    await this.idle()
    await this.#journal?.cutBack()
    this.#journal = null
    await this.#closeSources(() => true)
  }
}

function isFull(error: unknown): boolean {
  const code = errorCode(error)
  return code === 'ENOSPC' || code === 'EDQUOT'
}
