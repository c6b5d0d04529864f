import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { askProgram } from '../system/programs.ts'
import { readFile, readlink } from '../system/files.ts'

/** Which process on which computer: what is needed to say later whether it still runs. */
export interface ProcessIdentity {
  pid: number
  /** Digest of the computer's own id; the host name changes with the network, this does not. */
  machine: string
  /** For people. */
  host: string
  /** One start of the computer; null where the system does not tell. */
  boot: string | null
  /** When the process started, ISO instant. */
  startedAt: string
  /** The same in the system's own terms, exact; null where it has none. */
  startMark: string | null
  /** Linux: within which container process numbers count; null or absent where the system has one for all. */
  numbers?: string | null
}

/** `ps` and PowerShell tell whole seconds, and this process measures its own start. */
const START_TOLERANCE_MS = 5000

export async function thisProcess(): Promise<ProcessIdentity> {
  const [machine, boot, startMark, numbers] = await Promise.all([
    machineId(),
    bootId(),
    startMarkOf(process.pid),
    process.platform === 'linux' ? readlink('/proc/self/ns/pid').catch(() => null) : null,
  ])
  const startedAt = new Date(Date.now() - process.uptime() * 1000).toISOString()
  return { pid: process.pid, machine, host: hostname(), boot, startedAt, startMark, numbers }
}

/**
 * False only where the process is known to be gone: its computer is this one, and was started anew since, or
 * has no process of that number, or one that started at another time.
 */
export async function mayStillRun(other: ProcessIdentity, self: ProcessIdentity): Promise<boolean> {
  if (isElsewhere(other, self)) return true
  if (other.boot !== null && self.boot !== null && other.boot !== self.boot) return false
  if (!(await isRunning(other.pid))) return false
  if (other.startMark !== null && self.startMark !== null) return (await startMarkOf(other.pid)) === other.startMark
  const startedAt = await startTimeOf(other.pid)
  return startedAt === null || Math.abs(startedAt - Date.parse(other.startedAt)) <= START_TOLERANCE_MS
}

/**
 * Whether a process runs, or ran, where this one cannot ask after it: on another computer, or in another container of this
 * one. The same start of a computer is the same computer, though it was given a new id meanwhile.
 */
export function isElsewhere(other: ProcessIdentity, self: ProcessIdentity): boolean {
  const sameStart = other.boot !== null && other.boot === self.boot
  if (other.machine !== self.machine && !sameStart) return true
  const bothNumbered = typeof other.numbers === 'string' && typeof self.numbers === 'string'
  return sameStart && bothNumbered && other.numbers !== self.numbers
}

async function isRunning(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return !(await hasEnded(pid))
}

/** A process that has ended keeps its number, and takes signals, until the one that started it asks how it ended. */
async function hasEnded(pid: number): Promise<boolean> {
  switch (process.platform) {
    case 'linux':
      return /^[ZXx]/.test((await statOf(pid))?.[0] ?? '')
    case 'win32':
      return false
    default:
      return /^Z/.test((await output('ps', '-o', 'stat=', '-p', String(pid)))?.trim() ?? '')
  }
}

async function machineId(): Promise<string> {
  const id = (await ownMachineId()) ?? `host ${hostname()}`
  // Only ever compared, so that the id itself need not stand in a file.
  return createHash('sha256').update(`billdr-qbo ${id}`).digest('hex').slice(0, 32)
}

async function ownMachineId(): Promise<string | null> {
  switch (process.platform) {
    case 'darwin':
      return (
        /"IOPlatformUUID" = "([^"]+)"/.exec(
          (await output('ioreg', '-rd1', '-c', 'IOPlatformExpertDevice')) ?? '',
        )?.[1] ?? null
      )
    case 'win32':
      return (
        /MachineGuid\s+REG_SZ\s+(\S+)/.exec(
          (await output('reg', 'query', 'HKLM\\SOFTWARE\\Microsoft\\Cryptography', '/v', 'MachineGuid')) ?? '',
        )?.[1] ?? null
      )
    default:
      return (await text('/etc/machine-id'))?.trim() || null
  }
}

async function bootId(): Promise<string | null> {
  if (process.platform === 'linux') return (await text('/proc/sys/kernel/random/boot_id'))?.trim() ?? null
  if (process.platform === 'darwin') return (await output('sysctl', '-n', 'kern.bootsessionuuid'))?.trim() ?? null
  return null
}

/** Linux: clock ticks from the start of the computer to that of the process; untouched by the wall clock. */
async function startMarkOf(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return null
  return (await statOf(pid))?.[19] ?? null
}

/** Linux: what the kernel tells of a process, from the third field (its state) on; the start is the 22nd. */
async function statOf(pid: number): Promise<string[] | null> {
  const stat = await text(`/proc/${pid}/stat`)
  // The second field is the program's name in brackets, and may hold anything.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? null
}

async function startTimeOf(pid: number): Promise<number | null> {
  const printed =
    process.platform === 'win32'
      ? await output(
          'powershell',
          '-NoProfile',
          '-NonInteractive',
          '-Command',
          `(Get-Process -Id ${pid}).StartTime.ToUniversalTime().ToString('o')`,
        )
      : await output('ps', '-o', 'lstart=', '-p', String(pid))
  const time = Date.parse(printed?.trim() ?? '')
  return Number.isNaN(time) ? null : time
}

async function text(path: string): Promise<string | null> {
  return await readFile(path, 'utf8').catch(() => null)
}

async function output(command: string, ...parameters: string[]): Promise<string | null> {
  return await askProgram(command, parameters, 5_000)
}
