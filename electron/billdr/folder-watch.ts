import { watch } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from './clock.ts'

/** Changes that come in a burst are told once, after this long without a further one, in ms… */
const QUIET = 300
/** …but not later than this after the first, so that a folder that never rests is still noticed within 5 s. */
const LATEST = 2_000

/**
 * Tells when something in an export folder, or its zip, may have changed: at once where the system tells, and by looking
 * every `pollMs` where it does not (network drives, sync folders, a folder that is not there yet). Calls back once a burst.
 */
export function watchPath(path: string, pollMs: number, clock: Clock, changed: () => void): () => void {
  let stopped = false
  let seen: string | null = null
  let cancelPoll: (() => void) | null = null
  let cancelQuiet: (() => void) | null = null
  let burstSince: number | null = null

  const tell = (): void => {
    cancelQuiet = null
    burstSince = null
    if (!stopped) changed()
  }
  const noticed = (): void => {
    if (stopped) return
    burstSince ??= clock.now()
    cancelQuiet?.()
    const left = Math.max(0, LATEST - (clock.now() - burstSince))
    cancelQuiet = clock.after(Math.min(QUIET, left), tell)
  }
  const look = async (): Promise<void> => {
    const now = await appearance(path)
    if (stopped) return
    if (seen !== null && now !== seen) {
      noticed()
      systemWatch.renew()
    }
    seen = now
    cancelPoll = clock.after(pollMs, () => void look())
  }
  const systemWatch = watchBySystem(path, noticed)
  void look()

  return () => {
    stopped = true
    systemWatch.close()
    cancelPoll?.()
    cancelQuiet?.()
  }
}

/** The system's own watch; where it fails (network drive, folder gone) looking must do, and it is tried again on a change. */
function watchBySystem(path: string, noticed: () => void): { renew(): void; close(): void } {
  let watcher: ReturnType<typeof watch> | null = null
  const drop = (): void => {
    watcher?.close()
    watcher = null
  }
  const renew = (): void => {
    if (watcher) return
    try {
      watcher = watch(path, noticed)
      watcher.on('error', drop)
    } catch {
      watcher = null
    }
  }
  renew()
  return { renew, close: drop }
}

/** What can be seen of a path without reading: the names, sizes and dates at the top of a folder and of its attachments. */
async function appearance(path: string): Promise<string> {
  const own = await lineOf(path, '')
  const lines = await Promise.all(['', 'attachments'].map(async (folder) => {
    const names = await readdir(join(path, folder)).catch(() => [])
    const seen = []
    for (const name of names.sort()) seen.push(await lineOf(join(path, folder, name), name))
    return seen.join('\n')
  }))
  return [own, ...lines].join('\n\n')
}

async function lineOf(path: string, name: string): Promise<string> {
  const stats = await lstat(path).catch(() => null)
  return stats ? `${name} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs} ${stats.ino}` : `${name} none`
}
