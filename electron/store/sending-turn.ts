import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { mkdir, readFile, stat, writeFile } from '../system/files.ts'
import { errorCode } from './file-system.ts'
import { lockDataFolder } from './folder-lock.ts'

/** Several data folders of this computer that send to the same books do so one after the other. */
export interface SendingTurn {
  /**
   * Waits for the turn. `others-sent`: another data folder had it since this one last did, so that the books are to be
   * looked at again. `busy`: another one still has it after ten minutes, or `waits.stopped`. `none`: there is no place to
   * agree at (the temporary folder takes nothing): no other one has a turn either.
   */
  take(waits: TurnWaits): Promise<TurnAnswer>
  /** Lets the next one in. */
  give(): Promise<void>
}

export type TurnAnswer = 'taken' | 'others-sent' | 'busy' | 'none'

export interface TurnWaits {
  /** Called once, where another one has the turn. */
  waiting(): void
  sleep(ms: number): Promise<void>
  stopped(): boolean
}

const LOOK_AGAIN_MS = 250
const MOST_MS = 10 * 60_000
const LAST = 'last.json'

/**
 * The turn at the books of one company (`books`: whatever tells them from all others) for a data folder. A program that ends
 * without giving it back, or is killed, leaves it to the next one, as with the lock of a data folder.
 */
export function sendingTurn(books: string, dataFolder: string): SendingTurn {
  const user = process.getuid?.() ?? 'user'
  const within = join(tmpdir(), `billdr-qbo-${user}`)
  const folder = join(within, createHash('sha256').update(books).digest('hex').slice(0, 32))
  const self = resolve(dataFolder)
  let held: { release(): Promise<void> } | null = null
  return {
    async take({ waiting, sleep, stopped }) {
      if (!(await isOwn(within))) return 'none'
      const until = performance.now() + MOST_MS
      for (let tries = 0; ; tries++) {
        const lock = await lockDataFolder(folder)
        if (lock.ok) {
          held = lock
          const last = await lastOf(folder)
          if (last === self) return 'taken'
          await writeFile(join(folder, LAST), JSON.stringify(self), { mode: 0o600 })
          return last === null ? 'taken' : 'others-sent'
        }
        if (lock.holder === null) return 'none'
        if (tries === 0) waiting()
        if (stopped() || performance.now() > until) return 'busy'
        await sleep(LOOK_AGAIN_MS)
      }
    },
    async give() {
      await held?.release()
      held = null
    },
  }
}

/** Everybody may write in a system's temporary folder: one that another person put there is not agreed at. */
async function isOwn(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const { uid } = await stat(folder)
    return process.getuid === undefined || uid === process.getuid()
  } catch (error) {
    if (errorCode(error) === null) throw error
    return false
  }
}

/** The data folder that had the turn last; null where nobody had. */
async function lastOf(folder: string): Promise<string | null> {
  const text = await readFile(join(folder, LAST), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return ''
    throw error
  })
  try {
    return String(JSON.parse(text))
  } catch {
    return null
  }
}
