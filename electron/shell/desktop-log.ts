import path from 'node:path'
import { appendFileSync, mkdirSync, renameSync, statSync } from '../system/files.ts'

const LARGEST = 500_000

/**
 * The desktop's own log, for support: what happened, when, in names and numbers of the program; nothing of a document. A
 * full file becomes the old one, and the old one goes.
 */
export function desktopLog(
  dataFolder: string,
  now: () => Date,
): (event: string, details?: Record<string, string | number>) => void {
  const file = path.join(dataFolder, 'desktop.log')
  return (event, details = {}) => {
    try {
      mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST) renameSync(file, `${file}.old`)
      appendFileSync(file, `${JSON.stringify({ at: now().toISOString(), event, ...details })}\n`, { mode: 0o600 })
    } catch {
      // A log that cannot be written is no reason to stop.
    }
  }
}
