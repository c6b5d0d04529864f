import type { ChildProcess } from 'node:child_process'
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PRACTICE_KEYS, remoteControls } from '../../electron/practice/testing/controlled-company.ts'
import type { PracticeControls } from '../../electron/practice/testing/controlled-company.ts'
import type { PracticePlace } from './books-as-read.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const CLI = join(ROOT, 'electron', 'cli.ts')
const STAND_INS = join(import.meta.dirname, 'stand-ins.ts')

/** A practice company in its own process. */
export interface PracticeProcess {
  place: PracticePlace
  controls: PracticeControls
  /** How many requests have arrived by now. */
  arrived(): Promise<number>
  stop(): Promise<void>
}

export async function startPractice(folder: string): Promise<PracticeProcess> {
  const child = fork(join(import.meta.dirname, 'practice.process.ts'), [folder], {
    execPath: process.execPath,
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  const place = await Promise.race([
    once(child, 'message').then(([message]) => message as PracticePlace),
    ended.then(() => {
      throw new Error('the practice company did not start')
    }),
  ])
  const controls = remoteControls(place.origin, place.controlKey)
  let last = 0
  return {
    place,
    controls,
    async arrived() {
      last = (await controls.requests(last)).at(-1)?.number ?? last
      return last
    },
    async stop() {
      child.disconnect()
      await ended
    },
  }
}

export interface Ended {
  /** Null where it was killed. */
  code: number | null
  out: string
  error: string
}

/** The real headless command on one data folder, with QuickBooks' addresses pointing at a practice company. */
export class Command {
  readonly #environment: NodeJS.ProcessEnv
  readonly #dataFolder: string

  constructor(dataFolder: string, place: PracticePlace, keychain: string, timesFaster: number) {
    this.#dataFolder = dataFolder
    this.#environment = {
      ...process.env,
      NODE_OPTIONS: '',
      NODE_COMPILE_CACHE: join(tmpdir(), 'billdr-chaos-compiled'),
      QBO_ENVIRONMENT: 'sandbox',
      QBO_API_BASE: place.apiBase,
      QBO_AUTHORIZE_URL: place.authorizeUrl,
      QBO_TOKEN_URL: place.tokenUrl,
      QBO_REVOKE_URL: place.revokeUrl,
      QBO_CLIENT_ID: PRACTICE_KEYS.clientId,
      QBO_CLIENT_SECRET: PRACTICE_KEYS.clientSecret,
      CHAOS_KEYCHAIN: keychain,
      CHAOS_TIMES_FASTER: String(timesFaster),
    }
  }

  start(...words: string[]): { child: ChildProcess; ended: Promise<Ended> } {
    const child = spawn(process.execPath, ['--import', STAND_INS, CLI, ...words, '--data-dir', this.#dataFolder], {
      cwd: ROOT,
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let error = ''
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      out += piece
    })
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      error += piece
    })
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, error }))
    return { child, ended }
  }

  async run(...words: string[]): Promise<Ended> {
    return this.start(...words).ended
  }

  /** Runs it and answers its JSON; throws where it could not run. */
  async json<T>(...words: string[]): Promise<T> {
    const ended = await this.run(...words, '--json')
    if (ended.code !== 0 && ended.code !== 2)
      throw new Error(`${words.join(' ')} ended with ${String(ended.code)}: ${ended.error}`)
    return JSON.parse(ended.out) as T
  }

  /** Signs in; the person is a fetch, since the practice company consents by itself. */
  async connect(company: string): Promise<void> {
    const { child, ended } = this.start('connect', '--no-browser', '--company', company)
    let text = ''
    let visited = false
    child.stdout?.on('data', (piece: string) => {
      text += piece
      const address = /^authorize: (\S+)$/m.exec(text)?.[1]
      if (address === undefined || visited) return
      visited = true
      // Where the visit fails, the command says so by its end.
      fetch(address).catch(() => undefined)
    })
    const { code, error } = await ended
    if (code !== 0) throw new Error(`connect ended with ${String(code)}: ${error}`)
  }

  /** Runs it and kills it outright when `moment` comes, unless it has ended by then. */
  async killedAt(
    moment: (isOver: () => boolean) => Promise<void>,
    ...words: string[]
  ): Promise<Ended & { killed: boolean }> {
    const { child, ended } = this.start(...words)
    await Promise.race([moment(() => child.exitCode !== null), ended])
    child.kill('SIGKILL')
    const result = await ended
    return { ...result, killed: result.code === null }
  }
}
