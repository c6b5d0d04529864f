import { childEnvironment } from '../../system/programs.ts'
import { SideProcess } from '../../system/side-process.ts'

/** After so long without a reading a process ends, ms. */
const IDLE_MS = 3_000
/** What a reading may take of V8's heap, MB: what it keeps packed lies outside, within the limits of billdr/limits.ts. */
const HEAP_MB = 768
/** So many read beside each other, as far as nobody waits longer than this, ms: one that hangs keeps nobody. */
const BESIDE = 2
const LONGEST_TURN_MS = 5_000

/** What a reading needs of the environment besides what every program gets; no secret is among it. */
const NEEDED = ['NODE_COMPILE_CACHE', 'NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR']

/** The processes in which exports are read: each does one reading at a time, and a few of them are kept for the next. */
class Readers {
  readonly #free: SideProcess[] = []
  #busy = 0
  readonly #waiting: (() => void)[] = []

  /** Does the work with a process that nobody else uses. */
  async with<T>(work: (side: SideProcess) => Promise<T>): Promise<T> {
    if (this.#busy >= BESIDE) await this.#turn()
    this.#busy += 1
    const side = this.#free.pop() ?? this.#made()
    try {
      return await work(side)
    } finally {
      this.#busy -= 1
      this.#free.push(side)
      this.#waiting.shift()?.()
    }
  }

  #made(): SideProcess {
    const env = childEnvironment(
      process.env,
      Object.fromEntries(NEEDED.flatMap((name) => (process.env[name] ? [[name, process.env[name]] as const] : []))),
    )
    return new SideProcess('reading', { idleMs: IDLE_MS, heapMb: HEAP_MB, env })
  }

  async #turn(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push(resolve)
    const timer = setTimeout(resolve, LONGEST_TURN_MS)
    await promise
    clearTimeout(timer)
    const at = this.#waiting.indexOf(resolve)
    if (at >= 0) this.#waiting.splice(at, 1)
  }
}

export const readers = new Readers()
