import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { keychainMissing } from '../support/keychain-session.ts'

const reason = keychainMissing()
/** The keychain is locked by the session's own bus. */
const lockReason =
  reason ?? (spawnSync('sh', ['-c', 'command -v dbus-send']).status === 0 ? null : 'not installed: dbus-send')
const script = fileURLToPath(new URL('./real-keychain-script.ts', import.meta.url))
const SESSION =
  'printf %s "$KEYRING_PASSWORD" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$NODE" --no-warnings "$SCRIPT"'

/** Runs the script in a session of its own, with a home of its own, and answers what it printed. */
function inSession(command: string, step = ''): unknown {
  const home = mkdtempSync(join(tmpdir(), 'billdr-qbo-keychain-'))
  try {
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      XDG_DATA_HOME: home,
      XDG_RUNTIME_DIR: home,
      KEYRING_PASSWORD: 'only for this test',
      NODE: process.execPath,
      SCRIPT: script,
      STEP: step,
    }
    const run = spawnSync('dbus-run-session', ['--', 'bash', '-c', command], { env, encoding: 'utf8', timeout: 60_000 })
    // The buses and daemons say much on the way; only where the script said nothing does it matter.
    return JSON.parse(run.stdout || JSON.stringify(run.stderr))
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

describe('the operating system’s keychain', () => {
  it.skipIf(reason !== null)(
    `keeps, replaces and forgets secrets, long ones too${reason ? ` (skipped: ${reason})` : ''}`,
    { timeout: 90_000 },
    () => {
      const done = { ok: true, value: null }
      expect(inSession(SESSION)).toEqual({
        nothing: done,
        stored: [done, done, done],
        short: { ok: true, value: 'short' },
        longIsWhole: true,
        replaced: { ok: true, value: 'now short' },
        deleted: [done, done, done, done],
      })
    },
  )

  it.skipIf(reason !== null)(
    `says that it is locked where nobody unlocks it${reason ? ` (skipped: ${reason})` : ''}`,
    { timeout: 90_000 },
    () => {
      expect(inSession('exec "$NODE" --no-warnings "$SCRIPT"')).toMatchObject({
        stored: [{ ok: false, problem: { code: 'keychain-locked' } }, { ok: false }, { ok: false }],
      })
    },
  )

  it.skipIf(lockReason !== null)(
    `says that it was locked since, where something is known to be in it${lockReason ? ` (skipped: ${lockReason})` : ''}`,
    { timeout: 90_000 },
    () => {
      expect(inSession(SESSION, 'lock')).toEqual({
        stored: { ok: true, value: null },
        absent: { ok: true, value: null },
        locked: { ok: false, problem: { code: 'keychain-locked', params: {} } },
      })
    },
  )

  it.skipIf(reason !== null)(
    `says that it is missing where no keychain runs${reason ? ` (skipped: ${reason})` : ''}`,
    { timeout: 90_000 },
    () => {
      expect(
        inSession('DBUS_SESSION_BUS_ADDRESS=unix:path=$HOME/no-bus exec "$NODE" --no-warnings "$SCRIPT"'),
      ).toMatchObject({ nothing: { ok: false, problem: { code: 'keychain-missing' } } })
    },
  )
})
