import { join } from 'node:path'
import type { FileSystem } from './file-system.ts'

/** The files of one store in its folder: `<name>.<generation>.snapshot` and `<name>.<generation>.journal`. */
export class Generations {
  readonly disk: FileSystem
  readonly folder: string
  readonly name: string

  constructor(disk: FileSystem, folder: string, name: string) {
    checkName(name)
    this.disk = disk
    this.folder = folder
    this.name = name
  }

  snapshot(generation: number): string {
    return join(this.folder, this.#fileName(generation, 'snapshot'))
  }

  journal(generation: number): string {
    return join(this.folder, this.#fileName(generation, 'journal'))
  }

  #fileName(generation: number, kind: 'snapshot' | 'journal'): string {
    return `${this.name}.${String(generation).padStart(8, '0')}.${kind}`
  }

  /** The generations on the disk, each list ascending, and what a crash left half-written. */
  async list(): Promise<{ snapshots: number[]; journals: number[]; leftovers: string[] }> {
    const snapshots: number[] = []
    const journals: number[] = []
    const leftovers: string[] = []
    for (const file of await this.disk.list(this.folder)) {
      const match = /^(.+)\.(\d{8,})\.(snapshot|journal)(\.new)?$/.exec(file)
      if (!match || match[1] !== this.name) continue
      if (match[4]) leftovers.push(join(this.folder, file))
      else if (match[3] === 'snapshot') snapshots.push(Number(match[2]))
      else journals.push(Number(match[2]))
    }
    const ascending = (a: number, b: number) => a - b
    return { snapshots: snapshots.sort(ascending), journals: journals.sort(ascending), leftovers }
  }

  /** Removes what is older than the last `keep` snapshots; everything after the oldest kept one stays. */
  async prune(keep: number): Promise<void> {
    const { snapshots, journals } = await this.list()
    const oldest = snapshots.at(-keep)
    if (oldest === undefined) return
    // Oldest first: what a crash leaves is then always a chain without a hole.
    for (const generation of journals.filter((each) => each < oldest)) await this.disk.remove(this.journal(generation))
    for (const generation of snapshots.filter((each) => each < oldest))
      await this.disk.remove(this.snapshot(generation))
  }

  /** Gives damaged files another name, under which nothing reads, changes or removes them. */
  async setAside(paths: readonly string[], at: Date): Promise<{ file: string; as: string }[]> {
    const moved: { file: string; as: string }[] = []
    const taken = new Set(await this.disk.list(this.folder))
    const stamp = at.toISOString().replaceAll(':', '-').slice(0, 19)
    for (const path of paths) {
      const file = path.slice(this.folder.length + 1)
      let as = `${file}.damaged-${stamp}`
      for (let n = 2; taken.has(as); n++) as = `${file}.damaged-${stamp}-${n}`
      taken.add(as)
      await this.disk.rename(path, join(this.folder, as))
      moved.push({ file, as })
    }
    if (moved.length > 0) await this.disk.flushFolder(this.folder)
    return moved
  }
}

/** Names of stores and histories come from the program, never from a person; another one is a fault of ours. */
export function checkName(name: string): void {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Error(`not a name for a file of the store: ${name}`)
}
