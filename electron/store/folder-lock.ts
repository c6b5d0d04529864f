import { randomUUID } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { errorCode } from './file-system.ts'
import type { ProcessIdentity } from './process-identity.ts'
import { isElsewhere, mayStillRun, thisProcess } from './process-identity.ts'
import { folderProblem } from './write-error.ts'
import { existsSync, mkdir, open, readFile, readdir, rename, renameToFree, rm, statSync } from '../system/files.ts'

export interface LockHolder {
  pid: number
  /** The computer's name, where the folder is shared. */
  host: string
  /** ISO instant at which its process started. */
  startedAt: string
  /** Where its window answers; null until it said so. */
  address: string | null
}

export interface FolderLock {
  /** Says where the window of this program answers, for a second one that is started on the folder. */
  setAddress(address: string | null): Promise<void>
  /** Resolves where another program took the folder over: this one must write nothing more. Else never. */
  readonly lost: Promise<void>
  /** Lets the next one in. A program that ends without it leaves a lock that the next one takes over. */
  release(): Promise<void>
}

export type LockAnswer =
  | ({ ok: true; /** The dead process whose lock was taken over. */ tookOverFrom: LockHolder | null } & FolderLock)
  | { ok: false; problem: Problem; holder: LockHolder | null }

interface LockFile extends ProcessIdentity {
  token: string
  address: string | null
  released: boolean
  /** ISO instant at which its program last said that it runs. Versions before did not say. */
  aliveAt?: string
  /** It only reads, and is gone in a moment; in the file of the lock under this name since the first version. */
  looks?: true
}

const HELD_HERE = Symbol.for('billdr-qbo.locks-held-here')
const { [HELD_HERE]: heldHere } = Object.assign(globalThis, {
  [HELD_HERE]: (globalThis as { [HELD_HERE]?: Set<string> })[HELD_HERE] ?? new Set<string>(),
})
const HOLDER = 'holder.json'
/** How long one that comes to work waits for one that only reads. */
const LOOK_MS = 15_000
const LOOK_AGAIN_MS = 50
const ALIVE_EVERY_MS = 60_000
/** A program elsewhere that has said nothing for so long is gone: its computer was switched off, or the folder is a copy. */
const LAPSES_AFTER_MS = 15 * 60_000
/** The same of versions that never say it. */
const SILENT_LAPSES_AFTER_MS = 24 * 60 * 60_000

export interface LockOptions {
  readOnly?: boolean
  /** A person said that the program elsewhere is gone: its lock is taken over. One on this computer is known, and asked. */
  takeOver?: boolean
  now?: () => Date
  aliveEveryMs?: number
}

/**
 * Makes this process the only one that writes in a data folder. Answers `data-folder-busy` with the holder where
 * another one does, `data-folder-elsewhere` where it is, or was, one of another computer or container, which cannot be asked
 * after: such a lock is taken over by `takeOver`, and lapses by itself when its program no longer says that it runs.
 * `data-folder-unwritable` where no lock can be made. One that only reads (`readOnly`) never keeps one that
 * comes to work from it: a status that a script asks for may meet the sync that another one starts.
 *
 * Locks are numbered (`lock.00000007/holder.json`), and the highest number holds. A new one is made aside and
 * renamed to the next number, which only one of several starters can do, since a folder that is not empty cannot be
 * renamed over; then it looks again, and steps back where a higher one has come. A lock that is given back
 * stays, marked so, in order that numbers never run backwards. So nobody ever removes a lock that holds.
 */
export async function lockDataFolder(folder: string, options: LockOptions = {}): Promise<LockAnswer> {
  const at = resolve(folder)
  try {
    await makeFolder(at)
    const self = await thisProcess()
    const mine: LockFile = {
      ...self,
      token: randomUUID(),
      address: null,
      released: false,
      ...(options.readOnly && { looks: true as const }),
    }
    return await new LockAttempt(at, mine, options).run()
  } catch (error) {
    return { ok: false, problem: folderProblem(error, at), holder: null }
  }
}

/**
 * Makes a folder and those above it that are missing. Node's own way to do so never ends where the system refuses a
 * folder as if the one above were missing (Linux: below `/proc`).
 */
async function makeFolder(folder: string): Promise<void> {
  const above = dirname(folder)
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && statSync(folder).isDirectory()) return
    if (errorCode(error) !== 'ENOENT' || existsSync(above)) throw error
    await makeFolder(above)
    await makeFolder(folder)
  }
}

class LockAttempt {
  readonly #folder: string
  readonly #mine: LockFile
  readonly #options: LockOptions

  constructor(folder: string, mine: LockFile, options: LockOptions) {
    this.#folder = folder
    this.#mine = mine
    this.#options = options
  }

  #now(): Date {
    return this.#options.now?.() ?? new Date()
  }

  async run(): Promise<LockAnswer> {
    const { token } = this.#mine
    const aside = join(this.#folder, `lock.new.${token}`)
    // Before the lock can be seen: another attempt of this very process must not take it for a dead one's.
    heldHere.add(token)
    let answer: LockAnswer | null = null
    const until = performance.now() + LOOK_MS
    try {
      while (!answer) answer = await this.#attempt(aside, performance.now() < until)
      return answer
    } finally {
      if (!answer?.ok) heldHere.delete(token)
      await rm(aside, { recursive: true, force: true })
    }
  }

  /** Null where another look is needed: the numbers moved on meanwhile, or the holder only reads and may be waited for. */
  async #attempt(aside: string, mayWait: boolean): Promise<LockAnswer | null> {
    const highest = (await lockNumbers(this.#folder)).at(-1) ?? 0
    const holder = await this.#holderOf(highest)
    if (holder && (await this.#isHeld(holder))) {
      if (!holder.looks || this.#mine.looks || !mayWait) return this.#busy(holder)
      await wait(LOOK_AGAIN_MS)
      return null
    }
    // Not with the folders above: of a disk that may only be read that says that there is none.
    await mkdir(aside, { mode: 0o700 }).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error
    })
    await replaceHolder(aside, { ...this.#mine, aliveAt: this.#now().toISOString() })
    const number = highest + 1
    if (!(await renameToFree(aside, lockPath(this.#folder, number)))) return null
    const numbers = await lockNumbers(this.#folder)
    const others = numbers.filter((each) => each !== number)
    if (others.some((each) => each > number)) {
      // A slow starter: others have come and gone since it looked. Its lock was never the highest.
      await this.#remove(number)
      return null
    }
    for (const old of others) await this.#remove(old)
    return this.#held(number, holder)
  }

  /** Lower numbers mean nothing: what cannot be removed now is removed by a later holder. */
  async #remove(number: number): Promise<void> {
    await rm(lockPath(this.#folder, number), { recursive: true, force: true }).catch((error: unknown) => {
      if (errorCode(error) === null) throw error
    })
  }

  #held(number: number, before: LockFile | null): LockAnswer {
    const path = lockPath(this.#folder, number)
    const current = { ...this.#mine }
    const { promise: lost, resolve: lose } = Promise.withResolvers<void>()
    const write = (): Promise<void> => replaceHolder(path, { ...current, aliveAt: this.#now().toISOString() })
    const sayAlive = async (): Promise<void> => {
      if (((await lockNumbers(this.#folder)).at(-1) ?? number) > number) {
        clearInterval(alive)
        lose()
      } else if (heldHere.has(current.token)) await write()
    }
    // A disk that refuses it is told where work is stored, not here.
    const alive = setInterval(
      () => void sayAlive().catch(() => undefined),
      this.#options.aliveEveryMs ?? ALIVE_EVERY_MS,
    )
    alive.unref()
    return {
      ok: true,
      lost,
      tookOverFrom: before && !before.released ? shown(before) : null,
      async setAddress(address) {
        current.address = address
        await write()
      },
      async release() {
        clearInterval(alive)
        if (!heldHere.delete(current.token)) return
        current.released = true
        current.address = null
        await write().catch((error: unknown) => {
          // The folder is gone, and the lock with it.
          if (errorCode(error) !== 'ENOENT') throw error
        })
      },
    }
  }

  async #isHeld(holder: LockFile): Promise<boolean> {
    if (holder.released) return false
    if (isElsewhere(holder, this.#mine)) return !this.#options.takeOver && !this.#hasLapsed(holder)
    const sameProcess =
      holder.machine === this.#mine.machine && holder.boot === this.#mine.boot && holder.pid === this.#mine.pid
    return sameProcess ? heldHere.has(holder.token) : mayStillRun(holder, this.#mine)
  }

  #hasLapsed({ aliveAt, startedAt }: LockFile): boolean {
    const silentMs = Math.abs(this.#now().getTime() - Date.parse(aliveAt ?? startedAt))
    return !(silentMs < (aliveAt === undefined ? SILENT_LAPSES_AFTER_MS : LAPSES_AFTER_MS))
  }

  /** Null where the lock says nothing that can be read: then nobody can be holding it by it. */
  async #holderOf(number: number): Promise<LockFile | null> {
    if (number === 0) return null
    const text = await readFile(join(lockPath(this.#folder, number), HOLDER), 'utf8').catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return ''
      throw error
    })
    try {
      const read = JSON.parse(text) as LockFile
      return typeof read.pid === 'number' && typeof read.token === 'string' ? read : null
    } catch {
      return null
    }
  }

  #busy(holder: LockFile): LockAnswer {
    const { pid, host, aliveAt, startedAt } = holder
    return {
      ok: false,
      problem: isElsewhere(holder, this.#mine)
        ? problem('data-folder-elsewhere', { folder: this.#folder, host, at: aliveAt ?? startedAt })
        : problem('data-folder-busy', { folder: this.#folder, pid, host }),
      holder: shown(holder),
    }
  }
}

function shown({ pid, host, startedAt, address }: LockFile): LockHolder {
  return { pid, host, startedAt, address }
}

function lockPath(folder: string, number: number): string {
  return join(folder, `lock.${String(number).padStart(8, '0')}`)
}

async function lockNumbers(folder: string): Promise<number[]> {
  const names = await readdir(folder)
  return names
    .flatMap((name) => /^lock\.(\d{8,})$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
}

async function replaceHolder(path: string, content: LockFile): Promise<void> {
  const fresh = join(path, `${HOLDER}.${randomUUID()}`)
  await writeDurably(fresh, content)
  await rename(fresh, join(path, HOLDER))
}

async function writeDurably(path: string, content: LockFile): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(JSON.stringify(content))
    await file.sync()
  } finally {
    await file.close()
  }
}
