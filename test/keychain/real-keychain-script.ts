// Runs inside a session with a keychain of its own (see real-keychain.test.ts) and prints what it saw as JSON.
import { createKeytarStore } from '../../electron/keychain/keytar-store.ts'

const store = createKeytarStore({ service: `billdr-qbo test ${process.pid}`, timeoutMs: 20_000 })
const long = `{"refreshToken":"${'é😀x'.repeat(2_000)}"}`

const seen = {
  nothing: await store.get('tokens lavoie'),
  stored: [await store.set('tokens lavoie', 'short'), await store.set('tokens roy', long), await store.set('app-keys sandbox', 'keys')],
  list: await store.list(),
  short: await store.get('tokens lavoie'),
  longIsWhole: await store.get('tokens roy').then((answer) => answer.ok && answer.value === long),
  replaced: await store.set('tokens roy', 'now short').then(() => store.get('tokens roy')),
  deleted: [await store.delete('tokens lavoie'), await store.delete('tokens roy'), await store.delete('app-keys sandbox'), await store.delete('never there')],
  left: await store.list(),
}
process.stdout.write(JSON.stringify(seen))
