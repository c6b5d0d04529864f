import path from 'node:path'
import type { ElectronParts } from './contract.ts'
import { existsSync, mkdtempSync, rmSync } from '../system/files.ts'
import { becomeProgram } from '../system/programs.ts'

/**
 * A command of the terminal where the packed program brings a Node of its own for it (Linux, Windows): this process becomes
 * that one, or waits for it. It has to happen before Electron looks for a screen, which would end it where there is none.
 * Answers false where there is no such Node; then the command runs in Electron itself.
 */
export function handOverToNode(resources: string, given: readonly string[]): boolean {
  const node = path.join(resources, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  const command = path.join(resources, 'app.asar.unpacked', 'dist', 'cli.js')
  if (!existsSync(node) || !existsSync(command)) return false
  becomeProgram(node, ['--max-semi-space-size=4', command, ...given])
  return true
}

/**
 * Runs a command of the terminal in Electron itself: without a profile that would stay behind, with the signals that Electron
 * takes for itself, and ended only when everything it printed has arrived.
 */
export async function runInElectron(
  electron: Pick<ElectronParts, 'app'>,
  command: () => Promise<unknown>,
): Promise<void> {
  const { app } = electron
  app.dock?.hide()
  const profile = mkdtempSync(path.join(app.getPath('temp'), 'billdr-qbo-'))
  app.setPath('userData', profile)
  // Electron answers SIGINT, SIGTERM and SIGHUP by this event, and Node's own listeners hear nothing of them.
  app.on('before-quit', (event) => {
    event.preventDefault()
    process.emit('SIGTERM', 'SIGTERM')
  })
  app.on('window-all-closed', () => undefined)
  await app.whenReady()
  try {
    await command()
  } catch (error) {
    // Without an end of its own it would stay, and say nothing.
    process.stderr.write(`${error instanceof Error ? error.message : 'unexpected failure'}\n`)
    process.exitCode = 1
  }
  await Promise.all([arrived(process.stdout), arrived(process.stderr)])
  rmSync(profile, { recursive: true, force: true })
  app.exit(Number(process.exitCode ?? 0))
}

/** Resolves when what was written to a stream has left this process, or its reader is gone. */
function arrived(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.once('error', () => resolve())
    stream.once('close', () => resolve())
    if (stream.destroyed) resolve()
    else stream.write('', () => resolve())
  })
}
