import { join } from 'node:path'
import type { FileSystem } from './file-system.ts'
import type { Generations } from './generations.ts'
import type { State } from './state.ts'
import { entryInMemory } from './state.ts'

/** The tables as a migration sees them: plain JSON values, free to change. */
export interface MigrationTables {
  names(): string[]
  ids(table: string): string[]
  /** A copy of its own of the value. */
  get(table: string, id: string): unknown
  set(table: string, id: string, value: unknown): void
  delete(table: string, id: string): void
}

/** One step from the version before to version `to`. It must come to the same result each time it runs. */
export interface Migration {
  to: number
  run(tables: MigrationTables): void
}

/** Brings the values from `version` to `target`, step by step. A missing step is a fault of the program. */
export function migrate(state: State, version: number, target: number, migrations: readonly Migration[]): void {
  const tables: MigrationTables = {
    names: () => state.tableNames(),
    ids: (table) => [...state.rows(table).keys()],
    get: (table, id) => {
      const entry = state.rows(table).get(id)
      return entry && (JSON.parse(entry.source.text(entry.start, entry.length)) as unknown)
    },
    set: (table, id, value) => state.set(table, id, entryInMemory(jsonBytes(value))),
    delete: (table, id) => state.set(table, id, null),
  }
  for (let to = version + 1; to <= target; to++) {
    const step = migrations.find((each) => each.to === to)
    if (!step) throw new Error(`no migration to version ${to}`)
    step.run(tables)
  }
}

/** A value as the bytes that are stored. Values that JSON has no words for are refused. */
export function jsonBytes(value: unknown): Buffer {
  const json = JSON.stringify(value)
  if (json === undefined) throw new TypeError('the store holds JSON values only')
  return Buffer.from(json, 'utf8')
}

const COPY_PIECE = 1024 * 1024

/**
 * Copies all files of the store to `<name>.before-version-<n>` below its folder. The copy gets that name when it
 * is complete, and a copy that is there already stays as it is (the next one is called `…-2`).
 */
export async function copyBefore(files: Generations, version: number): Promise<void> {
  const { disk, folder, name } = files
  const { snapshots, journals } = await files.list()
  const paths = [...snapshots.map((each) => files.snapshot(each)), ...journals.map((each) => files.journal(each))]
  const taken = new Set(await disk.list(folder))
  let target = `${name}.before-version-${version}`
  for (let n = 2; taken.has(target); n++) target = `${name}.before-version-${version}-${n}`
  const growing = join(folder, `${target}.new`)
  await disk.makeFolder(growing)
  for (const path of paths) await copyFile(disk, path, join(growing, path.slice(folder.length + 1)))
  await disk.flushFolder(growing)
  await disk.rename(growing, join(folder, target))
  await disk.flushFolder(folder)
}

async function copyFile(disk: FileSystem, from: string, to: string): Promise<void> {
  const source = await disk.open(from, 'read')
  try {
    const copy = await disk.open(to, 'create')
    try {
      const piece = Buffer.allocUnsafeSlow(COPY_PIECE)
      for (let position = 0; ;) {
        const got = await source.read(piece, position)
        if (got === 0) break
        await copy.append(piece.subarray(0, got))
        position += got
      }
      await copy.flush()
    } finally {
      await copy.close()
    }
  } finally {
    await source.close()
  }
}
