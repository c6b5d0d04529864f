import { dirname } from 'node:path'
import type { FileSystem, OpenFile } from '../../electron/store/file-system.ts'

/** What happens to bytes and names that were not flushed when the power goes. */
export type Aftermath = 'lost' | 'kept' | 'torn'

interface Content {
  bytes: Buffer
  /** What a flush has put on the disk itself. */
  durable: Buffer
}

export class PowerCut extends Error {
  readonly code = 'POWER'
}

/**
 * A disk in memory that keeps apart what was written and what was flushed, counts every step that changes
 * something, and can be stopped at each of them, in the middle of a write too. Names follow the rule of POSIX: a file
 * that was flushed may still be lost with its name until its folder is flushed.
 */
export class PowerDisk implements FileSystem {
  #names: Map<string, Content>
  #durableNames: Map<string, Content>
  /** Changes of names since their folder was flushed, in their order. */
  #renamings: { folder: string; apply: (names: Map<string, Content>) => void }[] = []
  #folders: Set<string>
  steps = 0
  /** The step at which the power goes; steps count from 1. */
  powerCutAt = Infinity
  /** Answers the system's error code for a step that shall fail, or null. */
  fault: (step: string, path: string) => string | null = () => null

  constructor(names = new Map<string, Content>(), folders = new Set<string>()) {
    this.#names = names
    this.#durableNames = new Map(names)
    this.#folders = folders
  }

  /** The disk as the next start finds it. `random` answers numbers from 0 to 1. */
  afterPowerCut(aftermath: Aftermath, random: () => number): PowerDisk {
    const names = new Map(this.#durableNames)
    // Which of the changes that were not flushed arrived is anyone's guess, and so is their order across folders.
    const kept = this.#renamings.filter(() => aftermath === 'kept' || (aftermath === 'torn' && random() < 0.5))
    for (const { apply } of kept) apply(names)
    const contents = new Map<Content, Content>()
    for (const content of names.values()) {
      const bytes =
        aftermath === 'kept' ? content.bytes : aftermath === 'lost' ? content.durable : torn(content, random)
      contents.set(content, { bytes: Buffer.from(bytes), durable: Buffer.from(bytes) })
    }
    const result = new Map<string, Content>()
    for (const [path, content] of names) {
      const copy = contents.get(content)
      if (copy) result.set(path, copy)
    }
    return new PowerDisk(result, new Set(this.#folders))
  }

  /** The program is gone and the power is not: the next start finds all that was written, flushed or not. */
  afterKill(): PowerDisk {
    const disk = new PowerDisk(this.#names, this.#folders)
    disk.#durableNames = this.#durableNames
    disk.#renamings = this.#renamings
    return disk
  }

  files(): string[] {
    return [...this.#names.keys()].sort()
  }

  contentOf(path: string): Buffer {
    const content = this.#names.get(path)
    if (!content) throw systemError('ENOENT', path)
    return content.bytes
  }

  /** Changes bytes on the disk behind the program's back. */
  damage(path: string, change: (bytes: Buffer) => Buffer): void {
    const content = this.#names.get(path)
    if (!content) throw systemError('ENOENT', path)
    content.bytes = change(Buffer.from(content.bytes))
    content.durable = content.bytes
  }

  removeBehindItsBack(path: string): void {
    this.#names.delete(path)
    this.#durableNames.delete(path)
  }

  async makeFolder(folder: string): Promise<void> {
    this.#step('makeFolder', folder)
    this.#folders.add(folder)
  }

  async list(folder: string): Promise<string[]> {
    this.#alive()
    const names = [...this.#names.keys(), ...this.#folders].filter(
      (path) => path !== folder && dirname(path) === folder,
    )
    return names.map((path) => path.slice(folder.length + 1))
  }

  async open(path: string, how: 'read' | 'append' | 'create'): Promise<OpenFile> {
    if (how === 'read') this.#check('open', path)
    else this.#step('open', path)
    if (how === 'create') {
      const existing = this.#names.get(path)
      if (existing) existing.bytes = Buffer.alloc(0)
      else {
        const content: Content = { bytes: Buffer.alloc(0), durable: Buffer.alloc(0) }
        this.#rename(dirname(path), (names) => names.set(path, content))
      }
    }
    const content = this.#names.get(path)
    if (!content) throw systemError('ENOENT', path)
    return this.#file(path, content)
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step('rename', from)
    const under = [...this.#names.keys()].filter((path) => path === from || path.startsWith(`${from}/`))
    if (under.length === 0) throw systemError('ENOENT', from)
    if (this.#folders.delete(from)) this.#folders.add(to)
    this.#rename(dirname(to), (names) => {
      for (const path of under) {
        const content = names.get(path)
        if (!content) continue
        names.delete(path)
        names.set(to + path.slice(from.length), content)
      }
    })
  }

  async remove(path: string): Promise<void> {
    this.#step('remove', path)
    this.#rename(dirname(path), (names) => names.delete(path))
  }

  async flushFolder(folder: string): Promise<void> {
    this.#step('flushFolder', folder)
    for (const each of this.#renamings) if (each.folder === folder) each.apply(this.#durableNames)
    this.#renamings = this.#renamings.filter((each) => each.folder !== folder)
  }

  #rename(folder: string, apply: (names: Map<string, Content>) => void): void {
    apply(this.#names)
    this.#renamings.push({ folder, apply })
  }

  #file(path: string, content: Content): OpenFile {
    return {
      size: async () => {
        this.#alive()
        return content.bytes.length
      },
      read: async (into, position) => {
        this.#check('read', path)
        return content.bytes.copy(into, 0, position, position + into.length)
      },
      readSync: (into, position) => {
        this.#check('read', path)
        return content.bytes.copy(into, 0, position, position + into.length)
      },
      append: async (bytes) => {
        // What is left of a program that has ended writes nothing into the files that the next one has open.
        this.#alive()
        const half = Buffer.from(bytes.subarray(0, Math.floor(bytes.length / 2)))
        try {
          this.#step('append', path)
        } catch (error) {
          // A write that fails has often written something.
          content.bytes = Buffer.concat([content.bytes, half])
          throw error
        }
        content.bytes = Buffer.concat([content.bytes, bytes])
      },
      truncate: async (length) => {
        this.#step('truncate', path)
        content.bytes = content.bytes.subarray(0, length)
      },
      flush: async () => {
        this.#step('flush', path)
        content.durable = content.bytes
      },
      close: async () => {
        this.#alive()
      },
    }
  }

  #step(what: string, path: string): void {
    this.#alive()
    this.steps++
    this.#alive()
    this.#check(what, path)
  }

  #alive(): void {
    if (this.steps >= this.powerCutAt) throw new PowerCut('the power is gone')
  }

  #check(what: string, path: string): void {
    this.#alive()
    const code = this.fault(what, path)
    if (code) throw systemError(code, path)
  }
}

/** Some of the bytes since the last flush: cut anywhere, with sectors that never arrived. */
function torn({ bytes, durable }: Content, random: () => number): Buffer {
  const same = durable.length <= bytes.length && bytes.subarray(0, durable.length).equals(durable)
  if (!same) return random() < 0.5 ? durable : bytes
  const end = durable.length + Math.floor(random() * (bytes.length - durable.length + 1))
  const result = Buffer.from(bytes.subarray(0, end))
  const sector = 64
  for (let start = durable.length; start < end; start += sector) {
    if (random() < 0.2) result.fill(0, start, Math.min(start + sector, end))
  }
  return result
}

function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code })
}

/** Random numbers from 0 to 1 that are the same each time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
