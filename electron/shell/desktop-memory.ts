import path from 'node:path'
import { z } from 'zod'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from '../system/files.ts'

const times = z.record(z.string().max(100), z.record(z.string().max(300), z.number()))

const told = z.object({
  run: z.string().nullable(),
  waitingDays: z.number(),
  endingDays: z.number().nullable(),
  ended: z.boolean(),
})

/** What the desktop keeps for itself; no document and no secret is in it, and losing it loses no work. */
const memorySchema = z.object({
  version: z.literal(1),
  window: z
    .object({
      x: z.number().int(),
      y: z.number().int(),
      width: z.number().int(),
      height: z.number().int(),
      maximized: z.boolean(),
    })
    .nullable(),
  /** Where the window was: the part of its address after "#". */
  place: z.string().max(2_000),
  told: z.record(z.string().max(100), told),
  waitingSince: times,
  /** The folder into which the last copy was saved. */
  savedTo: z.string().max(4_000).default(''),
  /** Whether versions that are still tried out are taken. */
  beta: z.boolean().default(false),
})

export type Memory = z.infer<typeof memorySchema>

const FRESH: Memory = { version: 1, window: null, place: '', told: {}, waitingSince: {}, savedTo: '', beta: false }

/** How the file was found: kept in words for the log. */
export type MemoryFound = 'read' | 'new' | 'broken'

/** The desktop's own small file. It is written whole and put in place at once; a broken one is laid aside. */
export class DesktopMemory {
  readonly #file: string
  readonly found: MemoryFound
  #memory: Memory
  #written: string
  /** Why the last write failed; null while all is well. */
  problem: string | null = null

  constructor(folder: string) {
    this.#file = path.join(folder, 'desktop.json')
    const { memory, found } = readMemory(this.#file)
    this.#memory = memory
    this.#written = JSON.stringify(memory)
    this.found = found
  }

  get(): Readonly<Memory> {
    return this.#memory
  }

  /** Changes what is kept, and writes it where it differs. A disk that cannot be written costs the memory, nothing else. */
  keep(change: Partial<Omit<Memory, 'version'>>): void {
    this.#memory = { ...this.#memory, ...change }
    const text = JSON.stringify(this.#memory)
    if (text === this.#written) return
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 })
      writeFileSync(`${this.#file}.new`, text, { mode: 0o600 })
      renameSync(`${this.#file}.new`, this.#file)
      this.#written = text
      this.problem = null
    } catch (error) {
      this.problem = (error as NodeJS.ErrnoException).code ?? 'unknown'
    }
  }
}

function readMemory(file: string): { memory: Memory; found: MemoryFound } {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return { memory: FRESH, found: 'new' }
  }
  try {
    return { memory: memorySchema.parse(JSON.parse(text)), found: 'read' }
  } catch {
    try {
      renameSync(file, `${file}.broken`)
    } catch {
      // It stays where it is and is written over.
    }
    return { memory: FRESH, found: 'broken' }
  }
}
