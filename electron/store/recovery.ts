import { errorCode } from './file-system.ts'
import type { Generations } from './generations.ts'
import type { JournalEnd, ReadJournal } from './journal.ts'
import { readJournal } from './journal.ts'
import type { Migration } from './migration.ts'
import { migrate } from './migration.ts'
import type { ReadSnapshot } from './snapshot.ts'
import { readSnapshot } from './snapshot.ts'
import { FileSource } from './source.ts'
import { State } from './state.ts'

/** What opening had to mend. Nothing was removed for it: damaged files have another name now. */
export interface RecoveryNote {
  /** ISO instant of the opening. */
  at: string
  setAside: { file: string; as: string }[]
  /** The generation whose snapshot was the base; 0 where everything came from journals. */
  generation: number
  /** ISO instant of the last change that is there. */
  upTo: string | null
  /** Entries in all tables. */
  entries: number
  /** Commits, at least, that had been acknowledged and could not be read again. 0: nothing was lost. */
  lostCommits: number
  /** Entries of a snapshot that could not be read again, where no other generation had them. */
  lostEntries: number
  /** Bytes that a crash had cut off in the middle of a commit, which nobody was told is stored. */
  unfinishedBytes: number
}

/** The files were written by a newer program, which knows better what stands in them. */
export class NewerVersion extends Error {}

export interface Loaded {
  state: State
  /** The files that values are read from; the caller closes them. */
  sources: FileSource[]
  /** The number and the time (ms) of the last commit; numbers of lost ones are not used again. */
  commit: number
  at: number
  /** Version of the files; the state itself is at the version asked for. */
  version: number
  /** The newest generation on the disk; -1 in an empty folder. */
  generation: number
  /** The journals since the snapshot, as far as they count. */
  ends: JournalEnd[]
  /** The newest journal, where it can be gone on with: whole, and nothing behind its last commit. */
  journal: { bytes: number } | null
  /** Bytes of all journals since the snapshot. */
  journalBytes: number
  snapshotBytes: number
  damaged: string[]
  lostCommits: number
  lostEntries: number
  unfinishedBytes: number
  base: number
}

interface Wanted {
  version: number
  migrations: readonly Migration[]
  cacheBytes: number
}

/**
 * Reads the newest whole snapshot and every journal since. A damaged snapshot costs nothing as long as the
 * one before it and the journals are there. Of a damaged journal every commit that is whole is used: each
 * link to a QuickBooks record that is kept is one that need not be found again.
 */
export async function load(files: Generations, wanted: Wanted): Promise<Loaded> {
  const { snapshots, journals } = await files.list()
  const loaded: Loaded = {
    state: new State(wanted.cacheBytes),
    sources: [],
    commit: 0,
    at: 0,
    version: wanted.version,
    generation: Math.max(-1, ...snapshots, ...journals),
    ends: [],
    journal: null,
    journalBytes: 0,
    snapshotBytes: 0,
    damaged: [],
    lostCommits: 0,
    lostEntries: 0,
    unfinishedBytes: 0,
    base: 0,
  }
  try {
    const versions = { state: null as number | null }
    await loadBase(files, snapshots, journals, loaded, versions, wanted.cacheBytes)
    // A snapshot is written after the journal of its generation was begun.
    if ((snapshots.at(-1) ?? -1) > (journals.at(-1) ?? -1)) loaded.lostCommits++
    await replay(
      files,
      journals.filter((each) => each >= loaded.base),
      loaded,
      versions,
      wanted,
    )
    if (versions.state !== null) {
      loaded.version = versions.state
      refuseNewer(versions.state, wanted)
      migrate(loaded.state, versions.state, wanted.version, wanted.migrations)
    }
    return loaded
  } catch (error) {
    for (const source of loaded.sources) await source.close()
    throw error
  }
}

async function loadBase(
  files: Generations,
  snapshots: number[],
  journals: number[],
  loaded: Loaded,
  versions: { state: number | null },
  cacheBytes: number,
): Promise<void> {
  for (const generation of snapshots.toReversed()) {
    const read = await readQuietly(files, generation, cacheBytes)
    if (read?.whole) {
      take(read, loaded, versions)
      return
    }
    await read?.source.close()
    loaded.damaged.push(files.snapshot(generation))
  }
  // Without a snapshot the journals alone tell everything, if they are there from the beginning.
  const newest = snapshots.at(-1)
  if (newest === undefined || journals[0] === 0) return
  const read = await readInState(files, newest, cacheBytes)
  loaded.lostEntries += Math.max(1, read.badLines)
  loaded.base = newest
  take(read, loaded, versions)
}

type SnapshotInState = ReadSnapshot & { state: State; source: FileSource }

function take(read: SnapshotInState, loaded: Loaded, versions: { state: number | null }): void {
  loaded.state = read.state
  loaded.sources.push(read.source)
  loaded.snapshotBytes = read.bytes
  if (!read.header) return
  loaded.base = read.header.generation
  loaded.commit = read.header.commit
  loaded.at = read.header.at
  versions.state = read.header.version
}

async function readInState(files: Generations, generation: number, cacheBytes: number): Promise<SnapshotInState> {
  const file = await files.disk.open(files.snapshot(generation), 'read')
  const source = new FileSource(file, generation)
  try {
    const state = new State(cacheBytes)
    const read = await readSnapshot(file, source, (table, id, entry) => state.set(table, id, entry))
    return { ...read, state, source }
  } catch (error) {
    await source.close()
    throw error
  }
}

/** A snapshot on a bad spot of the disk is as good as a damaged one, while there are others. */
async function readQuietly(
  files: Generations,
  generation: number,
  cacheBytes: number,
): Promise<SnapshotInState | null> {
  try {
    return await readInState(files, generation, cacheBytes)
  } catch (error) {
    if (errorCode(error) === 'EIO') return null
    throw error
  }
}

async function replay(
  files: Generations,
  journals: number[],
  loaded: Loaded,
  versions: { state: number | null },
  wanted: Wanted,
): Promise<void> {
  const read: { generation: number; size: number; journal: ReadJournal }[] = []
  const ends = new Map<number, JournalEnd>()
  // From the newest back: each one says how far those before it count.
  for (const generation of journals.toReversed()) {
    const file = await files.disk.open(files.journal(generation), 'read')
    const source = new FileSource(file, generation)
    loaded.sources.push(source)
    const journal = await readJournal(file, source, ends.get(generation)?.bytes ?? Infinity)
    for (const end of journal.header?.previous ?? []) if (!ends.has(end.generation)) ends.set(end.generation, end)
    read.unshift({ generation, size: await file.size(), journal })
  }
  for (const { generation, size, journal } of read) {
    if (journal.header) {
      refuseNewer(journal.header.version, wanted)
      versions.state ??= journal.header.version
      if (journal.header.version > versions.state) {
        migrate(loaded.state, versions.state, journal.header.version, wanted.migrations)
        versions.state = journal.header.version
      }
    }
    const end = ends.get(generation)
    const { endsAt, damaged } = replayOne(journal, end?.commit ?? 0, loaded)
    const tail = size - endsAt
    if (damaged) loaded.damaged.push(files.journal(generation))
    // Where the next journal says how far this one counts, what is behind was refused, and is no news.
    if (end === undefined) loaded.unfinishedBytes += tail
    loaded.ends.push({ generation, bytes: damaged ? null : endsAt, commit: loaded.commit })
    loaded.journalBytes += size
    if (generation === loaded.generation && journal.header && !damaged && tail === 0) loaded.journal = { bytes: endsAt }
  }
}

/**
 * Applies the commits of a journal and answers where the last one that counts ends. `stated` is the last commit
 * that the next journal says is in this one.
 */
function replayOne(journal: ReadJournal, stated: number, loaded: Loaded): { endsAt: number; damaged: boolean } {
  const durable = journal.commits.reduce((highest, each) => Math.max(highest, each.durable), stated)
  let damaged = journal.header === null
  // Nothing at all can be read: what was in it is anyone's guess, and should not pass as nothing.
  if (damaged && journal.commits.length === 0 && stated === 0) loaded.lostCommits++
  let endsAt = journal.headerBytes
  for (const { commit, at, changes, endsAt: end } of journal.commits) {
    if (commit > loaded.commit + 1) {
      // Commits are missing. Where they had not been acknowledged, a crash cut them off, and nothing after counts.
      if (commit - 1 > durable) break
      loaded.lostCommits += commit - 1 - loaded.commit
      damaged = true
    }
    endsAt = end
    if (commit <= loaded.commit) continue
    for (const { table, id, entry } of changes) loaded.state.set(table, id, entry)
    loaded.commit = commit
    loaded.at = at
  }
  if (journal.brokenAtEnd > 0 && stated === 0 && durable <= loaded.commit) {
    // The very last commit, of which nobody noted any more that it is on the disk.
    loaded.lostCommits++
    loaded.commit++
    damaged = true
  }
  if (durable > loaded.commit) {
    loaded.lostCommits += durable - loaded.commit
    loaded.commit = durable
    damaged = true
  }
  return { endsAt, damaged }
}

function refuseNewer(version: number, wanted: Wanted): void {
  if (version > wanted.version) throw new NewerVersion(`version ${version}, and this program knows ${wanted.version}`)
}
