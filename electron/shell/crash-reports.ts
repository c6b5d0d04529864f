import { homedir } from 'node:os'
import path from 'node:path'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from '../system/files.ts'

const KEPT = 20

/** What went wrong, as far as the report needs to know. */
export interface Crash {
  what: 'window' | 'main' | 'ended'
  reason: string
  error: unknown
}

/**
 * Writes reports of crashes into a folder of their own, as text that a person can read before she sends it to anybody.
 * They go nowhere by themselves. There are no memory dumps: those would hold tokens and documents.
 */
export class CrashReports {
  readonly folder: string
  readonly #about: string
  readonly #now: () => Date
  readonly #marker: string

  constructor(dataFolder: string, about: string, now: () => Date) {
    this.folder = path.join(dataFolder, 'crash-reports')
    this.#about = about
    this.#now = now
    this.#marker = path.join(dataFolder, 'desktop-running')
  }

  /** Writes one report; answers its file, or null where the disk refuses it. */
  write(crash: Crash): string | null {
    const at = this.#now().toISOString()
    const file = path.join(this.folder, `${at.replaceAll(/[:.]/g, '-')}-${crash.what}.txt`)
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 })
      writeFileSync(
        file,
        [`${at}  ${this.#about}`, `${WHAT[crash.what]}: ${readable(crash.reason)}`, '', describe(crash.error), ''].join(
          '\n',
        ),
        { mode: 0o600 },
      )
      this.#forgetOld()
      return file
    } catch {
      return null
    }
  }

  list(): string[] {
    try {
      return readdirSync(this.folder)
        .filter((name) => name.endsWith('.txt'))
        .sort()
    } catch {
      return []
    }
  }

  /** Notes that the program runs. Answers whether the start before ended without saying so: killed, or crashed in native code. */
  begin(): boolean {
    let endedBadly = false
    try {
      endedBadly = readFileSync(this.#marker, 'utf8') !== ''
    } catch {
      // It was taken away at the end, as it should be.
    }
    try {
      mkdirSync(path.dirname(this.#marker), { recursive: true, mode: 0o700 })
      writeFileSync(this.#marker, `${process.pid}`, { mode: 0o600 })
    } catch {
      // A folder that cannot be written is told elsewhere.
    }
    return endedBadly
  }

  end(): void {
    try {
      rmSync(this.#marker, { force: true })
    } catch {
      // Where it could not be written there is nothing to take away.
    }
  }

  #forgetOld(): void {
    for (const name of this.list().slice(0, -KEPT)) rmSync(path.join(this.folder, name), { force: true })
  }
}

const WHAT: Record<Crash['what'], string> = {
  window: 'The window stopped',
  main: 'The program stopped',
  ended: 'The last start ended without being closed',
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return error === undefined ? '' : readable(typeof error)
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map(readableFrame)
  const cause = error.cause === undefined ? [] : ['Caused by:', describe(error.cause)]
  return [`${error.name}: ${readable(error.message)}`, ...frames, ...cause].join('\n')
}

/** A frame is code and place; the folder of the person is neither. */
function readableFrame(frame: string): string {
  const home = homedir()
  return home.length > 1 ? frame.replaceAll(home, '~') : frame
}

/**
 * The words of a message without what may be in it of a person's business: whatever stands in quotes, names of people's
 * folders, addresses, amounts, and anything that looks like a key.
 */
export function readable(message: string): string {
  const home = homedir()
  return (home.length > 1 ? message.replaceAll(home, '~') : message)
    .slice(0, 2_000)
    .replaceAll(/(["'`“«])(?:(?!\1)[^"'`”»\n])*(["'`”»])/g, '$1…$2')
    .replaceAll(/(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+/g, '<e-mail>')
    .replaceAll(/(\bhttps?:\/\/[^\s/?#]+)[^\s]*/g, '$1/…')
    .replaceAll(/\b(bearer|basic|token|secret|password|code|key)\b([=: ]+)\S+/gi, '$1$2…')
    .replaceAll(/[A-Za-z0-9_+/=-]{20,}/g, (text) => (/\d/.test(text) || text.length > 40 ? '…' : text))
    .replaceAll(/\d[\d\s.,]*\d/g, '#')
}
