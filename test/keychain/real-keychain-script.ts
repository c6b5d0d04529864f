// Runs inside a session with a keychain of its own (see real-keychain.test.ts) and prints what it saw as JSON.
import { spawnSync } from 'node:child_process'
import { createKeytarStore } from '../../electron/keychain/keytar-store.ts'

const store = createKeytarStore({ service: `billdr-qbo test ${process.pid}`, timeoutMs: 20_000 })

async function keptAndForgotten() {
  const long = `{"refreshToken":"${'é😀x'.repeat(2_000)}"}`
  return {
    nothing: await store.get('tokens lavoie'),
    stored: [
      await store.set('tokens lavoie', 'short'),
      await store.set('tokens roy', long),
      await store.set('app-keys sandbox', 'keys'),
    ],
    short: await store.get('tokens lavoie'),
    longIsWhole: await store.get('tokens roy').then((answer) => answer.ok && answer.value === long),
    replaced: await store.set('tokens roy', 'now short').then(() => store.get('tokens roy')),
    deleted: [
      await store.delete('tokens lavoie'),
      await store.delete('tokens roy'),
      await store.delete('app-keys sandbox'),
      await store.delete('never there'),
    ],
  }
}

/** The Secret Service is told to lock everything, as a desktop does with its screen. */
function lock(): void {
  const secrets = ['--dest=org.freedesktop.secrets', '/org/freedesktop/secrets']
  spawnSync('dbus-send', [
    '--session',
    '--print-reply',
    ...secrets,
    'org.freedesktop.Secret.Service.Lock',
    'array:objpath:/org/freedesktop/secrets/collection/login',
  ])
}

async function lockedSince() {
  const stored = await store.set('tokens lavoie', 'short')
  const absent = await store.get('tokens roy', true)
  lock()
  return { stored, absent, locked: await store.get('tokens lavoie', true) }
}

process.stdout.write(JSON.stringify(await (process.env['STEP'] === 'lock' ? lockedSince() : keptAndForgotten())))
