import type { FileSystem, OpenFile } from './file-system.ts'

/**
 * A disk of which nothing is asked but what it has: for a data folder whose disk is full or may only be read. Whatever would
 * change something is refused with `code`, the system's name of the reason.
 */
export function lookingDisk(disk: FileSystem, code: string): FileSystem {
  const refuse = (): Promise<never> =>
    Promise.reject(Object.assign(new Error(`nothing can be written here (${code})`), { code }))
  return {
    makeFolder: () => Promise.resolve(),
    list: (folder) => disk.list(folder),
    async open(path, how) {
      return how === 'create' ? refuse() : new LookedAtFile(await disk.open(path, 'read'), refuse)
    },
    rename: refuse,
    // What an earlier program left is not in the way of who looks.
    remove: () => Promise.resolve(),
    flushFolder: () => Promise.resolve(),
  }
}

class LookedAtFile implements OpenFile {
  readonly #file: OpenFile
  readonly #refuse: () => Promise<never>

  constructor(file: OpenFile, refuse: () => Promise<never>) {
    this.#file = file
    this.#refuse = refuse
  }

  size(): Promise<number> {
    return this.#file.size()
  }

  read(into: Uint8Array, position: number): Promise<number> {
    return this.#file.read(into, position)
  }

  readSync(into: Uint8Array, position: number): number {
    return this.#file.readSync(into, position)
  }

  append(): Promise<void> {
    return this.#refuse()
  }

  truncate(): Promise<void> {
    return this.#refuse()
  }

  flush(): Promise<void> {
    return Promise.resolve()
  }

  close(): Promise<void> {
    return this.#file.close()
  }
}
