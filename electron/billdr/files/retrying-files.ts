import type { Clock } from '../clock.ts'
import { wait } from '../clock.ts'
import type { ExportFiles } from '../export/export-files.ts'

/** After how long a file that another program holds is asked for again, in ms: Excel and sync programs let go in moments. */
const PAUSES = [200, 400, 800, 1_600]

/** The same files, but one that another program holds (Excel, a sync program) is asked for again before it counts as busy. */
export function retryingFiles(files: ExportFiles, clock: Clock): ExportFiles {
  return {
    top: files.top,
    deeper: () => files.deeper(),
    inFolders: () => files.inFolders(),
    below: (folder) => files.below(folder),
    close: () => files.close(),
    open: (path, maxBytes) =>
      untilFree(
        () => files.open(path, maxBytes),
        (opened) => !opened.ok && opened.reason === 'busy',
        clock,
      ),
    archive: (path) =>
      untilFree(
        () => files.archive(path),
        (opened) => !opened.ok && opened.refusal.why === 'busy',
        clock,
      ),
  }
}

async function untilFree<T>(open: () => Promise<T>, isBusy: (opened: T) => boolean, clock: Clock): Promise<T> {
  for (const pause of PAUSES) {
    const opened = await open()
    if (!isBusy(opened)) return opened
    await wait(clock, pause)
  }
  return open()
}
