import { inspect } from 'node:util'
import { afterEach, beforeEach, vi } from 'vitest'

/** Keeps everything that is written to a stream or a console while a test runs, instead of showing it. Emptied before each test. */
export function catchWritten(): string[] {
  const written: string[] = []
  beforeEach(() => {
    written.length = 0
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((chunk) => {
        written.push(String(chunk))
        return true
      })
    }
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, level).mockImplementation(
        (...parts: unknown[]) => void written.push(inspect(parts, { depth: 20 })),
      )
    }
  })
  afterEach(() => vi.restoreAllMocks())
  return written
}
