import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Programs of ours that run beside the main one, each for a part that may block, grow or die without taking the rest with
 * it: the keychain, whose questions a person may leave open, pictures, whose libraries keep what they took, and the reading
 * of exports, which are written by others and may be of any size.
 */
export type SideProgram = 'keychain' | 'receipts' | 'reading'

/** What a side program is started with. */
export interface SideGiven {
  /** What V8's heap may grow to, MB; beyond it the program dies. */
  heapMb?: number
  /** Its environment; left out: ours. */
  env?: Readonly<Record<string, string>>
}

/** A side program as its host started it. */
export interface RunningSide {
  send(order: SideOrder): void
  /** Ends it at once, whatever it does. */
  kill(): void
  /** Whether the host waits for it before it ends by itself. */
  keepAlive(isWorking: boolean): void
}

/** What the host tells of a side program: its answers, and its end. */
export interface SideHeard {
  answered(answer: SideAnswer): void
  ended(): void
}

export interface SideOrder {
  id: number
  order: unknown
}

export type SideAnswer = { id: number; ok: true; value: unknown } | { id: number; ok: false; message: string }

/** Starts a file as a side program: Node's way here, Electron's own where the shell says so. */
export type StartSide = (file: string, heard: SideHeard, given: SideGiven) => RunningSide

let start: StartSide = startWithNode

/** Electron starts side programs by other means than Node; its host says so before anything is asked of them. */
export function startSidesWith(other: StartSide): void {
  start = other
}

export class SideProcessEnded extends Error {
  constructor(program: SideProgram) {
    super(`the side program "${program}" has ended`)
  }
}

interface Waiting {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

/**
 * One side program, started when it is first asked and ended when nothing was asked for `idleMs`, or after `mostOrders`, so
 * that what it kept is given back. Orders are answered in turn.
 */
export class SideProcess {
  readonly #program: SideProgram
  readonly #idleMs: number
  readonly #mostOrders: number
  readonly #given: SideGiven
  readonly #waiting = new Map<number, Waiting>()
  #running: RunningSide | null = null
  #orders = 0
  #nextId = 1
  #idle: NodeJS.Timeout | undefined

  constructor(
    program: SideProgram,
    { idleMs, mostOrders = Infinity, ...given }: { idleMs: number; mostOrders?: number } & SideGiven,
  ) {
    this.#given = given
    this.#program = program
    this.#idleMs = idleMs
    this.#mostOrders = mostOrders
  }

  /** Rejects with what the side program threw, or `SideProcessEnded` where it died or was ended meanwhile. */
  ask(order: unknown): Promise<unknown> {
    clearTimeout(this.#idle)
    if (this.#orders >= this.#mostOrders && this.#waiting.size === 0) this.end()
    const running = (this.#running ??= this.#start())
    const id = this.#nextId
    this.#nextId += 1
    this.#orders += 1
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      running.keepAlive(true)
      running.send({ id, order })
    })
  }

  /** Ends it; whoever waits for an answer gets none. */
  end(): void {
    clearTimeout(this.#idle)
    const running = this.#running
    this.#running = null
    this.#orders = 0
    running?.kill()
    for (const { reject } of this.#waiting.values()) reject(new SideProcessEnded(this.#program))
    this.#waiting.clear()
  }

  #start(): RunningSide {
    const heard: SideHeard = {
      answered: (answer) => this.#answered(answer),
      ended: () => {
        if (this.#running === running) this.end()
      },
    }
    const running = start(fileOf(this.#program), heard, this.#given)
    return running
  }

  #answered(answer: SideAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if (answer.ok) waiting?.resolve(answer.value)
    else waiting?.reject(new Error(answer.message))
    if (this.#waiting.size > 0) return
    this.#running?.keepAlive(false)
    this.#idle = setTimeout(() => this.end(), this.#idleMs)
    this.#idle.unref()
  }
}

/** Beside this file's own place: as built in the program's folder, in the sources in electron/. */
function fileOf(program: SideProgram): string {
  const own = import.meta.dirname
  const files = [own, dirname(own)].flatMap((folder) =>
    ['cjs', 'ts'].map((ending) => join(folder, `${program}-process.${ending}`)),
  )
  const file = files.find((each) => existsSync(each))
  if (file === undefined) throw new Error(`the side program "${program}" is not in this build`)
  return file
}

/** How Node and Electron are told the limit of the heap. */
export function heapFlags({ heapMb }: SideGiven): string[] {
  return heapMb === undefined ? [] : [`--max-old-space-size=${heapMb}`]
}

/** Node’s way. */
export function startWithNode(file: string, heard: SideHeard, given: SideGiven): RunningSide {
  const child = fork(file, [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [...process.execArgv, ...heapFlags(given)],
    ...(given.env && { env: given.env }),
  })
  child.on('message', (answer) => heard.answered(answer as SideAnswer))
  child.once('error', () => heard.ended())
  child.once('exit', () => heard.ended())
  return {
    send: (order) => {
      if (child.connected) child.send(order, (error) => (error ? heard.ended() : undefined))
      else heard.ended()
    },
    kill: () => void child.kill('SIGKILL'),
    keepAlive: (isWorking) => {
      if (isWorking) {
        child.ref()
        child.channel?.ref()
      } else {
        child.unref()
        child.channel?.unref()
      }
    },
  }
}
