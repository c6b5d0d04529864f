import { join } from 'node:path'
import { createRequire } from 'node:module'
import type electronLog from 'electron-log/node.js'
import { existsSync, readFileSync } from '../system/files.ts'
import { redacted, redactedDetails } from './redact.ts'

export const LEVELS = ['error', 'warn', 'info', 'debug'] as const
export type Level = (typeof LEVELS)[number]

export type LogDetails = Readonly<Record<string, string | number | boolean | null>>

/**
 * The technical log of a data folder, for whoever helps: what happened and when, in names and numbers of the program.
 * No names, amounts or words of documents are given to it; tokens and keys are taken out of whatever is.
 */
export interface Log {
  write(level: Level, event: string, details?: LogDetails): void
  /** A surprise: its kind, and the places in the program that led to it. Its text could hold names and amounts. */
  fault(event: string, error: unknown, details?: LogDetails): void
  /** The newest lines, oldest first. */
  tail(lines: number): string[]
}

/** For programs that only read: the log belongs to the one that works on the folder. */
export const NO_LOG: Log = { write: () => undefined, fault: () => undefined, tail: () => [] }

const FILE = 'companion.log'
const OLD_FILE = 'companion.old.log'
/** Bytes of one file; a full one becomes the old one, and the old one goes. */
const LARGEST = 1_000_000

/** What `BILLDR_QBO_LOG` asks for: a level, or `off`. Anything else is the default, `info`. */
export function levelIn(env: Readonly<Record<string, string | undefined>>): Level | 'off' {
  const asked = env['BILLDR_QBO_LOG']?.trim().toLowerCase()
  return asked === 'off' ? 'off' : (LEVELS.find((level) => level === asked) ?? 'info')
}

/** Opens the log in a data folder. It never throws: a log that cannot be written is no reason to stop. */
export function openLog(folder: string, level: Level | 'off', now: () => Date = () => new Date()): Log {
  if (level === 'off') return NO_LOG
  // Loaded by a program that works on the folder: who only reads has no log.
  const library = createRequire(import.meta.url)('electron-log/node.js') as typeof electronLog
  const logger = library.create({ logId: folder })
  logger.transports.console.level = false
  // Also what it says of itself, which every logger of it says: standard error belongs to the command.
  for (const each of [library, logger]) each.transports.console.writeFn = () => undefined
  const { file } = logger.transports
  file.level = level
  file.maxSize = LARGEST
  file.resolvePathFn = () => join(folder, FILE)
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' }
  file.format = ({ message }) => message.data as string[]
  function write(at: Level, event: string, details: LogDetails = {}): void {
    try {
      const line = { at: now().toISOString(), level: at, event, ...redactedDetails(details) }
      logger[at](JSON.stringify(line))
    } catch {
      // As above.
    }
  }
  return {
    write,
    fault: (event, error, details = {}) =>
      write('error', event, {
        ...details,
        error: error instanceof Error ? error.name : 'unknown',
        ...(error instanceof Error && 'code' in error && { cause: String(error.code) }),
        places: placesOf(error),
      }),
    tail: (lines) => {
      const text = [OLD_FILE, FILE]
        .map((name) => join(folder, name))
        .filter((path) => existsSync(path))
        .map((path) => readFileSync(path, 'utf8'))
        .join('')
      return text.trimEnd().split('\n').slice(-lines)
    },
  }
}

/** Where a surprise was thrown, innermost first; file names of the program, never its message. */
function placesOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return redacted(
    frames
      .slice(0, 6)
      .map((line) => line.trim().replace(/(?<![^\s(])\(?[^\s(]*[\\/]/, '('))
      .join(' < '),
  )
}
