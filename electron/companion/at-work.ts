import { mkdir, readFile, rm, writeFile } from '../system/files.ts'
import { join } from 'node:path'
import { companyFolder } from '../store/data-folder.ts'

const NOTE = 'at-work.json'
/** So many ends of the program in a row, all while it worked on one company, and that company is left alone. */
const MOST_CRASHES = 2

/**
 * Counts, over starts, how often in a row the program ended while it worked on one company: a note that lies in its folder
 * during the work and goes with its end. Only windows keep it; nothing depends on it but who is left asleep. A disk that
 * refuses it fails nobody.
 */
export class AtWork {
  readonly #dataFolder: string
  /** Ends in a row so far, by company, of those that were found at the start or began since. */
  readonly #crashes = new Map<string, number>()

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder
  }

  #path(id: string): string {
    return join(companyFolder(this.#dataFolder, id), NOTE)
  }

  /** How often the program ended while it worked on this company, looked up once. */
  async crashesOf(id: string): Promise<number> {
    const known = this.#crashes.get(id)
    if (known !== undefined) return known
    const text = await readFile(this.#path(id), 'utf8').catch(() => '')
    const found = /^\{"begun":([1-9])\}$/.exec(text)?.[1]
    this.#crashes.set(id, Number(found ?? 0))
    return Number(found ?? 0)
  }

  async isLeftAlone(id: string): Promise<boolean> {
    return (await this.crashesOf(id)) >= MOST_CRASHES
  }

  /** Work on a company begins: should the program end before `ended`, it counts. */
  async begins(id: string): Promise<void> {
    const begun = Math.min(9, (await this.crashesOf(id)) + 1)
    try {
      await mkdir(companyFolder(this.#dataFolder, id), { recursive: true, mode: 0o700 })
      await writeFile(this.#path(id), `{"begun":${begun}}`, { mode: 0o600 })
    } catch {
      // A full disk says so elsewhere.
    }
  }

  /** Work on a company is over, or a person wants it tried once more. */
  async ended(id: string): Promise<void> {
    this.#crashes.set(id, 0)
    await rm(this.#path(id), { force: true }).catch(() => undefined)
  }

  /** Nothing is done on these companies now: an end of the program is none of theirs. What had counted before still does. */
  async rests(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const crashes = await this.crashesOf(id)
      if (crashes === 0) await this.ended(id)
      else await writeFile(this.#path(id), `{"begun":${crashes}}`, { mode: 0o600 }).catch(() => undefined)
    }
  }
}
