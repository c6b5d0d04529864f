import { spawn } from 'node:child_process'
import path from 'node:path'
import { buildWhatChanged } from './build.ts'
import { findElectron, missingScreen, rootArguments } from './electron-runtime.ts'

const ROOT = path.resolve(import.meta.dirname, '..', '..')
const given = process.argv.slice(2)
const wantsBrowser = given.includes('--browser')
const passedOn = given.filter((argument) => argument !== '--browser')

/** `npm start`: the app in Electron where there is one, else the same app in the default browser. */
async function start(): Promise<number> {
  const built = await buildWhatChanged(['window', 'help'])
  if (built.includes('window')) console.log('Built the window.')
  if (!wantsBrowser) {
    const screen = missingScreen()
    const runtime = screen === null ? await findElectron(ROOT, { download: true }) : { missing: screen }
    if ('program' in runtime) {
      await buildWhatChanged(['main'])
      const ended = await run(runtime.program, [...rootArguments(), ROOT, ...passedOn])
      if (!hadNoSandbox(ended)) return ended.code
      console.log(
        'Chromium cannot have its sandbox here (this system gives programs in such a folder no user namespaces), and without it no window is opened: the same app opens in your browser instead. The installed .deb has it.',
      )
    } else console.log(`No Electron window here, ${runtime.missing}: the same app opens in your browser instead.`)
  }
  return (await run(process.execPath, [path.join(ROOT, 'electron', 'browser-host.ts'), ...passedOn])).code
}

interface Ended {
  code: number
  signal: NodeJS.Signals | null
  /** The last it said on standard error. */
  said: string
}

/** Chromium ends itself at once where it can have neither of its sandboxes. */
function hadNoSandbox({ code, signal, said }: Ended): boolean {
  const aborted = signal === 'SIGTRAP' || signal === 'SIGABRT' || code === 133 || code === 134
  return process.platform === 'linux' && aborted && /sandbox|user namespace/i.test(said)
}

/** Runs the app in this terminal until it ends, handing on what asks it to stop. */
async function run(program: string, args: string[]): Promise<Ended> {
  const child = spawn(program, args, { stdio: ['inherit', 'inherit', 'pipe'], cwd: process.cwd() })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    process.stderr.write(chunk)
    said = (said + chunk.toString()).slice(-4_000)
  })
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT')
  })
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code: signal === null ? (code ?? 1) : 128, signal, said }))
  })
}

process.exitCode = await start()
