import type { FolderLock } from './folder-lock.ts'
import { lockDataFolder } from './folder-lock.ts'

const LOOK_AGAIN_MS = 5_000

/** In the place of a lock, for who only looks at a folder whose disk takes nothing: it keeps nobody out. */
export function noLock(): FolderLock {
  return { lost: new Promise(() => undefined), setAddress: () => Promise.resolve(), release: () => Promise.resolve() }
}

/** Resolves once a lock can be made in the folder again; it is given back at once. */
export function workableAgain(folder: string, everyMs = LOOK_AGAIN_MS): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      void lockDataFolder(folder).then(async (lock) => {
        if (!lock.ok) return
        clearInterval(timer)
        await lock.release()
        resolve()
      })
    }, everyMs).unref()
  })
}
