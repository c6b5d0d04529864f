import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer as createSocket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createServer } from 'vite'
import { buildWhatChanged } from './build.ts'

/**
 * `npm run dev`: the window with hot reload, before a companion of its own that starts again where its code changes. It
 * opens the practice company in a data folder that ends with it; real data and a real sign-in are for `npm start`.
 * Whoever is on this computer can reach it while it runs, since the address of Vite's server has no key.
 */
const ROOT = path.resolve(import.meta.dirname, '..', '..')

await buildWhatChanged(['window', 'help'])
const dataFolder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-dev-'))
// The same port after each of its starts, so that the window finds it again.
const port = await freePort()
const host = `127.0.0.1:${port}`
const companion = spawn(
  process.execPath,
  ['--watch', 'electron/browser-host.ts', '--data-dir', dataFolder, '--port', String(port), '--no-open'],
  { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, QBO_ENVIRONMENT: 'practice' } },
)

/** The cookie of this process, which comes in by the one-time address of each start as a browser would. */
let cookie = ''
const started = new Promise<void>((resolve) => {
  companion.stdout.setEncoding('utf8').on('data', (text: string) => {
    const address = /http:\/\/127\.0\.0\.1:\d+\/\?key=\S+/.exec(text)?.[0]
    if (!address) return void process.stdout.write(text)
    void fetch(address, { redirect: 'manual' }).then((answer) => {
      cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
      resolve()
    })
  })
})
await started

const proxied = {
  target: `http://${host}`,
  configure: (proxy: {
    on(event: 'proxyReq', heard: (request: { setHeader(name: string, value: string): void }) => void): void
  }) =>
    proxy.on('proxyReq', (request) => {
      request.setHeader('host', host)
      request.setHeader('origin', `http://${host}`)
      request.setHeader('cookie', cookie)
    }),
}
const vite = await createServer({
  root: path.join(ROOT, 'renderer'),
  configFile: path.join(ROOT, 'vite.config.ts'),
  server: { host: '127.0.0.1', proxy: { '/bridge': proxied, '/help': proxied } },
})
await vite.listen()
vite.printUrls()

async function end(): Promise<void> {
  companion.kill('SIGTERM')
  await vite.close()
  rmSync(dataFolder, { recursive: true, force: true })
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end())

async function freePort(): Promise<number> {
  const socket = createSocket()
  await new Promise<void>((resolve) => socket.listen(0, '127.0.0.1', resolve))
  const { port: found } = socket.address() as AddressInfo
  await new Promise((resolve) => socket.close(resolve))
  return found
}
