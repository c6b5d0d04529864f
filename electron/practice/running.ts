import { join } from 'node:path'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, unlinkSync, writeSync } from '../system/files.ts'

/** Where a running practice company is found, as its folder says. */
export interface RunningPractice {
  origin: string
  pid: number
  /** Opens the books page and the controls; belongs to this run alone. */
  key: string
  realmId: string
  companyName: string
}

const FILE = 'practice.json'

/** Says in the folder, in one step, where the company answers. Only the owner can read it. */
export function announce(folder: string, running: RunningPractice): void {
  const path = join(folder, FILE)
  const handle = openSync(`${path}.new`, 'w', 0o600)
  writeSync(handle, `${JSON.stringify(running)}\n`)
  fsyncSync(handle)
  closeSync(handle)
  renameSync(`${path}.new`, path)
}

/** Takes the announcement back, if it is still this process's own. */
export function withdraw(folder: string, pid: number): void {
  if (readAnnouncement(folder)?.pid === pid) unlinkSync(join(folder, FILE))
}

function readAnnouncement(folder: string): RunningPractice | null {
  try {
    const read = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Partial<RunningPractice>
    const { origin, pid, key, realmId, companyName } = read
    if (
      typeof origin !== 'string' ||
      typeof pid !== 'number' ||
      typeof key !== 'string' ||
      typeof realmId !== 'string' ||
      typeof companyName !== 'string'
    )
      return null
    return { origin, pid, key, realmId, companyName }
  } catch {
    return null // none, or one that a crash left half written
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The practice company that runs on a folder; null where none does. One that was killed does not count: it is asked. */
export async function findRunningPractice(folder: string): Promise<RunningPractice | null> {
  const announced = readAnnouncement(folder)
  if (!announced || !isAlive(announced.pid)) return null
  try {
    // A dead process's number may be another's by now, so the one that answers has to know the key.
    const response = await fetch(`${announced.origin}/alive`, {
      headers: { 'X-Practice-Key': announced.key },
      signal: AbortSignal.timeout(2_000),
    })
    await response.arrayBuffer()
    return response.status === 204 ? announced : null
  } catch {
    return null
  }
}
