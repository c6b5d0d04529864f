import { setTimeout as wait } from 'node:timers/promises'

/**
 * What Windows answers while somebody else has a file open (virus scanners, indexers, sync clients), and Linux and macOS
 * where a folder lies on a network drive. It passes, as a rule within a second.
 */
const HELD = new Set(['EPERM', 'EACCES', 'EBUSY'])
/** A folder cannot go while a file in it that was removed is still open elsewhere. */
const HELD_FOLDER = new Set([...HELD, 'ENOTEMPTY'])

/** How long it is tried again, in milliseconds. */
export interface RetryTimes {
  /** For what is certain to pass: EBUSY, and on Windows all of them. */
  held: number
  /** For EPERM and EACCES elsewhere, where they are nearly always a matter of rights, and stay. */
  refused: number
}

const RETRY: RetryTimes = { held: 8_000, refused: 1_200 }
/** For what is done at once, while nothing else can happen in this program. */
const RETRY_SYNC: RetryTimes = { held: 4_000, refused: 400 }
const FIRST_PAUSE_MS = 5
/** Short, because a scanner that comes again and again leaves gaps of some tens of milliseconds. */
const LONGEST_PAUSE_MS = 40

type Codes = ReadonlySet<string>

/** How long this failure is worth waiting for; 0 where it is none that passes. */
function worthWaiting(error: unknown, codes: Codes, times: RetryTimes): number {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (typeof code !== 'string' || !codes.has(code)) return 0
  const alwaysPasses = process.platform === 'win32' || (code !== 'EPERM' && code !== 'EACCES')
  return alwaysPasses ? times.held : times.refused
}

/** Uneven, so that it does not keep step with a scanner that comes at even times. */
function nextPause(before: number): number {
  return Math.min(LONGEST_PAUSE_MS, before * 2) * (0.6 + Math.random() * 0.4)
}

async function again<T>(act: () => Promise<T>, codes: Codes): Promise<T> {
  const from = performance.now()
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.max(FIRST_PAUSE_MS, nextPause(pause))) {
    try {
      return await act()
    } catch (error) {
      if (performance.now() - from >= worthWaiting(error, codes, RETRY)) throw error
      await wait(pause)
    }
  }
}

function againAtOnce<T>(act: () => T, codes: Codes): T {
  const from = performance.now()
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.max(FIRST_PAUSE_MS, nextPause(pause))) {
    try {
      return act()
    } catch (error) {
      if (performance.now() - from >= worthWaiting(error, codes, RETRY_SYNC)) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause)
    }
  }
}

type Later = (...given: never[]) => Promise<unknown>

/**
 * The one place where what the system refuses for a moment is tried again, with growing pauses and for some seconds: the
 * same function, which waits where a file is held open by somebody else, and throws what the system said where that lasts.
 */
export function retried<F extends Later>(act: F): F {
  // What comes out takes and answers what went in, overloads and all, which the compiler cannot follow.
  return ((...given: never[]) => again(() => act(...given), HELD)) as F
}

/** The same for removals of whole folders. */
export function retriedForFolders<F extends Later>(act: F): F {
  return ((...given: never[]) => again(() => act(...given), HELD_FOLDER)) as F
}

/** The same for what is done at once; shorter, as the whole program waits. */
export function retriedAtOnce<F extends (...given: never[]) => unknown>(act: F): F {
  return ((...given: never[]) => againAtOnce(() => act(...given), HELD)) as F
}
