import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder on the real disk that goes with the test. */
export async function realFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-store-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
