import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mkdir, readFile, stat, writeFile } from '../system/files.ts'
import { errorCode } from './file-system.ts'
import type { FolderLock, LockHolder } from './folder-lock.ts'
import { lockDataFolder } from './folder-lock.ts'

/** Several data folders of this computer that send to the same books do so one after the other. */
export interface SendingTurn {
  /**
   * Waits for the turn. `others-sent`: another data folder had it since this one last did, so that the books are to be
   * looked at again; they show all that it sent by then. `busy`: another one still has it after ten minutes, or
   * `waits.stopped`. `none`: there is no place to agree at.
   */
  take(waits: TurnWaits): Promise<TurnAnswer>
  /** Lets the next one in. */
  give(): Promise<void>
}

export type TurnAnswer = 'taken' | 'others-sent' | 'busy' | 'none'

export interface TurnWaits {
  /** Called once, where another one has the turn, or had it a moment ago. */
  waiting(): void
  sleep(ms: number): Promise<void>
  stopped(): boolean
  /** How long after another one gave its turn back the books show all that it sent, ms. */
  listsBehindMs: number
  /** How long after another one was killed nothing that it sent can arrive any more, ms. */
  landedMs: number
}

const LOOK_AGAIN_MS = 250
const MOST_MS = 10 * 60_000
const LAST = 'last.json'

/** Who had the turn last; null: nobody can tell. */
interface LastTurn {
  by: string | null
  /** Epoch ms at which it was taken, or given back. */
  at: number
}

/** A place where programs agree: they share at least one of them, whatever folder for temporary files each was given. */
interface Place {
  folder: string
  lock: FolderLock & { tookOverFrom: LockHolder | null }
}

/**
 * The turn at the books of one company (`books`: whatever tells them from all others) for a data folder (`self`, which tells it
 * from all others). A program that ends without giving it back, or is killed, leaves it to the next one, as with the lock of a
 * data folder.
 */
export function sendingTurn(books: string, self: string): SendingTurn {
  const name = createHash('sha256').update(books).digest('hex').slice(0, 32)
  const held: Place[] = []

  async function release(): Promise<void> {
    for (const { lock } of held.splice(0).toReversed()) await lock.release()
  }

  async function keepLastOfAll(): Promise<void> {
    for (const { folder } of held) await keepLast(folder, self)
  }

  async function take({ waiting, sleep, stopped, listsBehindMs, landedMs }: TurnWaits): Promise<TurnAnswer> {
    const until = performance.now() + MOST_MS
    let isTold = false
    const wait = async (ms: number): Promise<void> => {
      if (!isTold) waiting()
      isTold = true
      await sleep(ms)
    }
    for (const within of placesHere()) {
      if (!(await isOwn(within))) continue
      const folder = join(within, name)
      for (;;) {
        const lock = await lockDataFolder(folder)
        if (lock.ok) held.push({ folder, lock })
        if (lock.ok || lock.holder === null) break
        if (stopped() || performance.now() > until) {
          // Nothing was sent in this turn: who sent last stays who it was.
          await release()
          return 'busy'
        }
        await wait(LOOK_AGAIN_MS)
      }
    }
    if (held.length === 0) return 'none'
    const before = await Promise.all(held.map(async (place) => ({ ...place, last: await lastOf(place.folder) })))
    const others = before.filter(({ last }) => last !== null && last.by !== self)
    const now = Date.now()
    const rests = others.map(({ lock, last }) =>
      lock.tookOverFrom || last?.by === null ? landedMs : listsBehindMs - Math.abs(now - (last?.at ?? now)),
    )
    for (let rest = Math.max(0, ...rests); rest > 0; rest -= LOOK_AGAIN_MS) {
      if (stopped()) {
        await release()
        return 'busy'
      }
      await wait(Math.min(rest, LOOK_AGAIN_MS))
    }
    await keepLastOfAll()
    return others.length > 0 ? 'others-sent' : 'taken'
  }
  return {
    take,
    async give() {
      await keepLastOfAll()
      await release()
    },
  }
}

/** The system's own folders for temporary files come first: a service, or a session, may have been given another one. */
function placesHere(): string[] {
  const { LOCALAPPDATA } = process.env
  const system = process.platform === 'win32' ? (LOCALAPPDATA ? [join(LOCALAPPDATA, 'Temp')] : []) : ['/tmp']
  const user = process.getuid?.() ?? 'user'
  return [...new Set([...system, tmpdir()])].map((each) => join(each, `billdr-qbo-${user}`))
}

/** Everybody may write in a system's temporary folder: one that another person put there is not agreed at. */
async function isOwn(folder: string): Promise<boolean> {
  try {
    // Not with the folders above: below `/proc` Node's own way to do so never ends.
    await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error
    })
    const { uid } = await stat(folder)
    return process.getuid === undefined || uid === process.getuid()
  } catch (error) {
    if (errorCode(error) === null) throw error
    return false
  }
}

/** The turn before this one; null where there was none. */
async function lastOf(folder: string): Promise<LastTurn | null> {
  try {
    const read = JSON.parse(await readFile(join(folder, LAST), 'utf8')) as Partial<LastTurn> | null
    if (typeof read?.by === 'string' && typeof read.at === 'number') return { by: read.by, at: read.at }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
  }
  return { by: null, at: 0 }
}

/** Where it cannot be kept, the next one takes what is there for another's. */
async function keepLast(folder: string, self: string): Promise<void> {
  const last: LastTurn = { by: self, at: Date.now() }
  await writeFile(join(folder, LAST), JSON.stringify(last), { mode: 0o600 }).catch((error: unknown) => {
    if (errorCode(error) === null) throw error
  })
}
