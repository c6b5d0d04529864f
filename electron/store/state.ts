import type { Source } from './source.ts'
import { MemorySource } from './source.ts'

/** Where the JSON of a value stands, and the value itself once somebody asked for it. */
export interface Entry {
  source: Source
  start: number
  length: number
  /** Undefined until parsed (JSON has no undefined). */
  value: unknown
  /** Read since the cache last looked at it. */
  recent: boolean
  /** False once a later change took its place. */
  current: boolean
}

export interface StagedChange {
  table: string
  id: string
  /** The JSON to store; null removes the entry. */
  bytes: Buffer | null
  /** Where the JSON stands in what was written for its group of commits. */
  offset: number
}

export interface StagedCommit {
  changes: StagedChange[]
  resolve: () => void
  reject: (reason: unknown) => void
}

/** What the tables held at one moment. */
export type Capture = [table: string, rows: [id: string, entry: Entry][]][]

export function entryOf(source: Source, start: number, length: number): Entry {
  return { source, start, length, value: undefined, recent: false, current: true }
}

/** An entry whose bytes are not in a file yet. */
export function entryInMemory(bytes: Buffer): Entry {
  return entryOf(new MemorySource(bytes), 0, bytes.length)
}

/**
 * What lowdb holds as its data: the tables, as they are on disk, and the commits on their way there. In memory are
 * the ids, and where each value stands in which file; of the values that were read a bounded number. Every map is a `Map`, so that no id and no table name (`__proto__`) is special.
 */
export class State {
  readonly #tables = new Map<string, Map<string, Entry>>()
  readonly #revisions = new Map<string, number>()
  readonly #followers = new Map<string, Set<string>[]>()
  readonly #cache: ParsedValues
  readonly #staged: StagedCommit[] = []
  /** Settles with the commit that was staged last. */
  lastStaged: Promise<void> = Promise.resolve()
  readonly #comingByTable = new Map<string, Map<string, StagedChange>>()

  constructor(cacheBytes: number) {
    this.#cache = new ParsedValues(cacheBytes)
  }

  rows(table: string): Map<string, Entry> {
    const rows = this.#tables.get(table)
    if (rows) return rows
    const fresh = new Map<string, Entry>()
    this.#tables.set(table, fresh)
    return fresh
  }

  tableNames(): string[] {
    return [...this.#tables.keys()]
  }

  set(table: string, id: string, entry: Entry | null): void {
    const rows = this.rows(table)
    this.#revisions.set(table, this.revision(table) + 1)
    for (const changed of this.#followers.get(table) ?? []) changed.add(id)
    const before = rows.get(id)
    if (before) before.current = false
    if (entry) rows.set(id, entry)
    else rows.delete(id)
  }

  /** Another number whenever an entry of the table was set or removed. */
  revision(table: string): number {
    return this.#revisions.get(table) ?? 0
  }

  /** A set that is given every id of the table which is set or removed from now on; whoever follows empties it. */
  follow(table: string): Set<string> {
    const changed = new Set<string>()
    this.#followers.set(table, [...(this.#followers.get(table) ?? []), changed])
    return changed
  }

  /** Puts a commit in the row of those that wait for the disk. */
  stage(changes: StagedChange[]): void {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#staged.push({ changes, resolve, reject })
    this.lastStaged = promise
    for (const change of changes) this.#coming(change.table).set(change.id, change)
  }

  /** The commits that wait, in their order; they are the caller's to settle. */
  takeStaged(): StagedCommit[] {
    return this.#staged.splice(0)
  }

  /** The commit is durable, its group from `start` on in `source`: its changes become visible, all at once. */
  settle(commit: StagedCommit, source: Source, start: number): void {
    for (const { table, id, bytes, offset } of commit.changes) {
      this.set(table, id, bytes && entryOf(source, start + offset, bytes.length))
    }
    this.#forgetComing(commit)
    commit.resolve()
  }

  /** The commit could not be made durable: nothing of it was visible, and nothing will be. */
  refuse(commit: StagedCommit, reason: unknown): void {
    this.#forgetComing(commit)
    commit.reject(reason)
  }

  /** What an id will hold once the waiting commits are durable. */
  newest(table: string, id: string): Entry | null {
    const coming = this.#coming(table).get(id)
    if (coming) return coming.bytes && entryInMemory(coming.bytes)
    return this.rows(table).get(id) ?? null
  }

  /** Whether no commit is on its way. */
  get isSettled(): boolean {
    return this.#comingByTable.values().every((coming) => coming.size === 0)
  }

  #coming(table: string): Map<string, StagedChange> {
    const coming = this.#comingByTable.get(table)
    if (coming) return coming
    const fresh = new Map<string, StagedChange>()
    this.#comingByTable.set(table, fresh)
    return fresh
  }

  #forgetComing(commit: StagedCommit): void {
    for (const change of commit.changes) {
      const coming = this.#coming(change.table)
      if (coming.get(change.id) === change) coming.delete(change.id)
    }
  }

  /** The value of an entry, parsed at most once while it stays in the cache, and frozen. */
  valueOf(entry: Entry, whileScanning: boolean): unknown {
    return this.#cache.valueOf(entry, whileScanning)
  }

  /** A copy of the lists, not of the values: later changes do not touch it. */
  capture(): Capture {
    return [...this.#tables].map(([table, rows]) => [table, [...rows]])
  }

  get size(): number {
    let size = 0
    for (const rows of this.#tables.values()) size += rows.size
    return size
  }
}

/**
 * Keeps the values that were parsed last, up to a sum of JSON bytes. An entry that was read again since it was
 * last looked at gets a second round before it is forgotten.
 */
class ParsedValues {
  readonly #limit: number
  #bytes = 0
  #queue: Entry[] = []
  #next = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  valueOf(entry: Entry, whileScanning: boolean): unknown {
    if (entry.value !== undefined) {
      entry.recent = true
      return entry.value
    }
    const value: unknown = deepFreeze(JSON.parse(entry.source.text(entry.start, entry.length)))
    const bytes = entry.length
    // A walk over everything would push out what is in use, and be of no help to itself.
    if (whileScanning && this.#bytes + bytes > this.#limit) return value
    entry.value = value
    entry.recent = false
    this.#queue.push(entry)
    this.#bytes += bytes
    if (this.#bytes > this.#limit) this.#forget()
    return value
  }

  #forget(): void {
    while (this.#bytes > this.#limit && this.#next < this.#queue.length) {
      const entry = this.#queue[this.#next++]
      if (!entry) continue
      if (entry.recent && entry.current) {
        entry.recent = false
        this.#queue.push(entry)
      } else {
        entry.value = undefined
        this.#bytes -= entry.length
      }
    }
    if (this.#next > 1024 && this.#next * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#next)
      this.#next = 0
    }
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) deepFreeze(part)
    Object.freeze(value)
  }
  return value
}
