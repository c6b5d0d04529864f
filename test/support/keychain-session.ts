import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Why the operating system's keychain cannot be tried here; null where it can. */
export function keychainMissing(): string | null {
  if (process.platform !== 'linux') return 'only tried on Linux, where a keychain can be made for one test'
  const tools = ['dbus-run-session', 'gnome-keyring-daemon'].filter(
    (tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0,
  )
  if (tools.length > 0) return `not installed: ${tools.join(', ')}`
  try {
    createRequire(import.meta.url)('keytar')
  } catch {
    return 'keytar is not installed or its libsecret is missing'
  }
  return null
}

/** A desktop session with an unlocked keychain of its own. */
export interface KeychainSession {
  /** What a process in it finds in its environment. */
  environment: Record<string, string>
  close(): Promise<void>
}

/**
 * Starts one; it lives until it is closed, and with nobody to hold its input it ends by itself. `more`: with a `DISPLAY` its
 * keychain asks on that screen.
 */
export async function keychainSession(more: Readonly<Record<string, string>> = {}): Promise<KeychainSession> {
  const home = mkdtempSync(join(tmpdir(), 'billdr-qbo-session-'))
  const own = { HOME: home, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home, ...more }
  const script =
    'printf %s "$KEYRING_PASSWORD" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat >/dev/null'
  const session = spawn('dbus-run-session', ['--', 'bash', '-c', script], {
    env: { PATH: process.env['PATH'] ?? '', ...own, KEYRING_PASSWORD: 'only for this test' },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const ended = new Promise<void>((resolve) => session.once('close', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    session.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString()
      const end = said.indexOf('\n')
      if (end >= 0) resolve(said.slice(0, end))
    })
    session.once('error', reject)
    void ended.then(() => reject(new Error(`the session ended: ${said}`)))
  })
  return {
    environment: { ...own, DBUS_SESSION_BUS_ADDRESS: address },
    async close() {
      session.stdin.end()
      await ended
      rmSync(home, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
