import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { watchPath } from '../../electron/billdr/files/folder-watch.ts'
import { systemClock } from '../../electron/billdr/clock.ts'
import { RecordChecks } from '../../electron/billdr/records/record-checks.ts'
import { problem } from '../../shared/problem.ts'
import type { BytesOutcome, ReadingOutcome, RecordSink, Source } from '../../shared/source.ts'

/** One line of another program's export: a customer, with that program's names for things. */
interface TheirCustomer {
  ref: string
  title: string
  mail?: string
  changed: string
  gone?: boolean
}

/** Another export format: one file, one JSON object a line, customers only. Everything past `read` is the program's own. */
export class LinesSource implements Source {
  readonly #file: string

  constructor(file: string) {
    this.#file = file
  }

  async check(): ReturnType<Source['check']> {
    const there = await stat(this.#file).catch(() => null)
    return there
      ? { ok: true, company: null }
      : { ok: false, problem: problem('source-missing', { location: this.#file }) }
  }

  async read(cursor: string | null, sink: RecordSink): Promise<ReadingOutcome> {
    const before = await stat(this.#file).catch(() => null)
    if (!before) return { ok: false, problem: problem('source-missing', { location: this.#file }), tryAgain: true }
    const stamp = `${before.size}-${before.mtimeMs}`
    if (stamp === cursor) return { ok: 'unchanged', cursor: stamp }
    // Checks every field, and hands on a record, a tombstone or a problem that names the line and the field.
    const clients = new RecordChecks('client', sink)
    let row = 0
    for await (const line of createInterface({ input: createReadStream(this.#file) }))
      clients.take(contractRecord(line), { table: 'clients', row: (row += 1) })
    return { ok: true, company: null, scope: 'changes', exportedAt: null, wholeKinds: [], problem: null, cursor: stamp }
  }

  async attachment(): Promise<BytesOutcome> {
    return { ok: false, problem: problem('attachment-missing', { fileName: '' }) }
  }

  restMs(): number {
    return 0
  }

  watch(changed: () => void): () => void {
    return watchPath(this.#file, 4_000, systemClock, changed)
  }
}

/** Their line in the shape of the contract; null, which is refused as no record, where it is not even JSON. */
function contractRecord(line: string): unknown {
  try {
    const { ref, title, mail, changed, gone } = JSON.parse(line) as TheirCustomer
    return { id: ref, displayName: title, email: mail, updatedAt: changed, deleted: gone }
  } catch {
    return null
  }
}
