import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { wordsFor } from '../shared/words/index.ts'
import { addressOfRunning } from './browser/another-start.ts'
import type { ServedWindow } from './browser/serve-window.ts'
import { serveWindow } from './browser/serve-window.ts'
import { handlersFor } from './companion/handlers.ts'
import { openCompanion } from './companion/companion.ts'
import { Scheduler } from './companion/scheduler.ts'
import { dataFolderFor } from './store/data-folder.ts'
import { workableAgain } from './store/no-lock.ts'
import { openInBrowser } from './terminal/browser.ts'
import { readFileSync } from './system/files.ts'
import { followFirmSettings } from './system/firm-settings.ts'

/**
 * The app in the default browser: the same companion and the same window, served on this machine alone.
 * Arguments: `--data-dir <dir>`, `--port <n>`, `--no-open`.
 *
 * It stands in for the desktop where `npm start` finds no Electron runtime, and is not packed: an installed program has
 * its runtime with it, and a second door to the same data would be one more to guard.
 */

/** An end that was asked for takes no longer. */
const LONGEST_END_MS = 1_500

const root = dirname(dirname(fileURLToPath(import.meta.url)))

function argument(name: string): string | undefined {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}

async function main(): Promise<number> {
  followFirmSettings()
  const chosen = dataFolderFor(argument('--data-dir'))
  if (!chosen.ok) {
    const worded = wordsFor('en').problem(chosen.problem)
    process.stderr.write(`${worded.title}\n  ${worded.explanation}\n`)
    return 1
  }
  const dataFolder = chosen.value
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const opened = await openCompanion({
    dataFolder,
    version,
    keychainMs: 10_000,
    readsAside: true,
    takeOver: process.argv.includes('--take-over'),
  })
  if (!opened.ok) {
    const worded = wordsFor('en').problem(opened.problem)
    const { holder } = opened
    process.stderr.write(`${worded.title}\n  ${worded.explanation}\n`)
    const address = holder?.address ? await addressOfRunning(holder.address) : null
    if (address !== null) {
      process.stdout.write(`${address}\n`)
      if (!process.argv.includes('--no-open')) await openInBrowser(address)
    }
    return 1
  }
  const { companion } = opened
  void companion.lock.lost.then(() => process.exit(1))
  let served: ServedWindow | null = null
  const scheduler = new Scheduler({
    companion,
    dataFolder,
    samples: join(root, 'build', 'samples'),
    host: 'browser',
    version,
    isLookedAt: () => served?.isLookedAt() ?? true,
  })
  companion.onFault = (company, where) => void process.stderr.write(`${company}: ${where}\n`)
  served = await serveWindow({
    handlers: handlersFor(scheduler),
    events: (listener) => scheduler.subscribe(listener),
    assets: join(root, 'dist', 'window'),
    help: join(root, 'dist', 'help'),
    port: Number(argument('--port') ?? 0),
    onFault: (call, error) =>
      void process.stderr.write(`${call}: ${error instanceof Error ? error.message : 'failed'}\n`),
  })
  await companion.lock.setAddress(served.forAnotherStart)
  const stopped = new Promise<void>((resolve) => {
    // It often comes twice: to every program of a terminal, and handed on by one of them.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve())
  })
  process.stdout.write(`${served.address}\n`)
  await scheduler.start()
  if (!process.argv.includes('--no-open')) await openInBrowser(served.address)
  const again = companion.trouble ? workableAgain(dataFolder) : new Promise<never>(() => undefined)
  const isAgain = await Promise.race([stopped.then(() => false), again.then(() => true)])
  // As for the command: what does not end is left as a crash would leave it.
  const tooLong = setTimeout(() => void companion.lock.release().finally(() => process.exit(0)), LONGEST_END_MS).unref()
  await served.close()
  await scheduler.close()
  // A pause that QuickBooks asked for keeps the process after everything is closed: then the timer ends it.
  if (isAgain) clearTimeout(tooLong)
  return isAgain ? main() : 0
}

process.exitCode = await main()
