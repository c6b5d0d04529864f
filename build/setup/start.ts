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
      return run(runtime.program, [...rootArguments(), ROOT, ...passedOn])
    }
    console.log(`No Electron window here, ${runtime.missing}: the same app opens in your browser instead.`)
  }
  return run(process.execPath, [path.join(ROOT, 'electron', 'browser-host.ts'), ...passedOn])
}

/** Runs the app in this terminal until it ends, handing on what asks it to stop. */
async function run(program: string, args: string[]): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit', cwd: process.cwd() })
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT')
  })
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(signal === null ? (code ?? 1) : 128))
  })
}

process.exitCode = await start()
