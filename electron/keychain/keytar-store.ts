import { randomBytes } from 'node:crypto'
import { problem } from '../../shared/problem.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Result } from '../../shared/result.ts'
import { cutIntoParts, needsParts, partName, readHead, writeHead } from './parts.ts'
import type { Head } from './parts.ts'
import type { Keytar } from './keytar.ts'
import { loadKeytar } from './keytar.ts'
import type { SecretStore, WaitsForPerson } from './secret-store.ts'
import { sideKeychain } from './side-keychain.ts'
import { OneAtATime } from './turns.ts'

export interface KeytarStoreOptions {
  /** Name under which the operating system lists the entries. */
  service?: string
  /** Loads keytar; fails where it is not installed or its library is missing. On Linux it gets a process of its own. */
  load?: () => Promise<Keytar>
  platform?: NodeJS.Platform
  /** How long an answer may take, ms: a locked keychain asks the person first. */
  timeoutMs?: number
}

const SERVICE = 'billdr-qbo'
const TIMEOUT_MS = 120_000
/** At the program's end: renewed tokens that are just being kept need less, a question that nobody answers has no end. */
const LAST_MS = 1_000
/** Written and deleted again to see whether the keychain is open. */
const PROBE = 'open'

/** What a person installs or starts where there is no keychain, by platform. */
function remedyFor(platform: NodeJS.Platform): string {
  if (platform === 'linux') return 'libsecret-1-0, gnome-keyring'
  return 'keytar'
}

/**
 * The operating system's keychain (Keychain on macOS, Credential Manager on Windows, the Secret Service on Linux).
 * keytar is an optional dependency and is loaded at the first use; its absence is 'keychain-missing', and a
 * keychain that refuses or does not answer is 'keychain-locked'. Values over 2,500 bytes are kept in parts.
 *
 * One question at a time: while a person is asked for a password, what else is wanted waits behind, and once the time is
 * up everything is answered with 'keychain-locked' without asking again, until the person has answered.
 */
export function createKeytarStore(options: KeytarStoreOptions = {}): SecretStore & { waits: WaitsForPerson } {
  const service = options.service ?? SERVICE
  const platform = options.platform ?? process.platform
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS
  const side = options.load === undefined && platform === 'linux' ? sideKeychain() : null
  const load = options.load ?? side?.load ?? loadKeytar
  let loading: Promise<Keytar | null> | null = null
  let isMissing = false

  function keytar(): Promise<Keytar | null> {
    loading ??= load().catch(() => null)
    return loading
  }

  function problemOf(error: unknown): Problem {
    // The keychains have no codes, only English sentences from their libraries: the ones that mean "there is none".
    const text = error instanceof Error ? error.message : ''
    const missing =
      /D-?Bus|org\.freedesktop\.secrets|ServiceUnknown|not provided by any|could not connect|unsupported transport/i.test(
        text,
      )
    return missing ? problem('keychain-missing', { install: remedyFor(platform) }) : problem('keychain-locked')
  }

  const locked: Result<never> = { ok: false, problem: problem('keychain-locked') }
  const turns = new OneAtATime(timeoutMs, () => waits.onLateAnswer?.())

  async function asked<T>(work: (keychain: Keytar) => Promise<T>): Promise<Result<T>> {
    const keychain = await keytar()
    if (!keychain) {
      // A later try may find it installed.
      loading = null
      return { ok: false, problem: problem('keychain-missing', { install: remedyFor(platform) }) }
    }
    return work(keychain).then(
      (value): Result<T> => ({ ok: true, value }),
      (error: unknown): Result<T> => ({ ok: false, problem: problemOf(error) }),
    )
  }

  async function use<T>(work: (keychain: Keytar) => Promise<T>): Promise<Result<T>> {
    const answer = (await turns.take(() => asked(work))) ?? locked
    isMissing = !answer.ok && answer.problem.code === 'keychain-missing'
    return answer
  }

  const waits: WaitsForPerson = {
    isThere: () => !isMissing,
    onLateAnswer: null,
    hurry: () => turns.hurry(LAST_MS),
    close: () => side?.end(),
  }

  async function deleteParts(keychain: Keytar, account: string, head: Head | null): Promise<void> {
    if (!head) return
    for (let number = 1; number <= head.count; number += 1) {
      await keychain.deletePassword(service, partName(account, head, number))
    }
  }

  /** Throws where the keychain takes nothing: nobody could have read from it, either. */
  async function tryToWrite(keychain: Keytar): Promise<void> {
    await keychain.setPassword(service, PROBE, 'open')
    await keychain.deletePassword(service, PROBE)
  }

  async function headOf(keychain: Keytar, account: string): Promise<Head | null> {
    const value = await keychain.getPassword(service, account)
    return value === null ? null : readHead(value)
  }

  return {
    waits,

    get: (account, isExpected = false) =>
      use(async (keychain) => {
        const value = await keychain.getPassword(service, account)
        // The Secret Service hides what is locked, as if it were not there.
        if (value === null && isExpected) await tryToWrite(keychain)
        const head = value === null ? null : readHead(value)
        if (!head) return value
        const parts: string[] = []
        for (let number = 1; number <= head.count; number += 1) {
          const part = await keychain.getPassword(service, partName(account, head, number))
          if (part === null) return null
          parts.push(part)
        }
        return parts.join('')
      }),

    set: (account, value) =>
      use(async (keychain) => {
        const old = await headOf(keychain, account)
        if (needsParts(value)) {
          // The parts first, the head last: a crash in between leaves the old value whole.
          const parts = cutIntoParts(value)
          const head = { count: parts.length, generation: randomBytes(6).toString('hex') }
          for (const [index, part] of parts.entries()) {
            await keychain.setPassword(service, partName(account, head, index + 1), part)
          }
          await keychain.setPassword(service, account, writeHead(head))
        } else {
          await keychain.setPassword(service, account, value)
        }
        await deleteParts(keychain, account, old)
        return null
      }),

    delete: (account) =>
      use(async (keychain) => {
        const old = await headOf(keychain, account)
        await keychain.deletePassword(service, account)
        await deleteParts(keychain, account, old)
        return null
      }),
  }
}
