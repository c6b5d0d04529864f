import { join } from 'node:path'
import type { Clock } from '../clock.ts'
import { lstat, readdir, watch } from '../../system/files.ts'

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
  let seen: string | null
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
  // What the system does not watch may change before the first look: it counts from nothing.
  seen = systemWatch.works() ? null : NOTHING_THERE
  void look()

  return () => {
    stopped = true
    systemWatch.close()
    cancelPoll?.()
    cancelQuiet?.()
  }
}

/** The system's own watch; where it fails (network drive, folder gone) looking must do, and it is tried again on a change. */
function watchBySystem(path: string, noticed: () => void): { works(): boolean; renew(): void; close(): void } {
  let watcher: ReturnType<typeof watch> | null = null
  const drop = (): void => {
    watcher?.close()
    watcher = null
  }
  // Anew on every change that was seen by looking: what is watched may have been replaced by another of its name.
  const renew = (): void => {
    drop()
    try {
      watcher = watch(path, noticed)
      watcher.on('error', drop)
    } catch {
      watcher = null
    }
  }
  renew()
  return { works: () => watcher !== null, renew, close: drop }
}

/** How a path appears at which nothing is. */
const NOTHING_THERE = ' none'
/** Below this many, the folders of the attachments are looked into as well. */
const MOST_FOLDERS = 1_000

/**
 * What can be seen of a path without reading: the names, sizes and dates at the top of a folder and of its attachments. A
 * file that comes or goes changes the date of its folder; one that is overwritten does not, hence the look into each.
 */
async function appearance(path: string): Promise<string> {
  const folders = await namesIn(join(path, 'attachments'))
  const inner = folders.length > MOST_FOLDERS ? [] : folders.map((folder) => join('attachments', folder))
  const lines = [await lineOf(path, '')]
  for (const folder of ['', 'attachments', ...inner]) {
    for (const name of await namesIn(join(path, folder)))
      lines.push(await lineOf(join(path, folder, name), join(folder, name)))
  }
  return lines.join('\n')
}

/** The names in a folder, sorted; none where there is no folder. */
async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.sort()
}

async function lineOf(path: string, name: string): Promise<string> {
  const stats = await lstat(path).catch(() => null)
  return stats ? `${name} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs} ${stats.ino}` : `${name} none`
}
